/** Faults that come with a version, a flag or a setting of a service. */
import { type FailureKind, failureOf } from '../engine/failure.ts';
import { requestDimensions } from '../engine/request.ts';
import { type Call, type ServiceCall, serviceEntity } from '../system/system.ts';
import { versionAfter } from '../telemetry/changes.ts';
import { guiltyDiff } from '../telemetry/diffs.ts';
import { type Family, podEntities, ramp } from './family.ts';

const toService = (call: Call): call is ServiceCall => call.kind === 'service';

export const badDeploy: Family = {
  name: 'bad_deploy',
  about: 'a new version fails in one operation, sometimes only for some requests',
  place: ({ reach, chance, severity }) => {
    const service = reach.pickService(chance, 'fail', () => true);
    if (service === null) return null;
    const operation = reach.pickOperation(chance, service, 'fail');
    const kind = chance.pick<FailureKind>(['null_reference', 'missing_key', 'bad_value']);
    const dimension = chance.below(requestDimensions.length);
    const partial = severity === 1 && chance.chance(0.45);
    const match = partial ? { dimension, value: chance.below(3) } : null;
    const share = partial ? 0.95 : Math.min(1, chance.between(0.15, 0.6) * severity);
    const failure = failureOf(kind, service.stem);
    const version = versionAfter(service.version);
    return {
      entity: serviceEntity(service),
      alsoAccepted: podEntities(service.pods),
      faultClass: 'code_error',
      acceptedClasses: ['code_error', 'change', 'go_panic'],
      operation: operation.name,
      change: { kind: 'deploy', service: service.name, version, ...guiltyDiff(chance, service, 'error') },
      bend: (state) => {
        const rules = state.operations[operation.index]!;
        rules.errorShare = share;
        rules.failure = failure;
        rules.match = match;
      },
    };
  },
};

export const slowDeploy: Family = {
  name: 'n_plus_one',
  about: 'a new version asks for every item on its own',
  place: ({ system, reach, chance, severity }) => {
    const calls = system.calls.filter(
      (call) =>
        (call.kind === 'query' || call.kind === 'service') &&
        reach.call(call, 'slow') >= 0.25 &&
        call.from.service.layer > 0,
    );
    if (calls.length === 0) return null;
    const call = chance.pick(calls);
    const { service } = call.from;
    const times = Math.round(
      (call.kind === 'query' ? chance.integer(14, 34) : chance.integer(6, 12)) * severity,
    );
    return {
      entity: serviceEntity(service),
      alsoAccepted: podEntities(service.pods),
      faultClass: 'slow_code',
      acceptedClasses: ['slow_code', 'change'],
      operation: call.from.name,
      change: {
        kind: 'deploy',
        service: service.name,
        version: versionAfter(service.version),
        ...guiltyDiff(chance, service, 'loop'),
      },
      bend: (state) => {
        const rules = state.operations[call.from.index]!;
        rules.repeated = call;
        rules.callFactor = times;
      },
    };
  },
};

export const slowCode: Family = {
  name: 'slow_code',
  about: 'a new version computes much longer for the same answer',
  place: ({ reach, chance, severity }) => {
    const service = reach.pickService(chance, 'slow', () => true);
    if (service === null) return null;
    const operation = reach.pickOperation(chance, service, 'slow');
    const factor = chance.between(6, 16) * severity;
    return {
      entity: serviceEntity(service),
      alsoAccepted: podEntities(service.pods),
      faultClass: 'slow_code',
      acceptedClasses: [
        'slow_code',
        'change',
        'cpu',
        ...(service.language === 'node' ? (['event_loop'] as const) : []),
      ],
      operation: operation.name,
      change: {
        kind: 'deploy',
        service: service.name,
        version: versionAfter(service.version),
        ...guiltyDiff(chance, service, 'slow'),
      },
      bend: (state) => {
        state.operations[operation.index]!.cpuFactor = factor;
      },
    };
  },
};

export const tightTimeout: Family = {
  name: 'timeout_too_tight',
  about: 'a caller is told to wait less than its callee usually needs',
  place: ({ reach, chance, severity }) => {
    const call = reach.pickCall(chance, 'fail', toService);
    if (call === null) return null;
    const caller = call.from.service;
    // Below the callee's usual time: most calls run into it.
    const timeoutMs = Math.max(1, Math.round((call.to.cpuMs * (1 + call.to.steps.length) * 1.2) / severity));
    const key = chance.pick(['timeout', 'deadline', 'read_timeout', 'client_timeout']);
    return {
      entity: serviceEntity(caller),
      alsoAccepted: podEntities(caller.pods),
      faultClass: 'config',
      acceptedClasses: ['config', 'change'],
      operation: call.from.name,
      change: {
        kind: 'config',
        service: caller.name,
        summary: chance.pick([
          `shorter budgets for calls of ${caller.name}`,
          `tighten client settings`,
          `fail faster when ${call.to.service.name} is slow`,
        ]),
        files: [`config/${caller.name}.yaml`],
        diff: `@@ config/${caller.name}.yaml @@\n clients:\n   ${call.to.service.name}:\n-    ${key}: ${call.timeoutMs}ms\n+    ${key}: ${timeoutMs}ms\n`,
      },
      bend: (state) => {
        for (const rules of state.calls)
          if (
            rules.call.kind === 'service' &&
            rules.call.from.service === caller &&
            rules.call.to.service === call.to.service
          )
            rules.timeoutMs = timeoutMs;
      },
    };
  },
};

export const earlyReturn: Family = {
  name: 'early_return',
  about: 'a new version answers at once with nothing in it, and its callers stumble',
  place: ({ system, reach, chance, severity }) => {
    const service = reach.pickService(
      chance,
      'fail',
      (one) =>
        one.layer > 0 &&
        one.consumes === null &&
        one.operations.some((operation) => operation.steps.length > 0),
    );
    if (service === null) return null;
    const operations = service.operations.filter(
      (operation) =>
        operation.steps.length > 0 &&
        system.calls.some(
          (call) => call.kind === 'service' && call.to === operation && call.onError === 'fail',
        ),
    );
    if (operations.length === 0) return null;
    const operation = chance.weighted(operations, (one) => reach.operation(one, 'fail') + 1e-6);
    const share = Math.min(1, chance.between(0.4, 0.95) * severity);
    return {
      entity: serviceEntity(service),
      alsoAccepted: podEntities(service.pods),
      faultClass: 'early_return',
      acceptedClasses: ['early_return', 'code_error', 'change'],
      operation: operation.name,
      change: {
        kind: 'deploy',
        service: service.name,
        version: versionAfter(service.version),
        ...guiltyDiff(chance, service, 'early'),
      },
      bend: (state) => {
        state.operations[operation.index]!.hollowShare = share;
      },
    };
  },
};

export const featureFlag: Family = {
  name: 'feature_flag',
  about: 'a flag turns on a path that waits for something slow',
  place: ({ reach, chance, severity }) => {
    const service = reach.pickService(chance, 'slow', () => true);
    if (service === null) return null;
    const operation = reach.pickOperation(chance, service, 'slow');
    const ms = chance.between(150, 700) * severity;
    const share = Math.min(1, chance.between(0.25, 0.8) * severity);
    const flag = `${service.stem}-${chance.pick(['new-flow', 'v2', 'smart-ranking', 'async-write', 'experiment-b', 'personalised'])}`;
    return {
      entity: serviceEntity(service),
      alsoAccepted: podEntities(service.pods),
      faultClass: 'change',
      acceptedClasses: ['change', 'slow_code', 'config'],
      operation: operation.name,
      change: {
        kind: 'flag',
        service: service.name,
        summary: `${flag}: off -> on (${Math.round(share * 100)} %)`,
        files: [],
        diff: '',
      },
      bend: (state, ageMs) => {
        const rules = state.operations[operation.index]!;
        rules.extraMs = ms;
        rules.extraShare = share * ramp(ageMs, 15_000);
      },
    };
  },
};
