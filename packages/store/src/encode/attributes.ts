import { ATTRIBUTE_STRIDE, type AttributeList, anyValueText, ValueType } from '@nightglass/otlp';
import { ByteBuffer, utf8Boundary } from './bytes.ts';
import type { LabelColumn, MapColumn, StringColumn } from './columns.ts';
import { widen } from './dictionary.ts';
import { type EncodeCounters, type EncodeLimits, marks } from './limits.ts';
import { doubleText, intText, readFixed64, readVarint, toDouble, word } from './numbers.ts';

/** The letter of AttributeTypes by ValueType; strings have none. */
const letters = ['e', '', 'b', 'i', 'd', 'j', 'j', 'x'] as const;
const empty = new Uint8Array(0);

/** What all writers of a block share. */
export interface EncodeContext {
  readonly limits: EncodeLimits;
  readonly counters: EncodeCounters;
}

/**
 * Writes attributes into a map column and the types of those that are not strings into AttributeTypes.
 * Keys are recognised by the key that stood before them last time: an SDK sends the same keys in the same order.
 */
export class AttributeWriter {
  readonly map: MapColumn;
  /** Index of the attribute with role r in the list just written, -1 when absent. */
  readonly found: Int32Array;
  readonly #notes: LabelColumn;
  readonly #context: EncodeContext;
  readonly #roleOf: ReadonlyMap<string, number>;
  #roles = new Uint32Array(256);
  #known = 0;
  #successors = new Uint32Array(256);
  #stamps = new Uint32Array(256);
  #generation = 0;
  /** Note id + 1 by key and type, for notes without a prefix. */
  #noteIds = new Uint32Array(256 * 8);
  readonly #scratch = new ByteBuffer(256);
  /** Names of the values cut in this record. */
  readonly #cuts: string[] = [];

  constructor(map: MapColumn, notes: LabelColumn, context: EncodeContext, roles: readonly string[] = []) {
    this.map = map;
    this.#notes = notes;
    this.#context = context;
    this.#roleOf = new Map(roles.map((key, i) => [key, i + 1]));
    this.found = new Int32Array(roles.length).fill(-1);
  }

  /** Writes one row of the map, without ending it. Returns how many attributes were over the limit. */
  write(source: Uint8Array, list: AttributeList, prefix: string): number {
    const { limits, counters } = this.#context;
    const { keys, values } = this.map;
    const { dictionary } = keys;
    const { slots } = list;
    const count = Math.min(list.count, limits.attributesPerRecord);
    const generation = this.#begin();
    let previous = 0;
    for (let i = 0, at = 0; i < count; i++, at += ATTRIBUTE_STRIDE) {
      const keyFrom = slots[at] as number;
      const keyTo = slots[at + 1] as number;
      let id = this.#successors[previous] as number;
      if (!dictionary.equals(id, source, keyFrom, keyTo)) {
        id = dictionary.intern(source, keyFrom, keyTo);
        if (id >= this.#known) this.#learn();
        this.#successors[previous] = id;
      }
      previous = id;
      if (this.#stamps[id] === generation) {
        counters.duplicateKeys++;
        continue;
      }
      this.#stamps[id] = generation;
      const role = this.#roles[id] as number;
      if (role > 0) this.found[role - 1] = i;
      keys.pushId(id);
      const type = slots[at + 2] as number;
      const from = slots[at + 3] as number;
      let to = slots[at + 4] as number;
      if (type !== ValueType.string) {
        this.#note(id, type, prefix);
        if (!this.#typed(values, source, type, from, to)) this.#cut(prefix, id);
        continue;
      }
      if (to - from > limits.attributeValueBytes) {
        to = utf8Boundary(source, from, to, limits.attributeValueBytes);
        this.#cut(prefix, id);
      }
      values.push(source, from, to);
    }
    const dropped = list.count - count;
    counters.droppedAttributes += dropped;
    return dropped;
  }

  /** Adds an attribute of ours to the row being written, unless the sender gave one of that name. */
  add(key: string, value: string): void {
    const bytes = Buffer.from(key);
    const id = this.map.keys.dictionary.intern(bytes, 0, bytes.length);
    if (id >= this.#known) this.#learn();
    if (this.#stamps[id] === this.#generation) return;
    this.#stamps[id] = this.#generation;
    this.map.keys.pushId(id);
    const text = Buffer.from(value);
    this.map.values.push(text, 0, text.length);
  }

  /** Says that a part of the record outside its attributes was cut. */
  noteCut(name: string): void {
    this.#context.counters.truncatedValues++;
    this.#cuts.push(name);
  }

  /** Ends the row with the mark of what was cut in it, here and in the writers of its parts. */
  end(parts: readonly AttributeWriter[] = []): void {
    const cuts = this.#cuts;
    for (const part of parts) {
      if (part.#cuts.length === 0) continue;
      cuts.push(...part.#cuts);
      part.#cuts.length = 0;
    }
    if (cuts.length > 0) {
      this.add(marks.truncated, cuts.slice(0, 100).join(', '));
      cuts.length = 0;
    }
    this.map.end();
  }

  /** The AttributeTypes entry for a value that has no key, such as a body. */
  noteKeyless(name: string, type: number): void {
    const scratch = this.#scratch;
    scratch.length = 0;
    scratch.ascii(`${name}.${letters[type]}:`);
    this.#notes.push(scratch.data, 0, scratch.length);
  }

  /** The text of a value into a string column. False when it had to be cut at `limit` bytes. */
  text(
    values: StringColumn,
    source: Uint8Array,
    type: number,
    from: number,
    to: number,
    limit: number,
  ): boolean {
    switch (type) {
      case ValueType.string: {
        const end = utf8Boundary(source, from, to, limit);
        values.push(source, from, end);
        return end === to;
      }
      case ValueType.bool:
        readVarint(source, from);
        values.ascii(word.low !== 0 || word.high !== 0 ? 'true' : 'false');
        return true;
      case ValueType.int:
        readVarint(source, from);
        values.ascii(intText(word.low, word.high));
        return true;
      case ValueType.double:
        readFixed64(source, from);
        values.ascii(doubleText(toDouble(word.low, word.high)));
        return true;
      case ValueType.bytes: {
        // Whole groups of three bytes, so that what is left is still base64.
        const end = Math.min(to, from + Math.floor(limit / 4) * 3);
        values.ascii(Buffer.from(source.buffer, source.byteOffset + from, end - from).toString('base64'));
        return end === to;
      }
      case ValueType.array:
      case ValueType.kvlist: {
        const bytes = Buffer.from(anyValueText(source, type, from, to));
        if (bytes.length <= limit) {
          values.push(bytes, 0, bytes.length);
          return true;
        }
        // A cut tree would not be JSON any more: it is kept as a string value that holds the beginning.
        const kept = utf8Boundary(bytes, 0, bytes.length, Math.max(0, (limit >> 1) - 20));
        const cut = Buffer.from(JSON.stringify({ stringValue: bytes.toString('utf8', 0, kept) }));
        values.push(cut, 0, cut.length);
        return false;
      }
      default:
        values.push(empty, 0, 0);
        return true;
    }
  }

  /** Forgets what was learned from a dictionary that has been reset or rewound. */
  forget(): void {
    this.#known = 0;
    this.#successors.fill(0);
    this.#noteIds.fill(0);
    this.#stamps.fill(0);
    this.#cuts.length = 0;
    this.found.fill(-1);
  }

  #begin(): number {
    if (this.found.length > 0) this.found.fill(-1);
    if (this.#known === 0) this.#learn();
    this.#generation = (this.#generation + 1) >>> 0;
    return this.#generation;
  }

  #typed(values: StringColumn, source: Uint8Array, type: number, from: number, to: number): boolean {
    return this.text(values, source, type, from, to, this.#context.limits.attributeValueBytes);
  }

  #cut(prefix: string, id: number): void {
    this.noteCut(prefix + this.map.keys.dictionary.text(id));
  }

  #note(key: number, type: number, prefix: string): void {
    const at = key * 8 + type;
    if (prefix === '') {
      const cached = this.#noteIds[at] as number;
      if (cached > 0) {
        this.#notes.pushId(cached - 1);
        return;
      }
    }
    const { dictionary } = this.map.keys;
    const scratch = this.#scratch;
    scratch.length = 0;
    scratch.ascii(`${prefix}${letters[type]}:`);
    const from = dictionary.start(key);
    scratch.copy(dictionary.strings.data, from, from + dictionary.size(key));
    const id = this.#notes.dictionary.intern(scratch.data, 0, scratch.length);
    this.#notes.pushId(id);
    if (prefix === '') this.#noteIds[at] = id + 1;
  }

  /** Makes room for the keys the dictionary has won and finds out which of them have a role. */
  #learn(): void {
    const { dictionary } = this.map.keys;
    while (dictionary.count > this.#stamps.length) {
      this.#stamps = widen(this.#stamps);
      this.#successors = widen(this.#successors);
      this.#roles = widen(this.#roles);
      this.#noteIds = widen(this.#noteIds);
    }
    for (; this.#known < dictionary.count; this.#known++) {
      const role = this.#roleOf.size === 0 ? 0 : (this.#roleOf.get(dictionary.text(this.#known)) ?? 0);
      this.#roles[this.#known] = role;
    }
  }
}
