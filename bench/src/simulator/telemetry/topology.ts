/** Known calls of a system, as a catalogue or a mesh would tell them. */
import type { ExplanationEntity } from '@nightglass/model';
import { type CallEdge, entityKey } from '@nightglass/rootcause';
import { type Call, type System, serviceEntity } from '../system/system.ts';

const othersOf = (call: Call): ExplanationEntity[] => {
  if (call.kind === 'service') return [serviceEntity(call.to.service)];
  if (call.kind === 'external') return [call.external.entity];
  if (call.kind === 'publish') return [call.queue.entity];
  return call.kind === 'cached'
    ? [call.cache.entity, call.query.database.entity]
    : [call.query.database.entity];
};

export const callEdges = (system: System): CallEdge[] => {
  const edges = new Map<string, CallEdge>();
  const add = (from: ExplanationEntity, to: ExplanationEntity): void => {
    edges.set(`${entityKey(from)} ${entityKey(to)}`, { from, to });
  };
  for (const call of system.calls) for (const to of othersOf(call)) add(serviceEntity(call.from.service), to);
  // A queue waits for who reads it.
  for (const queue of system.queues) add(queue.entity, serviceEntity(queue.consumer));
  return [...edges.values()];
};
