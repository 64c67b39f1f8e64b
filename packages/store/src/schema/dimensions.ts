import type { Column, Table } from './table.ts';
import * as t from './types.ts';

const column = (name: string, type: string, codec: string = t.zstd): Column => ({ name, type, codec });

/** Read with LIMIT 1 BY ResourceId or FINAL: until a merge a resource may stand here several times, always equal. */
export const resources: Table = {
  name: 'resources',
  columns: [
    column('ResourceId', 'UInt64'),
    column('ServiceName', t.label),
    column('ResourceAttributes', t.labels),
    column('AttributeTypes', t.typeNotes),
    column('ResourceSchemaUrl', t.label),
    column('DroppedAttributesCount', 'UInt32'),
    column('LastSeen', t.seconds),
  ],
  engine: 'ReplacingMergeTree(LastSeen)',
  orderBy: 'ResourceId',
  age: 'LastSeen',
  retention: 'dimensions',
  shardBy: 'ResourceId',
};

export const scopes: Table = {
  name: 'scopes',
  columns: [
    column('ScopeId', 'UInt64'),
    column('ScopeName', t.label),
    column('ScopeVersion', t.label),
    column('ScopeAttributes', t.labels),
    column('AttributeTypes', t.typeNotes),
    column('ScopeSchemaUrl', t.label),
    column('DroppedAttributesCount', 'UInt32'),
    column('LastSeen', t.seconds),
  ],
  engine: 'ReplacingMergeTree(LastSeen)',
  orderBy: 'ScopeId',
  age: 'LastSeen',
  retention: 'dimensions',
  shardBy: 'ScopeId',
};

/**
 * Names and values for autocompletion. A row with Overflow = 1 and an empty Value counts what was not kept as a value:
 * too long, or beyond the bound of distinct values per key and block.
 */
export const attributeValues: Table = {
  name: 'attribute_values',
  columns: [
    column('Hour', t.seconds, t.doubleDelta),
    column('Signal', t.signal),
    column('Scope', t.attributeScope),
    column('Key', t.label),
    column('Overflow', 'Bool'),
    column('Value', t.text),
    column('Count', 'UInt64', 'T64, ZSTD(1)'),
  ],
  engine: 'SummingMergeTree(Count)',
  partitionBy: 'toMonday(Hour)',
  orderBy: '(Signal, Scope, Key, Overflow, Value, Hour)',
  age: 'Hour',
  retention: 'dimensions',
  shardBy: 'sipHash64(Key)',
};
