import type { Goroutine, LineRange, StackFrame } from '@nightglass/model';
import type { Profile } from '../model.ts';

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

/** A pprof goroutine or goroutineleak profile as counted goroutines, in its order. Leaked ones carry the mark. */
export const goroutineProfile = (profile: Profile): Goroutine[] => {
  const types = profile.sampleTypes.length;
  const leaked = profile.sampleTypes[0]?.type === 'goroutineleak';
  const goroutines: Goroutine[] = [];
  for (let s = 0; s < profile.labels.length; s++) {
    const frames: StackFrame[] = [];
    for (let i = profile.stackStart[s] as number; i < (profile.stackStart[s + 1] as number); i++) {
      const position = profile.stackOf[i] as number;
      frames.push({
        func: profile.functions[position] as string,
        args: null,
        file: profile.files[position] as string,
        line: profile.lines[position] as number,
        inlined: false,
        at: 0,
      });
    }
    const labels = structuredClone(profile.labels[s] as Record<string, string>);
    const entry = countedGoroutine(profile.values[s * types] as number, frames, labels, { start: 0, end: 0 });
    if (leaked) entry.marks.push('leaked');
    goroutines.push(entry);
  }
  return goroutines;
};
