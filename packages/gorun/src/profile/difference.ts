import type { Profile } from '../model.ts';
import { createProfileBuilder } from './builder.ts';

const sameType = (a: { type: string; unit: string }, b: { type: string; unit: string }): boolean =>
  a.type === b.type && a.unit === b.unit;

/** Why two profiles have no difference (`heap` against `cpu`): a sentence; null when they share a sample type. */
export const whyNotComparable = (before: Profile, after: Profile): string | null => {
  if (after.sampleTypes.some((t) => before.sampleTypes.some((b) => sameType(b, t)))) return null;
  const names = (profile: Profile): string =>
    profile.sampleTypes.map((t) => `${t.type}/${t.unit}`).join(', ');
  return `The profiles count different things: ${names(before)} and ${names(after)}.`;
};

/**
 * `after` minus `before`, as `go tool pprof -diff_base` gives it: samples match by stack and labels, what cancels out
 * is gone. Only the sample types that both have are kept, in the order of `after`. The duration is the time between
 * the two when both tell theirs.
 */
export const diffProfiles = (before: Profile, after: Profile): Profile => {
  const kept = after.sampleTypes.filter((t) => before.sampleTypes.some((b) => sameType(b, t)));
  const builder = createProfileBuilder();
  interface Entry {
    stack: number[];
    labels: [string, string][];
    values: number[];
  }
  const entries = new Map<string, Entry>();

  const add = (profile: Profile, sign: 1 | -1): void => {
    const types = kept.map((t) => profile.sampleTypes.findIndex((own) => sameType(own, t)));
    const positions = profile.functions.map((func, p) =>
      builder.position(func, profile.files[p] as string, profile.lines[p] as number),
    );
    for (let s = 0; s < profile.labels.length; s++) {
      const own = profile.stackOf.subarray(profile.stackStart[s], profile.stackStart[s + 1]);
      const stack = Array.from(own, (p) => positions[p] as number);
      const labels = Object.entries(profile.labels[s] as Record<string, string>).sort(([a], [b]) =>
        a < b ? -1 : a > b ? 1 : 0,
      );
      const key = `${stack.join(',')} ${labels.length === 0 ? '' : JSON.stringify(labels)}`;
      let entry = entries.get(key);
      if (entry === undefined) {
        entry = { stack, labels, values: kept.map(() => 0) };
        entries.set(key, entry);
      }
      for (let t = 0; t < types.length; t++) {
        const value = profile.values[s * profile.sampleTypes.length + (types[t] as number)] as number;
        entry.values[t] = (entry.values[t] as number) + sign * value;
      }
    }
  };
  add(before, -1);
  add(after, 1);
  for (const entry of entries.values())
    if (entry.values.some((value) => value !== 0)) builder.sample(entry.stack, entry.values, entry.labels);

  const wanted = after.sampleTypes[after.defaultSampleType];
  const defaultType = wanted === undefined ? -1 : kept.findIndex((t) => sameType(t, wanted));
  const between =
    before.timeUnixNano > 0n && after.timeUnixNano > before.timeUnixNano
      ? Number(after.timeUnixNano - before.timeUnixNano)
      : 0;
  return builder.build({
    sampleTypes: kept,
    defaultSampleType: defaultType >= 0 ? defaultType : Math.max(0, kept.length - 1),
    periodType: after.periodType,
    period: after.period,
    timeUnixNano: after.timeUnixNano,
    durationNano: between,
    difference: true,
    comments: [...after.comments],
  });
};
