/** Reads one incident, diagnoses it, and prints what that took. Started by report.ts. */
import { readFileSync } from 'node:fs';
import { deserialize } from 'node:v8';
import { diagnose, type IncidentData } from '@nightglass/rootcause';
import { memoryBytes } from '../../lib/process-usage.ts';
import type { Measured } from './report.ts';

const took = <T>(work: () => T): [T, number] => {
  const started = performance.now();
  const result = work();
  return [result, performance.now() - started];
};

const [data, readMs] = took((): IncidentData => deserialize(readFileSync(process.argv[2] ?? '')));
const rowsMb = memoryBytes([process.pid]).resident / 2 ** 20;
const [, coldMs] = took(() => diagnose(data));
const peakMb = memoryBytes([process.pid]).peak / 2 ** 20;
diagnose(data);
const [, warmMs] = took(() => diagnose(data));
const measured: Measured = { readMs, coldMs, warmMs, rowsMb, peakMb };
console.log(JSON.stringify(measured));
