import { seed } from './dictionary.ts';

const width = 4;

/** Groups rows by four 32-bit words: entry i has the words [4i, 4i + 4). Numbered by first use. */
export class TupleTable {
  words: Uint32Array;
  count = 0;
  #slots: Uint32Array;

  constructor(capacity = 1024) {
    this.words = new Uint32Array(capacity * width);
    this.#slots = new Uint32Array(capacity * 2);
  }

  reset(): void {
    this.count = 0;
    this.#slots.fill(0);
  }

  /** The entry of a key. A new entry has the number `count` had before. */
  entry(a: number, b: number, c: number, d: number): number {
    const { words } = this;
    const slots = this.#slots;
    const mask = slots.length - 1;
    let hash = Math.imul(a ^ seed ^ Math.imul(b, 0x85ebca6b), 0x9e3779b1);
    hash ^= hash >>> 16;
    hash = Math.imul(hash ^ c ^ Math.imul(d, 0xc2b2ae35), 0x85ebca6b);
    hash ^= hash >>> 13;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const entry = (slots[slot] as number) - 1;
      if (entry < 0) {
        slots[slot] = this.count + 1;
        return this.#add(a, b, c, d);
      }
      const at = entry * width;
      if (words[at] === a && words[at + 1] === b && words[at + 2] === c && words[at + 3] === d) return entry;
    }
  }

  #add(a: number, b: number, c: number, d: number): number {
    const entry = this.count++;
    if (this.count * width > this.words.length) {
      const wider = new Uint32Array(this.words.length * 2);
      wider.set(this.words);
      this.words = wider;
    }
    this.words.set([a, b, c, d], entry * width);
    if (this.count * 2 > this.#slots.length) this.#rehash();
    return entry;
  }

  #rehash(): void {
    const { words } = this;
    const keys = words.slice(0, this.count * width);
    this.#slots = new Uint32Array(this.#slots.length * 2);
    const count = this.count;
    this.count = 0;
    for (let i = 0; i < count; i++) {
      const at = i * width;
      this.entry(keys[at] as number, keys[at + 1] as number, keys[at + 2] as number, keys[at + 3] as number);
    }
  }
}
