import type { Engine } from '../engine/engine.ts';
import { raw, sql } from '../sql.ts';
import { tables } from './migrations.ts';
import { type Placement, type Retention, ttlClause } from './table.ts';

/**
 * Brings the tables' TTLs in line with the configuration. Run it at start, after the migrations; a table that has its
 * TTL already is left alone. Parts written before learn their new end when they are merged.
 */
export const applyRetention = async (
  engine: Engine,
  placement: Placement,
  retention: Retention,
): Promise<string[]> => {
  const suffix = placement.kind === 'cluster' ? '_local' : '';
  const cluster = placement.kind === 'cluster' ? ` ON CLUSTER '${placement.cluster}'` : '';
  const { rows } = await engine.query<{ name: string; engine_full: string }>(
    sql`SELECT name, engine_full FROM system.tables WHERE database = currentDatabase()`,
  );
  const present = new Map(rows.map((r) => [r.name, r.engine_full]));
  const changed: string[] = [];
  for (const table of tables) {
    const name = `${table.name}${suffix}`;
    const ttl = ttlClause(table, retention);
    const current = present.get(name);
    if (current === undefined || current.includes(`TTL ${ttl} SETTINGS`)) continue;
    const settings = raw('SETTINGS materialize_ttl_after_modify = 0');
    await engine.command(sql`${raw(`ALTER TABLE ${name}${cluster} MODIFY TTL ${ttl}`)} ${settings}`);
    changed.push(table.name);
  }
  return changed;
};
