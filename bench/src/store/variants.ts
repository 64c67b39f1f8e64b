import { migrations } from '@nightglass/store';

const attributeItems =
  "arrayMap((k, v) -> concat(k, '=', v), mapKeys(SpanAttributes), mapValues(SpanAttributes))";
const attributeHashes =
  'arrayMap((k, v) -> cityHash64(k, v), mapKeys(SpanAttributes), mapValues(SpanAttributes))';
const hashTokens = `arrayMap((k, v) -> reinterpretAsFixedString(cityHash64(k, v)), mapKeys(SpanAttributes), mapValues(SpanAttributes))`;

/** Keys whose values stand in every granule, so that an index of them finds nothing. */
const common = [
  'http.request.method',
  'http.response.status_code',
  'http.route',
  'network.protocol.version',
  'server.address',
  'server.port',
  'url.scheme',
  'db.system.name',
  'db.namespace',
  'db.operation.name',
  'db.collection.name',
  'rpc.system',
  'rpc.service',
  'rpc.method',
  'messaging.system',
  'user_agent.original',
];
const rare = `k NOT IN (${common.map((k) => `'${k}'`).join(', ')})`;
const rareValues = `arrayFilter((v, k) -> ${rare}, mapValues(SpanAttributes), mapKeys(SpanAttributes))`;
const rareItems = `arrayMap((k, v) -> concat(k, '=', v), arrayFilter(k -> ${rare}, mapKeys(SpanAttributes)), ${rareValues})`;

/** A way to index spans: what it adds to the bare table, and the conditions that use it. */
export interface Variant {
  name: string;
  indexes: readonly string[];
  settings?: string;
  /** SELECTs of materialized views by their target table; `TABLE` stands for the variant's. */
  views?: Readonly<Record<string, string>>;
  /** WHERE condition on the attribute `key = value`, beside the exact comparison. */
  attribute?: (key: string, value: string) => string;
}

const quote = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
const exact = (key: string, value: string): string => `SpanAttributes[${quote(key)}] = ${quote(value)}`;
export const attributeWhere = (variant: Variant, key: string, value: string): string =>
  variant.attribute === undefined
    ? exact(key, value)
    : `${variant.attribute(key, value)} AND ${exact(key, value)}`;

const byItems = (key: string, value: string): string => `has(${attributeItems}, ${quote(`${key}=${value}`)})`;
const byHash = (key: string, value: string): string =>
  `has(${attributeHashes}, cityHash64(${quote(key)}, ${quote(value)}))`;
const byHashToken = (key: string, value: string): string =>
  `has(${hashTokens}, reinterpretAsFixedString(cityHash64(${quote(key)}, ${quote(value)})))`;

const textTrace = "trace TraceId TYPE text(tokenizer = 'array')";
const bloomTrace = 'trace TraceId TYPE bloom_filter(0.01) GRANULARITY 1';
const textItems = `items ${attributeItems} TYPE text(tokenizer = 'array')`;

const noParent = "ParentSpanId = toFixedString('', 8)";
const red = `SELECT toStartOfMinute(Timestamp) AS Time, ServiceName, SpanName, SpanKind, ${noParent} AS IsRoot,
    StatusCode = 'Error' AS IsError, toInt16(floor(log2(greatest(1, Duration)) * 8)) AS Bucket,
    count() AS Calls, sum(Duration) AS DurationSum FROM TABLE GROUP BY ALL`;
const traceIndex = `SELECT TraceId, min(Timestamp) AS Start, max(Timestamp + toIntervalNanosecond(Duration)) AS End,
    count() AS SpanCount, countIf(StatusCode = 'Error') AS ErrorCount,
    min((NOT ${noParent}, Timestamp, toString(ServiceName), toString(SpanName), Duration)) AS Root, toDate(min(Timestamp)) AS Day
  FROM TABLE GROUP BY TraceId`;
const values = `SELECT toStartOfHour(Timestamp) AS Hour, 'traces' AS Signal, 'span' AS Scope, Key, false AS Overflow,
    Value, count() AS Count FROM TABLE ARRAY JOIN mapKeys(SpanAttributes) AS Key, mapValues(SpanAttributes) AS Value GROUP BY ALL`;

export const variants: readonly Variant[] = [
  { name: 'none', indexes: [] },
  { name: 'red_view', indexes: [], views: { red_1m: red } },
  { name: 'trace_index_view', indexes: [], views: { trace_index: traceIndex } },
  { name: 'values_view', indexes: [], views: { attribute_values: values } },
  { name: 'trace_text', indexes: [textTrace] },
  { name: 'trace_bloom', indexes: [bloomTrace] },
  { name: 'trace_projection', indexes: [], settings: 'PROJECTION trace INDEX TraceId TYPE basic' },
  { name: 'items_text', indexes: [textItems], attribute: byItems },
  {
    name: 'items_hash_text',
    indexes: [`items ${hashTokens} TYPE text(tokenizer = 'array')`],
    attribute: byHashToken,
  },
  {
    name: 'items_hash_bloom',
    indexes: [`items ${attributeHashes} TYPE bloom_filter(0.01) GRANULARITY 1`],
    attribute: byHash,
  },
  {
    name: 'values_bloom',
    indexes: ['items mapValues(SpanAttributes) TYPE bloom_filter(0.01) GRANULARITY 1'],
    attribute: (_key, value) => `has(mapValues(SpanAttributes), ${quote(value)})`,
  },
  {
    name: 'values_text',
    indexes: ["items mapValues(SpanAttributes) TYPE text(tokenizer = 'array')"],
    attribute: (_key, value) => `has(mapValues(SpanAttributes), ${quote(value)})`,
  },
  {
    name: 'rare_values_text',
    indexes: [`items ${rareValues} TYPE text(tokenizer = 'array')`],
    attribute: (_key, value) => `has(${rareValues}, ${quote(value)})`,
  },
  {
    name: 'rare_items_text',
    indexes: [`items ${rareItems} TYPE text(tokenizer = 'array')`],
    attribute: (key, value) => `has(${rareItems}, ${quote(`${key}=${value}`)})`,
  },
  {
    name: 'product',
    indexes: [bloomTrace, "items mapValues(SpanAttributes) TYPE text(tokenizer = 'array')"],
    attribute: (_key, value) => `has(mapValues(SpanAttributes), ${quote(value)})`,
  },
];

const statementOf = (table: string): string => {
  const found = migrations
    .flatMap((m) => m.statements({ kind: 'single' }))
    .find((s) => s.text.startsWith(`CREATE TABLE IF NOT EXISTS ${table} (`));
  if (found === undefined) throw new Error(`the schema has no table ${table}`);
  return found.text;
};

/** The product's own table. */
export const createProduct = statementOf;

/** CREATE TABLE `spans_<name>`: the product's spans with other indexes. */
export const createVariant = (variant: Variant): string => {
  const bare = statementOf('spans')
    .replace('EXISTS spans (', `EXISTS spans_${variant.name} (`)
    .split('\n')
    .filter((line) => !line.startsWith('  INDEX '))
    .join('\n');
  const extra = [
    ...variant.indexes.map((i) => `INDEX ${i}`),
    ...(variant.settings ? [variant.settings] : []),
  ];
  const columnsEnd = bare.indexOf('\n)\nENGINE');
  const columns = bare.slice(0, columnsEnd).replace(/,$/, '');
  return [columns, ...extra].join(',\n  ') + bare.slice(columnsEnd);
};

/** CREATE MATERIALIZED VIEW of a variant. */
export const createViews = (variant: Variant): string[] =>
  Object.entries(variant.views ?? {}).map(
    ([target, select]) =>
      `CREATE MATERIALIZED VIEW view_${variant.name} TO ${target} AS ${select.replace('TABLE', `spans_${variant.name}`)}`,
  );
