/** Faults of the cluster: rollouts, probes, machines, clocks. */
import { failureOf } from '../engine/failure.ts';
import type { State } from '../engine/state.ts';
import { machineEntity, type Pod, type Service, serviceEntity } from '../system/system.ts';
import { type ChangeDraft, versionAfter } from '../telemetry/changes.ts';
import { podReason } from '../telemetry/kubernetes.ts';
import { type Family, podEntities, ramp } from './family.ts';

/** A deploy that says nothing of itself but its version. */
const release = (service: Service, version: string): ChangeDraft => ({
  kind: 'deploy',
  service: service.name,
  version,
  summary: `release ${service.name} ${version}`,
  files: [],
  diff: '',
});
const workload = (service: Service) => ({ kind: 'workload' as const, name: service.name });

/** All but `kept` pods are gone from behind the service's name. */
const keepOnly = (state: State, service: Service, kept: number): void => {
  state.podsOf(service).forEach((pod, i) => {
    if (i >= kept) pod.mode = 'out';
  });
};

export const imagePull: Family = {
  name: 'image_pull',
  about: 'a rollout names an image that cannot be pulled; old pods are gone already',
  place: ({ reach, chance, severity }) => {
    const service = reach.pickService(chance, 'fail', (one) => one.layer > 0);
    if (service === null) return null;
    const kept = severity > 1 ? 0 : Math.floor(service.pods.length / 3);
    const gone = service.pods.slice(kept);
    const version = versionAfter(service.version);
    return {
      entity: serviceEntity(service),
      alsoAccepted: [workload(service), ...podEntities(service.pods)],
      faultClass: 'kubernetes',
      acceptedClasses: ['kubernetes', 'change', 'config'],
      change: release(service, version),
      kubernetes: true,
      bend: (state) => keepOnly(state, service, kept),
      leave: ({ kubernetes, timeline }) => {
        const image = `registry.internal/${service.name}:${version}`;
        for (const pod of gone)
          podReason(kubernetes, pod, {
            reason: 'ImagePullBackOff',
            message: `Back-off pulling image "${image}"`,
            ready: false,
            startMs: timeline.onsetMs,
            events: [
              [
                'Failed',
                `Failed to pull image "${image}": rpc error: code = NotFound desc = failed to pull and unpack image "${image}": not found`,
              ],
              ['BackOff', `Back-off pulling image "${image}"`],
            ],
          });
      },
    };
  },
};

export const crashLoop: Family = {
  name: 'crash_loop',
  about: 'a new version ends at its start: a setting is missing',
  place: ({ reach, chance }) => {
    const service = reach.pickService(chance, 'fail', (one) => one.layer > 0);
    if (service === null) return null;
    const name = `${service.stem.toUpperCase()}_${chance.pick(['DSN', 'BROKER_URL', 'SIGNING_KEY', 'REGION', 'TOKEN_FILE'])}`;
    const version = versionAfter(service.version);
    const text = {
      go: `required environment variable ${name} is not set`,
      java: `java.lang.IllegalStateException: Could not resolve placeholder '${name}' in value "\${${name}}"`,
      python: `KeyError: '${name}'`,
      node: `Error: missing configuration: ${name}`,
    }[service.language];
    return {
      entity: serviceEntity(service),
      alsoAccepted: [workload(service), ...podEntities(service.pods)],
      faultClass: 'kubernetes',
      acceptedClasses: ['kubernetes', 'config', 'change', 'code_error'],
      change: release(service, version),
      kubernetes: true,
      bend: (state, _age, timeMs) => {
        for (const pod of state.podsOf(service)) {
          if (timeMs < pod.downUntilMs) continue;
          state.stop(pod, {
            startMs: timeMs,
            endMs: timeMs + [12_000, 22_000, 42_000, 82_000, 160_000, 300_000][Math.min(5, pod.restarts)]!,
            reason: 'Error',
            exitCode: 1,
          });
          pod.mode = 'refusing';
        }
      },
      leave: (residue) => {
        for (const outage of residue.run.state.outages)
          if (outage.pod.service === service)
            residue.lines.write(
              residue.logs,
              { pod: outage.pod, span: null, weight: 1 },
              outage.startMs + 800,
              21,
              text,
            );
      },
    };
  },
};

export const readinessProbe: Family = {
  name: 'readiness_probe',
  about: 'a probe that is too strict takes pods out though they work',
  place: ({ reach, chance, severity }) => {
    const service = reach.pickService(chance, 'fail', (one) => one.layer > 0);
    if (service === null) return null;
    const share = Math.min(1, chance.between(0.6, 0.85) * severity);
    const path = chance.pick(['/healthz', '/readyz', '/health', '/actuator/health/readiness', '/ready']);
    return {
      entity: serviceEntity(service),
      alsoAccepted: [workload(service), ...podEntities(service.pods)],
      faultClass: 'kubernetes',
      acceptedClasses: ['kubernetes', 'config', 'change'],
      change: {
        kind: 'config',
        service: service.name,
        summary: chance.pick([
          `probes of ${service.name}`,
          `stricter health checks for ${service.name}`,
          `unify probe settings`,
        ]),
        files: [`deploy/${service.name}/deployment.yaml`],
        diff: `@@ deploy/${service.name}/deployment.yaml @@\n readinessProbe:\n   httpGet:\n     path: ${path}\n-  timeoutSeconds: 3\n-  failureThreshold: 3\n+  timeoutSeconds: 1\n+  failureThreshold: 1\n`,
      },
      kubernetes: true,
      bend: (state) => {
        for (const pod of state.podsOf(service)) if (chance.chance(share)) pod.mode = 'out';
      },
      leave: ({ kubernetes, timeline }) => {
        for (const pod of service.pods)
          podReason(kubernetes, pod, {
            reason: '',
            message: '',
            ready: false,
            startMs: timeline.onsetMs,
            events: [
              [
                'Unhealthy',
                `Readiness probe failed: Get "http://${pod.ip}:8080${path}": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`,
              ],
            ],
          });
      },
    };
  },
};

export const nodeNotReady: Family = {
  name: 'node_not_ready',
  about: 'a machine stops answering with all pods on it',
  place: ({ system, reach, chance }) => {
    const fitting = system.machines.filter((machine) =>
      machine.pods.some((pod) => reach.service(pod.service, 'fail') >= 0.3),
    );
    if (fitting.length === 0) return null;
    const machine = chance.pick(fitting);
    const reason = chance.pick(['NodeStatusUnknown', 'KubeletNotReady']);
    return {
      entity: machineEntity(machine),
      faultClass: 'node',
      acceptedClasses: ['node', 'kubernetes', 'network'],
      kubernetes: true,
      bend: (state) => {
        state.machineOf(machine).notReady = true;
        // Behind their names until the control plane gives the machine up; here it flaps, so they come back and fail again.
        for (const pod of machine.pods) state.pods[pod.index]!.mode = chance.chance(0.6) ? 'silent' : 'out';
      },
      leave: ({ kubernetes, timeline }) => {
        const node = kubernetes.objects.find(
          (object) => object.kind === 'Node' && object.metadata.name === machine.name,
        );
        if (node)
          node.status = {
            conditions: [
              {
                type: 'Ready',
                status: reason === 'KubeletNotReady' ? 'False' : 'Unknown',
                reason,
                message: 'Kubelet stopped posting node status.',
              },
            ],
          };
        kubernetes.events.push({
          timeMs: timeline.onsetMs + 40_000,
          type: 'Normal',
          reason: 'NodeNotReady',
          message: `Node ${machine.name} status is now: NodeNotReady`,
          count: 1,
          object: { kind: 'Node', name: machine.name, namespace: '' },
        });
        for (const pod of machine.pods)
          podReason(kubernetes, pod, {
            reason: '',
            message: '',
            ready: false,
            startMs: timeline.onsetMs + 40_000,
            events: [['NodeNotReady', 'Node is not ready']],
          });
      },
    };
  },
};

export const memoryLimit: Family = {
  name: 'oom_limit',
  about: 'a memory limit below what the service needs: it is killed again and again',
  heldOut: true,
  place: ({ reach, chance, severity }) => {
    const service = reach.pickService(chance, 'fail', (one) => one.layer > 0);
    if (service === null) return null;
    const limit = Math.round(service.memoryBaseMb * 0.95);
    const between = chance.between(60_000, 110_000) / severity;
    return {
      entity: serviceEntity(service),
      alsoAccepted: [workload(service), ...podEntities(service.pods)],
      faultClass: 'memory',
      acceptedClasses: ['memory', 'kubernetes', 'config', 'change'],
      change: {
        kind: 'config',
        service: service.name,
        summary: `resources of ${service.name}`,
        files: [`deploy/${service.name}/values.yaml`],
        diff: `@@ deploy/${service.name}/values.yaml @@\n limits:\n-  memory: ${service.memoryLimitMb}Mi\n+  memory: ${limit}Mi\n`,
      },
      bend: (state, _age, timeMs) => {
        for (const pod of state.podsOf(service))
          if (timeMs >= pod.downUntilMs && chance.chance(15_000 / between))
            state.stop(pod, {
              startMs: timeMs,
              endMs: timeMs + 15_000 + chance.between(5000, 30_000),
              reason: 'OOMKilled',
              exitCode: 137,
            });
      },
    };
  },
};

export const clockSkewed: Family = {
  name: 'clock_skew',
  about: 'the clock of one machine is wrong: what is signed elsewhere is not valid yet there',
  heldOut: true,
  place: ({ system, reach, chance, severity }) => {
    const service = reach.pickService(chance, 'fail', (one) => one.consumes === null);
    if (service === null) return null;
    const { machine } = chance.pick(service.pods);
    const pods: Pod[] = system.services
      .filter((one) => one === service)
      .flatMap((one) => one.pods)
      .filter((pod) => pod.machine === machine);
    const failure = failureOf('token_not_yet_valid', service.stem, { status: 500 });
    const share = Math.min(1, chance.between(0.5, 0.9) * severity);
    const behindMs = -chance.between(70_000, 400_000);
    return {
      entity: machineEntity(machine),
      alsoAccepted: [serviceEntity(service), ...podEntities(pods)],
      faultClass: 'node',
      acceptedClasses: ['node', 'config', 'code_error', 'tls'],
      clock: { machine, ms: behindMs },
      bend: (state) => {
        const only = new Set(pods.map((pod) => state.pods[pod.index]!));
        for (const operation of service.operations) {
          const rules = state.operations[operation.index]!;
          rules.errorShare = share;
          rules.failure = failure;
          rules.onlyPods = only;
        }
      },
    };
  },
};

export const serviceDisk: Family = {
  name: 'service_disk_full',
  about: 'the volume that a service writes to is full',
  heldOut: true,
  place: ({ reach, chance, severity }) => {
    const service = reach.pickService(chance, 'fail', (one) => one.layer > 0);
    if (service === null) return null;
    const failure = failureOf('disk_full', service.stem);
    const share = Math.min(1, chance.between(0.4, 0.9) * severity);
    return {
      entity: serviceEntity(service),
      alsoAccepted: [...podEntities(service.pods), ...service.pods.map((pod) => machineEntity(pod.machine))],
      faultClass: 'disk',
      bend: (state, ageMs) => {
        for (const operation of service.operations) {
          const rules = state.operations[operation.index]!;
          rules.errorShare = share * ramp(ageMs, 20_000);
          rules.failure = failure;
        }
        for (const pod of service.pods) state.machineOf(pod.machine).diskUsedShare = 0.3;
      },
    };
  },
};
