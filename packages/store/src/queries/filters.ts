/** Attribute filters of a search: on the record itself or on its resource. */
import { attributeCondition } from '../schema/index.ts';
import { raw, type Sql, sql } from '../sql.ts';
import type { Call } from './call.ts';
import type { AttributeFilter } from './types.ts';

/** More resources than this are compared by a subquery instead of a list. */
const listedResources = 1000;

/**
 * One condition per filter. Resources are looked up first (their table is small): when none has the attribute, the
 * condition is on the record alone and its text index is used alone.
 */
export const attributeConditions = async (
  call: Call,
  scope: 'span' | 'log' | 'metric',
  filters: readonly AttributeFilter[],
): Promise<Sql[]> => {
  const conditions: Sql[] = [];
  for (const { key, value } of filters) {
    if (key === 'service.name') {
      conditions.push(sql`ServiceName = ${value}`);
      continue;
    }
    const own = attributeCondition(scope, key, '=', value);
    const ids = await resourcesWith(call, key, value);
    if (ids.length === 0) conditions.push(own);
    else if (ids.length > listedResources) {
      conditions.push(sql`(${own} OR ${attributeCondition('resource', key, '=', value)})`);
    } else conditions.push(sql`(${own} OR ResourceId IN (${raw(ids.join(', '))}))`);
  }
  return conditions;
};

const resourcesWith = async (call: Call, key: string, value: string): Promise<string[]> => {
  const present = value === '' ? sql`mapContains(ResourceAttributes, ${key}) AND` : sql``;
  const rows = await call.rows<{ id: string }>(sql`
    SELECT DISTINCT toString(ResourceId) AS id FROM resources
    WHERE ${present} ResourceAttributes[${key}] = ${value} LIMIT ${listedResources + 1}`);
  return rows.map((row) => row.id);
};
