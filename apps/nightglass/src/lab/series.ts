/** Measurements made in pairs under many conditions, as a table with confidence intervals and as facts. */
import type { Facts, Measured, Series, SeriesRow, SeriesTable } from './model.ts';
import type { Sample } from './observe.ts';
import { meanInterval, ratioInterval } from './statistics.ts';

const mostRows = 500;

const valuesOf = (samples: readonly Sample[], name: string): number[] =>
  samples.flatMap((s) => s.measured.get(name) ?? []);

const rowOf = (samples: readonly Sample[], { compare, pair, by }: Series): SeriesRow => {
  const [first, second] = pair.map((name) => samples.filter((s) => s.conditions.get(compare) === name));
  const names = [...new Set(samples.flatMap((s) => [...s.measured.keys()]))];
  const each = (make: (name: string) => Measured): Record<string, Measured> =>
    Object.fromEntries(names.map((name) => [name, make(name)]));
  return {
    conditions: Object.fromEntries(by.map((key) => [key, samples[0]?.conditions.get(key) ?? ''])),
    first: each((name) => meanInterval(valuesOf(first ?? [], name))),
    second: each((name) => meanInterval(valuesOf(second ?? [], name))),
    ratio: each((name) => ratioInterval(valuesOf(first ?? [], name), valuesOf(second ?? [], name))),
  };
};

/** One row for each combination of conditions, in the order of their first sample. */
export const seriesTable = (samples: readonly Sample[], series: Series): SeriesTable => {
  const groups = new Map<string, Sample[]>();
  for (const sample of samples) {
    const key = JSON.stringify(series.by.map((name) => sample.conditions.get(name) ?? ''));
    const group = groups.get(key);
    if (group !== undefined) group.push(sample);
    else if (groups.size < mostRows) groups.set(key, [sample]);
  }
  return { pair: series.pair, rows: [...groups.values()].map((group) => rowOf(group, series)) };
};

/**
 * `ratio.reads=99.goroutines=8.opsPerSecond` with `.low` and `.high`, and each side's mean. The largest number of the
 * last condition is also called `most`, because it depends on the machine.
 */
export const seriesFacts = (table: SeriesTable, { by }: Series): Facts => {
  const facts: Facts = new Map();
  const last = by.at(-1) ?? '';
  const most = Math.max(...table.rows.map((row) => Number(row.conditions[last])));
  for (const row of table.rows) {
    const paths = [by.map((key) => `${key}=${row.conditions[key]}`).join('.')];
    if (Number(row.conditions[last]) === most)
      paths.push(by.map((key) => `${key}=${key === last ? 'most' : row.conditions[key]}`).join('.'));
    for (const path of paths)
      for (const side of ['first', 'second', 'ratio'] as const)
        for (const [name, { mean, low, high }] of Object.entries(row[side])) {
          facts.set(`${side}.${path}.${name}`, mean);
          facts.set(`${side}.${path}.${name}.low`, low);
          facts.set(`${side}.${path}.${name}.high`, high);
        }
  }
  return facts;
};
