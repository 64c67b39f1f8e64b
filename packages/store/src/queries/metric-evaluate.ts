/** From the rows of the engine to the lines of a chart, by type of metric and aggregation. */
import type { Sql } from '../sql.ts';
import type { Call } from './call.ts';
import type { Distribution } from './distribution.ts';
import type { Growth } from './metric-growth.ts';
import {
  distributionGrowth,
  numberGrowth,
  readExplicit,
  readExponential,
  readSummary,
} from './metric-growth.ts';
import {
  distributionLine,
  extremeLine,
  growthLine,
  type Line,
  quantileOf,
  valueLine,
} from './metric-lines.ts';
import {
  type CellRow,
  type ExplicitRow,
  type ExponentialRow,
  explicitCells,
  exponentialCells,
  type NumberRow,
  numberCells,
  type Source,
  type SummaryRow,
  summaryCells,
} from './metric-sql.ts';
import { type Grid, second } from './time.ts';
import type { Aggregation, MetricIdentity, TimeRange } from './types.ts';

export interface Group {
  labels: Record<string, string>;
  series: Set<string>;
}

export interface Question {
  identity: MetricIdentity;
  /** Which series, as a condition. */
  condition: Sql;
  groups: readonly Group[];
  grid: Grid;
  range: TimeRange;
  aggregation: Aggregation;
  /** Rows read at most. */
  rows: number;
}

export interface LabelledLine {
  labels: Record<string, string>;
  points: Line;
}

/** A counter's growth needs the point before the range: it is looked for this far back (seconds). */
const lookBack = 600;

export const evaluate = async (call: Call, question: Question): Promise<LabelledLine[]> => {
  switch (question.identity.type) {
    case 'gauge':
    case 'sum':
      return numbers(call, question);
    case 'histogram':
      return histograms<ExplicitRow>(call, question, explicitCells, readExplicit);
    case 'exponential_histogram':
      return histograms<ExponentialRow>(call, question, exponentialCells, readExponential);
    case 'summary':
      return summaries(call, question);
  }
};

const isDelta = ({ identity }: Question): boolean => identity.temporality === 'delta';

/** Rows with steps and times relative to the grid; `before` steps of it come negative. */
const cells = async <R extends CellRow>(
  call: Call,
  question: Question,
  statement: (source: Source) => Sql,
  back: boolean,
): Promise<Map<string, (R & { at: number })[]>> => {
  const { grid, range } = question;
  const before = back ? Math.ceil(lookBack / grid.step) : 0;
  const wider: Grid = { start: grid.start - before * grid.step, step: grid.step, count: grid.count + before };
  const from = back ? BigInt(wider.start) * second : range.from;
  const rows = await call.rows<R>(
    statement({
      series: question.condition,
      range: { from: from < 0n ? 0n : from, to: range.to },
      grid: wider,
      limit: question.rows,
    }),
  );
  const relative = rows.map((row) => ({
    ...row,
    at: Number(row.step) - before,
    firstTime: row.firstTime - grid.start,
    lastTime: row.lastTime - grid.start,
    // Zero means that the sender did not say.
    firstStart: row.firstStart > 0 ? row.firstStart - grid.start : Number.NEGATIVE_INFINITY,
    lastStart: row.lastStart > 0 ? row.lastStart - grid.start : Number.NEGATIVE_INFINITY,
  }));
  return Map.groupBy(relative, (row) => row.series);
};

const perGroup = <T>(
  question: Question,
  bySeries: ReadonlyMap<string, T>,
  line: (of: T[]) => Line,
): LabelledLine[] =>
  question.groups.map((group) => ({
    labels: group.labels,
    points: line([...group.series].flatMap((id) => bySeries.get(id) ?? [])),
  }));

const mapValues = <A, B>(map: ReadonlyMap<string, A>, make: (value: A) => B): Map<string, { of: B }> =>
  new Map([...map].map(([id, value]) => [id, { of: make(value) }]));

const numbers = async (call: Call, question: Question): Promise<LabelledLine[]> => {
  const { aggregation, grid, identity } = question;
  const delta = identity.type === 'sum' && isDelta(question);
  const grows = identity.type === 'sum' && (delta || identity.monotonic);
  if (aggregation === 'rate' || (grows && aggregation === 'sum') || (delta && aggregation === 'last')) {
    const found = await cells<NumberRow>(
      call,
      question,
      (source) => numberCells(source, { growth: !delta, values: false }),
      true,
    );
    const growths = mapValues(found, (rows) => numberGrowth(rows, delta));
    return perGroup(question, growths, (all) =>
      growthLine(
        all.map((s) => s.of),
        grid,
        aggregation !== 'rate',
      ),
    );
  }
  const values = quantileOf(aggregation) !== undefined;
  const found = await cells<NumberRow>(
    call,
    question,
    (source) => numberCells(source, { growth: false, values }),
    false,
  );
  const valued = mapValues(found, (rows) =>
    rows.map((row) => ({ ...row, step: row.at, points: Number(row.points) })),
  );
  return perGroup(question, valued, (all) =>
    valueLine(
      all.map((s) => s.of),
      grid,
      aggregation,
      identity.type === 'sum',
    ),
  );
};

const histograms = async <R extends ExplicitRow | ExponentialRow>(
  call: Call,
  question: Question,
  statement: (source: Source, delta: boolean) => Sql,
  read: (row: R) => Distribution,
): Promise<LabelledLine[]> => {
  const { aggregation, grid } = question;
  const delta = isDelta(question);
  const found = await cells<R>(call, question, (source) => statement(source, delta), true);
  if (aggregation === 'min' || aggregation === 'max') {
    const pick = aggregation === 'min' ? Math.min : Math.max;
    const extremes = mapValues(found, (rows) =>
      rows.map((row) => ({ step: row.at, value: row[aggregation] })),
    );
    return perGroup(question, extremes, (all) =>
      extremeLine(
        all.flatMap((s) => s.of),
        grid,
        pick,
      ),
    );
  }
  const growths = mapValues(found, (rows) => distributionGrowth<R>(rows, delta, read));
  return perGroup(question, growths, (all) =>
    growthOfDistributions(
      all.map((s) => s.of),
      grid,
      aggregation,
    ),
  );
};

/** Counts and sums are added up; everything else is asked of the distribution of each step. */
const growthOfDistributions = (
  series: readonly Growth<Distribution>[][],
  grid: Grid,
  aggregation: Aggregation,
): Line => {
  if (aggregation !== 'count' && aggregation !== 'rate' && aggregation !== 'sum') {
    return distributionLine(series, grid, aggregation);
  }
  const of = (d: Distribution): number => (aggregation === 'sum' ? d.sum : d.count);
  return growthLine(
    series.map((growths) => growths.map((g) => ({ ...g, amount: of(g.amount) }))),
    grid,
    aggregation !== 'rate',
  );
};

/** A summary's quantiles were made by its sender and cannot be merged: the greatest of a group is shown. */
const summaries = async (call: Call, question: Question): Promise<LabelledLine[]> => {
  const { aggregation, grid } = question;
  const wanted = quantileOf(aggregation);
  const found = await cells<SummaryRow>(call, question, summaryCells, true);
  if (aggregation !== 'last' && wanted === undefined) {
    const growths = mapValues(found, (rows) => distributionGrowth(rows, isDelta(question), readSummary));
    return perGroup(question, growths, (all) =>
      growthOfDistributions(
        all.map((s) => s.of),
        grid,
        aggregation,
      ),
    );
  }
  const quantiles = new Set([...found.values()].flat().flatMap((row) => row.quantiles));
  const chosen = wanted === undefined ? [...quantiles].sort((a, b) => a - b) : nearestTo(wanted, quantiles);
  return chosen.flatMap((q) => {
    const lines = mapValues(found, (rows) =>
      rows.map((row) => ({ step: row.at, value: row.values[row.quantiles.indexOf(q)] ?? null })),
    );
    return perGroup(question, lines, (all) =>
      extremeLine(
        all.flatMap((s) => s.of),
        grid,
        Math.max,
      ),
    ).map((line) => ({ ...line, labels: { ...line.labels, quantile: String(q) } }));
  });
};

const nearestTo = (wanted: number, quantiles: ReadonlySet<number>): number[] => {
  const [best] = [...quantiles].sort((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted));
  return best === undefined ? [] : [best];
};
