/**
 * Reads one incident, diagnoses it, and prints what that took. Started by report.ts with `--expose-gc`: what reading left
 * behind is collected and the peak of memory begins anew before the engine is asked.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { deserialize } from 'node:v8';
import { diagnose, type IncidentData } from '@nightglass/rootcause';
import { memoryBytes } from '../../lib/process-usage.ts';
import type { Measured } from './report.ts';

/** A reader of a store gives equal names as one string; what is read from a file has a copy in each row. */
const share = (data: IncidentData): IncidentData => {
  const known = new Map<string, string>();
  const one = (text: string): string => {
    const same = known.get(text);
    if (same === undefined) known.set(text, text);
    return same ?? text;
  };
  for (const span of data.spans) {
    span.service = one(span.service);
    span.name = one(span.name);
    span.kind = one(span.kind) as typeof span.kind;
    span.resource = one(span.resource);
    span.traceId = one(span.traceId);
    span.parentId = one(span.parentId);
    span.spanId = one(span.spanId);
    span.statusMessage = one(span.statusMessage);
    for (const [key, value] of Object.entries(span.attributes)) span.attributes[key] = one(value);
  }
  for (const log of data.logs) {
    log.service = one(log.service);
    log.resource = one(log.resource);
    log.traceId = one(log.traceId);
    log.spanId = one(log.spanId);
  }
  // these are views of the file's bytes, all of which they would keep
  for (const series of data.series) {
    series.timesMs = Float64Array.from(series.timesMs);
    series.values = Float64Array.from(series.values);
  }
  return data;
};

const read = (): IncidentData => share(deserialize(readFileSync(process.argv[2] ?? '')));
const data = read();
// the heap gives its empty pages back over several collections
for (let i = 0; i < 5; i++) {
  await setTimeout(10);
  globalThis.gc?.();
}
// proc(5): 5 resets the peak resident set size
writeFileSync('/proc/self/clear_refs', '5');
const megabytes = (bytes: number): number => bytes / 2 ** 20;
const rowsMb = megabytes(memoryBytes([process.pid]).resident);

const timed = (): { ms: number; cpuMs: number } => {
  const cpu = process.cpuUsage();
  const started = performance.now();
  diagnose(data);
  const { user, system } = process.cpuUsage(cpu);
  return { ms: performance.now() - started, cpuMs: (user + system) / 1000 };
};
const cold = timed();
const peakMb = megabytes(memoryBytes([process.pid]).peak);
timed();
const warm = timed();
const measured: Measured = { cold, warm, rowsMb, peakMb };
console.log(JSON.stringify(measured));
