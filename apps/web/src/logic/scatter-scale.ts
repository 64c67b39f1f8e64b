/** Powers of ten within the bounds (nanoseconds), thinned out to at most five lines; at least two when the bounds are close. */
export const logTicks = (low: number, high: number): number[] => {
  const ticks: number[] = [];
  for (let e = Math.ceil(Math.log10(low)); e <= Math.floor(Math.log10(high)); e++) ticks.push(10 ** e);
  if (ticks.length < 2) {
    const fine = ticks.flatMap((tick) => [tick / 5, tick / 2, tick, tick * 2, tick * 5]);
    return fine.filter((tick) => tick >= low && tick <= high);
  }
  const every = Math.ceil(ticks.length / 5);
  return ticks.filter((_, i) => (ticks.length - 1 - i) % every === 0);
};
