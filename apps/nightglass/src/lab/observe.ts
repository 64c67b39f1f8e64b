/** Reads what a program of the lab printed: its facts and samples, and how it died. All of it is bounded. */

import type { Facts, FactValue } from './model.ts';
import type { Ended } from './process.ts';

export interface Sample {
  conditions: Map<string, string>;
  measured: Map<string, number>;
}

export interface Observed {
  facts: Facts;
  samples: Sample[];
}

const mostFacts = 2_000;
const mostSamples = 20_000;
const mostChars = 400;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const factOf = (value: unknown): FactValue | undefined => {
  if (typeof value === 'string') return value.slice(0, mostChars);
  return typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))
    ? value
    : undefined;
};

const sampleOf = (of: Record<string, unknown>, measured: Record<string, unknown>): Sample => ({
  conditions: new Map(
    Object.entries(of)
      .slice(0, 10)
      .map(([k, v]) => [k.slice(0, mostChars), String(factOf(v) ?? '')]),
  ),
  measured: new Map(
    Object.entries(measured)
      .slice(0, 10)
      .flatMap(([k, v]) =>
        typeof v === 'number' && Number.isFinite(v) ? [[k.slice(0, mostChars), v] as const] : [],
      ),
  ),
});

/** Lines that are not of the lab's protocol are passed over. */
export const readLines = (stdout: string): Observed => {
  const observed: Observed = { facts: new Map(), samples: [] };
  for (const line of stdout.split('\n')) {
    if (!line.startsWith('{')) continue;
    let read: unknown;
    try {
      read = JSON.parse(line);
    } catch {
      continue;
    }
    if (!isObject(read)) continue;
    const value = factOf(read.value);
    if (typeof read.fact === 'string' && value !== undefined && observed.facts.size < mostFacts)
      observed.facts.set(read.fact.slice(0, mostChars), value);
    else if (isObject(read.sample) && isObject(read.measured) && observed.samples.length < mostSamples)
      observed.samples.push(sampleOf(read.sample, read.measured));
  }
  return observed;
};

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;
const after = (text: string, pattern: RegExp): string => (pattern.exec(text)?.[1] ?? '').slice(0, mostChars);

/** How a run ended, as facts without the step's name. */
export const deathFacts = ({ exit, stdout, stderr, timedOut }: Ended): Facts =>
  new Map<string, FactValue>([
    ['exit', exit ?? -1],
    ['timedOut', timedOut],
    ['fatal', after(stderr, /^fatal error: (.*)$/m)],
    ['panic', after(stderr, /^panic: (.*)$/m)],
    ['goroutines', count(stderr, /^goroutine \d/gm)],
    ['runtimeFrames', count(stderr, /^runtime\.[\w.()*]+\(/gm)],
    ['races', count(stderr, /^WARNING: DATA RACE/gm)],
    ['recovered', count(stdout, /^RECOVERED/gm)],
    ['deferred', count(stdout, /^DEFERRED/gm)],
  ]);
