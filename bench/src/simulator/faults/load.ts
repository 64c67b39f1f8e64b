/** Faults of load: too many requests, too few connections, others who do not answer. */
import { failureOf } from '../engine/failure.ts';
import type { Call, ExternalCall } from '../system/system.ts';
import { serviceEntity } from '../system/system.ts';
import { type Family, podEntities, ramp } from './family.ts';

const toExternal = (call: Call): call is ExternalCall => call.kind === 'external';

export const trafficSurge: Family = {
  name: 'traffic_surge',
  about: 'more requests come from outside than the system can take',
  place: ({ system, chance, severity }) => {
    const wide = chance.chance(0.5);
    const chosen = chance.weighted(system.entries, (entry) => entry.share);
    const times = (wide ? chance.between(3, 5.5) : chance.between(5, 9)) * severity;
    const ramping = chance.pick([30_000, 90_000, 180_000]);
    return {
      entity: serviceEntity(chosen.operation.service),
      faultClass: 'traffic_surge',
      operation: wide ? '' : chosen.operation.name,
      bend: (state, ageMs) => {
        system.entries.forEach((entry, i) => {
          if (wide || entry === chosen) state.trafficFactor[i] = 1 + (times - 1) * ramp(ageMs, ramping);
        });
      },
    };
  },
};

export const poolExhaustion: Family = {
  name: 'pool_exhaustion',
  about: 'connections to a database are taken and not given back',
  place: ({ system, reach, chance, severity }) => {
    const calls = system.calls.filter((call) => call.kind === 'query' && reach.call(call, 'slow') >= 0.2);
    if (calls.length === 0) return null;
    const call = chance.pick(calls);
    if (call.kind !== 'query') return null;
    const service = call.from.service;
    const { pool } = call;
    const minutes = chance.between(0.5, 2.5) / severity;
    return {
      entity: serviceEntity(service),
      alsoAccepted: podEntities(service.pods),
      faultClass: 'pool_exhaustion',
      acceptedClasses: ['pool_exhaustion'],
      bend: (state, ageMs) => {
        for (const podState of state.podsOf(service))
          state.pool(podState, pool).leaked = pool.size * ramp(ageMs, minutes * 60_000) * 0.995;
      },
    };
  },
};

export const externalOutage: Family = {
  name: 'external_outage',
  about: 'a party outside fails or does not answer',
  place: ({ reach, chance, severity }) => {
    const call = reach.pickCall(chance, 'fail', toExternal);
    if (call === null) return null;
    const { external } = call;
    const slow = chance.chance(0.5);
    const share = Math.min(1, chance.between(0.5, 0.95) * severity);
    return {
      entity: external.entity,
      faultClass: 'dependency_down',
      acceptedClasses: ['dependency_down', 'network'],
      bend: (state) => {
        const one = state.externals[external.index]!;
        one.errorShare = share;
        one.failure = slow
          ? failureOf('unreachable', external.name)
          : failureOf('bad_status', external.name, { status: 503 });
        one.afterMs = slow ? 30_000 : 40;
      },
    };
  },
};

export const externalQuota: Family = {
  name: 'external_quota',
  about: 'a party outside answers only so many requests per second',
  place: ({ reach, chance, severity }) => {
    const call = reach.pickCall(chance, 'fail', toExternal);
    if (call === null) return null;
    const { external } = call;
    let usual = 0;
    return {
      entity: external.entity,
      alsoAccepted: [serviceEntity(call.from.service), ...podEntities(call.from.service.pods)],
      faultClass: 'throttling',
      acceptedClasses: ['throttling', 'dependency_down'],
      bend: (state) => {
        const one = state.externals[external.index]!;
        if (usual === 0) usual = one.rate;
        one.quota = (usual * chance.between(0.3, 0.45)) / severity;
      },
    };
  },
};
