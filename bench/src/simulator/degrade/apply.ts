/** Takes from finished data what a worse telemetry would not have. */
import type { IncidentData, MetricSeries } from '@nightglass/rootcause';
import type { Chance } from '../random.ts';
import type { Degradation } from '../types.ts';

const loseLogs = (chance: Chance, data: IncidentData): void => {
  const before = data.logs.length;
  if (chance.chance(0.5)) {
    const kept = chance.between(0.25, 0.7);
    data.logs = data.logs.filter(() => chance.next() < kept);
  } else {
    const names = [...new Set(Object.values(data.resources).map(({ service }) => service))].sort((a, b) =>
      a < b ? -1 : 1,
    );
    const silent = new Set(
      chance.shuffled(names).slice(0, Math.ceil(names.length * chance.between(0.2, 0.45))),
    );
    data.logs = data.logs.filter(({ service }) => !silent.has(service));
  }
  if (chance.chance(0.5)) data.coverage.droppedRecords += before - data.logs.length;
};

const loseMetrics = (chance: Chance, data: IncidentData): void => {
  const owner = ({ entity }: MetricSeries): string => data.resources[entity.name]?.service ?? entity.name;
  const names = [...new Set(data.series.map(owner))].sort((a, b) => (a < b ? -1 : 1));
  const silent = new Set(
    chance.shuffled(names).slice(0, Math.ceil(names.length * chance.between(0.25, 0.5))),
  );
  data.series = data.series.filter((one) => !silent.has(owner(one)));
  for (const { values } of data.series) {
    if (!chance.chance(0.3)) continue;
    const from = chance.below(values.length);
    const to = Math.min(values.length, from + chance.integer(1, 6));
    (values as Float64Array).fill(Number.NaN, from, to);
  }
};

const shiftOnset = (chance: Chance, data: IncidentData): void => {
  const shift = chance.pick([-60_000, 60_000]);
  data.incident = { ...data.incident, startMs: data.incident.startMs + shift };
  // Who knows the onset no better takes everything before it for normal.
  data.baseline = { ...data.baseline, endMs: Math.min(data.baseline.endMs + shift, data.incident.startMs) };
};

/** Changes `data`; head sampling, blind services and clocks were at work while it was made. */
export const degrade = (chance: Chance, data: IncidentData, degradation: readonly Degradation[]): void => {
  if (degradation.includes('lossy_logs')) loseLogs(chance.fork('logs'), data);
  if (degradation.includes('missing_metrics')) loseMetrics(chance.fork('metrics'), data);
  if (degradation.includes('onset_shift')) shiftOnset(chance.fork('onset'), data);
  const only = degradation.find((one) => one.endsWith('_only'));
  if (only === undefined) return;
  if (only !== 'metrics_only') data.series = [];
  if (only !== 'traces_only') data.spans = [];
  if (only !== 'logs_only') data.logs = [];
  if (only === 'metrics_only') {
    for (const key of Object.keys(data.resources)) if (key.includes('@')) delete data.resources[key];
  }
};
