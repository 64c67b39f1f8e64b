/** How many spans or records one stands for that its sender kept by chance. Pure. */

const mostWeight = 1_000_000;

/** OpenTelemetry's rejection threshold: up to 14 hex digits of a 56-bit number, trailing zeros left out. */
const ofThreshold = (threshold: string): number | undefined => {
  if (!/^[0-9a-f]{1,14}$/i.test(threshold)) return undefined;
  const rejected = Number.parseInt(threshold.padEnd(14, '0'), 16) / 2 ** 56;
  return rejected < 1 ? 1 / (1 - rejected) : undefined;
};

/** `ot=th:c;rv:...` (W3C tracestate of OpenTelemetry); `ot=p:3` is its predecessor: one of 2^3 was kept. */
const ofTraceState = (traceState: string): number | undefined => {
  const ot = /(?:^|,)\s*ot=([^,]*)/.exec(traceState)?.[1];
  if (ot === undefined) return undefined;
  const threshold = /(?:^|;)th:([0-9a-f]+)/i.exec(ot)?.[1];
  if (threshold !== undefined) return ofThreshold(threshold);
  const p = /(?:^|;)p:(\d{1,2})(?:;|$)/.exec(ot)?.[1];
  return p !== undefined && Number(p) < 63 ? 2 ** Number(p) : undefined;
};

const ofNumber = (text: string | undefined): number | undefined => {
  const value = text === undefined || text === '' ? Number.NaN : Number(text);
  return value > 0 && Number.isFinite(value) ? value : undefined;
};

const bounded = (weight: number | undefined): number | undefined =>
  weight === undefined ? undefined : Math.min(mostWeight, Math.max(1, weight));

/**
 * What the span says itself: tracestate, the attribute of the Collector's sampler (`sampling.threshold`), a rate
 * (`SampleRate`: one of so many), or Jaeger's client (`sampler.type` probabilistic, on the root). Undefined: nothing.
 */
export const weightOfSpan = (
  traceState: string,
  attributes: Readonly<Record<string, string>>,
): number | undefined => {
  const threshold = attributes['sampling.threshold'];
  const share =
    attributes['sampler.type'] === 'probabilistic' ? ofNumber(attributes['sampler.param']) : undefined;
  return bounded(
    ofTraceState(traceState) ??
      (threshold === undefined ? undefined : ofThreshold(threshold)) ??
      ofNumber(attributes.SampleRate) ??
      (share === undefined ? undefined : 1 / share),
  );
};

export const weightOfLog = (threshold: string): number =>
  bounded(threshold === '' ? undefined : ofThreshold(threshold)) ?? 1;
