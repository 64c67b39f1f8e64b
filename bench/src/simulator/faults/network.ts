/** Faults of the network, of names and of certificates. */
import { failureOf } from '../engine/failure.ts';
import type { Call, ExternalCall, ServiceCall } from '../system/system.ts';
import { serviceEntity } from '../system/system.ts';
import { type Family, podEntities, ramp } from './family.ts';

const toService = (call: Call): call is ServiceCall => call.kind === 'service';
const toExternal = (call: Call): call is ExternalCall => call.kind === 'external';

export const networkDelay: Family = {
  name: 'network_delay',
  about: 'every packet to and from a service is late',
  place: ({ reach, chance, severity }) => {
    const service = reach.pickService(chance, 'slow', (one) => one.layer > 0);
    if (service === null) return null;
    const ms = chance.between(25, 90) * severity;
    return {
      entity: serviceEntity(service),
      alsoAccepted: podEntities(service.pods),
      faultClass: 'network',
      bend: (state) => {
        for (const pod of state.podsOf(service)) pod.netMs = ms * (0.9 + 0.2 * chance.next());
      },
    };
  },
};

export const packetLoss: Family = {
  name: 'packet_loss',
  about: 'some packets to and from a service are lost and sent again',
  place: ({ reach, chance, severity }) => {
    const service = reach.pickService(chance, 'slow', (one) => one.layer > 0);
    if (service === null) return null;
    const loss = Math.min(0.35, chance.between(0.06, 0.14) * severity);
    return {
      entity: serviceEntity(service),
      alsoAccepted: podEntities(service.pods),
      faultClass: 'network',
      bend: (state, ageMs) => {
        for (const pod of state.podsOf(service)) pod.loss = loss * ramp(ageMs, 20_000);
      },
    };
  },
};

export const dnsFailure: Family = {
  name: 'dns_failure',
  about: 'the resolver that a service asks does not answer',
  place: ({ system, reach, chance, severity }) => {
    const service = reach.pickService(chance, 'fail', (one) =>
      system.calls.some(
        (call) =>
          call.from.service === one &&
          call.kind !== 'query' &&
          call.kind !== 'cached' &&
          reach.call(call, 'fail') > 0.15,
      ),
    );
    if (service === null) return null;
    const share = Math.min(0.9, chance.between(0.2, 0.5) * severity);
    const slow = chance.chance(0.6);
    return {
      entity: serviceEntity(service),
      alsoAccepted: podEntities(service.pods),
      faultClass: 'dns',
      acceptedClasses: ['dns', 'network'],
      bend: (state) => {
        for (const pod of state.podsOf(service))
          pod.dns = { share, kind: slow ? 'dns_timeout' : 'dns_not_found', afterMs: slow ? 480 : 6 };
      },
    };
  },
};

export const certificateExpired: Family = {
  name: 'tls_expired',
  about: 'the certificate that a service shows its callers has run out',
  place: ({ system, reach, chance, severity }) => {
    const service = reach.pickService(chance, 'fail', (one) => one.layer > 0 && one.consumes === null);
    if (service === null) return null;
    const calls = system.calls.filter((call) => call.kind === 'service' && call.to.service === service);
    if (!calls.some((call) => reach.call(call, 'fail') >= 0.2)) return null;
    const failure = failureOf('tls_expired', service.name);
    const share = Math.min(1, chance.between(0.5, 1) * severity);
    return {
      entity: serviceEntity(service),
      alsoAccepted: podEntities(service.pods),
      faultClass: 'tls',
      // Connections that are open stay open: the share grows while they are renewed.
      bend: (state, ageMs) => {
        for (const call of calls) {
          const rules = state.calls[call.index]!;
          rules.errorShare = share * ramp(ageMs, 90_000);
          rules.failure = failure;
          rules.afterMs = 9;
        }
      },
    };
  },
};

export const unknownAuthority: Family = {
  name: 'tls_unknown_ca',
  about: 'one caller does not trust the authority that signed a new certificate',
  place: ({ reach, chance, severity }) => {
    const call = reach.pickCall(chance, 'fail', toService) ?? reach.pickCall(chance, 'fail', toExternal);
    if (call === null) return null;
    const callee = call.kind === 'service' ? serviceEntity(call.to.service) : call.external.entity;
    const failure = failureOf('tls_unknown_ca', callee.name);
    const caller = call.from.service;
    const share = Math.min(1, chance.between(0.6, 1) * severity);
    const same = (other: Call): boolean =>
      other.from.service === caller &&
      (call.kind === 'service'
        ? other.kind === 'service' && other.to.service === call.to.service
        : other.kind === 'external' && other.external === call.external);
    return {
      entity: serviceEntity(caller),
      alsoAccepted: [callee, ...podEntities(caller.pods)],
      faultClass: 'tls',
      acceptedClasses: ['tls', 'config'],
      change: {
        kind: 'config',
        service: caller.name,
        summary: chance.pick([
          `replace trust bundle of ${caller.name}`,
          `mount new CA bundle in ${caller.name}`,
          `rotate internal issuer certificates`,
        ]),
        files: [`deploy/${caller.name}/ca-bundle.yaml`],
        diff: `@@ deploy/${caller.name}/ca-bundle.yaml @@\n data:\n   ca.crt: |\n-    # issuers: internal-2023, internal-2025\n+    # issuers: internal-2023\n`,
      },
      bend: (state) => {
        for (const rules of state.calls)
          if (same(rules.call)) {
            rules.errorShare = share;
            rules.failure = failure;
            rules.afterMs = 7;
          }
      },
    };
  },
};
