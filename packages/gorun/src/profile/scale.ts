/**
 * What a heap sample of `count` objects with `size` bytes stands for: each allocation of average size a is sampled
 * with probability 1 - exp(-a / rate), so both are divided by it and cut to whole numbers. The same as
 * runtime/pprof/protomem.go scaleHeapSample; `rate` is MemProfileRate in bytes.
 */
export const scaleHeapSample = (count: number, size: number, rate: number): [count: number, size: number] => {
  if (count === 0 || size === 0) return [0, 0];
  if (rate <= 1) return [count, size];
  const scale = 1 / (1 - Math.exp(-(size / count) / rate));
  return [Math.trunc(count * scale), Math.trunc(size * scale)];
};
