/** Databases, caches, queues and external parties of a system. */
import type { Chance } from '../random.ts';
import type { Database, Query, System } from './system.ts';
import { externalParties, topLevels } from './words.ts';

const databaseSystems = ['postgresql', 'mysql', 'mongodb'] as const;

const nameDatabase = (chance: Chance, system: Database['system'], stem: string): string => {
  const short = { postgresql: 'pg', mysql: 'mysql', mongodb: 'mongo' }[system];
  return chance.pick([
    `${stem}-db`,
    `${stem}-${short}`,
    `${system}-${stem}`,
    `db-${stem}`,
    `${short}-${stem}-primary`,
  ]);
};

const queryText = (
  system: Database['system'],
  verb: Query['verb'],
  table: string,
  column: string,
): string => {
  if (system === 'mongodb') {
    const call = { SELECT: 'find', INSERT: 'insertOne', UPDATE: 'updateOne', DELETE: 'deleteOne' }[verb];
    return `${table}.${call}({"${column}": ?})`;
  }
  const mark = system === 'mysql' ? '?' : '$1';
  if (verb === 'SELECT') return `SELECT * FROM ${table} WHERE ${column} = ${mark}`;
  if (verb === 'INSERT') return `INSERT INTO ${table} (${column}, created_at) VALUES (${mark}, now())`;
  if (verb === 'UPDATE') return `UPDATE ${table} SET state = ${mark} WHERE ${column} = ?`;
  return `DELETE FROM ${table} WHERE ${column} = ${mark}`;
};

export const addDatabase = (chance: Chance, system: System, stem: string): Database => {
  const kind = chance.pick(databaseSystems);
  const name = nameDatabase(chance, kind, stem);
  const database: Database = {
    index: system.databases.length,
    name,
    entity: { kind: 'database', name },
    system: kind,
    namespace: stem.replaceAll('-', '_'),
    workers: 4,
    machine: null,
    queries: [],
  };
  const tables = [`${stem}s`, `${stem}_${chance.pick(['items', 'events', 'links', 'versions', 'totals'])}`];
  for (const table of tables) {
    const column = chance.pick(['id', `${stem}_id`, 'tenant_id', 'external_ref']);
    const verbs =
      table === tables[0] ? (['SELECT', 'INSERT', 'UPDATE'] as const) : (['SELECT', 'INSERT'] as const);
    for (const verb of verbs) {
      const query: Query = {
        index: system.queries.length,
        database,
        verb,
        table,
        text: queryText(kind, verb, table, column),
        medianMs: verb === 'SELECT' ? chance.between(0.8, 7) : chance.between(1.5, 8),
        sigma: chance.between(0.35, 0.75),
      };
      system.queries.push(query);
      database.queries.push(query);
    }
  }
  system.databases.push(database);
  return database;
};

export const buildBackends = (chance: Chance, system: System): void => {
  const { services } = system;
  const inner = services.filter((service) => service.layer >= 1);
  const databases = Math.max(2, Math.round(inner.length * chance.between(0.25, 0.5)));
  // The deeper a service, the more likely it owns a database; each is named after its owner.
  const owners = chance.shuffled(inner).sort((a, b) => b.layer - a.layer);
  for (const owner of owners.slice(0, databases)) addDatabase(chance, system, owner.stem);
  const caches = chance.integer(1, services.length > 30 ? 4 : 2);
  for (let index = 0; index < caches; index++) {
    const kind = chance.chance(0.8) ? 'redis' : 'memcached';
    const stem = chance.pick(inner).stem;
    const name = chance.pick([`${kind}-${stem}`, `${stem}-cache`, `cache-${stem}`, `${kind}-${index + 1}`]);
    if (system.caches.some((cache) => cache.name === name)) continue;
    system.caches.push({
      index: system.caches.length,
      name,
      entity: { kind: 'cache', name },
      system: kind,
      hitShare: chance.between(0.86, 0.985),
      medianMs: chance.between(0.3, 0.9),
    });
  }
  for (const consumer of services.filter((service) =>
    /-(worker|consumer|processor|indexer|projector)$/.test(service.name),
  )) {
    const topic = chance.pick([
      `${consumer.stem}.events`,
      `${consumer.stem}-requests`,
      `${system.domain}.${consumer.stem}.v1`,
      `${consumer.stem}_jobs`,
    ]);
    const queue = {
      index: system.queues.length,
      name: topic,
      entity: { kind: 'queue' as const, name: topic },
      system: chance.chance(0.65) ? ('kafka' as const) : ('rabbitmq' as const),
      topic,
      consumer,
    };
    consumer.consumes = queue;
    system.queues.push(queue);
  }
  const parties = chance.shuffled(externalParties).slice(0, chance.integer(1, services.length > 25 ? 4 : 2));
  for (const [host, party] of parties) {
    const name = `${host}.${party}.${chance.pick(topLevels)}`;
    system.externals.push({
      index: system.externals.length,
      name,
      entity: { kind: 'external', name },
      medianMs: chance.between(25, 140),
      sigma: chance.between(0.25, 0.5),
      errorRate: chance.between(0.0005, 0.004),
    });
  }
};
