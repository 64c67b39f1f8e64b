/** How good the telemetry of an incident is, drawn when nobody says it. */
import type { Chance } from '../random.ts';
import type { Degradation } from '../types.ts';

const mild = [
  'blind_services',
  'clock_skew',
  'head_sampling',
  'lossy_logs',
  'missing_metrics',
  'onset_shift',
] as const;

/** Half have none; a few have only one signal; the others one or two faults of the telemetry. */
export const drawDegradation = (chance: Chance): Degradation[] => {
  const roll = chance.next();
  if (roll < 0.5) return [];
  if (roll < 0.545) return ['metrics_only'];
  if (roll < 0.59) return ['traces_only'];
  if (roll < 0.615) return ['logs_only'];
  return chance.shuffled(mild).slice(0, chance.chance(0.6) ? 1 : 2);
};
