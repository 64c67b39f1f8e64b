/**
 * Attributes: repeated KeyValue. Two thirds of a request's fields are in here, so the usual spelling
 * (key, then value, shortest lengths) has one inlined loop; every other legal spelling takes `readKeyValue`,
 * which is also what the loop is tested against.
 */
import * as common from './proto/common.ts';
import type { AttributeList } from './views.ts';
import * as views from './views.ts';
import { type Reader, skipVarint } from './wire.ts';

// Taken out of the import: an import is read from a cell and checked at each use, a const of this module the compiler
// knows the value of. It makes the loops below about twice as fast.
const { AnyValue, KeyValue } = common;
const { ATTRIBUTE_STRIDE, ValueType } = views;

/** ValueType by tag of AnyValue; other tags are unknown fields. */
const typeOfTag = new Uint8Array(256);
typeOfTag[AnyValue.stringValue] = ValueType.string;
typeOfTag[AnyValue.boolValue] = ValueType.bool;
typeOfTag[AnyValue.intValue] = ValueType.int;
typeOfTag[AnyValue.doubleValue] = ValueType.double;
typeOfTag[AnyValue.arrayValue] = ValueType.array;
typeOfTag[AnyValue.kvlistValue] = ValueType.kvlist;
typeOfTag[AnyValue.bytesValue] = ValueType.bytes;

/** An AnyValue: the type and extent of the member that is set (the last one, when a sender set several). */
export class ValueView {
  type: number = ValueType.empty;
  from = 0;
  to = 0;
}

/** Reads the AnyValue at `[from, to)` and leaves the reader behind it. */
export const readAnyValue = (r: Reader, from: number, to: number, view: ValueView): void => {
  view.type = ValueType.empty;
  view.from = view.to = 0;
  r.at = from;
  for (let tag: number; (tag = r.next(to)) !== 0; ) {
    const type = tag > 0 && tag < 256 ? typeOfTag[tag]! : ValueType.empty;
    if (type === ValueType.empty) continue;
    view.type = type;
    view.from = r.from;
    view.to = r.to;
  }
};

const value = new ValueView();

/** Reads the KeyValue at `[from, to)` in any legal spelling and leaves the reader behind it. */
export const readKeyValue = (r: Reader, from: number, to: number, list: AttributeList): void => {
  let keyFrom = 0;
  let keyTo = 0;
  value.type = ValueType.empty;
  value.from = value.to = 0;
  r.at = from;
  for (let tag: number; (tag = r.next(to)) !== 0; ) {
    if (tag === KeyValue.key) {
      keyFrom = r.from;
      keyTo = r.to;
    } else if (tag === KeyValue.value) readAnyValue(r, r.from, r.to, value);
  }
  list.push(keyFrom, keyTo, value.type, value.from, value.to);
};

/**
 * Reads the KeyValue the reader has just met (`[r.from, r.to)`, its field's one-byte `tag`) and the ones that follow
 * it directly, up to `end`; leaves the reader behind the last of them.
 */
export const readAttributes = (r: Reader, tag: number, end: number, list: AttributeList): void => {
  const bytes = r.bytes;
  let from = r.from;
  let to = r.to;
  for (;;) {
    const out = list.count * ATTRIBUTE_STRIDE;
    const slots = out + ATTRIBUTE_STRIDE > list.slots.length ? list.grow() : list.slots;
    if (readUsualKeyValue(bytes, from, to, slots, out)) list.count++;
    else readKeyValue(r, from, to, list);
    // The next field, when it is another KeyValue with a length of one or two bytes.
    if (to + 3 > end || bytes[to] !== tag) break;
    from = to + 2;
    let length = bytes[to + 1]!;
    if (length > 127) {
      const second = bytes[from++]!;
      if (second > 127) break;
      length = (length & 127) | (second << 7);
    }
    if (length > end - from) break;
    to = from + length;
  }
  r.at = to;
};

/**
 * Reads a KeyValue in the usual spelling into `slots[out...]`; false, and nothing written, when it is spelled otherwise.
 * Every byte read lies in `[from, to)`: each read comes behind a comparison with `to`, or one that implies it.
 */
const readUsualKeyValue = (
  bytes: Uint8Array,
  from: number,
  to: number,
  slots: Int32Array,
  out: number,
): boolean => {
  if (to - from < 6 || bytes[from] !== KeyValue.key) return false;
  const keyLength = bytes[from + 1]!;
  const keyTo = from + 2 + keyLength;
  if (keyLength > 127 || keyTo + 4 > to || bytes[keyTo] !== KeyValue.value) return false;
  let at = keyTo + 2;
  let size = bytes[keyTo + 1]!;
  if (size > 127) {
    const second = bytes[at++]!;
    if (second > 127) return false;
    size = (size & 127) | (second << 7);
  }
  if (at + size !== to || size < 2) return false;
  const tag = bytes[at++]!;
  if (tag === AnyValue.stringValue) {
    size = bytes[at++]!;
    if (size > 127) {
      if (at === to) return false;
      const second = bytes[at++]!;
      if (second > 127) return false;
      size = (size & 127) | (second << 7);
    }
    if (at + size !== to) return false;
  } else if (tag === AnyValue.doubleValue) {
    if (at + 8 !== to) return false;
  } else if (tag === AnyValue.intValue || tag === AnyValue.boolValue) {
    if (skipVarint(bytes, at, to) !== to) return false;
  } else return false;
  slots[out] = from + 2;
  slots[out + 1] = keyTo;
  // The number of AnyValue's field is the ValueType.
  slots[out + 2] = tag >> 3;
  slots[out + 3] = at;
  slots[out + 4] = to;
  return true;
};
