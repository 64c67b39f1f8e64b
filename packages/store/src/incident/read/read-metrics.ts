/** Series of the engine's input from the cells of stored series: levels, rates per second, quantiles. Pure. */
import type { MetricSeries } from '@nightglass/rootcause';
import {
  addDistribution,
  type Distribution,
  emptyDistribution,
  explicitDistribution,
  exponentialDistribution,
  increase,
  quantile,
} from '../../queries/distribution.ts';
import { isCounter } from '../metrics.ts';
import type { MetricBlocks, PlannedLine } from '../types.ts';
import { RowBinary } from './row-binary.ts';

/** Values of one line by step of the grid: what the series that make it said in it. Times are ms since the baseline's start. */
interface Steps<T> {
  values: Map<number, { lastMs: number; of: T[] }>;
}

class Lines<T> {
  readonly #steps = new Map<number, Steps<T>>();
  readonly #stepMs: number;
  readonly #offsetMs: number;

  /** `offsetMs`: from the start of the grid's first step to the start of the baseline. */
  constructor(stepMs: number, offsetMs: number) {
    this.#stepMs = stepMs;
    this.#offsetMs = offsetMs;
  }

  add(lines: readonly number[], atMs: number, value: T): void {
    const step = Math.floor((atMs + this.#offsetMs) / this.#stepMs);
    for (const line of lines) {
      let steps = this.#steps.get(line);
      if (steps === undefined) this.#steps.set(line, (steps = { values: new Map() }));
      const known = steps.values.get(step);
      if (known === undefined) steps.values.set(step, { lastMs: atMs, of: [value] });
      else {
        known.lastMs = Math.max(known.lastMs, atMs);
        known.of.push(value);
      }
    }
  }

  /** Each line's points in order of time. */
  *points(): Generator<[line: number, points: { lastMs: number; of: T[] }[]]> {
    for (const line of [...this.#steps.keys()].sort((a, b) => a - b)) {
      const values = this.#steps.get(line)?.values ?? new Map();
      yield [line, [...values].sort(([a], [b]) => a - b).map(([, point]) => point)];
    }
  }
}

/** Sums must not depend on the order in which series come. */
const sum = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b).reduce((n, v) => n + v, 0);
const mean = (values: readonly number[]): number =>
  values.length === 1 ? (values[0] ?? 0) : sum(values) / values.length;

export const readMetrics = (blocks: MetricBlocks, baselineFrom: bigint): MetricSeries[] => {
  const startMs = Number(baselineFrom / 1000n) / 1000;
  const stepMs = blocks.step * 1000;
  const offsetMs = startMs % stepMs;
  const { lines, series } = blocks.plan;
  const out: MetricSeries[] = [];
  const give = (
    line: PlannedLine | undefined,
    aggregation: string,
    points: readonly { lastMs: number; value: number }[],
    labels: Record<string, string> = {},
  ): void => {
    if (line === undefined || points.length === 0) return;
    out.push({
      entity: line.entity,
      name: line.name,
      unit: aggregation === 'rate' ? rateUnit(line) : line.unit,
      aggregation,
      labels: { ...line.labels, ...labels },
      timesMs: Float64Array.from(points, (p) => startMs + p.lastMs),
      values: Float64Array.from(points, (p) => p.value),
    });
  };
  const linesOf = (id: string): readonly number[] => series[id] ?? [];
  const fresh = <T>(): Lines<T> => new Lines<T>(stepMs, offsetMs);

  const levels = fresh<number>();
  eachSeries(
    blocks.gauges,
    (bytes) => ({ last: bytes.double(), value: bytes.double() }),
    (id, cells) => {
      for (const { last, value } of cells) levels.add(linesOf(id), last, value);
    },
  );
  for (const [line, points] of levels.points())
    give(
      lines[line],
      'avg',
      points.map(({ lastMs, of }) => ({ lastMs, value: mean(of) })),
    );

  const rates = fresh<number>();
  eachSeries(blocks.counters, counterCell, (id, cells) => {
    const delta = lines[linesOf(id)[0] ?? -1]?.delta ?? false;
    for (const { atMs, rate } of ratesOf(cells, delta)) rates.add(linesOf(id), atMs, rate);
  });
  for (const [line, points] of rates.points())
    give(
      lines[line],
      'rate',
      points.map(({ lastMs, of }) => ({ lastMs, value: sum(of) })),
    );

  const observed = fresh<Observed>();
  const histogram = <C extends HistogramCell>(
    bytes: Uint8Array,
    cell: (bytes: RowBinary) => C,
    read: (cell: C) => Distribution,
  ): void =>
    eachSeries(bytes, cell, (id, cells) => {
      const delta = lines[linesOf(id)[0] ?? -1]?.delta ?? false;
      for (const one of observations(cells, delta, read)) observed.add(linesOf(id), one.toMs, one);
    });
  histogram(blocks.explicit, explicitCell, (c) => explicitDistribution(c.n, c.total, c.bounds, c.counts));
  histogram(blocks.exponential, exponentialCell, (c) =>
    exponentialDistribution(
      c.n,
      c.total,
      c.scale,
      c.zero,
      c.threshold,
      { offset: c.above, counts: c.positive },
      { offset: c.below, counts: c.negative },
    ),
  );
  for (const [line, points] of observed.points()) {
    const joined = points.map(({ lastMs, of }) => ({ lastMs, ...join(of) }));
    for (const q of [50, 95, 99])
      give(
        lines[line],
        `p${q}`,
        joined.flatMap(({ lastMs, all }) => {
          const value = quantile(all, q / 100);
          return value === null ? [] : [{ lastMs, value }];
        }),
      );
    give(
      lines[line],
      'rate',
      joined.map(({ lastMs, rate }) => ({ lastMs, value: rate })),
    );
  }

  readSummaries(blocks, linesOf, fresh, (line, aggregation, points, labels) =>
    give(lines[line], aggregation, points, labels),
  );
  return out;
};

/** The unit of a counter's growth; what has none counts things. */
const rateUnit = (line: PlannedLine): string => {
  if (!isCounter(line)) return '/s';
  return line.unit === '' || line.unit === '1' || line.unit.startsWith('{') ? '/s' : `${line.unit}/s`;
};

const eachSeries = <C>(
  bytes: Uint8Array,
  cell: (bytes: RowBinary) => C,
  use: (id: string, cells: C[]) => void,
): void => {
  const rows = new RowBinary(bytes);
  while (rows.more) {
    const id = rows.id();
    use(
      id,
      rows.array(() => cell(rows)),
    );
  }
};

interface TimedCell {
  last: number;
  first: number;
  /** NaN when the sender does not say. */
  start: number;
}
const times = (bytes: RowBinary): TimedCell => ({
  last: bytes.double(),
  first: bytes.double(),
  start: bytes.double(),
});

interface CounterCell extends TimedCell {
  low: number;
  high: number;
  growth: number;
}
const counterCell = (bytes: RowBinary): CounterCell => ({
  ...times(bytes),
  low: bytes.double(),
  high: bytes.double(),
  growth: bytes.double(),
});

/** Growth per second up to the last point of each cell, since the one before. A counter that started anew began at zero. */
const ratesOf = (cells: readonly CounterCell[], delta: boolean): { atMs: number; rate: number }[] => {
  const out: { atMs: number; rate: number }[] = [];
  let before: CounterCell | undefined;
  for (const cell of cells) {
    let from: number | undefined;
    let amount = cell.growth;
    if (delta) {
      from = Number.isFinite(cell.start) && cell.start < cell.last ? cell.start : before?.last;
      amount = cell.high;
    } else if (before !== undefined) {
      const anew = cell.low < before.high || cell.start > before.last;
      from = anew && cell.start > before.last ? cell.start : before.last;
      amount += anew ? cell.low : cell.low - before.high;
    } else if (cell.start >= 0) {
      // It began within the time that is looked at.
      from = cell.start;
      amount += cell.low;
    } else if (cell.last > cell.first) from = cell.first;
    before = cell;
    if (from !== undefined && cell.last > from)
      out.push({ atMs: cell.last, rate: (amount * 1000) / (cell.last - from) });
  }
  return out;
};

interface HistogramCell extends TimedCell {
  n: number;
  total: number;
}
const explicitCell = (bytes: RowBinary) => ({
  ...times(bytes),
  n: bytes.double(),
  total: bytes.double(),
  counts: [...bytes.doubles()],
  bounds: [...bytes.doubles()],
});
const exponentialCell = (bytes: RowBinary) => ({
  ...times(bytes),
  n: bytes.double(),
  total: bytes.double(),
  scale: bytes.double(),
  zero: bytes.double(),
  threshold: bytes.double(),
  above: bytes.double(),
  positive: [...bytes.doubles()],
  below: bytes.double(),
  negative: [...bytes.doubles()],
});

/** What was observed in (fromMs, toMs]. */
interface Observed {
  fromMs: number;
  toMs: number;
  all: Distribution;
}

const observations = <C extends HistogramCell>(
  cells: readonly C[],
  delta: boolean,
  read: (cell: C) => Distribution,
): Observed[] => {
  const out: Observed[] = [];
  let before: { cell: C; all: Distribution } | undefined;
  for (const cell of cells) {
    const all = read(cell);
    const started = Number.isFinite(cell.start) && cell.start < cell.last ? cell.start : undefined;
    if (delta) {
      const fromMs = started ?? before?.cell.last;
      if (fromMs !== undefined) out.push({ fromMs, toMs: cell.last, all });
    } else if (before !== undefined) {
      const anew = cell.start > before.cell.last || all.count < before.all.count;
      const fromMs = anew && cell.start > before.cell.last ? cell.start : before.cell.last;
      out.push({ fromMs, toMs: cell.last, all: increase(before.all, all, anew) });
    } else if (started !== undefined && started >= 0) out.push({ fromMs: started, toMs: cell.last, all });
    before = { cell, all };
  }
  return out;
};

/** Several series, or several points of one, as one distribution; and observations per second. */
const join = (parts: readonly Observed[]): { all: Distribution; rate: number } => {
  const all = emptyDistribution();
  for (const part of parts) addDistribution(all, part.all);
  const rates = parts.map(({ fromMs, toMs, all: { count } }) =>
    toMs > fromMs ? (count * 1000) / (toMs - fromMs) : 0,
  );
  return { all, rate: sum(rates) };
};

/** A summary's quantiles were made by its sender and cannot be merged: the greatest of a line is taken. */
const readSummaries = (
  blocks: MetricBlocks,
  linesOf: (id: string) => readonly number[],
  fresh: <T>() => Lines<T>,
  give: (
    line: number,
    aggregation: string,
    points: { lastMs: number; value: number }[],
    labels: Record<string, string>,
  ) => void,
): void => {
  const quantiles = new Map<number, Lines<number>>();
  const counts = fresh<number>();
  const cell = (bytes: RowBinary) => ({
    ...times(bytes),
    n: bytes.double(),
    total: bytes.double(),
    quantiles: bytes.doubles(),
    values: bytes.doubles(),
  });
  eachSeries(blocks.summaries, cell, (id, cells) => {
    for (const { last, quantiles: asked, values } of cells) {
      for (const [i, q] of asked.entries()) {
        const value = values[i];
        if (value === undefined || !Number.isFinite(value)) continue;
        let lines = quantiles.get(q);
        if (lines === undefined) quantiles.set(q, (lines = fresh<number>()));
        lines.add(linesOf(id), last, value);
      }
    }
    const grown = cells.map((c) => ({ ...c, low: c.n, high: c.n, growth: 0 }));
    for (const { atMs, rate } of ratesOf(grown, false)) counts.add(linesOf(id), atMs, rate);
  });
  for (const q of [...quantiles.keys()].sort((a, b) => a - b)) {
    for (const [line, points] of quantiles.get(q)?.points() ?? [])
      give(
        line,
        `p${Math.round(q * 100)}`,
        points.map(({ lastMs, of }) => ({ lastMs, value: Math.max(...of) })),
        { quantile: String(q) },
      );
  }
  for (const [line, points] of counts.points())
    give(
      line,
      'rate',
      points.map(({ lastMs, of }) => ({ lastMs, value: sum(of) })),
      {},
    );
};
