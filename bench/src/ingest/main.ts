/**
 * `npm run bench:ingest [-- --seconds 15] [--only wire|forward|store|lean]`
 * Prints, per CPU second of all processes involved and with bytes per span, what the ingest path does, and the targets.
 * Against a ClickHouse server: `--clickhouse-url http://HOST:8123` (its CPU is then not counted, and it says so).
 */
import { parseArgs } from 'node:util';
import { describeMachine } from '../lib/process-usage.ts';
import { measureForward } from './forward.ts';
import { measureStore, type StoreFigures } from './store.ts';
import { measureWire } from './wire.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '15' },
    only: { type: 'string' },
    'clickhouse-url': { type: 'string' },
  },
});
const seconds = Number(values.seconds);
const serverArgs =
  values['clickhouse-url'] === undefined ? [] : ['--clickhouse-url', values['clickhouse-url']];

const row = (what: string, figure: string, target: string): void =>
  console.log(`${what.padEnd(58)} ${figure.padStart(26)}   ${target}`);
const thousands = (n: number): string => Math.round(n).toLocaleString('en-US');
const mib = (n: number): string => `${Math.round(n / 2 ** 20)} MiB`;

const printStore = (name: string, f: StoreFigures, target: string, moonshot: string): void => {
  row(
    `${name}: receive -> fsync -> MergeTree`,
    `${thousands(f.spansPerCpuSecond)} spans/CPU s`,
    `target ${target}, moonshot ${moonshot} (${Math.round(f.bytesPerSpan)} B/span on the wire)`,
  );
  row('  on this machine, the load generator beside it', `${thousands(f.spansPerSecond)} spans/s`, '');
  row('  on disk', `${f.diskBytesPerSpan.toFixed(1)} B/span`, '');
  row(
    '  ack latency at 80 % load, p50 / p99',
    `${f.ackP50Ms.toFixed(0)} / ${f.ackP99Ms.toFixed(0)} ms`,
    'target p99 50 ms',
  );
  row(
    '  ack to visible at 80 % load, p50 / p99',
    `${(f.visibleP50Ms / 1000).toFixed(2)} / ${(f.visibleP99Ms / 1000).toFixed(2)} s`,
    'target p99 2 s',
  );
  row(
    '  memory idle / loaded peak',
    `${mib(f.idleBytes)} / ${mib(f.peakBytes)}`,
    'target 300 MB / 1 GB with chDB',
  );
  row('  goodput at 3x overload', `${(f.overloadGoodput * 100).toFixed(0)} % of the maximum`, 'target 80 %');
  row('  memory at 3x overload, peak', mib(f.overloadPeakBytes), 'bounded');
  row(
    '  acknowledged spans stored exactly once',
    `${f.storedOnce ? 'all' : 'NO'} of ${thousands(f.acked)}`,
    'all',
  );
};

console.log(`${describeMachine()}\n`);
if (values['clickhouse-url'] !== undefined)
  console.log('The ClickHouse server is not part of the CPU figures.\n');
const wanted = (part: string): boolean => values.only === undefined || values.only === part;

if (wanted('wire'))
  for (const f of measureWire())
    row(
      f.what,
      `${thousands(f.bytesPerCpuSecond / 1e6)} MB/CPU s`,
      `${thousands(f.recordsPerCpuSecond)} spans/CPU s${f.target}`,
    );
if (wanted('forward')) {
  const f = await measureForward(seconds);
  row(
    'receive -> redact 3 keys, add cloud.id -> forward (gRPC)',
    `${thousands(f.bytesPerCpuSecond / 1e6)} MB/CPU s`,
    `${thousands(f.spansPerCpuSecond)} spans/CPU s of ${Math.round(f.bytesPerSpan)} B, target 500 MB/s`,
  );
}
if (wanted('store'))
  printStore('all indexes and roll-ups', await measureStore(seconds, serverArgs), '80,000', '150,000');
if (wanted('lean'))
  printStore(
    'without roll-ups and text indexes',
    await measureStore(seconds, [...serverArgs, '--lean-schema']),
    '150,000',
    '250,000',
  );
