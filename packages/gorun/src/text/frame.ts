/** The lines of a stack: a call, its position, `created by`, `[originating from ...]`, elided frames. */

const argsPattern = /^[0-9a-fx{}?,. _]*$/;

/** `main.(*cache).evict(0xc0, {...})` -> its function and arguments; null when the line is no call. */
export const readCall = (text: string): { func: string; args: string } | null => {
  if (!text.endsWith(')') || text.length > 16_384) return null;
  const open = text.lastIndexOf('(');
  if (open <= 0) return null;
  const args = text.slice(open + 1, -1);
  if (!argsPattern.test(args)) return null;
  const func = text.slice(0, open);
  // Function names are qualified by their package; only the panic entry is not.
  if (!func.includes('.') && func !== 'panic') return null;
  const first = func.charCodeAt(0);
  if (first <= 47 || /[\s"'=;,<>{}|\\]/.test(func)) return null;
  return { func, args };
};

export interface Position {
  file: string;
  line: number;
  /** ` +0x2b` was there. Go prints none for inlined calls. */
  offset: boolean;
  /** ` fp=... sp=... pc=...` was there: GOTRACEBACK system and above, or a throw. */
  registers: boolean;
}

/** `\t/path/file.go:12 +0x1b fp=... sp=... pc=...`; null when the line is none. `indent` is what stands before. */
export const readPosition = (text: string, indent = '\t'): Position | null => {
  if (!text.startsWith(indent) || text.length > 8192) return null;
  let end = text.length;
  let registers = false;
  let offset = false;
  const pointers = / (?:fp=0x[0-9a-f]+ sp=0x[0-9a-f]+ )?pc=0x[0-9a-f]+$/.exec(text);
  if (pointers !== null) {
    registers = true;
    end = pointers.index;
  }
  const plus = text.lastIndexOf(' +0x', end);
  if (plus > 0 && /^[0-9a-f]{1,16}$/.test(text.slice(plus + 4, end))) {
    offset = true;
    end = plus;
  }
  const colon = text.lastIndexOf(':', end - 1);
  if (colon <= indent.length || end - colon > 10) return null;
  const line = text.slice(colon + 1, end);
  if (!/^\d{1,9}$/.test(line)) return null;
  const file = text.slice(indent.length, colon);
  // A second TAB or a leading space is the program's own text.
  if (file.startsWith('\t') || file.startsWith(' ')) return null;
  return { file, line: Number.parseInt(line, 10), offset, registers };
};

/** `created by main.main in goroutine 1` (the goroutine since Go 1.21). */
export const readCreatedBy = (text: string): { func: string; creatorId: number | null } | null => {
  if (!text.startsWith('created by ') || text.length > 8192) return null;
  const found = / in goroutine (\d{1,15})$/.exec(text);
  const func = text.slice(11, found?.index);
  if (func === '' || (!func.includes('.') && func.includes(' '))) return null;
  return { func, creatorId: found === null ? null : Number(found[1]) };
};

/** `...additional frames elided...` (count null) and `...50 frames elided...`; undefined when the line is neither. */
export const readElided = (text: string): number | null | undefined => {
  if (text === '...additional frames elided...') return null;
  const found = /^\.\.\.(\d{1,15}) frames elided\.\.\.$/.exec(text);
  return found === null ? undefined : Number(found[1]);
};

/** `[originating from goroutine 6]:` */
export const readAncestor = (text: string): number | null => {
  const found = /^\[originating from goroutine (\d{1,15})\]:$/.exec(text);
  return found === null ? null : Number(found[1]);
};

const registerLine =
  /^(?:r(?:[abcd]x|[sd]i|[bs]p|ip|flags|\d{1,2})|e(?:[abcd]x|[sd]i|[bs]p|ip|flags)|[cdefgs]s|x\d{1,2}|[slp][prc]|trap|error|oldmask|fault|cpsr|pstate|ra|gp|tp|[astf]\d{1,2}|hi|lo|xer|ctr|link|msr|psw|sstatus|badvaddr)\s{1,10}0x[0-9a-f]{1,32}$/;

/** One line of the register table behind a signal's dump. Some ports print two registers on a line. */
export const isRegister = (text: string): boolean =>
  text.length < 100 &&
  (registerLine.test(text) || /^r\d{1,2} +0x[0-9a-f]{1,16}\tr\d{1,2} +0x[0-9a-f]{1,16}$/.test(text));
