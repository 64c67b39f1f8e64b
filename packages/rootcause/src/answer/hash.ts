import { createHash } from 'node:crypto';
import type { IncidentData } from '../incident.ts';

const digits = 16;

/** Of the whole input in canonical order: equal hashes mean equal questions. */
export const inputHash = (data: IncidentData): string => {
  const hash = createHash('sha256');
  const { spans, logs, series, ...rest } = data;
  hash.update(JSON.stringify(rest));
  let text = '';
  const add = (row: string): void => {
    text += row;
    if (text.length < 1 << 16) return;
    hash.update(text);
    text = '';
  };
  // With a sign between the fields, so that "a" and "bc" are not "ab" and "c".
  for (const s of spans) {
    add(
      `\n${s.traceId}\0${s.spanId}\0${s.parentId}\0${s.service}\0${s.name}\0${s.kind}\0${s.startMs} ${s.durationMs} ${s.error} ${s.weight} ${s.resource}\0${s.statusMessage}\0`,
    );
    if (s.peer !== null) add(`${s.peer.kind}:${s.peer.name}\0`);
    add(inOrder(s.attributes));
    for (const { type, message } of s.exceptions) add(`${type}\0${message}\0`);
  }
  for (const l of logs)
    add(
      `\n${l.id}\0${l.timeMs} ${l.severity} ${l.weight} ${l.service}\0${l.traceId}\0${l.spanId}\0${l.resource}\0${l.body}`,
    );
  hash.update(text);
  for (const { entity, name, unit, aggregation, labels, timesMs, values } of series) {
    hash.update(
      `\n${entity.kind}:${entity.name}\0${name}\0${unit}\0${aggregation}\0${timesMs.length}\0${inOrder(labels)}`,
    );
    hash.update(asDoubles(timesMs));
    hash.update(asDoubles(values));
  }
  return hash.digest('hex').slice(0, digits);
};

const asDoubles = (values: ArrayLike<number>): Float64Array =>
  values instanceof Float64Array ? values : Float64Array.from(values);

/** Names and values; the order in which they were written says nothing. */
const inOrder = (labels: Readonly<Record<string, string>>): string => {
  let text = '';
  for (const key of Object.keys(labels).sort()) text += `${key}=${labels[key]}\0`;
  return text;
};

export const configHash = (config: unknown): string =>
  createHash('sha256').update(JSON.stringify(config)).digest('hex').slice(0, digits);
