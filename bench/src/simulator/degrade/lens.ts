/** What the telemetry cannot see, and which clocks are wrong. */

import type { Chance } from '../random.ts';
import type { Pod, Service, System } from '../system/system.ts';
import type { Degradation } from '../types.ts';

export const drawLens = (
  chance: Chance,
  system: System,
  degradation: readonly Degradation[],
): { blind: Map<Service, boolean>; clockMs: (pod: Pod, timeMs: number) => number } => {
  const blind = new Map<Service, boolean>();
  if (degradation.includes('blind_services')) {
    const count = Math.max(1, Math.round(system.services.length * chance.between(0.15, 0.33)));
    const hideable = chance.shuffled(system.services.filter((service) => service.layer > 0));
    for (const service of hideable.slice(0, count)) blind.set(service, chance.chance(0.6));
  }
  const offsets = new Map(
    system.machines.map((machine) => [
      machine,
      degradation.includes('clock_skew') ? chance.gaussian() * chance.pick([20, 150, 900]) : 0,
    ]),
  );
  return { blind, clockMs: (pod) => offsets.get(pod.machine) ?? 0 };
};
