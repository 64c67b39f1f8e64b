import type { AttributeScope, Signal } from '@nightglass/model';
import { attributeValues } from '../schema/dimensions.ts';
import {
  LabelColumn,
  type MapColumn,
  StringColumn,
  Uint8Column,
  Uint32Column,
  Uint64Column,
} from './columns.ts';
import { adoptKeys, Dictionary, widen } from './dictionary.ts';
import type { NativeBlock } from './native.ts';
import { TableWriter } from './table-writer.ts';
import { TupleTable } from './tuple-table.ts';

/** The enum numbers of the table's columns. */
export const signalNumbers: Record<Signal, number> = { traces: 1, logs: 2, metrics: 3 };
const scopeNumbers: Record<AttributeScope, number> = { resource: 1, scope: 2, span: 3, log: 4, metric: 5 };

/** Every row of a small block is counted; of a large one every 16th of the rest, with its weight. */
const exactRows = 4096;
const stride = 16;
const longestValue = 256;
const keysPerHour = 2000;
const valuesPerKeyAndHour = 500;
const overflow = 0xffffffff;

/**
 * Which values have been seen this hour, so that a key like a request id fills its share once and not once per block.
 * Values are known by a 32-bit hash: a collision hides one name from autocompletion for an hour.
 */
export class ValueMemory {
  readonly #keys = new Map<string, Set<number>>();
  #hour = -1;

  /** May this value be kept? `hour` is the newest known; older records share its budget. */
  allows(key: string, hash: number, hour: number): boolean {
    if (hour > this.#hour) {
      this.#hour = hour;
      this.#keys.clear();
    }
    let values = this.#keys.get(key);
    if (values === undefined) {
      if (this.#keys.size >= keysPerHour) return false;
      values = new Set();
      this.#keys.set(key, values);
    }
    if (values.has(hash)) return true;
    if (values.size >= valuesPerKeyAndHour) return false;
    values.add(hash);
    return true;
  }
}

/** The block of `attribute_values` that goes with a block of records: counted from its map columns when it is full. */
export class AttributeValues {
  readonly #memory: ValueMemory;
  readonly #hour = new Uint32Column();
  readonly #signal = new Uint8Column();
  readonly #scope = new Uint8Column();
  readonly #key = new LabelColumn();
  readonly #overflow = new Uint8Column();
  readonly #value = new StringColumn();
  readonly #count = new Uint64Column();
  readonly #writer: TableWriter;
  readonly #values = new Dictionary();
  readonly #table = new TupleTable();
  #counts = new Uint32Array(1024);
  /** Where an entry's count goes: to itself, or to the key's overflow entry. */
  #targets = new Uint32Array(1024);

  constructor(memory: ValueMemory) {
    this.#memory = memory;
    this.#writer = new TableWriter(attributeValues, {
      Hour: this.#hour,
      Signal: this.#signal,
      Scope: this.#scope,
      Key: this.#key,
      Overflow: this.#overflow,
      Value: this.#value,
      Count: this.#count,
    });
  }

  /** Counts a map column. `signals` is one signal's number for all rows, or a column of them; hours are Unix hours. */
  count(
    scope: AttributeScope,
    map: MapColumn,
    signals: number | Uint8Column,
    hourOf: (row: number) => number,
  ): void {
    const rows = map.ends.length;
    const ends = map.ends.words;
    const { data } = map.values.bytes;
    const ids = map.keys.ids;
    const keyIds = adoptKeys(this.#key.dictionary, map.keys.dictionary);
    const scopeNumber = scopeNumbers[scope];
    let at = 0;
    let item = 0;
    for (let row = 0; row < rows; row++) {
      const weight = row < exactRows ? 1 : row % stride === 0 ? stride : 0;
      const end = ends[row * 2] as number;
      if (weight === 0) {
        for (; item < end; item++) at = behind(data, at);
        continue;
      }
      const signal = typeof signals === 'number' ? signals : (signals.values[row] as number);
      const hour = hourOf(row);
      for (; item < end; item++) {
        const next = behind(data, at);
        const key = keyIds[ids[item] as number] as number;
        this.#one((signal << 8) | scopeNumber, hour, key, data, at, next, weight);
        at = next;
      }
    }
  }

  #one(
    place: number,
    hour: number,
    key: number,
    data: Uint8Array,
    start: number,
    end: number,
    weight: number,
  ): void {
    // A value of up to 256 bytes has a length of one or two bytes.
    const from = (data[start] as number) < 128 ? start + 1 : start + 2;
    const value = end - from > longestValue ? overflow : this.#values.intern(data, from, end);
    const entry = this.#entry(place, hour, key, value);
    const target = this.#targets[entry] as number;
    this.#counts[target] = (this.#counts[target] as number) + weight;
  }

  #entry(place: number, hour: number, key: number, value: number): number {
    const before = this.#table.count;
    const entry = this.#table.entry(place, hour, key, value);
    if (this.#table.count === before) return entry;
    if (entry >= this.#counts.length) {
      this.#counts = widen(this.#counts);
      this.#targets = widen(this.#targets);
    }
    this.#counts[entry] = 0;
    this.#targets[entry] = entry;
    if (value !== overflow) {
      const name = `${place}\n${this.#key.dictionary.text(key)}`;
      if (!this.#memory.allows(name, this.#values.hash(value), hour)) {
        this.#targets[entry] = this.#entry(place, hour, key, overflow);
      }
    }
    return entry;
  }

  /** The block of all that was counted. */
  take(): NativeBlock {
    const words = this.#table.words;
    for (let entry = 0; entry < this.#table.count; entry++) {
      const count = this.#counts[entry] as number;
      if (count === 0) continue;
      const at = entry * 4;
      const place = words[at] as number;
      const value = words[at + 3] as number;
      this.#writer.rows++;
      this.#signal.push(place >>> 8);
      this.#scope.push(place & 255);
      this.#hour.push((words[at + 1] as number) * 3600);
      this.#key.pushId(words[at + 2] as number);
      this.#overflow.push(value === overflow ? 1 : 0);
      if (value === overflow) this.#value.empty();
      else {
        const from = this.#values.start(value);
        this.#value.push(this.#values.strings.data, from, from + this.#values.size(value));
      }
      this.#count.push(count, 0);
    }
    return this.#writer.take();
  }

  reset(): void {
    this.#writer.reset();
    this.#values.reset();
    this.#table.reset();
  }
}

/** The offset behind the string (length, bytes) at `at`. */
const behind = (data: Uint8Array, at: number): number => {
  let size = data[at++] as number;
  if (size > 127) {
    size &= 127;
    for (let shift = 7; ; shift += 7) {
      const byte = data[at++] as number;
      size |= (byte & 127) << shift;
      if (byte < 128) break;
    }
  }
  return at + size;
};
