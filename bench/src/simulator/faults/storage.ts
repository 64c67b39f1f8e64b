/** Faults of databases, caches and disks. */
import { failureOf } from '../engine/failure.ts';
import { serviceEntity } from '../system/system.ts';
import { type Family, queriesOn, ramp } from './family.ts';

const owners = (site: Parameters<Family['place']>[0], index: number) => {
  const services = new Set(
    queriesOn(site.system, site.system.databases[index]!).map((call) => call.from.service),
  );
  return [...services];
};

export const slowQuery: Family = {
  name: 'database_slow_query',
  about: 'statements on one table take many times as long: a lost index, a bad plan',
  place: (site) => {
    const { system, reach, chance, severity } = site;
    const database = reach.pickDatabase(chance, 'slow');
    if (database === null) return null;
    const calls = queriesOn(system, database);
    const call = chance.weighted(calls, (one) => reach.call(one, 'slow') + 1e-6);
    if (call.kind !== 'query' && call.kind !== 'cached') return null;
    const { table } = call.query;
    const factor = chance.between(18, 60) * severity;
    const users = owners(site, database.index);
    return {
      entity: database.entity,
      alsoAccepted: users.length === 1 ? users.map(serviceEntity) : [],
      faultClass: 'slow_code',
      acceptedClasses: ['slow_code', 'cpu', 'disk', 'lock_contention'],
      operation: `${call.query.verb} ${table}`,
      bend: (state, ageMs) => {
        const one = state.databases[database.index]!;
        one.tableFactor = { table, factor: 1 + (factor - 1) * ramp(ageMs, 30_000) };
        one.ioBusy = 0.25 * ramp(ageMs, 60_000);
      },
    };
  },
};

export const rowLocks: Family = {
  name: 'database_lock',
  about: 'a long transaction holds rows that writers of one table wait for',
  place: (site) => {
    const { system, reach, chance, severity } = site;
    const writes = system.calls.filter(
      (call) => call.kind === 'query' && call.query.verb !== 'SELECT' && reach.call(call, 'slow') >= 0.2,
    );
    if (writes.length === 0) return null;
    const call = chance.pick(writes);
    if (call.kind !== 'query') return null;
    const { database, table } = call.query;
    const ms = chance.between(500, 2500) * severity;
    const users = owners(site, database.index);
    return {
      entity: database.entity,
      alsoAccepted: users.length === 1 ? users.map(serviceEntity) : [],
      faultClass: 'lock_contention',
      acceptedClasses: ['lock_contention', 'deadlock', 'slow_code'],
      operation: `${call.query.verb} ${table}`,
      bend: (state, ageMs) => {
        const one = state.databases[database.index]!;
        one.lock = { table, ms, share: 0.2 + 0.6 * ramp(ageMs, 60_000) };
        if (ageMs > 60_000) {
          one.errorShare = 0.06;
          one.writesOnly = true;
          one.failure = failureOf('database_deadlock', database.name);
        }
      },
    };
  },
};

export const databaseDown: Family = {
  name: 'database_down',
  about: 'a database does not take connections',
  place: ({ reach, chance }) => {
    const database = reach.pickDatabase(chance, 'fail');
    if (database === null) return null;
    return {
      entity: database.entity,
      faultClass: 'dependency_down',
      acceptedClasses: ['dependency_down', 'network'],
      bend: (state) => {
        state.databases[database.index]!.down = true;
      },
    };
  },
};

export const databaseDisk: Family = {
  name: 'disk_full',
  about: 'the volume of a database is full: reads work, writes do not',
  place: ({ system, reach, chance }) => {
    const writes = system.calls.filter(
      (call) => call.kind === 'query' && call.query.verb !== 'SELECT' && reach.call(call, 'fail') >= 0.2,
    );
    if (writes.length === 0) return null;
    const call = chance.pick(writes);
    if (call.kind !== 'query') return null;
    const { database } = call.query;
    return {
      entity: database.entity,
      alsoAccepted: database.machine ? [{ kind: 'node', name: database.machine.name }] : [],
      faultClass: 'disk',
      acceptedClasses: ['disk'],
      bend: (state) => {
        const one = state.databases[database.index]!;
        one.errorShare = 0.97;
        one.writesOnly = true;
        one.failure = failureOf('database_disk_full', database.name);
        one.diskUsedShare = 0.6;
      },
    };
  },
};

export const diskLatency: Family = {
  name: 'disk_latency',
  about: 'the volume under a database answers slowly',
  place: ({ reach, chance, severity }) => {
    const database = reach.pickDatabase(chance, 'slow');
    if (database === null) return null;
    const factor = chance.between(8, 25) * severity;
    return {
      entity: database.entity,
      alsoAccepted: database.machine ? [{ kind: 'node', name: database.machine.name }] : [],
      faultClass: 'disk',
      acceptedClasses: ['disk', 'slow_code'],
      bend: (state, ageMs) => {
        const one = state.databases[database.index]!;
        const strength = ramp(ageMs, 40_000);
        one.factor = 1 + (factor * 0.3 - 1) * strength;
        one.writeFactor = 1 + 2 * strength;
        one.ioBusy = 0.78 * strength;
      },
    };
  },
};

export const cacheDown: Family = {
  name: 'cache_down',
  about: 'a cache is away; every look-up goes to the database',
  place: ({ system, reach, chance, severity }) => {
    const fitting = system.caches.filter((cache) =>
      system.calls.some(
        (call) => call.kind === 'cached' && call.cache === cache && reach.call(call, 'slow') >= 0.2,
      ),
    );
    if (fitting.length === 0) return null;
    const cache = chance.pick(fitting);
    const down = severity > 1 || chance.chance(0.6) ? 'silent' : 'refused';
    return {
      entity: cache.entity,
      faultClass: 'dependency_down',
      acceptedClasses: ['dependency_down', 'cache', 'network'],
      bend: (state) => {
        state.caches[cache.index]!.down = down;
      },
    };
  },
};

export const cacheStampede: Family = {
  name: 'cache_stampede',
  about: 'a shortened time to live empties a cache, and its database takes the load',
  place: ({ system, reach, chance, severity }) => {
    const fitting = system.calls.filter((call) => call.kind === 'cached' && reach.call(call, 'slow') >= 0.25);
    if (fitting.length === 0) return null;
    const call = chance.pick(fitting);
    if (call.kind !== 'cached') return null;
    const { cache, query } = call;
    const service = call.from.service;
    const to = chance.pick(['15s', '10s', '5s']);
    return {
      entity: serviceEntity(service),
      alsoAccepted: [cache.entity],
      faultClass: 'cache',
      acceptedClasses: ['cache', 'config', 'change'],
      change: {
        kind: chance.pick(['config', 'commit'] as const),
        service: service.name,
        summary: chance.pick([
          `fresher ${service.stem} data: lower cache lifetime`,
          `tune cache settings of ${service.name}`,
          `align ${service.stem} cache with product rules`,
        ]),
        files: [`services/${service.name}/cache.yaml`],
        diff: `@@ services/${service.name}/cache.yaml @@\n cache:\n   host: ${cache.name}\n-  ttl: 15m\n+  ttl: ${to}\n`,
      },
      bend: (state, ageMs) => {
        const strength = ramp(ageMs, 120_000);
        state.caches[cache.index]!.hitFactor = 1 - 0.9 * strength;
        state.caches[cache.index]!.evictedPerSecond = 40 * strength;
        // Keys run out together: many ask for the same row at once.
        const database = state.databases[query.database.index]!;
        database.tableFactor = {
          table: query.table,
          factor: 1 + (4 * severity + 4) * strength,
        };
      },
    };
  },
};
