import { createHash } from 'node:crypto';
import { ATTRIBUTE_STRIDE, type AttributeList } from '@nightglass/otlp';
import { ByteBuffer } from './bytes.ts';

/**
 * Ids of resources, scopes and series: the first 8 bytes of SHA-256 over a canonical text, so that every process finds
 * the same id without asking. Attributes are sorted by key; of a repeated key the first counts.
 */
export class Identity {
  readonly #text = new ByteBuffer(1024);

  begin(kind: 'resource' | 'scope' | 'series'): this {
    this.#text.length = 0;
    this.#text.ascii(`${kind}\n`);
    return this;
  }
  bytes(source: Uint8Array, from: number, to: number): this {
    this.#text.varint(to - from);
    this.#text.copy(source, from, to);
    return this;
  }
  number(value: number): this {
    return this.text(String(value));
  }
  text(value: string): this {
    this.#text.varint(value.length);
    this.#text.ascii(value);
    return this;
  }
  attributes(source: Uint8Array, list: AttributeList): this {
    const { slots } = list;
    const order = Array.from({ length: list.count }, (_, i) => i * ATTRIBUTE_STRIDE);
    const key = (at: number): Uint8Array => source.subarray(slots[at], slots[at + 1]);
    order.sort((a, b) => Buffer.compare(key(a), key(b)) || a - b);
    this.number(list.count);
    let previous = -1;
    for (const at of order) {
      if (previous >= 0 && Buffer.compare(key(previous), key(at)) === 0) continue;
      previous = at;
      this.bytes(source, slots[at] as number, slots[at + 1] as number);
      this.#text.byte(slots[at + 2] as number);
      this.bytes(source, slots[at + 3] as number, slots[at + 4] as number);
    }
    return this;
  }
  end(): { low: number; high: number } {
    const digest = createHash('sha256').update(this.#text.view()).digest();
    return { low: digest.readUInt32LE(0), high: digest.readUInt32LE(4) };
  }
}
