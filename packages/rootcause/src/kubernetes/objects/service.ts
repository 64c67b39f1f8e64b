import type { ExplanationEntity } from '@nightglass/model';
import type { KubernetesObject } from '../../incident.ts';
import { at, listOf, numberAt, portOf, textAt, textMapOf, textOf } from './fields.ts';
import type { Labels } from './labels.ts';

export interface Service {
  name: string;
  namespace: string;
  entity: ExplanationEntity;
  type: string;
  selector: Labels;
  clusterIp: string;
  externalName: string;
  ports: ServicePort[];
  object: KubernetesObject;
}

export interface ServicePort {
  name: string;
  port: number;
  /** The port itself when the spec does not say. */
  target: number | string;
  protocol: string;
}

export const serviceOf = (object: KubernetesObject): Service => ({
  name: textAt(object, 'metadata', 'name'),
  namespace: textAt(object, 'metadata', 'namespace'),
  entity: { kind: 'service', name: textAt(object, 'metadata', 'name') },
  type: textAt(object, 'spec', 'type') || 'ClusterIP',
  selector: textMapOf(at(object, 'spec', 'selector')),
  clusterIp: textAt(object, 'spec', 'clusterIP'),
  externalName: textAt(object, 'spec', 'externalName'),
  ports: listOf(at(object, 'spec', 'ports')).flatMap((port) => {
    const number = numberAt(port, 'port');
    if (number === null) return [];
    return [
      {
        name: textAt(port, 'name'),
        port: number,
        target: portOf(at(port, 'targetPort')) ?? number,
        protocol: textAt(port, 'protocol') || 'TCP',
      },
    ];
  }),
  object,
});

/** Ready and not-ready addresses of an Endpoints object. */
export const addressesOf = (endpoints: unknown): { ready: string[]; notReady: string[] } => {
  const ready: string[] = [];
  const notReady: string[] = [];
  for (const subset of listOf(at(endpoints, 'subsets'))) {
    for (const address of listOf(at(subset, 'addresses'))) ready.push(textOf(at(address, 'ip')));
    for (const address of listOf(at(subset, 'notReadyAddresses'))) notReady.push(textOf(at(address, 'ip')));
  }
  return { ready: ready.sort(), notReady: notReady.sort() };
};
