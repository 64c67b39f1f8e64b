/** Which stored series are read, and which lines they become, within the budget of series. Pure. */
import type { ExplanationEntity } from '@nightglass/model';
import { entityKey } from '@nightglass/rootcause';
import { entityOfMetric, type ResourceKeys } from './entities.ts';
import type { MetricPlan, PlannedLine } from './types.ts';

export interface CatalogueRow extends ResourceKeys {
  id: string;
  name: string;
  type: PlannedLine['type'];
  unit: string;
  temporality: string;
  monotonic: boolean;
  service: string;
  resource: string;
  attributes: Record<string, string>;
}

/** Lines that one series becomes: p50, p95, p99 and rate of a histogram. */
const linesOf: Record<PlannedLine['type'], number> = {
  gauge: 1,
  sum: 1,
  histogram: 4,
  exponential_histogram: 4,
  summary: 3,
};

/** A service's pods are told apart when there are a few; beyond that one of them is lost among the others. */
const mostPods = 20;

/** Series of one name and one entity; `variants` are its lines, by attributes. */
interface Family {
  key: string;
  entity: ExplanationEntity;
  urgent: boolean;
  cost: number;
  rows: CatalogueRow[];
  variants: Map<string, CatalogueRow[]>;
}

const attributesKey = (attributes: Readonly<Record<string, string>>): string =>
  JSON.stringify(Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1)));

const familiesOf = (rows: readonly CatalogueRow[], target: string): Family[] => {
  const families = new Map<string, Family>();
  for (const row of rows) {
    const entity = entityOfMetric(row.name, row.service, row, row.attributes);
    const key = JSON.stringify([
      row.name,
      entityKey(entity),
      row.type,
      row.unit,
      row.temporality,
      row.monotonic,
    ]);
    let family = families.get(key);
    if (family === undefined) {
      const urgent = entity.kind !== 'service' || entity.name === target;
      family = { key, entity, urgent, cost: linesOf[row.type], rows: [], variants: new Map() };
      families.set(key, family);
    }
    family.rows.push(row);
    const variant = attributesKey(row.attributes);
    const known = family.variants.get(variant);
    if (known === undefined) family.variants.set(variant, [row]);
    else known.push(row);
  }
  return [...families.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
};

const costOf = (family: Family): number => family.variants.size * family.cost;

/** The largest families lose their attributes until the rest fits. */
const collapse = (families: readonly Family[], budget: number): number => {
  let total = families.reduce((sum, f) => sum + costOf(f), 0);
  const largest = families.filter((f) => f.variants.size > 1).toSorted((a, b) => costOf(b) - costOf(a));
  for (const family of largest) {
    if (total <= budget) break;
    total -= costOf(family) - family.cost;
    family.variants = new Map([['', family.rows]]);
  }
  return total;
};

/** The pods of a service as lines of their own, while there is room: trouble of one is thin in the mean of all. */
const byPod = (family: Family): Map<string, CatalogueRow[]> | undefined => {
  if (family.entity.kind !== 'service' || family.variants.has('')) return undefined;
  const rows = family.rows.filter((row) => row.pod !== '');
  const pods = new Set(rows.map((row) => row.pod));
  if (pods.size < 2 || pods.size > mostPods) return undefined;
  return Map.groupBy(rows, (row) => JSON.stringify([row.pod, attributesKey(row.attributes)]));
};

export const planMetrics = (
  rows: readonly CatalogueRow[],
  { budget, target }: { budget: number; target: string },
): { plan: MetricPlan; truncated: string[] } => {
  const families = familiesOf(rows, target);
  const truncated: string[] = [];
  let total = collapse(families, budget);
  let kept = families;
  if (total > budget) {
    // What is not about the target or its ground goes first.
    kept = [];
    let left = budget;
    for (const family of families.toSorted((a, b) => Number(b.urgent) - Number(a.urgent))) {
      if (family.cost > left) continue;
      left -= family.cost;
      kept.push(family);
    }
    total = budget - left;
    truncated.push(`metrics: ${families.length - kept.length} of ${families.length} metrics were not read`);
  }
  const plan = new Plan();
  for (const family of kept)
    for (const members of family.variants.values())
      plan.add(family.entity, members, family.variants.has('') ? {} : undefined);
  for (const family of kept) {
    const pods = byPod(family);
    if (pods === undefined) continue;
    total += pods.size * family.cost;
    if (total > budget) break;
    for (const members of pods.values()) plan.add({ kind: 'pod', name: members[0]?.pod ?? '' }, members);
  }
  return { plan: plan.end(), truncated };
};

class Plan {
  readonly #lines: PlannedLine[] = [];
  readonly #series: MetricPlan['series'] = {};

  add(entity: ExplanationEntity, rows: readonly CatalogueRow[], labels?: Record<string, string>): void {
    const [first] = rows;
    if (first === undefined) return;
    const { name, type, unit, monotonic, temporality, attributes } = first;
    const line = this.#lines.length;
    const delta = temporality === 'delta';
    this.#lines.push({ entity, name, type, unit, monotonic, delta, labels: labels ?? attributes });
    for (const { id } of rows) {
      const lines = this.#series[id];
      if (lines === undefined) this.#series[id] = [line];
      else lines.push(line);
    }
  }

  end(): MetricPlan {
    return { lines: this.#lines, series: this.#series };
  }
}
