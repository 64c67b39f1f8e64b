/** Whether the data speak of a party at all: who is in none of them cannot be named by anybody. */
import type { ExplanationEntity } from '@nightglass/model';
import { entityKey, type IncidentData } from '@nightglass/rootcause';

/** Keys of everybody whom spans, log rows, series, edges, runtime findings or the objects of the cluster are about. */
export const mentioned = (data: IncidentData): Set<string> => {
  const names = new Set<string>();
  const add = (kind: ExplanationEntity['kind'], name: string): void => {
    if (name !== '') names.add(entityKey({ kind, name }));
  };
  const resource = (key: string): void => {
    const one = data.resources[key];
    if (one === undefined) return;
    add('service', one.service);
    add('pod', one.pod);
    add('node', one.node);
  };
  for (const { service, peer, resource: key } of data.spans) {
    add('service', service);
    resource(key);
    if (peer !== null) names.add(entityKey(peer));
  }
  for (const { service, resource: key } of data.logs) {
    add('service', service);
    resource(key);
  }
  for (const { entity } of data.series) {
    names.add(entityKey(entity));
    if (entity.kind === 'pod') resource(entity.name);
  }
  for (const { from, to } of data.topology) names.add(entityKey(from)).add(entityKey(to));
  for (const { service } of data.runtime) add('service', service);
  return names;
};
