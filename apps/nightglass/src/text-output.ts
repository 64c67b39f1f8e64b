import { type AnyValue, printable } from '@nightglass/model';

export { printable };

/** Columns padded to their widest cell; `empty` when there is no row. The last column is never padded. */
export const table = (
  header: readonly string[],
  rows: readonly (readonly string[])[],
  empty: string,
): string => {
  if (rows.length === 0) return empty;
  const clean = [header, ...rows].map((row) => row.map(printable));
  const widths = header.map((_, i) => Math.min(60, Math.max(...clean.map((row) => (row[i] ?? '').length))));
  return clean
    .map((row) =>
      row
        .map((cell, i) => (i === header.length - 1 ? cell : cell.padEnd(widths[i] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};

/** Unix nanoseconds (decimal text) as RFC 3339 with milliseconds, UTC. */
export const timeText = (unixNano: string): string =>
  new Date(Number(BigInt(unixNano) / 1_000_000n)).toISOString();

/** Nanoseconds as `1.23 s`, `45 ms`, `812 µs` or `90 ns`. */
export const durationText = (nanoseconds: number): string => {
  const units: [number, string][] = [
    [1e9, 's'],
    [1e6, 'ms'],
    [1e3, 'µs'],
  ];
  for (const [size, unit] of units) {
    if (nanoseconds < size) continue;
    const value = nanoseconds / size;
    return `${value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)} ${unit}`;
  }
  return `${nanoseconds} ns`;
};

/** Bytes as `512 B`, `1.4 KiB`, `212 MiB`; with its sign. */
export const byteText = (bytes: number): string => {
  let value = Math.abs(bytes);
  let unit = 0;
  for (; value >= 1024 && unit < 4; unit++) value /= 1024;
  const digits = unit > 0 && value < 10 ? 1 : 0;
  return `${bytes < 0 ? '-' : ''}${value.toFixed(digits)} ${['B', 'KiB', 'MiB', 'GiB', 'TiB'][unit]}`;
};

/** A value as a reader expects it: strings bare, the rest as JSON. */
export const anyValueText = (value: AnyValue): string => {
  if (value.stringValue !== undefined) return value.stringValue;
  if (value.arrayValue !== undefined) return `[${value.arrayValue.values.map(anyValueText).join(', ')}]`;
  if (value.kvlistValue !== undefined)
    return `{${value.kvlistValue.values.map((kv) => `${kv.key}: ${anyValueText(kv.value)}`).join(', ')}}`;
  return String(value.intValue ?? value.doubleValue ?? value.boolValue ?? value.bytesValue ?? '');
};
