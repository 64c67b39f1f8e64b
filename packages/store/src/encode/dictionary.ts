import { randomInt } from 'node:crypto';
import { ByteBuffer, varintSize } from './bytes.ts';

/** Unknown to senders, so that nobody can choose keys that collide. Ids follow first use, never the hash. */
export const seed: number = randomInt(0x7fffffff);

const none = 0xffffffff;
const guessMask = 511;

/**
 * Byte strings numbered by first use; 0 is the empty string. The numbers are the indexes of a LowCardinality column and
 * the text is kept as ClickHouse strings (length, bytes), so that the dictionary is written as it lies.
 */
export class Dictionary {
  readonly strings: ByteBuffer = new ByteBuffer();
  count = 0;
  #starts = new Uint32Array(256);
  #lengths = new Uint32Array(256);
  #hashes = new Uint32Array(256);
  #slots = new Uint32Array(1024).fill(none);
  readonly #guesses = new Uint32Array(guessMask + 1);
  #last = 0;

  constructor() {
    this.reset();
  }

  reset(): void {
    this.strings.length = 0;
    this.count = 0;
    this.#slots.fill(none);
    this.#last = 0;
    this.intern(this.strings.data, 0, 0);
  }

  start(id: number): number {
    return this.#starts[id] as number;
  }
  size(id: number): number {
    return this.#lengths[id] as number;
  }
  /** The same for equal strings within this process only. */
  hash(id: number): number {
    return this.#hashes[id] as number;
  }
  text(id: number): string {
    const from = this.start(id);
    return Buffer.from(this.strings.data.buffer, from, this.size(id)).toString('utf8');
  }

  equals(id: number, source: Uint8Array, from: number, to: number): boolean {
    if (this.#lengths[id] !== to - from) return false;
    const data = this.strings.data;
    let at = this.#starts[id] as number;
    for (let i = from; i < to; i++) if (data[at++] !== source[i]) return false;
    return true;
  }

  intern(source: Uint8Array, from: number, to: number): number {
    if (from === to && this.count > 0) return 0;
    if (this.count > 0 && this.equals(this.#last, source, from, to)) return this.#last;
    // Comparing is several times cheaper than hashing, so a guess from four bytes is tried first.
    const guess =
      ((to - from) * 31 +
        (source[from] as number) * 7 +
        (source[to - 1] as number) * 13 +
        (source[(from + to) >> 1] as number)) &
      guessMask;
    const guessed = this.#guesses[guess] as number;
    if (guessed < this.count && this.equals(guessed, source, from, to)) {
      this.#last = guessed;
      return guessed;
    }
    const id = this.#find(source, from, to);
    this.#guesses[guess] = id;
    return id;
  }

  #find(source: Uint8Array, from: number, to: number): number {
    let hash = seed ^ (to - from);
    for (let i = from; i < to; i++) {
      hash = Math.imul(hash ^ (source[i] as number), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    hash >>>= 0;
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const id = this.#slots[slot] as number;
      if (id === none) return this.#add(source, from, to, hash, slot);
      if (this.#hashes[id] === hash && this.equals(id, source, from, to)) {
        this.#last = id;
        return id;
      }
    }
  }

  #add(source: Uint8Array, from: number, to: number, hash: number, slot: number): number {
    const id = this.count++;
    if (id === this.#starts.length) {
      this.#starts = widen(this.#starts);
      this.#lengths = widen(this.#lengths);
      this.#hashes = widen(this.#hashes);
    }
    this.strings.varint(to - from);
    this.#starts[id] = this.strings.length;
    this.#lengths[id] = to - from;
    this.#hashes[id] = hash;
    this.strings.copy(source, from, to);
    this.#slots[slot] = id;
    if (this.count * 2 > this.#slots.length) this.#rehash();
    this.#last = id;
    return id;
  }

  #rehash(): void {
    const slots = new Uint32Array(this.#slots.length * 2).fill(none);
    const mask = slots.length - 1;
    for (let id = 0; id < this.count; id++) {
      let slot = (this.#hashes[id] as number) & mask;
      while (slots[slot] !== none) slot = (slot + 1) & mask;
      slots[slot] = id;
    }
    this.#slots = slots;
  }

  /** Forgets the ids from `count` on. */
  truncate(count: number): void {
    if (count === this.count) return;
    this.count = count;
    const last = count - 1;
    this.strings.length = this.start(last) + this.size(last);
    this.#last = 0;
    this.#slots.fill(none);
    const mask = this.#slots.length - 1;
    for (let id = 0; id < count; id++) {
      let slot = (this.#hashes[id] as number) & mask;
      while (this.#slots[slot] !== none) slot = (slot + 1) & mask;
      this.#slots[slot] = id;
    }
  }

  get byteLength(): number {
    return this.strings.length + varintSize(this.count);
  }
}

export const widen = (array: Uint32Array): Uint32Array<ArrayBuffer> => {
  const wider = new Uint32Array(array.length * 2);
  wider.set(array);
  return wider;
};

/** The ids in `to` of the keys of `from`; equal ids when `to` was empty. */
export const adoptKeys = (to: Dictionary, from: Dictionary): Uint32Array => {
  const ids = new Uint32Array(from.count);
  for (let id = 1; id < from.count; id++) {
    const at = from.start(id);
    ids[id] = to.intern(from.strings.data, at, at + from.size(id));
  }
  return ids;
};
