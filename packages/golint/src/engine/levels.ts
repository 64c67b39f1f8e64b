/** Which rules run, and how much their findings weigh. */
import type { Level, Profile, RuleMeta } from '../model.ts';

export const levels = ['note', 'warning', 'error'] as const satisfies readonly Level[];

/** A level over that of the rule, by rule id. */
export type RuleLevels = ReadonlyMap<string, Level | 'off'>;

/** Whether a finding of `level` weighs as much as `least`. */
export const atLeast = (level: Level, least: Level): boolean =>
  levels.indexOf(level) >= levels.indexOf(least);

/**
 * Whether a rule runs: the configuration decides, else the profile. A rule for a newer Go than the `go` line names never
 * runs: what it speaks of does not exist there. Without a go.mod (`goMinor` null) the newest Go counts.
 */
export const isOn = (
  meta: RuleMeta,
  profile: Profile,
  configured: RuleLevels,
  goMinor: number | null,
): boolean => {
  if (meta.sinceMinor !== null && goMinor !== null && goMinor < meta.sinceMinor) return false;
  const level = configured.get(meta.id);
  if (level !== undefined) return level !== 'off';
  return profile === 'all' || meta.profiles.includes(profile);
};
