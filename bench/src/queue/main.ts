/**
 * What should the durable queue hold: the received bytes, or Native blocks? (docs/adr/002) Each variant takes the same
 * requests from bytes in memory to the acknowledgement after the sync; for the received bytes the building of the
 * blocks behind the queue is counted too. First as fast as it goes, then at 80 % of the slowest variant's rate.
 *
 *     node bench/src/queue/main.ts [--seconds 4] [--spans 512] [--rounds 3]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { inspect } from '@nightglass/otlp';
import { describeMachine } from '../lib/process-usage.ts';
import { median, quantile } from '../lib/statistics.ts';
import { generateTraces } from '../payload/index.ts';
import { nativeBlocks, receivedBytes, type Variant } from './variants.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '4' },
    spans: { type: 'string', default: '512' },
    rounds: { type: 'string', default: '3' },
  },
});
const seconds = Number(values.seconds);
const spans = Number(values.spans);
const CONCURRENCY = 32;

const makers: ((dir: string) => Promise<Variant>)[] = [
  receivedBytes,
  (dir) => nativeBlocks(dir, 'request'),
  (dir) => nativeBlocks(dir, 'commit'),
];

interface Result {
  spansPerSecond: number;
  cpuMicrosPerSpan: number;
  bytesPerSpan: number;
  p50: number;
  p99: number;
}

/** `rate` in spans per second; 0 is a closed loop of CONCURRENCY requests. */
const measure = async (variant: Variant, rate: number): Promise<Result> => {
  const payloads = Array.from({ length: CONCURRENCY }, (_, i) =>
    generateTraces({ seed: i, records: spans, stream: i }),
  );
  const latencies: number[] = [];
  let done = 0;
  let sequence = 1;
  const one = async (lane: number): Promise<void> => {
    const bytes = payloads[lane]?.stamp(sequence, BigInt(Date.now()) * 1_000_000n) as Uint8Array;
    sequence += spans;
    const began = performance.now();
    // A copy, as the receiver's body would be; and the whole request is read before it is acknowledged.
    const body = Uint8Array.from(bytes);
    await variant.take(body, inspect('traces', body).records);
    latencies.push(performance.now() - began);
    done++;
  };
  const cpu = process.cpuUsage();
  const began = performance.now();
  const end = began + seconds * 1000;
  await Promise.all(
    payloads.map(async (_, lane) => {
      const interval = rate === 0 ? 0 : (1000 * spans * CONCURRENCY) / rate;
      for (let due = began + (interval * lane) / CONCURRENCY; performance.now() < end; due += interval) {
        const early = due - performance.now();
        if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
        await one(lane);
      }
    }),
  );
  const took = (performance.now() - began) / 1000;
  await variant.settle();
  const used = process.cpuUsage(cpu);
  return {
    spansPerSecond: (done * spans) / took,
    cpuMicrosPerSpan: (used.user + used.system) / (done * spans),
    bytesPerSpan: variant.written() / (done * spans),
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
  };
};

const rounds = async (rate: number): Promise<Map<string, Result[]>> => {
  const results = new Map<string, Result[]>();
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const make of makers) {
      const dir = mkdtempSync(join(tmpdir(), 'nightglass-queue-'));
      const variant = await make(dir);
      const result = await measure(variant, rate);
      await variant.stop();
      rmSync(dir, { recursive: true, force: true });
      results.set(variant.name, [...(results.get(variant.name) ?? []), result]);
    }
  }
  return results;
};

const print = (title: string, results: Map<string, Result[]>): void => {
  console.log(`\n${title}\n`);
  console.log(
    '| the queue holds | k spans/s | CPU us/span | bytes/span in the log | ack p50 ms | ack p99 ms |',
  );
  console.log('|---|---|---|---|---|---|');
  for (const [name, all] of results) {
    const of = (key: keyof Result): number => median(all.map((r) => r[key]));
    const cells = [
      (of('spansPerSecond') / 1000).toFixed(0),
      of('cpuMicrosPerSpan').toFixed(2),
      of('bytesPerSpan').toFixed(0),
      of('p50').toFixed(1),
      of('p99').toFixed(1),
    ];
    console.log(`| ${name} | ${cells.join(' | ')} |`);
  }
};

console.log(
  `${describeMachine()}; ${spans} spans per request, ${seconds} s, median of ${values.rounds} rounds`,
);
const fastest = await rounds(0);
print(`Closed loop of ${CONCURRENCY} requests`, fastest);
const slowest = Math.min(...[...fastest.values()].map((all) => median(all.map((r) => r.spansPerSecond))));
const rate = slowest * 0.8;
print(`At ${(rate / 1000).toFixed(0)} k spans/s, 80 % of the slowest`, await rounds(rate));
