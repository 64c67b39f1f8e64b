import type { en } from './en.ts';
import type { explainEn } from './en-explain.ts';

/** Texts that every page needs. */
export type BaseKey = keyof typeof en;
export type TextKey = BaseKey | keyof typeof explainEn;

/**
 * Puts values into `{name}`, and picks the word for one or for many in `{name|error|errors}`.
 * A name without a value stays as it is, which is seen at once.
 */
export const fill = (text: string, values: Record<string, string | number> = {}): string =>
  text.replace(/\{(\w+)(?:\|([^|{}]*)\|([^{}]*))?\}/g, (whole, name: string, one?: string, many?: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    if (one === undefined) return String(value);
    return String(value) === '1' ? one : (many ?? '');
  });
