/** What is in the tables against what was acknowledged. */
import { askRows } from '../lib/ask-server.ts';
import type { ServerProcess } from '../lib/server-process.ts';
import { type Sender, SPANS_PER_REQUEST } from './sender.ts';

export interface Verdict {
  ackedSpans: number;
  storedSpans: number;
  /** Stored though their acknowledgement never arrived: allowed, the sender could not know. */
  unacknowledgedSpans: number;
  /** One line per kind of violation; empty when everything is right. */
  violations: string[];
}

// A span id is the sender's number in two bytes and its own running number, from 1, in six.
const perRequest = `
SELECT toUInt32(bitShiftRight(n, 48)) AS stream, toUInt32(intDiv(bitAnd(n, 281474976710655) - 1, ${SPANS_PER_REQUEST})) AS request,
       toUInt32(count()) AS rows, toUInt32(uniqExact(n)) AS ids
FROM (SELECT reinterpretAsUInt64(reverse(SpanId)) AS n FROM nightglass.spans)
GROUP BY stream, request`;
const rollUps = `
SELECT (SELECT toUInt32(count()) FROM nightglass.spans) AS spans,
       (SELECT toUInt32(sum(Calls)) FROM nightglass.red_1m) AS calls,
       (SELECT toUInt32(sum(SpanCount)) FROM nightglass.trace_index) AS indexed`;

export const verify = async (server: ServerProcess, senders: readonly Sender[]): Promise<Verdict> => {
  const stored = new Map<string, { rows: number; ids: number }>();
  for (const row of await askRows(server, perRequest)) {
    stored.set(`${row.stream}:${row.request}`, { rows: Number(row.rows), ids: Number(row.ids) });
  }
  const verdict: Verdict = { ackedSpans: 0, storedSpans: 0, unacknowledgedSpans: 0, violations: [] };
  let missing = 0;
  let repeated = 0;
  for (const { rows, ids } of stored.values()) {
    verdict.storedSpans += rows;
    repeated += rows - ids;
  }
  for (const sender of senders) {
    sender.acked.forEach((acked, request) => {
      const ids = stored.get(`${sender.stream}:${request}`)?.ids ?? 0;
      if (acked === 1) {
        verdict.ackedSpans += SPANS_PER_REQUEST;
        missing += SPANS_PER_REQUEST - ids;
      } else {
        verdict.unacknowledgedSpans += ids;
      }
    });
  }
  if (missing > 0) verdict.violations.push(`${missing} acknowledged spans are missing`);
  if (repeated > 0) verdict.violations.push(`${repeated} rows repeat a span id`);
  if (verdict.ackedSpans === 0) verdict.violations.push('nothing was acknowledged');
  const [sums] = await askRows(server, rollUps);
  for (const [name, table] of [
    ['calls', 'red_1m'],
    ['indexed', 'trace_index'],
  ] as const) {
    const counted = Number(sums?.[name]);
    if (counted !== Number(sums?.spans)) {
      verdict.violations.push(`${table} counts ${counted} spans, the table holds ${sums?.spans}`);
    }
  }
  return verdict;
};
