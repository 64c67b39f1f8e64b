/** Attribute values (OTLP AnyValue) as text for people, and rows for the attribute tables. */
import type { AnyValue, KeyValue } from '@nightglass/model';

/** One line of text; arrays and lists as JSON, bytes as they came (base64), the empty value as ''. */
export const anyText = (value: AnyValue): string => {
  const plain = anyPlain(value);
  if (plain === null) return '';
  return typeof plain === 'object' ? JSON.stringify(plain) : String(plain);
};

/** A plain value: int64 stays text beyond 2^53. Deep values were bounded at ingest; here they are bounded again. */
export const anyPlain = (value: AnyValue, depth = 0): unknown => {
  if (value.stringValue !== undefined) return value.stringValue;
  if (value.boolValue !== undefined) return value.boolValue;
  if (value.intValue !== undefined) {
    const n = Number(value.intValue);
    return Number.isSafeInteger(n) ? n : value.intValue;
  }
  if (value.doubleValue !== undefined) return value.doubleValue;
  if (value.bytesValue !== undefined) return value.bytesValue;
  if (depth > 32) return '…';
  if (value.arrayValue !== undefined)
    return (value.arrayValue.values ?? []).map((v) => anyPlain(v, depth + 1));
  if (value.kvlistValue !== undefined) {
    return Object.fromEntries(
      (value.kvlistValue.values ?? []).map((kv) => [kv.key, anyPlain(kv.value, depth + 1)]),
    );
  }
  return null;
};

/** The OTLP type in one word, shown beside values that would otherwise look like text. */
export const anyType = (
  value: AnyValue,
): 'text' | 'int' | 'double' | 'bool' | 'bytes' | 'array' | 'map' | 'empty' => {
  if (value.stringValue !== undefined) return 'text';
  if (value.intValue !== undefined) return 'int';
  if (value.doubleValue !== undefined) return 'double';
  if (value.boolValue !== undefined) return 'bool';
  if (value.bytesValue !== undefined) return 'bytes';
  if (value.arrayValue !== undefined) return 'array';
  return value.kvlistValue === undefined ? 'empty' : 'map';
};

export const sortedByKey = (attributes: readonly KeyValue[]): KeyValue[] =>
  attributes.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));

/** The value of one attribute as text; '' when it is not there. */
export const attributeText = (attributes: readonly KeyValue[] | undefined, key: string): string => {
  const found = attributes?.find((a) => a.key === key);
  return found === undefined ? '' : anyText(found.value);
};
