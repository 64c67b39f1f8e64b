/** Lines of one program as the usual collectors write them down. */

export interface Wrapper {
  name: string;
  wrap(lines: readonly string[]): string;
}

const second = (i: number): string => String(i % 60).padStart(2, '0');
const iso = (i: number): string => `2026-11-24T10:00:${second(i)}.123456789Z`;

const each =
  (write: (line: string, i: number) => string) =>
  (lines: readonly string[]): string =>
    lines.map((line, i) => `${write(line, i)}\n`).join('');

const criParts = (line: string, i: number): string => {
  const middle = Math.floor(line.length / 2);
  if (line.length < 20) return `${iso(i)} stderr F ${line}`;
  return `${iso(i)} stderr P ${line.slice(0, middle)}\n${iso(i)} stderr F ${line.slice(middle)}`;
};

const dockerParts = (line: string, i: number): string => {
  const record = (log: string) => JSON.stringify({ log, stream: 'stderr', time: iso(i) });
  const middle = Math.floor(line.length / 2);
  if (line.length < 20) return record(`${line}\n`);
  return `${record(line.slice(0, middle))}\n${record(`${line.slice(middle)}\n`)}`;
};

export const wrappers: readonly Wrapper[] = [
  { name: 'Windows line ends', wrap: (lines) => lines.map((line) => `${line}\r\n`).join('') },
  { name: 'colours', wrap: each((line) => `\u001b[31m${line}\u001b[0m`) },
  { name: 'spaces before each line', wrap: each((line) => `    ${line}`) },
  { name: 'TABs made spaces by an editor', wrap: each((line) => line.replace(/^\t(?!panic)/, '    ')) },
  {
    name: 'Docker json-file',
    wrap: each((line, i) => JSON.stringify({ log: `${line}\n`, stream: 'stderr', time: iso(i) })),
  },
  { name: 'Docker json-file with cut lines', wrap: each(dockerParts) },
  { name: 'CRI', wrap: each((line, i) => `${iso(i)} stderr F ${line}`) },
  { name: 'CRI with partial lines', wrap: each(criParts) },
  { name: 'kubectl logs --timestamps', wrap: each((line, i) => `${iso(i)} ${line}`) },
  {
    name: 'kubectl logs --prefix --timestamps',
    wrap: each((line, i) => `[pod/api-7c9f-x2/app] ${iso(i)} ${line}`),
  },
  { name: 'docker compose', wrap: each((line) => `api-1        | ${line}`) },
  { name: 'stern', wrap: each((line) => `api-7c9f-x2 app ${line}`) },
  { name: 'a prefix of its own', wrap: each((line, i) => `<prod> 10:00:${second(i)} api> ${line}`) },
  {
    name: 'journald short',
    wrap: each((line, i) => `Nov 24 10:00:${second(i)} host-1 api[812]: ${line}`),
  },
  {
    name: 'journald short-iso',
    wrap: each((line, i) => `2026-11-24T10:00:${second(i)}+0000 host-1 api[812]: ${line}`),
  },
  {
    name: 'journald json',
    wrap: each((line, i) =>
      JSON.stringify({
        MESSAGE: i % 3 === 0 ? [...Buffer.from(line)] : line,
        _PID: '812',
        _HOSTNAME: 'host-1',
        __REALTIME_TIMESTAMP: '1763978400000000',
      }),
    ),
  },
  {
    name: 'journald export',
    wrap: each((line) => `__REALTIME_TIMESTAMP=1763978400000000\n_PID=812\nMESSAGE=${line}\n`),
  },
  {
    name: 'syslog of RFC 5424',
    wrap: each((line, i) => `<11>1 ${iso(i)} host-1 api 812 - - ${line}`),
  },
  {
    name: 'go test -json',
    wrap: each((line, i) =>
      JSON.stringify({ Time: iso(i), Action: 'output', Package: 'a/b', Test: 'TestX', Output: `${line}\n` }),
    ),
  },
  {
    name: 'JSON records of a line each',
    wrap: each((line, i) => JSON.stringify({ time: iso(i), level: 'error', message: line })),
  },
  {
    name: 'one JSON record',
    wrap: (lines) =>
      `${JSON.stringify({ level: 'info', msg: 'before' })}\n${JSON.stringify({ ts: 1763978400.5, level: 'error', msg: lines.join('\n') })}\n`,
  },
  {
    name: 'one logfmt record',
    wrap: (lines) =>
      `time="${iso(1)}" level=error msg="caught" stack=${JSON.stringify(lines.join('\n'))} user="a\\"b"\n`,
  },
  {
    name: 'CRI around the JSON of the program',
    wrap: (lines) =>
      `${iso(1)} stdout F ${JSON.stringify({ level: 'error', log: `${lines.join('\n')}\n` })}\n`,
  },
  {
    name: 'two streams at once',
    wrap: each(
      (line, i) =>
        `${iso(i)} stdout F {"level":"info","msg":"goroutine 7 is fine"}\n${iso(i)} stderr F ${line}\n${iso(i)} stdout F `,
    ),
  },
];
