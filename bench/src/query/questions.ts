/** What is asked, through the same functions the API answers from, and what each may take. */
import { incidentBudget, type StoreQueries } from '@nightglass/store';
import type { Filling } from './fill.ts';
import { requestIdOf, traceIdOf, userOf } from './identity.ts';

export interface Asked {
  store: StoreQueries;
  filling: Filling;
  /** Number of the run: every run asks for another id, user or minute, so that no cache of answers helps. */
  run: number;
}

export interface Question {
  name: string;
  /** Milliseconds, hot, and where they come from (reference/query.md 1.8 and 1.9, 20 million rows on two cores). */
  target: number;
  /** Milliseconds of the first run after the files left the page cache. */
  coldTarget?: number;
  /** What the target was measured with, where it is not the same question. */
  note?: string;
  /** Asks and returns how many things came back. */
  ask(asked: Asked): Promise<number>;
}

const minuteNano = 60_000_000_000n;

/** The last `minutes` before the end of the data; later runs end some seconds earlier. */
const last = ({ filling, run }: Asked, minutes: number): { from: bigint; to: bigint } => {
  const to = BigInt(filling.endMs - run * 7000) * 1_000_000n;
  return { from: to - BigInt(minutes) * minuteNano, to };
};
const day = 1440;

/** A trace of the data, another for every run, spread over the day. */
const traceOf = ({ filling, run }: Asked): number =>
  Math.floor((((run + 1) * 0.381966) % 1) * filling.traces);

const absentTrace = ({ filling, run }: Asked): number => filling.traces + 1000 + run;

export const questions: readonly Question[] = [
  {
    name: 'trace by id, no time hint',
    target: 36,
    coldTarget: 231,
    ask: async (a) => (await a.store.trace({ traceId: traceIdOf(traceOf(a)) }))?.totalSpans ?? 0,
  },
  {
    name: 'trace search: service, error, duration over 200 ms; newest 20 of 24 h',
    target: 89,
    ask: async (a) => {
      const filter = { service: 'payment', status: 'error', minDuration: 200_000_000n } as const;
      return (await a.store.traces({ ...last(a, day), ...filter })).traces.length;
    },
  },
  {
    name: 'trace search: service, duration over 10 s; few in 24 h',
    target: 89,
    ask: async (a) => {
      const filter = { service: 'payment', minDuration: 10_000_000_000n };
      return (await a.store.traces({ ...last(a, day), ...filter })).traces.length;
    },
  },
  {
    name: 'p99 per service, 1 h, with sparklines',
    target: 42,
    coldTarget: 122,
    ask: async (a) => (await a.store.services(last(a, 60))).services.length,
  },
  {
    name: 'p99 per service, 24 h, with sparklines',
    target: 483,
    coldTarget: 594,
    ask: async (a) => (await a.store.services(last(a, day))).services.length,
  },
  {
    name: 'p99 of one service, 24 h, per operation',
    target: 57,
    note: 'without operations',
    ask: async (a) => (await a.store.operations({ ...last(a, day), service: 'payment' })).operations.length,
  },
  {
    name: 'services page: services and map, 15 min',
    target: 53,
    note: 'RED of 1 h',
    ask: async (a) => {
      const range = last(a, 15);
      const [services] = await Promise.all([a.store.services(range), a.store.serviceMap(range)]);
      return services.services.length;
    },
  },
  {
    name: 'service map, 1 h',
    target: 74,
    note: '10 min',
    ask: async (a) => (await a.store.serviceMap(last(a, 60))).edges.length,
  },
  {
    name: 'service map, 24 h',
    target: 74,
    note: '10 min',
    ask: async (a) => (await a.store.serviceMap(last(a, day))).edges.length,
  },
  {
    name: 'rare attribute (a user), newest 100 traces of 24 h',
    target: 22,
    coldTarget: 99,
    note: 'spans, not traces',
    ask: async (a) => {
      const attributes = [{ key: 'enduser.id', value: userOf(traceOf(a)) }];
      return (await a.store.traces({ ...last(a, day), attributes, limit: 100 })).traces.length;
    },
  },
  {
    name: 'unique attribute (a request id), 24 h',
    target: 22,
    coldTarget: 99,
    ask: async (a) => {
      const attributes = [{ key: 'shop.request.id', value: requestIdOf(traceOf(a)) }];
      return (await a.store.traces({ ...last(a, day), attributes })).traces.length;
    },
  },
  {
    name: 'absent attribute value (a request id), 24 h',
    target: 6,
    ask: async (a) => {
      const attributes = [{ key: 'shop.request.id', value: requestIdOf(absentTrace(a)) }];
      return (await a.store.traces({ ...last(a, day), attributes })).traces.length;
    },
  },
  {
    name: 'logs: rare word (a request id), 24 h',
    target: 7,
    coldTarget: 15,
    ask: async (a) => (await a.store.logs({ ...last(a, day), query: requestIdOf(traceOf(a)) })).logs.length,
  },
  {
    name: 'logs: frequent word (6 %), newest 100 of 24 h',
    target: 47,
    note: 'a substring in 1 h',
    ask: async (a) => (await a.store.logs({ ...last(a, day), query: 'timeout' })).logs.length,
  },
  {
    name: 'logs: frequent phrase (0.9 %), counted per step over 24 h',
    target: 716,
    note: 'one count',
    ask: async (a) => {
      const query = '"connection refused"';
      return (await a.store.logsHistogram({ ...last(a, day), query })).total;
    },
  },
  {
    name: 'logs: no hit, 24 h',
    target: 5,
    ask: async (a) =>
      (await a.store.logs({ ...last(a, day), query: `"request ${requestIdOf(absentTrace(a))}"` })).logs
        .length,
  },
  {
    name: 'logs of one trace, 24 h',
    target: 13,
    ask: async (a) => (await a.store.logs({ ...last(a, day), traceId: traceIdOf(traceOf(a)) })).logs.length,
  },
  {
    name: 'logs: attribute (a user), newest 100 of 24 h',
    target: 51,
    ask: async (a) => {
      const attributes = [{ key: 'enduser.id', value: userOf(traceOf(a)) }];
      return (await a.store.logs({ ...last(a, day), attributes })).logs.length;
    },
  },
  ...[10, 120].map(
    (minutes): Question => ({
      name: `an incident of ${minutes} min with the time before it, 50k spans and 200k log records chosen of`,
      target: 1500,
      note: 'issue 5: an answer within two seconds, half a second of it for thinking',
      ask: async (a) => {
        const { from, to } = last(a, minutes);
        const baseline = { from: from - BigInt(Math.max(60, 3 * minutes)) * minuteNano, to: from };
        const about = { service: 'payment', operation: '', without: [], budget: incidentBudget };
        const { spans } = await a.store.incidentBlocks({ baseline, incident: { from, to }, ...about });
        return spans.total;
      },
    }),
  ),
  {
    name: 'logs: volume by severity, 24 h',
    target: 174,
    ask: async (a) => (await a.store.logsHistogram(last(a, day))).total,
  },
];
