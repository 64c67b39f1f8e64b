/** How each template's count differs from what its service's usual time and present traffic let expect. */
import type { Context } from '../detector.ts';
import { median } from '../statistics/robust.ts';
import type { LogTemplate } from './template-table.ts';

export interface TemplateGrowth {
  template: LogTemplate;
  /** Records in the quiet part of the baseline and in the incident. */
  before: number;
  after: number;
  /** Records of the incident that its usual rate and the service's present volume let expect. */
  expected: number;
  /** Variance over mean of the counts per minute, at least 1, times the weight of a record. */
  phi: number;
  /** (after - expected) / sqrt(phi expected); negative when it vanishes. */
  z: number;
  /** Never seen in the quiet part of the baseline. */
  fresh: boolean;
  /** Volume of the service's ordinary lines, as a multiple of usual. */
  volume: number;
}

/** The last part of the baseline is left out where it can be spared: trouble often begins before anybody says so. */
const spared = 0.2;
const severe = 13;

/** Minutes of a window in which any record was seen: where logs are missing nothing can be concluded from their absence. */
const activeMinutes = (tables: readonly number[][]): number[] => {
  const active: number[] = [];
  const length = tables.reduce((longest, counts) => Math.max(longest, counts.length), 0);
  for (let i = 0; i < length; i++) if (tables.some((counts) => (counts[i] ?? 0) > 0)) active.push(i);
  return active;
};

const quietMinutes = (active: number[]): number[] =>
  active.length < 5 ? active : active.slice(0, Math.ceil(active.length * (1 - spared)));

const sumAt = (counts: readonly number[], minutes: readonly number[]): number =>
  minutes.reduce((sum, minute) => sum + (counts[minute] ?? 0), 0);

/** Variance over mean; 1 when too little was seen. */
const dispersion = (counts: readonly number[], minutes: readonly number[], total: number): number => {
  if (minutes.length < 3 || total <= 0) return 1;
  const mean = total / minutes.length;
  const squares = minutes.reduce((sum, minute) => sum + ((counts[minute] ?? 0) - mean) ** 2, 0);
  return Math.min(50, Math.max(1, squares / (minutes.length - 1) / mean));
};

const cache = new WeakMap<Context, TemplateGrowth[]>();

/** In the order of the table. Over-dispersed Poisson (reference 3.17). */
export const templateGrowths = (context: Context): readonly TemplateGrowth[] => {
  let growths = cache.get(context);
  if (growths === undefined) cache.set(context, (growths = compute(context)));
  return growths;
};

const compute = (context: Context): TemplateGrowth[] => {
  const { templates } = context.templates;
  const quiet = quietMinutes(activeMinutes(templates.map((template) => template.baselinePerMinute)));
  const now = activeMinutes(templates.map((template) => template.incidentPerMinute));
  if (now.length === 0) return [];
  const counted = templates.map((template) => ({
    template,
    before: sumAt(template.baselinePerMinute, quiet),
    after: template.incidentCount,
  }));
  const minutes = { before: Math.max(1, quiet.length), after: minutesOf(context, now.length) };
  const volumes = volumesOf(counted, minutes);
  return counted.map(({ template, before, after }) => {
    const volume = volumes.get(template.service) ?? 1;
    const scale = (minutes.after / minutes.before) * volume;
    const weight =
      template.samples.reduce((sum, row) => sum + row.weight, 0) / Math.max(1, template.samples.length);
    const expected = before * scale;
    const phi = dispersion(template.baselinePerMinute, quiet, before) * Math.max(1, weight);
    // What was never seen may still be due at half a record (Jeffreys).
    const spread = Math.sqrt(phi * Math.max(expected, 0.5 * Math.min(1, scale), 0.25));
    return {
      template,
      before,
      after,
      expected,
      phi,
      z: (after - expected) / spread,
      fresh: before === 0,
      volume,
    };
  });
};

/** The last minute of the incident may be cut. */
const minutesOf = (context: Context, active: number): number =>
  Math.min(active, Math.max(0.25, (context.incident.endMs - context.incident.startMs) / 60_000));

interface Counted {
  template: LogTemplate;
  before: number;
  after: number;
}

/** Median growth of a service's ordinary lines: six times the traffic makes six times the lines. */
const volumesOf = (
  counted: readonly Counted[],
  minutes: { before: number; after: number },
): Map<string, number> => {
  const ordinary = Map.groupBy(
    counted.filter(({ template, before }) => template.severity < severe && before > 0),
    ({ template }) => template.service,
  );
  const volumes = new Map<string, number>();
  for (const [service, list] of ordinary) {
    const often = list.filter(({ before }) => before >= 5);
    const used = often.length > 0 ? often : list;
    const ratios = used.map(({ before, after }) => after / minutes.after / (before / minutes.before));
    volumes.set(service, Math.min(50, Math.max(0.1, median(ratios))));
  }
  return volumes;
};
