/** Another spelling of the same protobuf message: everything the format allows and few senders do. */
import type protobuf from 'protobufjs';
import { ProtoWriter } from '../writer.ts';

/** 0 <= result < below */
export type Dice = (below: number) => number;

interface RawField {
  tag: number;
  payload: Uint8Array;
}

const readFields = (bytes: Uint8Array): RawField[] => {
  const fields: RawField[] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = bytes[at++]!;
      value += (byte & 127) * scale;
      scale *= 128;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const tag = varint();
    let from = at;
    if (tag % 8 === 0) varint();
    else if (tag % 8 === 1) at += 8;
    else if (tag % 8 === 5) at += 4;
    else {
      const length = varint();
      from = at;
      at += length;
    }
    fields.push({ tag, payload: bytes.subarray(from, at) });
  }
  return fields;
};

/** A varint in up to `extra` more bytes than it needs. */
const putOddVarint = (w: ProtoWriter, value: number, extra: number): void => {
  w.varint(value);
  for (let i = 0; i < extra; i++) {
    w.bytes[w.length - 1]! |= 128;
    w.raw(new Uint8Array(1));
  }
};

export const scramble = (type: protobuf.Type, bytes: Uint8Array, dice: Dice): Uint8Array => {
  const fields: RawField[] = [];
  for (const { tag, payload } of readFields(bytes)) {
    const field = type.fieldsById[tag >> 3]!.resolve();
    if (field.resolvedType !== null && tag % 8 === 2) {
      fields.push({ tag, payload: scramble(field.resolvedType as protobuf.Type, payload, dice) });
    } else if (field.repeated && tag % 8 === 2 && field.packed) fields.push(...repack(field, payload, dice));
    else {
      // Of a singular field that comes twice the last one counts.
      if (dice(6) === 0 && field.partOf === null) fields.push(decoy(tag));
      fields.push({ tag, payload });
    }
  }
  shuffle(fields, dice);
  for (let i = dice(3); i > 0; i--) fields.splice(dice(fields.length + 1), 0, unknown(dice));
  const w = new ProtoWriter();
  for (const { tag, payload } of fields) {
    putOddVarint(w, tag, dice(5) === 0 ? dice(5) : 0);
    if (tag % 8 === 2) putOddVarint(w, payload.length, dice(5) === 0 ? dice(5) : 0);
    w.raw(payload);
  }
  return w.copy();
};

/** A packed run in several runs or single elements. */
const repack = (field: protobuf.Field, payload: Uint8Array, dice: Dice): RawField[] => {
  const tag = field.id << 3;
  const out: RawField[] = [];
  if (field.type === 'uint64') {
    for (const element of readVarints(payload)) {
      out.push(dice(2) === 0 ? { tag, payload: element } : { tag: tag | 2, payload: element });
    }
    return out;
  }
  for (let at = 0; at < payload.length; ) {
    const to = Math.min(payload.length, at + 8 * (1 + dice(2)));
    const single = to - at === 8 && dice(2) === 0;
    out.push({ tag: tag | (single ? 1 : 2), payload: payload.subarray(at, to) });
    at = to;
  }
  return out;
};
const readVarints = (bytes: Uint8Array): Uint8Array[] => {
  const out: Uint8Array[] = [];
  let from = 0;
  bytes.forEach((byte, i) => {
    if (byte > 127) return;
    out.push(bytes.subarray(from, i + 1));
    from = i + 1;
  });
  return out;
};

const decoy = (tag: number): RawField => {
  const length = { 0: 1, 1: 8, 2: 3, 5: 4 }[tag % 8] ?? 0;
  return { tag, payload: new Uint8Array(length).fill(7) };
};

const unknown = (dice: Dice): RawField => {
  const number = [17, 100, 1000, 20_000, 2 ** 28][dice(5)]!;
  const wire = [0, 1, 2, 5][dice(4)]!;
  return { ...decoy(wire), tag: number * 8 + wire };
};

/** Any order in which fields of one number keep theirs. */
const shuffle = (fields: RawField[], dice: Dice): void => {
  const order = new Map<number, RawField[]>();
  for (const field of fields) {
    const number = Math.floor(field.tag / 8);
    const same = order.get(number);
    if (same === undefined) order.set(number, [field]);
    else same.push(field);
  }
  for (let i = fields.length - 1; i > 0; i--) {
    const j = dice(i + 1);
    [fields[i], fields[j]] = [fields[j]!, fields[i]!];
  }
  const taken = new Map<number, number>();
  fields.forEach((field, i) => {
    const number = Math.floor(field.tag / 8);
    const nth = taken.get(number) ?? 0;
    taken.set(number, nth + 1);
    fields[i] = order.get(number)![nth]!;
  });
};
