/** What a UCUM unit measures, and how figures of it are printed. */

/** Figures of one dimension can be compared; each has one base: ms, bytes, bytes per second, per second, percent. */
export type Dimension = 'duration' | 'bytes' | 'byterate' | 'rate' | 'percent' | 'plain';

export interface Unit {
  dimension: Dimension;
  /** What one of it is in the base of its dimension. */
  factor: number;
  /** A figure of unit `1`: a count or a share, nobody says which. */
  share: boolean;
}

const durations: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  ms: 1,
  s: 1_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
const sizes: Readonly<Record<string, number>> = {
  By: 1,
  kBy: 1e3,
  MBy: 1e6,
  GBy: 1e9,
  KiBy: 1024,
  MiBy: 1024 ** 2,
  GiBy: 1024 ** 3,
  TiBy: 1024 ** 4,
};
const perSecond: Readonly<Record<string, number>> = { s: 1, min: 1 / 60, h: 1 / 3600, ms: 1000 };

/** An unknown unit measures a plain figure. Annotations in braces (`{request}`) say nothing of the dimension. */
export const unitOf = (ucum: string): Unit => {
  const bare = ucum.replace(/\{[^}]*\}/g, '');
  const [amount = '', per] = bare.split('/', 2);
  const plain: Unit = { dimension: 'plain', factor: 1, share: bare === '1' };
  if (per !== undefined) {
    const factor = perSecond[per];
    if (factor === undefined) return plain;
    const bytes = sizes[amount];
    if (bytes !== undefined) return { dimension: 'byterate', factor: bytes * factor, share: false };
    return amount === '' || amount === '1' ? { dimension: 'rate', factor, share: false } : plain;
  }
  if (amount === '%') return { dimension: 'percent', factor: 1, share: false };
  const time = durations[amount];
  if (time !== undefined) return { dimension: 'duration', factor: time, share: false };
  const size = sizes[amount];
  return size === undefined ? plain : { dimension: 'bytes', factor: size, share: false };
};
