/** The newest bucket is still filling: a rate over its whole length would look like a collapse. */
const leastFilled = 0.3;

/**
 * Calls per second of each bucket. The bucket that `end` (Unix seconds) falls into is measured over the part that has
 * passed, and left out (null) while less than 30 % of it has.
 */
export const ratesOf = (
  { start, step, calls }: { start: number; step: number; calls: readonly number[] },
  end: number,
): (number | null)[] =>
  calls.map((count, i) => {
    const passed = Math.min(step, end - (start + i * step));
    return passed < step * leastFilled ? null : count / passed;
  });
