/** Queues that fill up, who should empty them, and who has to wait to hand over. */
import type { Context } from '../detector.ts';
import { entityKey } from '../incident.ts';
import { queueWaits } from '../traces/queue-waits.ts';
import { seriesShifts } from './shifts.ts';

interface Lag {
  /** Services that read a queue whose lag or depth left its usual range. */
  readers: ReadonlySet<string>;
  /** Service -> keys of the filling queues that it writes to. */
  writers: ReadonlyMap<string, readonly string[]>;
  /** Keys of the filling queues that the work of a party empties: its own, or that of the readers that call it. */
  behind(key: string): readonly string[];
}

const cache = new WeakMap<Context, Lag>();
const filling = 5;
const waiting = 0.5;
const steps = 3;

export const lagOf = (context: Context): Lag => {
  let known = cache.get(context);
  if (known === undefined) cache.set(context, (known = compute(context)));
  return known;
};

const compute = (context: Context): Lag => {
  const { graph } = context;
  const readers = new Set<string>();
  const writers = new Map<string, string[]>();
  const emptied = new Map<string, Set<string>>();
  for (const key of fillingQueues(context)) {
    const entity = graph.entity(key);
    if (entity.kind === 'service') readers.add(entity.name);
    for (const edge of graph.in(key)) {
      const { kind, name } = graph.entity(edge.from);
      if (kind !== 'service') continue;
      if (edge.kind === 'call') writers.set(name, [...(writers.get(name) ?? []), key]);
      if (edge.kind !== 'consumes') continue;
      readers.add(name);
      for (const party of calledBy(graph, edge.from)) {
        const queues = emptied.get(party);
        if (queues === undefined) emptied.set(party, new Set([key]));
        else queues.add(key);
      }
    }
  }
  return { readers, writers, behind: (key) => [...(emptied.get(key) ?? [])] };
};

/** Keys of what fills up, by its figures or because its messages wait; ascending. */
const fillingQueues = (context: Context): string[] => {
  const found = new Set<string>();
  for (const shift of seriesShifts(context))
    if ((shift.meaning === 'queue_lag' || shift.meaning === 'queue_depth') && shift.z >= filling)
      found.add(entityKey(context.graph.canonical(shift.series.entity)));
  for (const { entity, p } of queueWaits(context)) if (p >= waiting) found.add(entityKey(entity));
  return [...found].sort();
};

/** A reader, and whom it calls, a few steps down. */
const calledBy = (graph: Context['graph'], reader: string): Set<string> => {
  const seen = new Set([reader]);
  let layer = [reader];
  for (let step = 0; step < steps && layer.length > 0; step++) {
    const next = layer.flatMap((key) =>
      graph
        .out(key)
        .filter((edge) => edge.kind === 'call')
        .map(({ to }) => to),
    );
    layer = [...new Set(next)].filter((to) => !seen.has(to));
    for (const to of layer) seen.add(to);
  }
  return seen;
};
