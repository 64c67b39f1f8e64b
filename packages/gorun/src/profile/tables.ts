import { Location, Mapping, Function as PprofFunction, ValueType } from 'pprof-format';
import type { NoteBook } from './notes.ts';
import { countVarints, WireError, type WireField, walkFields } from './wire.ts';

/** Entries of one table of a pprof file: far above what a Go program writes, low enough to hold. */
const mostEntries = 1_000_000;
/** One string, function or location; a call site has no use for more. */
const longestMessage = 1 << 20;

/** Number that a field holds; 64-bit values beyond 2^53 come as bigint from pprof-format, unsigned. */
export const signed = (value: number | bigint): number | bigint =>
  typeof value === 'bigint' ? BigInt.asIntN(64, value) : value;

/** An id as a map key: the same id in long and short form is one key. */
export const idKey = (id: number | bigint): number | bigint =>
  typeof id === 'bigint' && id <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(id) : id;

/** One of the repeated or single values of Profile, as found on the wire. */
export interface ScannedProfile {
  strings: string[];
  /** Byte ranges of the samples: start, end, start, end ... */
  samples: number[];
  sampleTypes: ValueType[];
  periodType: ValueType | null;
  /** Profile's own numbers by field: 9 time, 10 duration, 12 period, 13 comments, 14 default sample type. */
  numbers: Map<number, (number | bigint)[]>;
  functions: Map<number | bigint, PprofFunction>;
  locations: Map<number | bigint, Location>;
  mappings: Map<number | bigint, Mapping>;
}

const uint = (bytes: Uint8Array, start: number, end: number): number | bigint => {
  let value = 0n;
  for (let i = end - 1; i >= start; i--) value = (value << 7n) | BigInt((bytes[i] as number) & 0x7f);
  const held = BigInt.asIntN(64, value);
  return held >= -9007199254740991n && held <= 9007199254740991n ? Number(held) : held;
};

/** Numbers of a field: one, or several packed into one value. */
const numbersOf = (bytes: Uint8Array, field: WireField): (number | bigint)[] => {
  if (field.type === 0) return [uint(bytes, field.start, field.end)];
  if (field.type !== 2 || field.end - field.start > longestMessage) return [];
  const found: (number | bigint)[] = [];
  for (let at = field.start; at < field.end; ) {
    let end = at;
    while (end < field.end && (bytes[end] as number) >= 0x80) end++;
    found.push(uint(bytes, at, ++end));
    at = end;
  }
  return found;
};

/** Checks a part of a profile; `submessage` is the number of its field that holds messages again, -1 for none. */
export const checkMessage = (
  bytes: Uint8Array,
  start: number,
  end: number,
  highestField: number,
  submessage: number,
): void =>
  walkFields(bytes, start, end, (field) => {
    // pprof-format reads tags of one byte and the two kinds that profile.proto uses.
    if (field.number > highestField) throw new WireError(`it has the unknown field ${field.number}`);
    if (field.type !== 0 && field.type !== 2)
      throw new WireError(`field ${field.number} is of a kind that pprof does not use`);
    if (field.number === submessage) {
      if (field.type !== 2) throw new WireError(`field ${field.number} is not a message`);
      walkFields(bytes, field.start, field.end, (inner) => {
        if (inner.type !== 0 || inner.number > 15)
          throw new WireError(`field ${inner.number} of a part is of a kind that pprof does not use`);
      });
    } else if (field.type === 2) countVarints(bytes, field.start, field.end);
  });

interface Entry {
  id: number | bigint;
}

/**
 * First pass over an inflated pprof file: its tables decoded, its samples only found. Throws WireError when the bytes
 * are no protobuf message.
 */
export const scanProfile = (bytes: Uint8Array, book: NoteBook): ScannedProfile => {
  const text = new TextDecoder('utf-8', { fatal: false });
  const scanned: ScannedProfile = {
    strings: [],
    samples: [],
    sampleTypes: [],
    periodType: null,
    numbers: new Map(),
    functions: new Map(),
    locations: new Map(),
    mappings: new Map(),
  };

  const keep = <T extends Entry>(table: Map<number | bigint, T>, entry: T, name: string): void => {
    const key = idKey(entry.id);
    if (table.size >= mostEntries)
      book.add('limit-reached', `The profile has more than ${mostEntries.toLocaleString('en')} ${name}s.`);
    else if (table.has(key))
      book.add(`duplicate-${name}`, `Two ${name}s of the profile have the id ${key}; the first is used.`);
    else table.set(key, entry);
  };
  const part = <T>(
    field: WireField,
    highest: number,
    submessage: number,
    decode: (b: Uint8Array) => T,
  ): T | null => {
    if (field.end - field.start > longestMessage) {
      book.add('limit-reached', 'A part of the profile is larger than 1 MiB and was left out.');
      return null;
    }
    try {
      checkMessage(bytes, field.start, field.end, highest, submessage);
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      book.add('malformed-part', `A part of the profile was left out: ${error.message}.`);
      return null;
    }
    return decode(bytes.subarray(field.start, field.end));
  };

  walkFields(bytes, 0, bytes.length, (field) => {
    const { number, type, start, end } = field;
    if (number > 15 || type === 1 || type === 5) {
      book.add('unknown-field', `The profile has the field ${number}, which profile.proto does not know.`);
    } else if (type === 2 && number === 6) {
      if (scanned.strings.length >= 2 * mostEntries)
        throw new WireError('it has more than 2,000,000 strings');
      if (end - start > longestMessage) book.add('limit-reached', 'A name is longer than 1 MiB and was cut.');
      scanned.strings.push(text.decode(bytes.subarray(start, Math.min(end, start + longestMessage))));
    } else if (type === 2 && number === 2) {
      if (scanned.samples.length < 2 * mostEntries) scanned.samples.push(start, end);
      else book.add('limit-reached', `Only the first ${mostEntries.toLocaleString('en')} samples were read.`);
    } else if (type === 2 && (number === 1 || number === 11)) {
      const value = part(field, 15, -1, (b) => ValueType.decode(b));
      if (value !== null && number === 1 && scanned.sampleTypes.length < 64) scanned.sampleTypes.push(value);
      else if (value !== null && number === 11) scanned.periodType = value;
    } else if (type === 2 && number === 3) {
      const mapping = part(field, 15, -1, (b) => Mapping.decode(b));
      if (mapping !== null) keep(scanned.mappings, mapping, 'mapping');
    } else if (type === 2 && number === 4) {
      const location = part(field, 15, 4, (b) => Location.decode(b));
      if (location !== null) keep(scanned.locations, location, 'location');
    } else if (type === 2 && number === 5) {
      const func = part(field, 15, -1, (b) => PprofFunction.decode(b));
      if (func !== null) keep(scanned.functions, func, 'function');
    } else if (number >= 7) {
      countVarints(bytes, start, end);
      const known = scanned.numbers.get(number) ?? [];
      if (known.length < 1000) known.push(...numbersOf(bytes, field).slice(0, 1000));
      scanned.numbers.set(number, known);
    }
  });
  return scanned;
};
