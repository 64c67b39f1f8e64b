/** The same incident with all its rows in another order: an answer that depends on the order of rows is no answer. */
import type { IncidentData } from '@nightglass/rootcause';
import { randomFrom, shuffled } from './random.ts';

export const shuffleIncident = (data: IncidentData, seed: number): IncidentData => {
  const random = randomFrom(seed);
  return {
    ...data,
    resources: Object.fromEntries(shuffled(Object.entries(data.resources), random)),
    spans: shuffled(data.spans, random),
    logs: shuffled(data.logs, random),
    series: shuffled(data.series, random),
    topology: shuffled(data.topology, random),
    changes: shuffled(data.changes, random),
    alerts: shuffled(data.alerts, random),
    runtime: shuffled(data.runtime, random),
    kubernetes:
      data.kubernetes === null
        ? null
        : {
            objects: shuffled(data.kubernetes.objects, random),
            events: shuffled(data.kubernetes.events, random),
            checks: shuffled(data.kubernetes.checks, random),
          },
  };
};
