import type { Profile } from '../model.ts';

/** Frames at the innermost end that tell who was blamed; deeper ones belong to the program. */
const blameDepth = 6;

/** Innermost frames of a mutex profile: it blames whoever let the lock go. */
const unlocks =
  /^(?:internal\/)?sync\.\(\*(?:RW)?Mutex\)\.(?:R?Unlock|r?[uU]nlockSlow)$|^runtime\.(?:unlock\w*|_LostContendedRuntimeLock)$/;

/** Share of the contention counted at sites that release a lock; null when nothing was counted. */
const releasedShare = (profile: Profile): number | null => {
  const types = profile.sampleTypes.length;
  let released = 0;
  let total = 0;
  for (let s = 0; s < profile.labels.length; s++) {
    const weight = Math.abs(profile.values[s * types] as number);
    const start = profile.stackStart[s] as number;
    const end = Math.min(profile.stackStart[s + 1] as number, start + blameDepth);
    total += weight;
    for (let i = start; i < end; i++)
      if (unlocks.test(profile.functions[profile.stackOf[i] as number] as string)) {
        released += weight;
        break;
      }
  }
  return total === 0 ? null : released / total;
};

/**
 * Which profile this is. Mutex and block have the same sample types: a mutex profile blames the Unlock of the holder,
 * a block profile the place that waits; with no samples it cannot be told (`unknown`).
 */
export const variantOf = (profile: Profile): string => {
  const types = profile.sampleTypes.map((t) => t.type);
  if (types.includes('inuse_space') || types.includes('alloc_space'))
    return types[profile.defaultSampleType] === 'alloc_space' ? 'allocs' : 'heap';
  if (types.length === 1)
    for (const name of ['goroutine', 'goroutineleak', 'threadcreate']) if (types[0] === name) return name;
  if (types.includes('contentions') && types.includes('delay')) {
    const share = releasedShare(profile);
    return share === null ? 'unknown' : share > 0.5 ? 'mutex' : 'block';
  }
  return types.includes('cpu') ? 'cpu' : 'unknown';
};

/** Profiles that say how much since the process started: a duration in them means a difference of two moments. */
export const cumulativeVariants: ReadonlySet<string> = new Set([
  'heap',
  'allocs',
  'goroutine',
  'goroutineleak',
  'mutex',
  'block',
  'threadcreate',
]);
