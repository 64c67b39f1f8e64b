/**
 * The lines before the goroutines: what Go says when it dies. Which of them belong to a message of several lines is
 * settled at the end, when the Go version is known: from 1.23 they are TAB-indented, before they stand as they are.
 */
import type { Crash, PanicLink, SignalInfo } from '@nightglass/model';

export type NoticeKind = 'panic' | 'fatal error' | 'signal' | 'http panic';

interface Link {
  first: string;
  at: number;
  /** Lines behind it that are its own (TAB-indented, TAB taken off) or may be (as they stand). */
  more: { text: string; at: number; indented: boolean }[];
}

export interface Notice {
  kind: NoticeKind;
  start: number;
  /** A logger's stamp stood before it: without a goroutine behind it, it is just a log line. */
  weak: boolean;
  /** So did some stamp; lines without it, or with one where there was none, are another's. */
  stamped: boolean;
  links: Link[];
  signal: SignalInfo | null;
  httpPeer: string;
  /** A blank line, or the signal, came: what follows is no message of Go 1.23 and later. */
  closed: boolean;
  /** GOTRACEBACK=crash: every thread was asked for its stack. */
  relayed: boolean;
  runtimeStack: boolean;
}

const maxMore = 400;
const maxMoreCharacters = 65_536;

const createNotice = (kind: NoticeKind, message: string, at: number, weak: boolean): Notice => ({
  kind,
  start: at,
  weak,
  stamped: false,
  links: [{ first: message, at, more: [] }],
  signal: null,
  httpPeer: '',
  closed: false,
  relayed: false,
  runtimeStack: false,
});

const emptySignal = (name: string, description: string): SignalInfo => ({
  name,
  description,
  code: '',
  addr: '',
  pc: '',
  duringCgo: false,
});

/** `SIGQUIT: quit`; a crash only when its `PC=` line follows. */
export const readSignalLine = (text: string): SignalInfo | null => {
  const found = /^(SIG[A-Z0-9]{2,10}): ([^\n]{1,120})$/.exec(text);
  return found === null ? null : emptySignal(found[1] ?? '', found[2] ?? '');
};

/** Adds `PC=0x45 m=0 sigcode=1 addr=0x10` to the signal; false when the line is none. */
export const readPcLine = (text: string, signal: SignalInfo): boolean => {
  const found =
    /^PC=(0x[0-9a-f]+|[0-9a-f]+) m=-?\d+ sigcode=(-?\d+)(?: addr=(0x[0-9a-f]+))?(?: goroutine \d+ \[[^\]]*\])?$/.exec(
      text,
    );
  if (found === null) return false;
  signal.pc = found[1] ?? '';
  signal.code = found[2] ?? '';
  signal.addr = found[3] ?? '';
  return true;
};

/** `[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x485568]`; Windows: `[signal 0xc0000005 code=...]`. */
export const readSignalBracket = (text: string): SignalInfo | null => {
  const found =
    /^\[signal ([A-Z0-9a-fx]+)(?:: ([^=\]]{1,120}?))?(?: code=(\S+))?(?: addr=(\S+))?(?: pc=([^\]\s]+))?\]$/.exec(
      text,
    );
  if (found === null) return null;
  const signal = emptySignal(found[1] ?? '', found[2] ?? '');
  signal.code = found[3] ?? '';
  signal.addr = found[4] ?? '';
  signal.pc = found[5] ?? '';
  return signal;
};

/** The notice that a line begins, or null. */
export const beginNotice = (text: string, at: number, weak: boolean): Notice | null => {
  if (text.startsWith('panic: ')) return createNotice('panic', text.slice(7), at, weak);
  if (text.startsWith('fatal error: ')) return createNotice('fatal error', text.slice(13), at, weak);
  const serving = text.length < 65_536 ? text.indexOf('panic serving ') : -1;
  if (serving < 0 || !/(?:^|[\s\]:|])http2?: $/.test(text.slice(0, serving))) return null;
  const rest = text.slice(serving + 14);
  const colon = /^(?:\[[^\]\s]*\](?::\d+)?|[^:\s]*:\d+|[^:\s]*): /.exec(rest);
  const notice = createNotice('http panic', colon === null ? rest : rest.slice(colon[0].length), at, false);
  notice.httpPeer = colon === null ? '' : colon[0].slice(0, -2);
  return notice;
};

export const beginSignal = (signal: SignalInfo, start: number, weak: boolean): Notice => ({
  ...createNotice('signal', signal.description, start, weak),
  signal,
});

const keepMore = (notice: Notice, text: string, at: number, indented: boolean): void => {
  const link = notice.links.at(-1);
  if (link === undefined || link.more.length >= maxMore || text.length > maxMoreCharacters) return;
  link.more.push({ text, at, indented });
};

/** A line before the first goroutine. False: it may be a piece of an old, unindented message, or a stranger's. */
export const takeInNotice = (
  notice: Notice,
  text: string,
  { at, stamped }: { at: number; stamped: boolean },
): boolean => {
  if (text === '') {
    if (notice.kind === 'panic') keepMore(notice, '', at, false);
    notice.closed = true;
    return true;
  }
  if (text.startsWith('[signal ')) {
    const signal = readSignalBracket(text);
    if (signal !== null) notice.signal = signal;
    if (signal !== null) notice.closed = true;
    return signal !== null;
  }
  if (notice.kind === 'signal' && text === 'signal arrived during cgo execution') {
    if (notice.signal !== null) notice.signal.duringCgo = true;
    return true;
  }
  if (text.startsWith('\tpanic: ') && !notice.closed && notice.kind === 'panic') {
    if (notice.links.length < 200) notice.links.push({ first: text.slice(8), at, more: [] });
    return true;
  }
  if (notice.kind === 'signal') return false;
  if (text.startsWith('\t') && !notice.closed) {
    keepMore(notice, text.slice(1), at, true);
    return true;
  }
  if (stamped === notice.stamped || notice.kind === 'http panic') keepMore(notice, text, at, false);
  return false;
};

const markPattern = / \[(recovered(?:, repanicked)?)\]$/;

/** Go type of a panic's value as far as the text shows it (runtime/error.go: printpanicval). */
const typeOf = (message: string): string => {
  if (message.startsWith('runtime error: ') || message.startsWith('interface conversion: '))
    return 'runtime.Error';
  if (
    /^(?:assignment to entry in nil map|(?:close|send) (?:of|on) (?:closed|nil) channel|all goroutines are asleep)/.test(
      message,
    )
  )
    return 'runtime.Error';
  const pointer = /^\(([^()\s]{1,300})\) (?:0x[0-9a-f]|\{|\(0x)/.exec(message);
  if (pointer !== null) return pointer[1] ?? '';
  const named = /^([A-Za-z_][\w/.-]{0,300}\.[A-Za-z_]\w{0,100})\((?:"|[-+]?\d|true\)|false\)|\([-+]?\d)/.exec(
    message,
  );
  return named?.[1] ?? '';
};

/** Lines that a logger or another program wrote: time stamps, levels, key=value, JSON. */
export const looksLikeLog = (text: string): boolean =>
  /^(?:\[?\d{4}[-/]\d\d[-/]\d\d|\d\d:\d\d:\d\d|\{"|[IWEF]\d{4} |\[?(?:TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL|GIN)\b|(?:level|time|ts|msg)=)/i.test(
    text,
  ) || /(?:^| )[\w.]{1,40}=\S/.test(text.slice(0, 300));

export interface NoticeReading {
  /** Highest and lowest minor release known from elsewhere. */
  min: number | null;
  max: number | null;
  /** A goroutine followed: what stood before it unindented can be message. */
  followed: boolean;
  /** Line of the first goroutine's header. */
  headerAt: number;
}

const linkMessage = (link: Link, reading: NoticeReading): { lines: string[]; end: number } => {
  const lines = [link.first];
  let end = link.at;
  const old = reading.min === null || reading.min < 23;
  const pieces = link.more.filter(
    (piece) => piece.indented || (old && reading.followed && !looksLikeLog(piece.text)),
  );
  // The blank line before the goroutine is Go's own.
  while (pieces.length > 0 && pieces.at(-1)?.text === '' && !pieces.at(-1)?.indented) pieces.pop();
  for (const piece of pieces) {
    if (piece.at >= reading.headerAt) continue;
    lines.push(piece.text);
    end = piece.at;
  }
  return { lines, end };
};

/** Chain of panics, outermost first. */
export const readLinks = (notice: Notice, reading: NoticeReading): PanicLink[] =>
  notice.links.map((link) => {
    const { lines, end } = linkMessage(link, reading);
    const last = lines.length - 1;
    const mark = markPattern.exec(lines[last] ?? '');
    if (mark !== null) lines[last] = (lines[last] ?? '').slice(0, mark.index);
    const message = lines.join('\n');
    return {
      message,
      type: typeOf(message),
      recovered: mark !== null,
      repanicked: mark?.[1]?.endsWith('repanicked') ?? false,
      goexit: false,
      lines: { start: link.at, end },
    };
  });

/** `1m2.5s` in seconds; null when it is no Go duration. */
const durationSeconds = (text: string): number | null => {
  const found = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s)?$/.exec(text);
  if (found === null || text === '') return null;
  return Number(found[1] ?? 0) * 3600 + Number(found[2] ?? 0) * 60 + Number(found[3] ?? 0);
};

/** Tests named below `running tests:`. */
export const readRunningTests = (message: string): Crash['runningTests'] => {
  const lines = message.split('\n');
  const from = lines.findIndex((line) => line.trim() === 'running tests:');
  if (from < 0) return [];
  return lines.slice(from + 1).flatMap((line) => {
    const found = /^\t*(\S[^\n]{0,500}) \(([0-9hms.]{1,30})\)$/.exec(line);
    if (found !== null) return [{ name: found[1] ?? '', seconds: durationSeconds(found[2] ?? '') }];
    const name = line.trim();
    return name === '' ? [] : [{ name, seconds: null }];
  });
};
