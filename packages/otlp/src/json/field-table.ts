import type { Field } from './schema.ts';

/** Fields of a message by the bytes of their JSON name, lowerCamelCase or snake_case. */
export class FieldTable {
  readonly #slots: ({ name: Uint8Array; field: Field } | undefined)[];
  readonly #mask: number;

  constructor(fields: readonly Field[]) {
    let size = 8;
    while (size < fields.length * 6) size *= 2;
    this.#mask = size - 1;
    this.#slots = new Array(size).fill(undefined);
    const encoder = new TextEncoder();
    for (const field of fields) {
      const snake = field.name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
      for (const text of new Set([field.name, snake])) {
        const name = encoder.encode(text);
        let slot = nameHash(name, 0, name.length) & this.#mask;
        while (this.#slots[slot] !== undefined) slot = (slot + 1) & this.#mask;
        this.#slots[slot] = { name, field };
      }
    }
  }

  /** The field whose name stands at `[from, to)`, undefined when the message has none of that name. */
  find(bytes: Uint8Array, from: number, to: number): Field | undefined {
    let slot = nameHash(bytes, from, to) & this.#mask;
    for (;;) {
      const entry = this.#slots[slot];
      if (entry === undefined) return undefined;
      if (sameName(entry.name, bytes, from, to)) return entry.field;
      slot = (slot + 1) & this.#mask;
    }
  }
}

/** Length, first, fourth last and last byte tell OTLP's field names apart well enough. */
const nameHash = (bytes: Uint8Array, from: number, to: number): number => {
  const length = to - from;
  if (length < 4) return length;
  return Math.imul(length + bytes[from]! * 31 + bytes[to - 4]! * 7 + bytes[to - 1]! * 131, 0x9e3779b1) >>> 20;
};

const sameName = (name: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean => {
  if (name.length !== to - from) return false;
  for (let i = 0; i < name.length; i++) if (name[i] !== bytes[from + i]) return false;
  return true;
};
