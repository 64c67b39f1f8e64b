/**
 * The sentence inside a structured log body. Loggers write `{"level":"error","msg":"cannot pay","err":"refused"}`, and
 * container runtimes wrap lines as `{"log":"...","stream":"stdout"}`: the message counts, with the error's own text.
 */
export interface LogMessage {
  text: string;
  /** OpenTelemetry SeverityNumber that the body tells, 0 when it does not. */
  severity: number;
}

const longest = 2000;

/** In order of preference. */
const messageKeys = ['message', 'msg', 'log', 'body', 'event', 'short_message', 'text'];
const errorKeys = ['error', 'err', 'exception', 'error.message', 'exception.message', 'cause', 'reason'];
const levelKeys = ['level', 'severity', 'lvl', 'severity_text', 'log.level', 'loglevel', 'levelname'];

const levels: Record<string, number> = {
  trace: 1,
  debug: 5,
  info: 9,
  information: 9,
  notice: 10,
  warn: 13,
  warning: 13,
  error: 17,
  err: 17,
  severe: 17,
  critical: 21,
  crit: 21,
  fatal: 21,
  panic: 21,
  alert: 21,
  emerg: 21,
  emergency: 21,
};

/** Index of the quote that closes the string opened at `at`, or -1. */
const stringEnd = (text: string, at: number, end: number): number => {
  for (let i = at + 1; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code === 92) i++;
    else if (code === 34) return i;
  }
  return -1;
};

const plain = (text: string): string => {
  if (!text.includes('\\')) return text;
  try {
    return JSON.parse(`"${text}"`) as string;
  } catch {
    return text;
  }
};

/** The string members of the outermost object, as written; also of an object cut off in the middle. Numbers of `level` too. */
const stringMembers = (text: string): Map<string, string> => {
  const end = Math.min(text.length, longest);
  const members = new Map<string, string>();
  let depth = 0;
  let key: string | null = null;
  for (let i = 0; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code === 123 || code === 91) depth++;
    else if (code === 125 || code === 93) {
      depth--;
      key = null;
      if (depth === 0) break;
    } else if (code === 44) {
      if (depth === 1) key = null;
    } else if (code === 34) {
      const close = stringEnd(text, i, end);
      const stop = close < 0 ? end : close;
      if (depth === 1) {
        if (key === null) key = text.slice(i + 1, stop);
        else if (!members.has(key)) members.set(key, text.slice(i + 1, stop));
      }
      i = stop;
    } else if (depth === 1 && key !== null && code >= 48 && code <= 57 && !members.has(key)) {
      let stop = i;
      while (stop < end && text.charCodeAt(stop) >= 48 && text.charCodeAt(stop) <= 57) stop++;
      members.set(key, text.slice(i, stop));
      i = stop - 1;
    }
  }
  return members;
};

/** pino and bunyan write 10 to 60. */
const levelOf = (text: string): number => {
  const named = levels[text.toLowerCase()];
  if (named !== undefined) return named;
  const number = Number(text);
  return number >= 10 && number <= 60 && number % 10 === 0 ? [1, 5, 9, 13, 17, 21][number / 10 - 1]! : 0;
};

const levelWord =
  /(?:^|[\s[|(])(?:level[=:]"?)?(TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|SEVERE|CRITICAL|FATAL|PANIC|trace|debug|info|warn|warning|error|fatal|panic|critical)(?=[\]\s:|)"]|$)/;

/** The level word near the beginning of a line, as most loggers print it; 0 when there is none. */
export const levelInText = (text: string): number => {
  const found = levelWord.exec(text.slice(0, 80));
  return found ? levels[found[1]!.toLowerCase()]! : 0;
};

const first = (members: Map<string, string>, keys: string[]): string => {
  for (const key of keys) {
    const value = members.get(key);
    if (value !== undefined && value !== '') return plain(value);
  }
  return '';
};

export const messageOf = (body: string): LogMessage => {
  if (body.charCodeAt(0) !== 123 || body.charCodeAt(1) === 123) return { text: body, severity: 0 };
  const members = stringMembers(body);
  const message = first(members, messageKeys);
  const error = first(members, errorKeys);
  const severity = levelOf(first(members, levelKeys));
  if (message === '' && error === '') return { text: body, severity };
  return { text: error === '' || message.includes(error) ? message : `${message}: ${error}`, severity };
};
