/** Faults inside a process, and of how processes treat each other. */
import { failureOf } from '../engine/failure.ts';
import { requestDimensions } from '../engine/request.ts';
import { usualRates } from '../system/capacity.ts';
import { type Call, type ServiceCall, serviceEntity } from '../system/system.ts';
import { guiltyDiff } from '../telemetry/diffs.ts';
import { type Family, podEntities, ramp } from './family.ts';

const toService = (call: Call): call is ServiceCall => call.kind === 'service';

export const eventLoopStall: Family = {
  name: 'event_loop_stall',
  about: 'some requests compute for long on the one thread of a Node process; all others wait',
  place: ({ system, reach, chance, severity }) => {
    const service = reach.pickService(
      chance,
      'slow',
      (one) => one.language === 'node' && one.consumes === null,
    );
    if (service === null) return null;
    const operation = reach.pickOperation(chance, service, 'slow');
    const dimension = chance.integer(1, requestDimensions.length - 1);
    const value = requestDimensions[dimension]!.values.length - 1;
    const share = requestDimensions[dimension]!.shares[value]!;
    const perPod = usualRates(system).operations[operation.index]! / service.pods.length;
    // Enough to fill most of the one core.
    const blockMs = (chance.between(0.5, 0.75) * severity ** 0.4 * 1000) / Math.max(0.3, perPod * share);
    const factor = blockMs / (operation.cpuMs * Math.exp(operation.sigma ** 2 / 2));
    return {
      entity: serviceEntity(service),
      alsoAccepted: podEntities(service.pods),
      faultClass: 'event_loop',
      acceptedClasses: ['event_loop', 'cpu', 'slow_code', 'change'],
      operation: operation.name,
      change: { kind: 'deploy', service: service.name, ...guiltyDiff(chance, service, 'slow') },
      bend: (state) => {
        const rules = state.operations[operation.index]!;
        rules.cpuFactor = factor;
        rules.match = { dimension, value };
      },
    };
  },
};

export const threadStarvation: Family = {
  name: 'thread_starvation',
  about: 'worker threads wait for something that never comes; the few that are left serve everybody',
  place: ({ system, reach, chance, severity }) => {
    const service = reach.pickService(chance, 'slow', (one) => one.threads > 0 && one.consumes === null);
    if (service === null) return null;
    const perPod =
      service.operations.reduce(
        (sum, operation) => sum + usualRates(system).operations[operation.index]!,
        0,
      ) / service.pods.length;
    const minutes = chance.between(0.5, 2) / severity;
    const left = Math.max(0.2, Math.min(service.threads * 0.05, perPod * 0.004));
    return {
      entity: serviceEntity(service),
      alsoAccepted: podEntities(service.pods),
      faultClass: 'pool_exhaustion',
      acceptedClasses: ['pool_exhaustion', 'deadlock', 'lock_contention'],
      bend: (state, ageMs) => {
        for (const pod of state.podsOf(service))
          pod.threadsHeld = (service.threads - left) * ramp(ageMs, minutes * 60_000);
      },
    };
  },
};

export const retryStorm: Family = {
  name: 'retry_storm',
  about: 'a caller that retries without a budget keeps its callee overloaded after a short stumble',
  place: ({ reach, chance, severity }) => {
    const call = reach.pickCall(chance, 'fail', toService);
    if (call === null) return null;
    const caller = call.from.service;
    const callee = call.to.service;
    const attempts = Math.round(chance.integer(6, 9) * severity);
    const timeoutMs = Math.max(20, Math.round(call.timeoutMs / 3));
    return {
      entity: serviceEntity(caller),
      alsoAccepted: [serviceEntity(callee), ...podEntities([...caller.pods, ...callee.pods])],
      faultClass: 'retry_storm',
      acceptedClasses: ['retry_storm', 'config', 'change'],
      operation: call.from.name,
      change: {
        kind: 'config',
        service: caller.name,
        summary: chance.pick([
          `more robust calls of ${caller.name}`,
          `resilience settings of ${caller.name}`,
          `hide short failures of ${callee.name}`,
        ]),
        files: [`config/${caller.name}.yaml`],
        diff: `@@ config/${caller.name}.yaml @@\n clients:\n   ${callee.name}:\n-    attempts: ${call.attempts}\n-    budget: 0.2\n+    attempts: ${attempts}\n`,
      },
      bend: (state, ageMs) => {
        for (const rules of state.calls)
          if (
            rules.call.kind === 'service' &&
            rules.call.from.service === caller &&
            rules.call.to.service === callee
          ) {
            rules.attempts = attempts;
            rules.budget = Number.POSITIVE_INFINITY;
            rules.timeoutMs = timeoutMs;
          }
        if (ageMs < 75_000) for (const pod of state.podsOf(callee)) pod.coresFactor = 0.2;
      },
    };
  },
};

export const wrongEndpoint: Family = {
  name: 'wrong_endpoint',
  about: 'a caller is given an address where nobody listens',
  heldOut: true,
  place: ({ reach, chance }) => {
    const call = reach.pickCall(chance, 'fail', toService);
    if (call === null) return null;
    const caller = call.from.service;
    const callee = call.to.service;
    const lookup = chance.chance(0.5);
    const failure = failureOf(
      lookup ? 'dns_not_found' : 'refused',
      lookup ? `${callee.name}-v2` : callee.name,
    );
    return {
      entity: serviceEntity(caller),
      alsoAccepted: podEntities(caller.pods),
      faultClass: 'config',
      acceptedClasses: ['config', 'dns', 'change', 'network'],
      operation: call.from.name,
      change: {
        kind: 'config',
        service: caller.name,
        summary: chance.pick([
          `addresses of ${caller.name}`,
          `move ${callee.name} endpoint to shared settings`,
        ]),
        files: [`config/${caller.name}.yaml`],
        diff: `@@ config/${caller.name}.yaml @@\n clients:\n   ${callee.name}:\n-    url: http://${callee.name}:8080\n+    url: http://${lookup ? `${callee.name}-v2:8080` : `${callee.name}:8081`}\n`,
      },
      bend: (state) => {
        for (const rules of state.calls)
          if (
            rules.call.kind === 'service' &&
            rules.call.from.service === caller &&
            rules.call.to.service === callee
          ) {
            rules.errorShare = 1;
            rules.failure = failure;
            rules.afterMs = 3;
          }
      },
    };
  },
};

export const ownRateLimit: Family = {
  name: 'own_rate_limit',
  about: 'a service refuses most of its usual load because its own limit was set too low',
  heldOut: true,
  place: ({ reach, chance, severity }) => {
    const service = reach.pickService(chance, 'fail', (one) => one.layer > 0 && one.consumes === null);
    if (service === null) return null;
    const share = Math.min(0.97, chance.between(0.4, 0.8) * severity);
    const failure = failureOf('overloaded', service.name);
    return {
      entity: serviceEntity(service),
      alsoAccepted: podEntities(service.pods),
      faultClass: 'throttling',
      acceptedClasses: ['throttling', 'config', 'change', 'code_error'],
      change: {
        kind: 'config',
        service: service.name,
        summary: chance.pick([`fair use limits`, `protect ${service.name} from bursts`]),
        files: [`config/${service.name}.yaml`],
        diff: `@@ config/${service.name}.yaml @@\n limits:\n-  requests_per_second: 5000\n+  requests_per_second: 5\n`,
      },
      bend: (state) => {
        for (const operation of service.operations) {
          const rules = state.operations[operation.index]!;
          rules.errorShare = share;
          rules.failure = failure;
        }
      },
    };
  },
};

export const monitorContention: Family = {
  name: 'monitor_contention',
  about: 'threads of a Java or Python process queue for one lock',
  heldOut: true,
  place: ({ system, reach, chance, severity }) => {
    const service = reach.pickService(
      chance,
      'slow',
      (one) => (one.language === 'java' || one.language === 'python') && one.consumes === null,
    );
    if (service === null) return null;
    const rates = usualRates(system).operations;
    const perPod =
      service.operations.reduce((sum, operation) => sum + rates[operation.index]!, 0) / service.pods.length;
    const lockMs = (chance.between(0.86, 1.05) * severity ** 0.3 * 1000) / Math.max(0.5, perPod);
    return {
      entity: serviceEntity(service),
      alsoAccepted: podEntities(service.pods),
      faultClass: 'lock_contention',
      acceptedClasses: ['lock_contention', 'slow_code', 'pool_exhaustion', 'change'],
      change: { kind: 'deploy', service: service.name, ...guiltyDiff(chance, service, 'slow') },
      bend: (state) => {
        for (const pod of state.podsOf(service)) {
          pod.lockShare = 0.95;
          pod.lockMs = lockMs;
        }
      },
    };
  },
};
