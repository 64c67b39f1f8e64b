/** Figures and moments of answers: short, and the same for the same input. */

/** Four significant digits. */
export const short = (value: number): number => (Number.isFinite(value) ? Number(value.toPrecision(4)) : 0);
export const shortOrNull = (value: number | null): number | null => (value === null ? null : short(value));

/** Nanoseconds as milliseconds. */
export const inMs = (nano: number | null): number | null => (nano === null ? null : short(nano / 1e6));

export const isoMs = (ms: number): string => (Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : '');

/** Decimal Unix nanoseconds. */
export const isoNano = (nano: string): string => isoMs(Number(BigInt(nano) / 1_000_000n));
