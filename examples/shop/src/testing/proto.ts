/** A tiny protobuf reader for the tests: just enough of OTLP to see what the shop sent. Not for product code. */

type Kind = 'text' | 'hex' | 'bytes' | 'double' | 'fixed64' | 'int' | Schema;
/** Field number -> [name, kind] or [name, kind, 'many']. */
interface Schema {
  [field: number]: readonly [string, Kind] | readonly [string, Kind, 'many'];
}
type Message = Record<string, unknown>;

const readVarint = (bytes: Buffer, at: number): [bigint, number] => {
  let value = 0n;
  for (let shift = 0n, i = at; ; shift += 7n, i++) {
    const byte = bytes[i];
    if (byte === undefined) throw new Error('varint runs over the end');
    value |= BigInt(byte & 0x7f) << shift;
    if (byte < 0x80) return [value, i + 1];
  }
};

const convert = (kind: Kind, slice: Buffer, number: bigint): unknown => {
  if (typeof kind === 'object') return decode(slice, kind);
  if (kind === 'text') return slice.toString('utf8');
  if (kind === 'hex') return slice.toString('hex');
  if (kind === 'double') return slice.readDoubleLE(0);
  if (kind === 'fixed64') return slice.readBigUInt64LE(0);
  if (kind === 'int') return Number(BigInt.asIntN(64, number));
  return slice;
};

const decode = (bytes: Buffer, schema: Schema): Message => {
  const message: Message = {};
  for (let at = 0; at < bytes.length; ) {
    const [tag, afterTag] = readVarint(bytes, at);
    let number = 0n;
    let start = afterTag;
    let end = afterTag;
    const wire = Number(tag & 7n);
    if (wire === 0) [number, end] = readVarint(bytes, afterTag);
    else if (wire === 1) end = afterTag + 8;
    else if (wire === 5) end = afterTag + 4;
    else if (wire === 2) {
      const [length, afterLength] = readVarint(bytes, afterTag);
      start = afterLength;
      end = afterLength + Number(length);
    } else throw new Error(`wire type ${wire}`);
    at = end;
    const field = schema[Number(tag >> 3n)];
    if (field === undefined) continue;
    const [name, kind, many] = field;
    const value = convert(kind, bytes.subarray(start, end), number);
    if (many === undefined) message[name] = value;
    else (message[name] = (message[name] as unknown[]) ?? []).push(value);
  }
  return message;
};

const anyValue: Schema = {
  1: ['stringValue', 'text'],
  2: ['boolValue', 'int'],
  3: ['intValue', 'int'],
  4: ['doubleValue', 'double'],
};
const keyValue: Schema = { 1: ['key', 'text'], 2: ['value', anyValue] };
const attributes = (name = 'attributes') => [name, keyValue, 'many'] as const;
const resource: Schema = { 1: attributes() };

const event: Schema = { 2: ['name', 'text'], 3: attributes() };
const span: Schema = {
  1: ['traceId', 'hex'],
  2: ['spanId', 'hex'],
  4: ['parentSpanId', 'hex'],
  5: ['name', 'text'],
  6: ['kind', 'int'],
  7: ['startTimeUnixNano', 'fixed64'],
  8: ['endTimeUnixNano', 'fixed64'],
  9: attributes(),
  11: ['events', event, 'many'],
  15: ['status', { 2: ['message', 'text'], 3: ['code', 'int'] }],
};
const logRecord: Schema = {
  2: ['severityNumber', 'int'],
  3: ['severityText', 'text'],
  5: ['body', anyValue],
  6: attributes(),
  9: ['traceId', 'hex'],
  10: ['spanId', 'hex'],
};
const scoped = (name: string, item: Schema): Schema => ({
  1: ['groups', { 1: ['resource', resource], 2: ['scopes', { 2: [name, item, 'many'] }, 'many'] }, 'many'],
});

export const tracesSchema = scoped('spans', span);
export const logsSchema = scoped('logRecords', logRecord);
export { decode };
