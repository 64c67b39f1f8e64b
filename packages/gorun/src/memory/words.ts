import type { LineRange, RuntimeEvidence } from '@nightglass/model';
import { place } from '../understand/functions.ts';

/** `52.8 MB`: decimal units, as Go's own `print(x/1e6)` examples and most dashboards use them. */
export const bytesText = (bytes: number): string => {
  const size = Math.abs(bytes);
  if (size >= 1e9) return `${(bytes / 1e9).toFixed(2)} GB`;
  if (size >= 1e6) return `${(bytes / 1e6).toFixed(1)} MB`;
  if (size >= 1e3) return `${(bytes / 1e3).toFixed(1)} kB`;
  return `${Math.round(bytes)} B`;
};

export const percentText = (share: number): string => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;

/** `1.5 s`, `12 min`. */
export const secondsText = (seconds: number): string =>
  seconds >= 7200
    ? `${(seconds / 3600).toFixed(1)} h`
    : seconds >= 120
      ? `${(seconds / 60).toFixed(0)} min`
      : `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;

/**
 * `store.(*Cache[...]).Put at store.go:21`: as `place`, but type arguments shortened as `go tool pprof` does it; profiles
 * print whole shapes (`go.shape.struct { ID int }`) there.
 */
export const siteText = (site: { func: string; file: string; line: number }): string => {
  let depth = 0;
  let func = '';
  for (const char of site.func.slice(0, 2000)) {
    if (char === '[' && depth++ === 0) func += '[...]';
    else if (char === ']') depth = Math.max(0, depth - 1);
    else if (depth === 0) func += char;
  }
  return place({ ...site, func });
};

/** One piece of evidence that rests on a figure. */
export const figure = (
  stance: RuntimeEvidence['stance'],
  text: string,
  measured: { name: string; unit: string; before: number | null; after: number },
  lines: LineRange[] = [],
): RuntimeEvidence => ({ stance, text, lines, goroutines: [], figure: measured });

export const statement = (
  stance: RuntimeEvidence['stance'],
  text: string,
  lines: LineRange[] = [],
): RuntimeEvidence => ({ stance, text, lines, goroutines: [] });
