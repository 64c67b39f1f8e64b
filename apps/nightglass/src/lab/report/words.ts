/** Words and figures that the text and the page share. */
import { durationText } from '../../text-output.ts';
import type { ExperimentResult, LabRun, Measured, SeriesTable, Verdict } from '../model.ts';

export const verdictWords: Record<Verdict, string> = {
  confirmed: 'confirmed',
  refuted: 'refuted',
  inconclusive: 'not decided',
  failed: 'could not run',
  'not-applicable': 'not in this Go',
};

/** `12 confirmed, 1 refuted`: what there is none of is left out. */
export const countWords = (runs: readonly LabRun[]): string => {
  const verdicts = runs.flatMap((run) => run.results.map((r) => r.verdict));
  const counts = (Object.keys(verdictWords) as Verdict[]).flatMap((v) => {
    const n = verdicts.filter((x) => x === v).length;
    return n === 0 ? [] : [`${n} ${verdictWords[v]}`];
  });
  return counts.join(', ') || 'nothing was run';
};

const plural = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`;

/** Things with the same key together, in the order of their first. */
const together = <T>(things: readonly T[], keyOf: (thing: T) => string): T[][] => {
  const groups = new Map<string, T[]>();
  for (const thing of things) {
    const key = keyOf(thing);
    groups.set(key, [...(groups.get(key) ?? []), thing]);
  }
  return [...groups.values()];
};

/** `Go 1.25.12, 1.26.8, linux/amd64, ...`: runs that differ in their Go alone are one line. */
export const runWords = (runs: readonly LabRun[]): { words: string; source: string }[] =>
  together(runs, ({ go, results, ...rest }) => JSON.stringify(rest)).flatMap((group) => {
    const [run] = group;
    if (run === undefined) return [];
    const how = run.recorded ? `recorded ${run.when}` : `run ${run.when}${run.quick ? ', --quick' : ''}`;
    const versions = group.map((r) => r.go).join(', ');
    const machine = `${run.platform}, ${plural(run.processors, 'processor')}`;
    return [{ words: `Go ${versions}; ${machine}; ${how}; ${run.where}`, source: run.source }];
  });

/** What several versions said of one experiment. */
export interface Said {
  versions: string;
  /** The day it was recorded, or empty. */
  recorded: string;
  result: ExperimentResult;
}

/** Versions that saw the same, to the word, are told once. */
export const saidOf = (runs: readonly LabRun[], id: string): Said[] => {
  const all = runs.flatMap((run) =>
    run.results.filter((r) => r.id === id).map((result) => ({ run, result })),
  );
  const keyOf = ({ run, result: { seconds, ...result } }: (typeof all)[number]): string =>
    JSON.stringify([run.recorded, run.when, result]);
  return together(all, keyOf).flatMap((group) => {
    const [one] = group;
    if (one === undefined) return [];
    const versions = group.map(({ run }) => run.go).join(', ');
    return [{ versions, recorded: one.run.recorded ? one.run.when : '', result: one.result }];
  });
};

const known: Record<string, string> = {
  opsPerSecond: 'operations/s',
  meanNs: 'mean',
  p99Ns: 'P99',
};

/** The names that were measured, throughput first. */
export const measuredNames = (table: SeriesTable): string[] => {
  const names = Object.keys(table.rows[0]?.ratio ?? {});
  const order = Object.keys(known);
  const rank = (name: string): number => (order.includes(name) ? order.indexOf(name) : order.length);
  return names.sort((a, b) => rank(a) - rank(b));
};

/** What a measured name is called. */
export const measureName = (name: string): string => known[name] ?? name;

const compact = (value: number): string => {
  if (!Number.isFinite(value)) return '∞';
  const size = Math.abs(value);
  if (size >= 1e6) return `${(value / 1e6).toFixed(2)}M`;
  return size >= 1e3 ? `${(value / 1e3).toFixed(1)}k` : String(Number(value.toPrecision(3)));
};

/** A figure of a series: names that end in `Ns` are nanoseconds. */
export const figureText = (name: string, value: number): string =>
  name.endsWith('Ns') && Number.isFinite(value) ? durationText(Math.round(value)) : compact(value);

/** `16.1M ±4 %`: half the width of the 95 % interval, of the mean. */
export const measuredText = (name: string, { mean, low, high }: Measured): string =>
  `${figureText(name, mean)} ±${Number.isFinite(low) ? Math.round((50 * (high - low)) / Math.abs(mean || 1)) : '∞'} %`;

/** `1.42× (1.31 to 1.55)`. */
export const ratioText = ({ mean, low, high }: Measured): string =>
  `${mean.toPrecision(3)}× (${low.toPrecision(3)} to ${high.toPrecision(3)})`;
