/** What the telemetry cannot see, and which clocks are wrong. */
import type { Strike } from '../faults/family.ts';
import type { Chance } from '../random.ts';
import type { Pod, Service, System } from '../system/system.ts';
import type { Degradation } from '../types.ts';

export interface Sight {
  /** Services that send no spans; `true`: they pass the trace context on. */
  blind: Map<Service, boolean>;
  clockMs(pod: Pod, timeMs: number): number;
}

export const drawSight = (
  chance: Chance,
  system: System,
  degradation: readonly Degradation[],
  clock: Strike['clock'],
  onsetMs: number,
): Sight => {
  const blind = new Map<Service, boolean>();
  if (degradation.includes('blind_services')) {
    const count = Math.max(1, Math.round(system.services.length * chance.between(0.15, 0.33)));
    const hideable = chance.shuffled(system.services.filter((service) => service.layer > 0));
    for (const service of hideable.slice(0, count)) blind.set(service, chance.chance(0.6));
  }
  const skewed = degradation.includes('clock_skew');
  const offsets = new Map(
    system.machines.map((machine) => [machine, skewed ? chance.gaussian() * chance.pick([20, 150, 900]) : 0]),
  );
  return {
    blind,
    clockMs: (pod, timeMs) => {
      const offset = offsets.get(pod.machine) ?? 0;
      return clock?.machine === pod.machine && timeMs >= onsetMs ? offset + clock.ms : offset;
    },
  };
};
