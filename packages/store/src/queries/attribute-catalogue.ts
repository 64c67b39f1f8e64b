/** Attribute keys and values for autocompletion: from the roll-up alone, never from the maps of the records. */
import type { AttributeKeysResponse, AttributeValuesResponse } from '@nightglass/model';
import { join, type Sql, sql } from '../sql.ts';
import type { Call } from './call.ts';
import { checkRange, minute, touching } from './time.ts';
import type { AttributeKeysParams, AttributeValuesParams } from './types.ts';

const condition = (params: AttributeKeysParams, more: readonly Sql[]): Sql => {
  const parts = [touching('Hour', params, 60n * minute), ...more];
  if (params.signal !== undefined) parts.push(sql`Signal = ${params.signal}`);
  if (params.scope !== undefined) parts.push(sql`Scope = ${params.scope}`);
  return join(parts, ' AND ');
};

/** Keys seen in the hours of the range, the most frequent first. */
export const attributeKeys = async (
  call: Call,
  params: AttributeKeysParams,
): Promise<AttributeKeysResponse> => {
  checkRange(params);
  const named = params.q === undefined ? [] : [sql`positionCaseInsensitive(Key, ${params.q}) > 0`];
  const rows = await call.rows<{ key: string; scope: string; signal: string; n: string }>(sql`
    SELECT Key AS key, toString(Scope) AS scope, toString(Signal) AS signal, sum(Count) AS n
    FROM attribute_values WHERE ${condition(params, named)}
    GROUP BY key, scope, signal ORDER BY n DESC, key, scope, signal LIMIT ${params.limit ?? 200}`);
  type Key = AttributeKeysResponse['keys'][number];
  return {
    keys: rows.map((row) => ({
      key: row.key,
      scope: row.scope as Key['scope'],
      signal: row.signal as Key['signal'],
      count: Number(row.n),
    })),
  };
};

/** Values of one key; `truncated` when some were not kept, or there are more than `limit`. */
export const attributeValues = async (
  call: Call,
  params: AttributeValuesParams,
): Promise<AttributeValuesResponse> => {
  checkRange(params);
  const limit = params.limit ?? 200;
  const wanted = [sql`Key = ${params.key}`];
  if (params.q !== undefined) wanted.push(sql`(Overflow OR positionCaseInsensitive(Value, ${params.q}) > 0)`);
  const rows = await call.rows<{ overflow: boolean; value: string; n: string }>(sql`
    SELECT Overflow AS overflow, Value AS value, sum(Count) AS n FROM attribute_values
    WHERE ${condition(params, wanted)}
    GROUP BY overflow, value ORDER BY overflow DESC, n DESC, value LIMIT ${limit + 2}`);
  const values = rows.filter((row) => !row.overflow);
  return {
    key: params.key,
    values: values.slice(0, limit).map((row) => ({ value: row.value, count: Number(row.n) })),
    truncated: values.length > limit || rows.some((row) => row.overflow),
  };
};
