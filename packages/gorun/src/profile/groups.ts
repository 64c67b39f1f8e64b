import type { Profile } from '../model.ts';

/** Whether calls count as one per source line or per function. */
export type Granularity = 'line' | 'function';

/** Memory is looked for by line (which `make` or `m[k] = v`), time by function. */
export const granularityFor = (profile: Profile, sampleType: number): Granularity => {
  const type = profile.sampleTypes[sampleType]?.type ?? '';
  return /space|objects|bytes/.test(type) ? 'line' : 'function';
};

/** A sample type's index that exists, whatever was asked for. */
export const sampleTypeOf = (profile: Profile, wanted: number | undefined): number =>
  wanted !== undefined && Number.isInteger(wanted) && wanted >= 0 && wanted < profile.sampleTypes.length
    ? wanted
    : profile.defaultSampleType;

/** The value of sample `s`; 0 when the profile has no sample types. */
export const sampleValue = (profile: Profile, s: number, sampleType: number): number =>
  profile.values[s * profile.sampleTypes.length + sampleType] ?? 0;

/** Sum over all samples. */
export const totalOf = (profile: Profile, sampleType: number): number => {
  let total = 0;
  for (let s = 0; s < profile.labels.length; s++) total += sampleValue(profile, s, sampleType);
  return total;
};

/** Group of each call position; positions of one group count as the same call. The first one stands for the group. */
export const groupPositions = (
  profile: Profile,
  by: Granularity,
): { groupOf: Uint32Array; first: number[] } => {
  const groupOf = new Uint32Array(profile.functions.length);
  const first: number[] = [];
  if (by === 'line') {
    for (let p = 0; p < groupOf.length; p++) {
      groupOf[p] = p;
      first.push(p);
    }
    return { groupOf, first };
  }
  const known = new Map<string, number>();
  for (let p = 0; p < groupOf.length; p++) {
    const key = `${profile.functions[p]}\n${profile.files[p]}`;
    let group = known.get(key);
    if (group === undefined) {
      group = first.length;
      known.set(key, group);
      first.push(p);
    }
    groupOf[p] = group;
  }
  return { groupOf, first };
};
