import type { Goroutine } from '@nightglass/model';

export interface GoroutineFilter {
  /** State as printed, or one of its marks: `chan receive`, `leaked`. */
  state?: string;
  /** `key=value`, or `key` alone: has that label. */
  label?: string;
  /** Part of the name of any function on the stack or of the creator; capitals matter, as in Go. */
  function?: string;
  /** Waits at least this many whole minutes. */
  minMinutes?: number;
}

/** Goroutines that satisfy every condition given; empty strings and 0 are no condition. */
export function filterGoroutines(goroutines: readonly Goroutine[], filter: GoroutineFilter): Goroutine[] {
  const { state = '', label = '', minMinutes = 0 } = filter;
  const wanted = filter.function ?? '';
  return goroutines.filter(
    (goroutine) =>
      goroutine.waitMinutes >= minMinutes &&
      (state === '' || goroutine.state === state || goroutine.marks.includes(state)) &&
      (label === '' || hasLabel(goroutine, label)) &&
      (wanted === '' || calls(goroutine, wanted)),
  );
}

function hasLabel({ labels }: Goroutine, label: string): boolean {
  if (Object.hasOwn(labels, label)) return true;
  // Keys may hold `=`: every split is tried.
  for (let at = label.indexOf('='); at >= 0; at = label.indexOf('=', at + 1)) {
    const key = label.slice(0, at);
    if (Object.hasOwn(labels, key) && labels[key] === label.slice(at + 1)) return true;
  }
  return false;
}

function calls({ frames, createdBy }: Goroutine, part: string): boolean {
  return frames.some((frame) => frame.func.includes(part)) || (createdBy?.func.includes(part) ?? false);
}
