/**
 * Text out of a dump or a profile was written by whoever wrote the program, or by an attacker who reached its
 * messages. React keeps it from being markup; this keeps it from moving the cursor or turning the line around.
 */

/**
 * C0 but for TAB and LF, DEL, C1, soft hyphen, zero width and bidirectional controls, line and paragraph separators,
 * the byte order mark, lone surrogates. ZWNJ and ZWJ stay: languages need them.
 */
const unsafe =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

const show = (character: string): string => {
  const code = character.charCodeAt(0);
  // Unicode has pictures of the ASCII controls: ␛ for ESC.
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
};

/** The same text with every control and direction character made visible; TAB and line feed stay. CRLF becomes LF. */
export const cleanText = (text: string): string =>
  text.replaceAll('\r\n', '\n').replace(unsafe, show).toWellFormed();

/**
 * A fresh JSON value with every string in it cleaned, keys too, in place. Without recursion: a call tree may be as deep
 * as its writer liked.
 */
export const cleanAll = <T>(value: T): T => {
  const box: Record<string, unknown> = { value };
  const waiting: Record<string, unknown>[] = [box];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const [key, held] of Object.entries(at)) {
      const name = Array.isArray(at) ? key : cleanText(key);
      if (name !== key) delete at[key];
      if (typeof held === 'string') define(at, name, cleanText(held));
      else {
        if (name !== key) define(at, name, held);
        if (held !== null && typeof held === 'object') waiting.push(held as Record<string, unknown>);
      }
    }
  }
  return box.value as T;
};

/** A label may be called `__proto__`: it is defined as a property, never assigned. */
const define = (target: object, key: string, value: unknown): void => {
  Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
};

/** At most `length` characters, cut with an ellipsis in the middle: the ends of Go names tell them apart. */
export const shorten = (text: string, length: number): string => {
  if (text.length <= length) return text;
  const tail = Math.floor((length - 1) * 0.6);
  return `${text.slice(0, length - 1 - tail)}…${text.slice(-tail)}`.toWellFormed();
};
