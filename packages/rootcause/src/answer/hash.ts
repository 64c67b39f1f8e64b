import { createHash } from 'node:crypto';
import type { IncidentData } from '../incident.ts';

const digits = 16;

/** Of the whole input in canonical order: equal hashes mean equal questions. */
export const inputHash = (data: IncidentData): string => {
  const hash = createHash('sha256');
  const { spans, logs, series, ...rest } = data;
  hash.update(JSON.stringify(rest));
  let text = '';
  const add = (line: string): void => {
    text += line;
    if (text.length < 1 << 16) return;
    hash.update(text);
    text = '';
  };
  for (const s of spans)
    add(
      `${s.traceId}${s.spanId}${s.parentId}${s.service}${s.name}${s.startMs} ${s.durationMs} ${s.error}${s.weight}`,
    );
  for (const l of logs) add(`${l.timeMs} ${l.service} ${l.severity} ${l.spanId} ${l.body}`);
  hash.update(text);
  for (const one of series) {
    hash.update(
      `${one.entity.kind}:${one.entity.name} ${one.name} ${one.aggregation} ${JSON.stringify(one.labels)}`,
    );
    hash.update(Float64Array.from(one.timesMs));
    hash.update(Float64Array.from(one.values));
  }
  return hash.digest('hex').slice(0, digits);
};

export const configHash = (config: unknown): string =>
  createHash('sha256').update(JSON.stringify(config)).digest('hex').slice(0, digits);
