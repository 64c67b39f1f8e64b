import type { Goroutine, LineRange, StackFrame } from '@nightglass/model';
import type { Profile, ReadLimits } from '../model.ts';

const goroutinesKept = 200_000;

/** A goroutine entry of a grouped format: no number, no state, no age; `count` goroutines share the stack. */
export const countedGoroutine = (
  count: number,
  frames: StackFrame[],
  labels: Record<string, string>,
  lines: LineRange,
): Goroutine => ({
  id: 0,
  count,
  state: '',
  marks: [],
  waitMinutes: 0,
  lockedToThread: false,
  bubble: null,
  labels,
  frames,
  elided: [],
  createdBy: null,
  creatorId: null,
  ancestors: [],
  stackUnavailable: false,
  truncated: false,
  lines,
});

const framesKept = 512;

/**
 * A pprof goroutine or goroutineleak profile as counted goroutines, in its order; leaked ones carry the mark. At most
 * `limits.frames` frames each, the rest is noted as elided; equal frames are one object, so treat them as constant.
 */
export const goroutineProfile = (profile: Profile, limits: ReadLimits = {}): Goroutine[] => {
  const types = profile.sampleTypes.length;
  const leaked = profile.sampleTypes[0]?.type === 'goroutineleak';
  const most = limits.frames ?? framesKept;
  const shared = profile.functions.map((func, p): StackFrame => {
    const file = profile.files[p] as string;
    return { func, args: null, file, line: profile.lines[p] as number, inlined: false, at: 0 };
  });
  const count = Math.min(profile.labels.length, limits.goroutines ?? goroutinesKept);
  const goroutines: Goroutine[] = [];
  for (let s = 0; s < count; s++) {
    const start = profile.stackStart[s] as number;
    const end = profile.stackStart[s + 1] as number;
    const stack = profile.stackOf.subarray(start, Math.min(end, start + most));
    const frames = Array.from(stack, (p) => shared[p] as StackFrame);
    const labels = structuredClone(profile.labels[s] as Record<string, string>);
    const entry = countedGoroutine(profile.values[s * types] as number, frames, labels, { start: 0, end: 0 });
    if (leaked) entry.marks.push('leaked');
    if (end - start > most) entry.elided.push({ before: frames.length, count: end - start - most });
    goroutines.push(entry);
  }
  return goroutines;
};

/** What stands behind the limit on goroutines: only counted. */
export const goroutinesBehind = (profile: Profile, kept: number): { state: string; count: number }[] => {
  let count = 0;
  for (let s = kept; s < profile.labels.length; s++)
    count += profile.values[s * profile.sampleTypes.length] as number;
  return count > 0 ? [{ state: '', count }] : [];
};
