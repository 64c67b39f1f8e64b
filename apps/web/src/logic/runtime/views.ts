/** Which views an artifact has, and the small judgements the pages share. */
import type { Crash, CrashSite, FindingSeverity, RuntimeFormat, StoredArtifact } from '@nightglass/model';
import { formatBytes, formatCount, formatDuration } from '../format.ts';

export const viewKeys = ['summary', 'goroutines', 'waits', 'compare', 'profile', 'raw'] as const;
export type ViewKey = (typeof viewKeys)[number];

const dumpViews: readonly ViewKey[] = ['summary', 'goroutines', 'waits', 'compare', 'raw'];
const viewsByFormat: Record<RuntimeFormat, readonly ViewKey[]> = {
  crash: dumpViews,
  'goroutine-dump': dumpViews,
  'goroutine-profile': dumpViews,
  'race-report': ['summary', 'raw'],
  profile: ['profile', 'summary', 'raw'],
  godebug: ['summary', 'raw'],
};

/** The first is what opens by itself. */
export const viewsOf = (format: RuntimeFormat): readonly ViewKey[] => viewsByFormat[format];

/** Whether the memory page has something of it. */
export const aboutMemory = ({ format, variant }: StoredArtifact): boolean =>
  format === 'godebug' || (format === 'profile' && (variant === 'heap' || variant === 'allocs'));

/** From Go 1.26 a fatal error prints one goroutine unless told otherwise (runtime/panic.go, throw and fatal). */
export const printsOneByDefault = (goVersion: string | null): boolean =>
  Number(/^(?:>=)?1\.(\d{1,3})/.exec(goVersion ?? '')?.[1] ?? 0) >= 26;

/** The two sides of a concurrent map use; `other` is undefined when Go did not print it. */
export interface Parties {
  detected: CrashSite;
  other: CrashSite | undefined;
}

/** Undefined when the crash has no second party: one goroutine did it to itself. */
export const partiesOf = (crash: Crash): Parties | undefined => {
  const detected = crash.sites.find((s) => s.role === 'detected');
  return detected === undefined
    ? undefined
    : { detected, other: crash.sites.find((s) => s.role === 'other') };
};

/** A profile's value in its unit: bytes, nanoseconds, or a count. With a sign in differences. */
export const formatSample = (value: number, unit: string, signed = false): string => {
  const size = Math.abs(value);
  const text =
    unit === 'bytes' ? formatBytes(size) : unit === 'nanoseconds' ? formatDuration(size) : formatCount(size);
  // A true minus sign is as wide as a plus.
  const sign = value < 0 ? '−' : signed && value > 0 ? '+' : '';
  return sign + text;
};

/** Severity of a finding as one of the four meanings. */
export const meaningOf = (severity: FindingSeverity | 'none'): 'bad' | 'warning' | 'neutral' =>
  severity === 'critical' ? 'bad' : severity === 'warning' ? 'warning' : 'neutral';

/** One shape per meaning, so that colour is never alone. */
export const markOf = { bad: '▲', warning: '◆', neutral: '●' } as const;
