/** Queues that fill up, and who should empty them. */
import type { Context } from '../detector.ts';
import { entityKey } from '../incident.ts';
import { seriesShifts } from './shifts.ts';

const cache = new WeakMap<Context, ReadonlySet<string>>();
const filling = 5;

/** Services that read a queue whose lag or depth left its usual range. */
export const laggingConsumers = (context: Context): ReadonlySet<string> => {
  let known = cache.get(context);
  if (known !== undefined) return known;
  const names = new Set<string>();
  for (const shift of seriesShifts(context)) {
    if (shift.meaning !== 'queue_lag' && shift.meaning !== 'queue_depth') continue;
    if (shift.z < filling) continue;
    const entity = context.graph.canonical(shift.series.entity);
    if (entity.kind === 'service') names.add(entity.name);
    for (const edge of context.graph.in(entityKey(entity))) {
      const reader = context.graph.entity(edge.from);
      if (edge.kind === 'consumes' && reader.kind === 'service') names.add(reader.name);
    }
  }
  cache.set(context, (known = names));
  return known;
};
