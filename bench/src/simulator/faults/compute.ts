/** Faults of CPU, memory and machines. */
import { machineEntity, serviceEntity } from '../system/system.ts';
import { type Family, podEntities, ramp } from './family.ts';

export const cpuHog: Family = {
  name: 'cpu_hog',
  about: 'something beside the service eats the cores of its containers',
  place: ({ reach, chance, severity }) => {
    const service = reach.pickService(chance, 'slow', () => true);
    if (service === null) return null;
    const share = Math.min(0.97, chance.between(0.72, 0.9) * severity ** 0.2);
    const ramping = chance.pick([15_000, 60_000, 120_000]);
    return {
      entity: serviceEntity(service),
      alsoAccepted: podEntities(service.pods),
      faultClass: 'cpu',
      acceptedClasses: ['cpu', 'throttling'],
      bend: (state, ageMs) => {
        for (const pod of state.podsOf(service))
          pod.stolenCores = service.cores * share * ramp(ageMs, ramping);
      },
    };
  },
};

export const onePodHog: Family = {
  name: 'one_pod_cpu',
  about: 'one replica of several loses its cores',
  place: ({ reach, chance, severity }) => {
    const service = reach.pickService(
      chance,
      'slow',
      (one) => one.pods.length >= 2 && one.pods.length <= 3 && one.layer > 0,
    );
    if (service === null) return null;
    const pod = chance.pick(service.pods);
    const share = Math.min(0.985, 0.93 * severity ** 0.1);
    return {
      entity: { kind: 'pod', name: pod.name },
      alsoAccepted: [serviceEntity(service)],
      faultClass: 'cpu',
      acceptedClasses: ['cpu', 'throttling', 'node'],
      bend: (state, ageMs) => {
        state.pods[pod.index]!.stolenCores = service.cores * share * ramp(ageMs, 30_000);
      },
    };
  },
};

export const noisyNeighbour: Family = {
  name: 'noisy_neighbour',
  about: 'a batch job on one machine starves every pod that stands there',
  place: ({ system, reach, chance, severity }) => {
    const fitting = system.machines.filter((machine) =>
      machine.pods.some((pod) => reach.service(pod.service, 'slow') >= 0.3),
    );
    if (fitting.length === 0) return null;
    const machine = chance.pick(fitting);
    const times = chance.between(2.2, 3.5) * severity;
    return {
      entity: machineEntity(machine),
      faultClass: 'node',
      acceptedClasses: ['node', 'cpu'],
      bend: (state, ageMs) => {
        state.machineOf(machine).stolenCores = machine.cores * times * ramp(ageMs, 45_000);
      },
    };
  },
};

export const memoryLeak: Family = {
  name: 'memory_leak',
  about: 'memory that is never given back, until the kernel ends the process',
  place: ({ reach, chance, severity }) => {
    const service = reach.pickService(chance, 'slow', (one) => one.language !== 'go' && one.layer > 0);
    if (service === null) return null;
    const room = service.memoryLimitMb - service.memoryBaseMb;
    const minutes = chance.between(2, 4.5) / severity;
    return {
      entity: serviceEntity(service),
      alsoAccepted: podEntities(service.pods),
      faultClass: 'memory',
      acceptedClasses: ['memory', 'gc_pressure'],
      bend: (state) => {
        for (const pod of state.podsOf(service))
          if (pod.mode === 'ok') pod.leakMb += (room / minutes / 60) * 15 * chance.between(0.85, 1.15);
      },
    };
  },
};

export const cpuThrottling: Family = {
  name: 'cpu_throttling',
  about: 'the CPU limit of a deployment is lowered below what it needs',
  place: ({ reach, chance, severity }) => {
    const service = reach.pickService(chance, 'slow', (one) => one.layer > 0);
    if (service === null) return null;
    const factor = chance.between(0.2, 0.32) / severity;
    const limit = `${Math.max(10, Math.round(service.cores * factor * 1000))}m`;
    return {
      entity: serviceEntity(service),
      alsoAccepted: podEntities(service.pods),
      faultClass: 'throttling',
      acceptedClasses: ['throttling', 'cpu', 'config', 'change'],
      change: {
        kind: 'config',
        service: service.name,
        summary: chance.pick([
          `resize ${service.name} containers`,
          `right-size requests and limits of ${service.name}`,
          `apply recommended resources to ${service.name}`,
        ]),
        files: [`deploy/${service.name}/values.yaml`],
        diff: `@@ deploy/${service.name}/values.yaml @@\n resources:\n   limits:\n-    cpu: ${Math.round(service.cores * 1000)}m\n+    cpu: ${limit}\n`,
      },
      bend: (state) => {
        for (const pod of state.podsOf(service)) {
          pod.coresFactor = factor;
          pod.throttledShare = 0.55;
        }
      },
    };
  },
};
