/** A table with one time column and one column per series. */
import { csvRows, figure } from './csv.ts';

export interface WideTable {
  timesMs: number[];
  columns: { name: string; values: Float64Array }[];
}

/** Rows in the order of their time; `unitMs` is the length of the time column's unit. */
export const readWideTable = (text: string, timeColumn: number, unitMs: number): WideTable => {
  const rows = [...csvRows(text)];
  const header = rows.shift() ?? [];
  const timed = rows
    .map((row) => ({ row, timeMs: figure(row[timeColumn]) * unitMs }))
    .filter(({ timeMs }) => !Number.isNaN(timeMs))
    .sort((a, b) => a.timeMs - b.timeMs);
  return {
    timesMs: timed.map(({ timeMs }) => timeMs),
    columns: header.map((name, place) => ({
      name,
      values: Float64Array.from(timed, ({ row }) => figure(row[place])),
    })),
  };
};

/** A counter's growth per second; a reset counts from zero (as Prometheus' rate does), the first point is a gap. */
export const growthPerSecond = (timesMs: readonly number[], values: ArrayLike<number>): Float64Array => {
  const rates = new Float64Array(values.length).fill(Number.NaN);
  let before = -1;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    if (before >= 0) {
      const last = values[before] ?? 0;
      const seconds = ((timesMs[i] ?? 0) - (timesMs[before] ?? 0)) / 1000;
      if (seconds > 0) rates[i] = (value >= last ? value - last : value) / seconds;
    }
    before = i;
  }
  return rates;
};
