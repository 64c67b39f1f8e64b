/** Different names of one party: a pod of a service that has only one, a host name that is a service's. */
import type { ExplanationEntity } from '@nightglass/model';
import type { IncidentData } from '../incident.ts';

/** `risk.shop.svc.cluster.local:8443` -> `risk`; an address of numbers has no name. */
const hostLabel = (name: string): string => {
  const host = name.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').replace(/[:/].*$/, '');
  return /^[\d.]+$/.test(host) ? '' : (host.split('.')[0] ?? '');
};

/** A function that gives the one entity that stands for all aliases. */
export const foldAliases = (data: IncidentData): ((entity: ExplanationEntity) => ExplanationEntity) => {
  const services = new Set<string>();
  for (const span of data.spans) services.add(span.service);
  for (const series of data.series) if (series.entity.kind === 'service') services.add(series.entity.name);
  for (const log of data.logs) if (log.service !== '') services.add(log.service);
  const pods = new Map<string, Set<string>>();
  const serviceOfPod = new Map<string, string>();
  for (const { service, pod } of Object.values(data.resources)) {
    if (service === '' || pod === '') continue;
    serviceOfPod.set(pod, service);
    const known = pods.get(service);
    if (known === undefined) pods.set(service, new Set([pod]));
    else known.add(pod);
  }
  return (entity) => {
    if (entity.kind === 'pod') {
      const owner = serviceOfPod.get(entity.name);
      return owner !== undefined && pods.get(owner)?.size === 1 ? { kind: 'service', name: owner } : entity;
    }
    if (entity.kind === 'external' || entity.kind === 'workload') {
      if (services.has(entity.name)) return { kind: 'service', name: entity.name };
      const label = entity.kind === 'external' ? hostLabel(entity.name) : '';
      if (label !== '' && services.has(label)) return { kind: 'service', name: label };
    }
    return entity;
  };
};
