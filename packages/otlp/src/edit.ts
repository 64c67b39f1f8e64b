/** What an editor asks for while it sees a record: collected during the call, carried out behind it. */
import { KeyValue } from './proto/common.ts';
import { LogRecord } from './proto/logs.ts';
import type { Splicer } from './splicer.ts';
import { ATTRIBUTE_STRIDE, type AttributeList } from './views.ts';
import type { Reader } from './wire.ts';
import { ProtoWriter } from './writer.ts';

/** Edits of one message with attributes. Values are encoded AnyValue messages (`encodeAnyValue`), keys UTF-8. */
export interface Edit {
  /** Leaves the message out: a record, a metric with its points, a resource or scope with everything in it. */
  drop(): void;
  /** Gives attribute `index` of the view another value. */
  replaceAttribute(index: number, value: Uint8Array): void;
  removeAttribute(index: number): void;
  /** Adds an attribute behind the others. Does not look whether the key is there already. */
  appendAttribute(key: Uint8Array, value: Uint8Array): void;
}

/** Edits of a log record. */
export interface LogEdit extends Edit {
  /** Gives the record another body, an encoded AnyValue, whether it had one or not. */
  replaceBody(value: Uint8Array): void;
  /** Sets the severity number (1 to 24) and text, whatever was there. */
  replaceSeverity(number: number, text: string): void;
}

export class Edits implements LogEdit {
  dropped = false;
  changed = false;
  /** By attribute index: the new value, null to remove, undefined to keep. */
  readonly #actions: (Uint8Array | null | undefined)[] = [];
  /** How many of #actions count; shortening the array itself would free what the next record needs again. */
  #actionCount = 0;
  readonly #appended: { key: Uint8Array; value: Uint8Array }[] = [];
  /** Fields that are not attributes: every one with that tag goes, the encoded field comes at the end. */
  readonly #fields: { tag: number; field: Uint8Array }[] = [];

  clear(): this {
    if (this.changed) {
      this.#actionCount = 0;
      if (this.#appended.length > 0) this.#appended.length = 0;
      if (this.#fields.length > 0) this.#fields.length = 0;
    }
    this.dropped = this.changed = false;
    return this;
  }
  drop(): void {
    this.dropped = true;
  }
  replaceAttribute(index: number, value: Uint8Array): void {
    this.#act(index, value);
  }
  removeAttribute(index: number): void {
    this.#act(index, null);
  }
  appendAttribute(key: Uint8Array, value: Uint8Array): void {
    this.changed = true;
    this.#appended.push({ key, value });
  }
  replaceBody(value: Uint8Array): void {
    this.#replace(LogRecord.body, (w) => w.bytesField(LogRecord.body, value), value.length + 16);
  }
  replaceSeverity(number: number, text: string): void {
    this.#replace(LogRecord.severityNumber, (w) => w.varintField(LogRecord.severityNumber, number), 16);
    this.#replace(LogRecord.severityText, (w) => w.stringField(LogRecord.severityText, text), 64);
  }
  #replace(tag: number, write: (w: ProtoWriter) => void, capacity: number): void {
    this.changed = true;
    const w = new ProtoWriter(capacity);
    write(w);
    this.#fields.push({ tag, field: w.copy() });
  }
  #act(index: number, action: Uint8Array | null): void {
    this.changed = true;
    while (this.#actionCount <= index) this.#actions[this.#actionCount++] = undefined;
    this.#actions[index] = action;
  }

  /** Carries the edits out on the message at `[from, to)`, which the splicer is in; leaves the reader behind it. */
  apply(s: Splicer, r: Reader, from: number, to: number, tag: number, list: AttributeList): void {
    const actions = this.#actions;
    const count = this.#actionCount;
    let index = 0;
    r.at = from;
    const replaced = this.#fields;
    while (index < count || replaced.length > 0) {
      const start = r.at;
      const met = r.next(to);
      if (met === 0) break;
      if (met !== tag) {
        if (replaced.length > 0 && replaced.some((f) => f.tag === met)) s.cut(start, r.at);
        continue;
      }
      const action = index < count ? actions[index] : undefined;
      if (action !== undefined) {
        s.cut(start, r.to);
        const slot = index * ATTRIBUTE_STRIDE;
        const { slots } = list;
        if (action !== null) s.insertKeyValue(r.to, tag, r.bytes, slots[slot]!, slots[slot + 1]!, action);
      }
      index++;
    }
    for (const { key, value } of this.#appended) s.insertKeyValue(to, tag, key, 0, key.length, value);
    for (const { field } of replaced) s.insert(to, field);
    r.at = to;
  }

  /** A new message that has just the appended attributes. */
  encode(tag: number): Uint8Array {
    const w = new ProtoWriter(256);
    for (const { key, value } of this.#appended) {
      w.message(tag, () => {
        w.bytesField(KeyValue.key, key);
        w.bytesField(KeyValue.value, value);
      });
    }
    return w.copy();
  }
}
