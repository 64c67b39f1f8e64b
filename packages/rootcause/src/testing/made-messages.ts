/** FOR TESTS: messages that are handed over to a queue, for the windows of `contextOf`. */
import type { ExplanationEntity } from '@nightglass/model';
import type { SpanRow } from '../incident.ts';
import { type MadeCall, tracesOf } from './made-rows.ts';

export interface MadeMessages {
  good?: number;
  bad?: number;
  /** From the start of the producer's span to the consumer's, ms; null: nobody takes it up. */
  wait: (bad: boolean, i: number) => number | null;
  /** Default `mailer`. */
  reader?: (i: number) => string;
  /** What the consumer calls. */
  calls?: MadeCall[];
  given?: (bad: boolean, i: number) => Partial<SpanRow>;
}

/** `order` publishes to the queue, a reader takes it up some time later. */
export const messagesOf = (
  queue: ExplanationEntity,
  { good = 60, bad = 40, wait, reader = () => 'mailer', calls = [], given = () => ({}) }: MadeMessages,
): SpanRow[] => {
  const waits = new Map<string, number>();
  const spans = tracesOf({ good, bad }, (isBad, i) => {
    const ms = wait(isBad, i);
    const name = `process ${isBad ? 'b' : 'g'}${i}`;
    if (ms !== null) waits.set(name, ms);
    const taken: MadeCall = { service: reader(i), name, kind: 'consumer', given: { peer: queue }, calls };
    return {
      service: 'order',
      name: 'POST /orders',
      calls: [
        {
          service: 'order',
          name: `publish ${queue.name}`,
          kind: 'producer',
          own: 0,
          calls: ms === null ? [] : [taken],
          given: { durationMs: 2, peer: queue, ...given(isBad, i) },
        },
      ],
    };
  });
  return spans.map((span) => {
    const ms = waits.get(span.name);
    return ms === undefined ? span : { ...span, name: `process ${queue.name}`, startMs: span.startMs + ms };
  });
};
