import { ATTRIBUTE_STRIDE, type LogView, type ResourceView, type ScopeView } from '@nightglass/otlp';

/** Attributes of a record that tell apart the streams its resource writes: containers, files, stdout and stderr. */
const streamAttributes = new Set([
  'container.id',
  'container.name',
  'k8s.container.name',
  'k8s.pod.name',
  'k8s.pod.uid',
  'log.file.name',
  'log.file.path',
  'log.iostream',
  'process.pid',
  'stream',
]);
const longestKey = 18;

export const latin1 = (bytes: Uint8Array, from: number, to: number): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('latin1');

export const resourceKey = (view: ResourceView): string => latin1(view.bytes, view.from, view.to);
export const scopeKey = (view: ScopeView): string => latin1(view.bytes, view.nameFrom, view.nameTo);

/** The record's stream attributes as bytes, in their order. */
export const recordKey = ({ bytes, attributes: { slots, count } }: LogView): string => {
  let key = '';
  for (let at = 0; at < count * ATTRIBUTE_STRIDE; at += ATTRIBUTE_STRIDE) {
    const from = slots[at] as number;
    const to = slots[at + 1] as number;
    if (to - from > longestKey || !streamAttributes.has(latin1(bytes, from, to))) continue;
    key += `${latin1(bytes, from, to)}=${latin1(bytes, slots[at + 3] as number, slots[at + 4] as number)}\n`;
  }
  return key;
};
