import { ATTRIBUTE_STRIDE, encodeAnyValue, type SpanView, spliceTraces } from '@nightglass/otlp';

/** Attributes of the generated payload whose values are replaced. */
const redacted = [
  'http.user_agent',
  'user_agent.original',
  'url.full',
  'client.address',
  'user.id',
  'enduser.id',
].map((k) => Buffer.from(k));
const mask = encodeAnyValue({ stringValue: '[redacted]' });
const cloudKey = Buffer.from('cloud.resource_id');
const cloudValue = encodeAnyValue({ stringValue: '/subscriptions/0/resourceGroups/prod' });

const isRedacted = (bytes: Uint8Array, from: number, to: number): boolean => {
  for (const key of redacted) {
    if (key.length !== to - from) continue;
    let i = 0;
    while (i < key.length && key[i] === bytes[from + i]) i++;
    if (i === key.length) return true;
  }
  return false;
};

/** The job of a gateway: values of personal attributes replaced, one resource attribute added, all lengths mended. */
export const redactTraces = (request: Uint8Array): Uint8Array =>
  spliceTraces(request, {
    resource: (_, edit) => edit.appendAttribute(cloudKey, cloudValue),
    span: (view: SpanView, edit) => {
      const { slots, count } = view.attributes;
      for (let i = 0; i < count; i++) {
        const at = i * ATTRIBUTE_STRIDE;
        if (isRedacted(view.bytes, slots[at] ?? 0, slots[at + 1] ?? 0)) edit.replaceAttribute(i, mask);
      }
    },
  });
