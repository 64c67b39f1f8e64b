/** Log lines that are JSON: Docker json-file, journald, `go test -json`, collectors, and the program's own loggers. */
import type { Piece } from './piece.ts';

type Fields = Record<string, unknown>;

const textOf = (value: unknown): string | null => {
  if (typeof value === 'string') return value;
  // journald writes text that is not printable as its bytes.
  if (Array.isArray(value) && value.length < 1_048_576 && value.every((byte) => Number.isInteger(byte)))
    return Buffer.from(value as number[]).toString('utf8');
  if (typeof value === 'object' && value !== null) {
    const inner = (value as Fields).stringValue;
    if (typeof inner === 'string') return inner;
  }
  return null;
};

const word = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 300) : '');

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};

const textFields = [
  'log',
  'textPayload',
  'msg',
  'message',
  'MESSAGE',
  'body',
  'line',
  'text',
  'event',
  '@message',
];
const stackFields = [
  'stacktrace',
  'stack_trace',
  'stackTrace',
  'stack',
  'error.stack_trace',
  'error.stack',
  'exception.stacktrace',
  'errorVerbose',
  'panic',
  'trace',
];
const timeFields = ['time', 'Time', 'timestamp', '@timestamp', 'ts', 'T'];

const firstText = (fields: Fields, names: readonly string[]): string | null => {
  for (const name of names) {
    const text = Object.hasOwn(fields, name) ? textOf(fields[name]) : null;
    if (text !== null && text !== '') return text;
  }
  return null;
};

const timeOf = (fields: Fields): string => {
  for (const name of timeFields) {
    const value = fields[name];
    if (typeof value === 'string') return value.slice(0, 60);
    if (typeof value === 'number' && value > 1e8 && value < 1e11) return String(Math.round(value * 1e6));
    if (typeof value === 'number' && value >= 1e11 && value < 1e14) return String(Math.round(value * 1e3));
  }
  return '';
};

/** Which pod and container a collector says the line comes from. */
const originOf = (fields: Fields): string => {
  const kubernetes = fieldsOf(fields.kubernetes);
  const labels = fieldsOf(fieldsOf(fields.resource).labels);
  return [
    word(kubernetes.pod_name),
    word(kubernetes.container_name),
    word(labels.pod_name),
    word(labels.container_name),
    word(fields.container_id),
    word(fields.container_name),
    word(fields.source),
    word(fields.stream),
  ].join('/');
};

const piece = (key: string, text: string, time: string, more: Partial<Piece>): Piece => ({
  key,
  text,
  time,
  weak: false,
  stamped: false,
  ended: true,
  whole: false,
  ...more,
});

/** Several lines, one of them a goroutine's header. */
const holdsStack = (text: string): boolean =>
  /\n[\s\S]/.test(text) && /(?:^|\n)[ \t]{0,40}goroutine \d+ (?:\[|gp=)/.test(text);

/** Null when the line is no JSON record that holds text. */
export const unwrapJson = (line: string): Piece | null => {
  if (!line.startsWith('{') || !line.endsWith('}')) return null;
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    return null;
  }
  const fields = fieldsOf(parsed);
  if (typeof fields.Action === 'string' && typeof fields.Package === 'string') {
    const output = fields.Output;
    if (typeof output !== 'string') return null;
    const ended = output.endsWith('\n');
    return piece(`test:${word(fields.Package)}`, output, word(fields.Time), { ended });
  }
  if (
    fields.MESSAGE !== undefined &&
    ('__REALTIME_TIMESTAMP' in fields || '_PID' in fields || '_HOSTNAME' in fields)
  ) {
    const message = textOf(fields.MESSAGE);
    if (message === null) return null;
    const unit = word(fields._SYSTEMD_UNIT) || word(fields.SYSLOG_IDENTIFIER);
    const key = `journal:${word(fields._HOSTNAME)}:${unit}:${word(fields._PID)}`;
    return piece(key, message, word(fields.__REALTIME_TIMESTAMP), { whole: holdsStack(message) });
  }
  const origin = originOf(fields);
  const raw = fields.log;
  if (typeof raw === 'string' && ('stream' in fields || 'kubernetes' in fields)) {
    const ended = raw.endsWith('\n') || !('stream' in fields && 'time' in fields);
    return piece(`container:${origin}`, raw, timeOf(fields), { ended, whole: holdsStack(raw) });
  }
  const text = firstText(fields, textFields);
  const stack = firstText(fields, stackFields) ?? firstText(fieldsOf(fields.error), stackFields);
  if (text === null && stack === null) return null;
  const all = stack === null || stack === text ? (text ?? '') : text === null ? stack : `${text}\n${stack}`;
  // `textPayload` is what the container wrote; the other fields are what its logger wrote.
  const weak = typeof fields.textPayload !== 'string';
  return piece(`json:${origin}`, all, timeOf(fields), { weak, stamped: weak, whole: holdsStack(all) });
};
