/** Queues that fill up, who should empty them, and who has to wait to hand over. */
import type { Context } from '../detector.ts';
import { entityKey } from '../incident.ts';
import { seriesShifts } from './shifts.ts';

interface Lag {
  /** Services that read a queue whose lag or depth left its usual range. */
  readers: ReadonlySet<string>;
  /** Service -> keys of the filling queues that it writes to. */
  writers: ReadonlyMap<string, readonly string[]>;
}

const cache = new WeakMap<Context, Lag>();
const filling = 5;

export const lagOf = (context: Context): Lag => {
  let known = cache.get(context);
  if (known === undefined) cache.set(context, (known = compute(context)));
  return known;
};

const compute = (context: Context): Lag => {
  const { graph } = context;
  const readers = new Set<string>();
  const writers = new Map<string, string[]>();
  for (const shift of seriesShifts(context)) {
    if (shift.meaning !== 'queue_lag' && shift.meaning !== 'queue_depth') continue;
    if (shift.z < filling) continue;
    const entity = graph.canonical(shift.series.entity);
    if (entity.kind === 'service') readers.add(entity.name);
    const key = entityKey(entity);
    for (const edge of graph.in(key)) {
      const { kind, name } = graph.entity(edge.from);
      if (kind !== 'service') continue;
      if (edge.kind === 'consumes') readers.add(name);
      else if (edge.kind === 'call') writers.set(name, [...new Set([...(writers.get(name) ?? []), key])]);
    }
  }
  return { readers, writers };
};
