/** What looks guilty and is not: spikes of figures and bursts of log lines elsewhere, at the same time. */
import type { LogRow, MetricSeries } from '@nightglass/rootcause';
import type { Timeline } from './engine/timeline.ts';
import type { Chance } from './random.ts';
import type { System } from './system/system.ts';
import type { Lines } from './telemetry/lines.ts';

/** Levels that a backup, a batch job or a cache that warms up moves without harm to anybody. */
const harmless = /cpu|memory|disk|goroutine|heap|network|load|allocated/;

export const spikeSeries = (
  chance: Chance,
  series: readonly MetricSeries[],
  timeline: Timeline,
  spared: ReadonlySet<string>,
  count: number,
): void => {
  const fitting = series.filter(
    ({ name, entity, aggregation }) =>
      harmless.test(name) && !spared.has(entity.name) && aggregation !== 'p95',
  );
  for (let i = 0; i < count && fitting.length > 0; i++) {
    const { timesMs, values } = chance.pick(fitting);
    const from = timeline.onsetMs + chance.integer(-180, 240) * 1000;
    const to = from + chance.integer(60, 420) * 1000;
    const factor = chance.between(1.4, 2.6);
    const bounded = values as Float64Array;
    let most = 0;
    for (const value of bounded) if (value > most) most = value;
    const share = most <= 1 && most > 0;
    for (let k = 0; k < timesMs.length; k++) {
      if (timesMs[k]! < from || timesMs[k]! > to) continue;
      const raised = bounded[k]! * factor;
      bounded[k] = share ? Math.min(0.97, raised) : raised;
    }
  }
};

const noise = [
  'reloading feature definitions',
  'cache warm-up started',
  'certificate will be renewed in 21 days',
  'archiving {n} old records',
  'snapshot {n} uploaded',
  'index rebuild finished after {n} s',
  'rate table imported: {n} rows',
  'could not reach telemetry endpoint, will retry',
  'unknown locale in profile, using en',
  'metadata service answered slowly',
] as const;

/** Lines never seen before, of services that have nothing to do with it. */
export const addLogNoise = (
  chance: Chance,
  logs: LogRow[],
  lines: Lines,
  system: System,
  timeline: Timeline,
  spared: ReadonlySet<string>,
  bursts: number,
): void => {
  const fitting = system.pods.filter((pod) => !spared.has(pod.service.name));
  for (let i = 0; i < bursts && fitting.length > 0; i++) {
    const pod = chance.pick(fitting);
    const text = chance.pick(noise);
    const severity = chance.weighted([9, 13, 17], (level) => ({ 9: 5, 13: 3, 17: 1 })[level] ?? 1);
    const from = timeline.onsetMs + chance.integer(-240, 240) * 1000;
    const count = chance.integer(2, 25);
    for (let k = 0; k < count; k++) {
      const timeMs = Math.min(timeline.endMs - 1, from + chance.between(0, 120_000));
      lines.write(
        logs,
        { pod, span: null, weight: 1 },
        timeMs,
        severity,
        text.replace('{n}', String(chance.integer(3, 4000))),
      );
    }
  }
};
