import { ATTRIBUTE_STRIDE, type AttributeList } from '@nightglass/otlp';

/** The attribute with that key (UTF-8), by its bytes; -1 when there is none. */
export const attributeIndex = (bytes: Uint8Array, attributes: AttributeList, key: Buffer): number => {
  for (let i = 0; i < attributes.count; i++) {
    const from = attributes.slots[i * ATTRIBUTE_STRIDE] as number;
    const to = attributes.slots[i * ATTRIBUTE_STRIDE + 1] as number;
    if (to - from === key.length && key.compare(bytes, from, to) === 0) return i;
  }
  return -1;
};
