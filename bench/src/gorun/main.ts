/**
 * `npm run bench:gorun -- [--megabytes N] [--goroutines N] [--no-panicparse]`: how fast a log is searched for dumps, in
 * how much memory, and how long a dump of very many goroutines takes. Exit code 1 when a target is missed.
 */
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { createReader, type DumpArtifact, type ReadResult } from '@nightglass/gorun';
import { bigDump, logWithDumps } from './generate.ts';
import { timePanicparse } from './panicparse.ts';

const { values } = parseArgs({
  options: {
    megabytes: { type: 'string', default: '1000' },
    goroutines: { type: 'string', default: '100000' },
    'no-panicparse': { type: 'boolean', default: false },
  },
});

interface Row {
  name: string;
  figure: string;
  target: string;
  met: boolean | null;
}

const goroutineCounts = (result: ReadResult): number[] =>
  result.artifacts
    .filter((artifact): artifact is DumpArtifact => 'goroutines' in artifact)
    .map((dump) => dump.goroutines.length);

const cpuSeconds = (since?: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1e6;
};

const searchLog = (bytes: number): Row[] => {
  const reader = createReader();
  let read = 0;
  let used = 0;
  let wall = 0;
  for (const chunk of logWithDumps(bytes)) {
    read += chunk.length;
    const cpu = process.cpuUsage();
    const started = performance.now();
    // What a file stream gives.
    for (let at = 0; at < chunk.length; at += 65_536) reader.push(chunk.subarray(at, at + 65_536));
    used += cpuSeconds(cpu);
    wall += (performance.now() - started) / 1000;
  }
  const counts = goroutineCounts(reader.end());
  const peak = process.resourceUsage().maxRSS / 1000;
  const speed = read / 1e6 / used;
  return [
    {
      name: `log of ${(read / 1e6).toFixed(0)} MB, per CPU second`,
      figure: `${speed.toFixed(0)} MB/s`,
      target: '200 MB/s',
      met: speed >= 200,
    },
    { name: 'the same, wall time', figure: `${wall.toFixed(1)} s`, target: '', met: null },
    {
      name: 'peak memory of the process',
      figure: `${peak.toFixed(0)} MB`,
      target: '200 MB',
      met: peak < 200,
    },
    {
      name: 'goroutines of the three dumps in it',
      figure: counts.join(', '),
      target: '320, 329, 8',
      met: counts.join() === '320,329,8',
    },
  ];
};

const readDump = (dump: Buffer, goroutines: number): Row[] => {
  const cpu = process.cpuUsage();
  const started = performance.now();
  const reader = createReader();
  for (let at = 0; at < dump.length; at += 65_536) reader.push(dump.subarray(at, at + 65_536));
  const counts = goroutineCounts(reader.end());
  const wall = (performance.now() - started) / 1000;
  const used = cpuSeconds(cpu);
  return [
    {
      name: `dump of ${goroutines} goroutines, ${(dump.length / 1e6).toFixed(0)} MB, CPU`,
      figure: `${used.toFixed(2)} s`,
      target: '',
      met: null,
    },
    { name: 'the same, wall time', figure: `${wall.toFixed(2)} s`, target: '1.5 s', met: wall <= 1.5 },
    {
      name: 'goroutines read',
      figure: counts.join(', '),
      target: String(goroutines),
      met: counts.join() === String(goroutines),
    },
  ];
};

const comparePanicparse = (dump: Buffer): Row => {
  const result = timePanicparse(dump);
  const figure = 'skipped' in result ? result.skipped : `${result.seconds.toFixed(2)} s`;
  return { name: 'the same dump through panicparse 2.5.0, wall time', figure, target: '', met: null };
};

const goroutines = Number(values.goroutines);
console.log(
  `${cpus()[0]?.model ?? 'unknown CPU'}, ${cpus().length} CPUs, Node ${process.versions.node}, load ${loadavg()[0]?.toFixed(1)}\n`,
);
const print = ({ name, figure, target, met }: Row): void => {
  const verdict = met === null ? '' : met ? 'hit' : 'MISSED';
  console.log(`${name.padEnd(52)} ${figure.padStart(14)}  ${target.padStart(12)}  ${verdict}`);
  if (met === false) process.exitCode = 1;
};

// The log first: memory that the dump needs must not count for it.
for (const row of searchLog(Number(values.megabytes) * 1e6)) print(row);
const dump = bigDump(goroutines);
for (const row of readDump(dump, goroutines)) print(row);
if (!values['no-panicparse']) print(comparePanicparse(dump));
