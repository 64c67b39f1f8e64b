/** Faults of Go's runtime and of what Go programs do to themselves. */
import type { FaultClass } from '@nightglass/model';
import { failureOf } from '../engine/failure.ts';
import { usualRates } from '../system/capacity.ts';
import { type Service, serviceEntity } from '../system/system.ts';
import { guiltyDiff } from '../telemetry/diffs.ts';
import { type GoSite, goSite, leaveCrash, leaveFinding, leaveRecovered } from '../telemetry/go-artifacts.ts';
import { type Family, podEntities, ramp, type Site, type Strike } from './family.ts';

const pickGo = (
  { reach, chance }: Site,
  need: 'slow' | 'fail',
  fits: (service: Service) => boolean = () => true,
): Service | null =>
  reach.pickService(
    chance,
    need,
    (service) => service.language === 'go' && service.consumes === null && fits(service),
  );

/** Nobody of the telemetry's own sees the entry itself refuse connections. */
const behindEntry = (service: Service): boolean => service.layer > 0;

const about = (
  service: Service,
  faultClass: FaultClass,
  acceptedClasses: FaultClass[],
): Pick<Strike, 'entity' | 'alsoAccepted' | 'faultClass' | 'acceptedClasses'> => ({
  entity: serviceEntity(service),
  alsoAccepted: podEntities(service.pods),
  faultClass,
  acceptedClasses,
});

/** Requests per second of one pod in normal times. */
const ratePerPod = (site: Site, service: Service): number => {
  const { operations } = usualRates(site.system);
  return (
    service.operations.reduce((sum, operation) => sum + operations[operation.index]!, 0) / service.pods.length
  );
};

export const goMapRace: Family = {
  name: 'go_map_race',
  about: 'two goroutines use one map, one of them writes: the process ends again and again',
  go: true,
  place: (site) => {
    const service = pickGo(site, 'fail', behindEntry);
    if (service === null) return null;
    const { chance, severity } = site;
    const where = goSite(chance, service);
    const deploy = chance.chance(0.6);
    const between = chance.between(70_000, 150_000) / severity;
    return {
      ...about(service, 'go_map_race', ['go_map_race']),
      ...(deploy
        ? {
            change: {
              kind: 'deploy' as const,
              service: service.name,
              ...guiltyDiff(chance, service, 'slow'),
            },
          }
        : {}),
      bend: (state, _age, timeMs) => {
        for (const pod of state.podsOf(service)) {
          if (timeMs < pod.downUntilMs || !chance.chance(15_000 / between)) continue;
          const down = 12_000 + 13_000 * Math.min(5, pod.restarts) * chance.next();
          state.stop(pod, {
            startMs: timeMs + chance.between(0, 5000),
            endMs: timeMs + 15_000 + down,
            reason: 'Error',
            exitCode: 2,
          });
        }
      },
      leave: (residue) => leaveCrash(residue, service, where),
    };
  },
};

export const goroutineLeak: Family = {
  name: 'go_goroutine_leak',
  about: 'every request leaves goroutines behind, until memory is gone',
  go: true,
  place: (site) => {
    const service = pickGo(site, 'slow', behindEntry);
    if (service === null) return null;
    const { chance, severity } = site;
    const where = goSite(chance, service);
    const minutes = chance.between(2.2, 4.5) / severity;
    const perStep = ((service.memoryLimitMb - service.memoryBaseMb) / 0.009 / minutes / 60) * 15;
    return {
      ...about(service, 'goroutine_leak', ['goroutine_leak', 'memory']),
      ...(chance.chance(0.5)
        ? {
            change: {
              kind: 'deploy' as const,
              service: service.name,
              ...guiltyDiff(chance, service, 'early'),
            },
          }
        : {}),
      bend: (state) => {
        for (const pod of state.podsOf(service))
          if (pod.mode === 'ok') pod.goroutinesLeaked += perStep * chance.between(0.85, 1.15);
      },
      leave: (residue) => leaveFinding(residue, service, where, 'goroutine-leak'),
    };
  },
};

export const gcPressure: Family = {
  name: 'go_gc_pressure',
  about: 'a setting makes the garbage collector run all the time',
  go: true,
  place: (site) => {
    const service = pickGo(site, 'slow');
    if (service === null) return null;
    const { chance, severity } = site;
    const limit = chance.chance(0.5);
    const pauseMs = chance.between(18, 45) * severity;
    const gogc = chance.integer(2, 6);
    const key = limit ? 'GOMEMLIMIT' : 'GOGC';
    const value = limit ? `${Math.round(service.memoryBaseMb * 0.5)}MiB` : String(gogc);
    return {
      ...about(service, 'gc_pressure', ['gc_pressure', 'memory', 'config', 'cpu']),
      change: {
        kind: 'config',
        service: service.name,
        summary: chance.pick([
          `save memory in ${service.name}`,
          `memory settings of ${service.name}`,
          `fit ${service.name} into smaller nodes`,
        ]),
        files: [`deploy/${service.name}/env.yaml`],
        diff: `@@ deploy/${service.name}/env.yaml @@\n env:\n-  ${key}: ${limit ? `${service.memoryLimitMb}MiB` : '100'}\n+  ${key}: ${value}\n`,
      },
      bend: (state, ageMs) => {
        for (const pod of state.podsOf(service)) {
          if (limit) pod.memoryGoalMb = service.memoryBaseMb * 0.45 + 1;
          else pod.gogc = gogc;
          pod.pauseShare = 0.3 * ramp(ageMs, 15_000);
          pod.pauseMs = pauseMs;
        }
      },
      leave: (residue) =>
        leaveFinding(
          residue,
          service,
          goSite(chance, service),
          limit ? 'memory-not-enough' : 'gc-falling-behind',
        ),
    };
  },
};

export const lockConvoy: Family = {
  name: 'go_lock_convoy',
  about: 'a mutex is held while something slow is done, and everybody queues for it',
  go: true,
  place: (site) => {
    const service = pickGo(site, 'slow');
    if (service === null) return null;
    const { chance, severity } = site;
    const lockMs =
      (chance.between(0.86, 1.05) * severity ** 0.3 * 1000) / Math.max(0.5, ratePerPod(site, service)) / 0.9;
    return {
      ...about(service, 'lock_contention', ['lock_contention', 'deadlock']),
      change: { kind: 'deploy', service: service.name, ...guiltyDiff(chance, service, 'slow') },
      bend: (state) => {
        for (const pod of state.podsOf(service)) {
          pod.lockShare = 0.9;
          pod.lockMs = lockMs;
        }
      },
      leave: (residue) => leaveFinding(residue, service, goSite(chance, service), 'lock-convoy'),
    };
  },
};

const hang = (
  state: Parameters<Strike['bend']>[0],
  service: Service,
  index: number,
  share: number,
  leaked: number,
): void => {
  state.operations[index]!.hangShare = share;
  for (const pod of state.podsOf(service)) pod.goroutinesLeaked += leaked;
};

export const channelDeadlock: Family = {
  name: 'go_channel_deadlock',
  about: 'goroutines wait for each other on channels: some requests never get an answer',
  go: true,
  place: (site) => {
    const service = pickGo(site, 'fail');
    if (service === null) return null;
    const { chance, reach, severity } = site;
    const operation = reach.pickOperation(chance, service, 'fail');
    const share = Math.min(1, chance.between(0.35, 0.9) * severity);
    const leaked = ratePerPod(site, service) * 15 * share;
    return {
      ...about(service, 'deadlock', ['deadlock', 'goroutine_leak', 'lock_contention']),
      operation: operation.name,
      bend: (state, ageMs) => hang(state, service, operation.index, share * ramp(ageMs, 45_000), leaked),
      leave: (residue) =>
        leaveFinding(
          residue,
          service,
          goSite(chance, service),
          chance.chance(0.5) ? 'channel-waiters' : 'self-deadlock',
        ),
    };
  },
};

export const heapLeak: Family = {
  name: 'go_heap_leak',
  about: 'a map or slice that only grows, until the kernel ends the process',
  go: true,
  place: (site) => {
    const service = pickGo(site, 'slow', behindEntry);
    if (service === null) return null;
    const { chance, severity } = site;
    const minutes = chance.between(1.8, 4) / severity;
    const perStep = ((service.memoryLimitMb - service.memoryBaseMb) / 1.15 / minutes / 60) * 15;
    return {
      ...about(service, 'memory', ['memory', 'gc_pressure']),
      bend: (state) => {
        for (const pod of state.podsOf(service))
          if (pod.mode === 'ok') pod.leakMb += perStep * chance.between(0.85, 1.15);
      },
      leave: (residue) => leaveFinding(residue, service, goSite(chance, service), 'heap-growth'),
    };
  },
};

export const schedulerStarvation: Family = {
  name: 'go_scheduler_starvation',
  about: 'far more running threads than the CPU quota allows: the container is stopped in every period',
  go: true,
  place: (site) => {
    const service = pickGo(site, 'slow');
    if (service === null) return null;
    const { chance, severity } = site;
    const factor = chance.between(0.3, 0.45) / severity;
    return {
      ...about(service, 'throttling', ['throttling', 'cpu', 'config']),
      change: {
        kind: 'config',
        service: service.name,
        summary: chance.pick([
          `drop custom environment of ${service.name}`,
          `${service.name}: use defaults of the base image`,
          `unify environment of Go services`,
        ]),
        files: [`deploy/${service.name}/env.yaml`],
        diff: `@@ deploy/${service.name}/env.yaml @@\n env:\n-  GOMAXPROCS: "1"\n   LOG_LEVEL: info\n`,
      },
      bend: (state) => {
        for (const pod of state.podsOf(service)) {
          pod.coresFactor = factor;
          pod.throttledShare = chance.between(0.55, 0.8);
          pod.pauseShare = 0.35;
          pod.pauseMs = 75;
        }
      },
    };
  },
};

export const workerLeak: Family = {
  name: 'go_worker_leak',
  about: 'after a timeout nobody receives any more: each late sender keeps its worker for ever',
  go: true,
  heldOut: true,
  place: (site) => {
    const service = pickGo(site, 'fail');
    if (service === null) return null;
    const { chance, reach, severity } = site;
    const operation = reach.pickOperation(chance, service, 'fail');
    const leaked = ratePerPod(site, service) * 15 * 0.4;
    const minutes = chance.between(1, 3) / severity;
    return {
      ...about(service, 'goroutine_leak', ['goroutine_leak', 'pool_exhaustion', 'deadlock']),
      operation: operation.name,
      bend: (state, ageMs) =>
        hang(state, service, operation.index, 0.75 * ramp(ageMs, minutes * 60_000), leaked),
      leave: (residue) => leaveFinding(residue, service, goSite(chance, service), 'goroutine-leak'),
    };
  },
};

export const handlerPanic: Family = {
  name: 'go_panic',
  about: 'a handler panics for some requests; the server recovers and cuts the connection',
  go: true,
  place: (site) => {
    const service = pickGo(site, 'fail', (one) => one.layer > 0);
    if (service === null) return null;
    const { chance, reach, severity } = site;
    const operation = reach.pickOperation(chance, service, 'fail');
    const kind = chance.chance(0.7) ? ('null_reference' as const) : ('nil_map' as const);
    const failure = { ...failureOf(kind, service.stem), cutsConnection: true };
    const share = Math.min(1, chance.between(0.15, 0.5) * severity);
    const where: GoSite = goSite(chance, service);
    return {
      ...about(service, 'go_panic', ['go_panic', 'code_error', 'change']),
      operation: operation.name,
      change: { kind: 'deploy', service: service.name, ...guiltyDiff(chance, service, 'error') },
      bend: (state) => {
        const rules = state.operations[operation.index]!;
        rules.errorShare = share;
        rules.failure = failure;
      },
      leave: (residue) => leaveRecovered(residue, service, where, kind),
    };
  },
};
