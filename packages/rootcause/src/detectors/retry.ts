import { type Context, type Detector, evidenceDraft, type Finding, finding } from '../detector.ts';
import { stableSum } from '../statistics/robust.ts';
import type { IndexedSpan } from '../traces/span-index.ts';
import { count, times } from '../words/figures.ts';

/**
 * Retries that amplify: per operation of a caller and name of the call, calls per request of the incident over those of the
 * normal time, where the additional calls follow a failed one of the same name. z by the standard error of the two
 * means. p = (1 - 1 / ratio) min(1, z / 6): retries seldom are the first cause, they make one worse.
 */
export const retry: Detector = {
  name: 'retry',
  independent: false,
  detect: (context) => {
    const groups = collect(context);
    return [...groups.keys()].sort().flatMap((key) => toFinding(context, groups.get(key)!));
  },
};

interface Group {
  service: string;
  operation: string;
  call: string;
  good: number[];
  bad: number[];
  /** Repeated calls of the incident after one that failed. */
  repeated: number;
  worst: IndexedSpan | null;
  most: number;
}

const collect = (context: Context): Map<string, Group> => {
  const groups = new Map<string, Group>();
  for (const span of context.spans.all) {
    if (span.children.length === 0) continue;
    const calls = new Map<string, IndexedSpan[]>();
    for (const child of span.children) {
      if (child.row.kind !== 'client') continue;
      const list = calls.get(child.row.name);
      if (list === undefined) calls.set(child.row.name, [child]);
      else list.push(child);
    }
    for (const [call, list] of calls) {
      const key = `${span.row.service}\u0000${span.row.name}\u0000${call}`;
      let group = groups.get(key);
      if (group === undefined) {
        const { service, name: operation } = span.row;
        group = { service, operation, call, good: [], bad: [], repeated: 0, worst: null, most: 0 };
        groups.set(key, group);
      }
      (span.bad ? group.bad : group.good).push(list.length);
      if (!span.bad) continue;
      const afterFailure = list.slice(1).filter((_, i) => list[i]!.row.error).length;
      group.repeated += afterFailure;
      if (list.length > group.most) {
        group.most = list.length;
        group.worst = span;
      }
    }
  }
  return groups;
};

const mean = (values: readonly number[]): number => stableSum(values) / values.length;
const variance = (values: readonly number[], centre: number): number =>
  stableSum(values.map((value) => (value - centre) ** 2)) / Math.max(1, values.length - 1);

const toFinding = (context: Context, group: Group): Finding[] => {
  const { good, bad } = group;
  if (good.length < 5 || bad.length < 5 || group.repeated === 0) return [];
  const before = mean(good);
  const now = mean(bad);
  const ratio = now / before;
  if (ratio < 1.2) return [];
  const error = Math.sqrt(variance(good, before) / good.length + variance(bad, now) / bad.length + 1e-6);
  const z = (now - before) / error;
  if (z < 3) return [];
  const entity = { kind: 'service' as const, name: group.service };
  return [
    finding({
      entity,
      faultClass: 'retry_storm',
      operation: group.operation,
      p: (1 - 1 / ratio) * Math.min(1, z / 6),
      onsetMs: context.onsetMs,
      inherits: true,
      evidence: [
        evidenceDraft({
          signal: 'trace',
          entity,
          subject: group.call,
          unit: '1',
          before,
          after: now,
          effect: ratio,
          effectUnit: 'ratio',
          n: bad.length,
          text: {
            en: `${group.operation} calls ${group.call} ${count(now)} times per request, ${times(ratio)} times as often as usual; ${count(group.repeated)} of the calls follow a failed one.`,
            zh: `${group.operation} 每个请求调用 ${group.call} ${count(now)} 次，为平常的 ${times(ratio)} 倍；其中 ${count(group.repeated)} 次紧随失败之后。`,
          },
          query: {
            kind: 'traces',
            service: group.service,
            operation: group.operation,
            status: '',
            minDurationMs: null,
            attributes: {},
            window: context.incident,
          },
          exemplars:
            group.worst === null
              ? []
              : [
                  {
                    traceId: group.worst.row.traceId,
                    spanId: group.worst.row.spanId,
                    logId: '',
                    timeMs: group.worst.row.startMs,
                  },
                ],
        }),
      ],
    }),
  ];
};
