import type { FlameResponse, RuntimeProfileSummary } from '@nightglass/model';
import type { Profile } from '../model.ts';
import {
  type Granularity,
  granularityFor,
  groupPositions,
  sampleTypeOf,
  sampleValue,
  totalOf,
} from './groups.ts';

export type TableRow = FlameResponse['table'][number];

export interface TableOptions {
  /** Rows given, largest own value first. Default 100. */
  limit?: number;
  /** Default: lines for memory, functions for time and counts. */
  by?: Granularity;
}

/**
 * Own (`flat`) and `cumulative` value of each call, in the sample type's unit. A call that stands on a stack several
 * times (recursion) counts once per stack. Sorted by the size of flat, then of cumulative; differences keep signs.
 */
export const topTable = (profile: Profile, sampleType?: number, options: TableOptions = {}): TableRow[] => {
  const type = sampleTypeOf(profile, sampleType);
  const { groupOf, first } = groupPositions(profile, options.by ?? granularityFor(profile, type));
  const flat = new Float64Array(first.length);
  const cumulative = new Float64Array(first.length);
  const lastSeen = new Int32Array(first.length).fill(-1);
  for (let s = 0; s < profile.labels.length; s++) {
    const value = sampleValue(profile, s, type);
    const start = profile.stackStart[s] as number;
    for (let i = start; i < (profile.stackStart[s + 1] as number); i++) {
      const group = groupOf[profile.stackOf[i] as number] as number;
      if (i === start) flat[group] = (flat[group] as number) + value;
      if (lastSeen[group] === s) continue;
      lastSeen[group] = s;
      cumulative[group] = (cumulative[group] as number) + value;
    }
  }
  const size = (values: Float64Array, group: number): number => Math.abs(values[group] as number);
  return [...first.keys()]
    .filter((group) => flat[group] !== 0 || cumulative[group] !== 0)
    .sort((a, b) => size(flat, b) - size(flat, a) || size(cumulative, b) - size(cumulative, a) || a - b)
    .slice(0, options.limit ?? 100)
    .map((group) => {
      const position = first[group] as number;
      return {
        func: profile.functions[position] as string,
        file: profile.files[position] as string,
        line: profile.lines[position] as number,
        flat: flat[group] as number,
        cumulative: cumulative[group] as number,
      };
    });
};

/** What a list or `inspect` shows of a profile; `top` holds at most `limit` sites of the default sample type. */
export const profileSummary = (profile: Profile, limit = 10): RuntimeProfileSummary => ({
  sampleTypes: profile.sampleTypes,
  defaultSampleType: profile.defaultSampleType,
  totals: profile.sampleTypes.map((_, type) => totalOf(profile, type)),
  samples: profile.labels.length,
  timeUnixNano: profile.timeUnixNano === 0n ? '' : profile.timeUnixNano.toString(),
  durationNano: profile.durationNano,
  difference: profile.difference,
  top: topTable(profile, undefined, { limit, by: 'line' }),
});
