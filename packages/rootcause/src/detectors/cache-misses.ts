import { type Context, type Detector, evidenceDraft, type Finding, finding } from '../detector.ts';
import { proportionGrowth } from '../statistics/tests.ts';
import type { IndexedSpan } from '../traces/span-index.ts';
import { percent } from '../words/figures.ts';

/**
 * Misses of a cache, seen from who asks it: of an operation's runs that call a cache, the share that goes on to a database
 * (the event pattern of reference 3.12, for this one pair of events). z of two proportions; p = (a - b) min(1, z / 6).
 * It tells whose entries are gone, which the cache's own hit ratio cannot.
 */
export const cacheMisses: Detector = {
  name: 'event_pattern',
  independent: false,
  detect: (context) => {
    const groups = collect(context);
    return [...groups.keys()].sort().flatMap((key) => toFinding(context, groups.get(key)!));
  },
};

interface Group {
  service: string;
  operation: string;
  cache: string;
  good: { runs: number; misses: number };
  bad: { runs: number; misses: number };
  example: IndexedSpan | null;
}

const cacheSystems = new Set(['redis', 'memcached', 'valkey', 'hazelcast', 'elasticache', 'infinispan']);

const isCache = ({ row }: IndexedSpan): boolean =>
  row.kind === 'client' &&
  (row.peer?.kind === 'cache' ||
    cacheSystems.has(row.attributes['db.system.name'] ?? row.attributes['db.system'] ?? ''));

const collect = (context: Context): Map<string, Group> => {
  const groups = new Map<string, Group>();
  for (const span of context.spans.all) {
    const asked = span.children.find(isCache);
    // A cache that does not answer has lost no entries.
    if (asked === undefined || asked.row.error) continue;
    const { service, name: operation } = span.row;
    const key = `${service}\u0000${operation}`;
    let group = groups.get(key);
    if (group === undefined) {
      const none = () => ({ runs: 0, misses: 0 });
      group = {
        service,
        operation,
        cache: asked.row.peer?.name ?? '',
        good: none(),
        bad: none(),
        example: null,
      };
      groups.set(key, group);
    }
    const side = span.bad ? group.bad : group.good;
    const missed = span.children.some((child) => child.row.peer?.kind === 'database' && !isCache(child));
    side.runs++;
    if (missed) side.misses++;
    if (missed && span.bad) group.example ??= span;
  }
  return groups;
};

const toFinding = (context: Context, group: Group): Finding[] => {
  const { good, bad } = group;
  if (good.runs < 8 || bad.runs < 5) return [];
  const before = good.misses / good.runs;
  const now = bad.misses / bad.runs;
  const { z, p } = proportionGrowth(good.misses, good.runs, bad.misses, bad.runs);
  if (now - before < 0.25 || z < 3) return [];
  const entity = { kind: 'service' as const, name: group.service };
  const row = group.example?.row;
  return [
    finding({
      entity,
      faultClass: 'cache',
      detail: 'misses',
      operation: group.operation,
      p: (now - before) * Math.min(1, z / 6),
      onsetMs: row?.startMs ?? null,
      inherits: false,
      evidence: [
        evidenceDraft({
          signal: 'trace',
          entity,
          subject: group.operation,
          unit: '1',
          before,
          after: now,
          effect: now - before,
          effectUnit: 'difference',
          n: bad.runs,
          p,
          text: {
            en: `After asking the cache, ${group.operation} of ${group.service} goes on to the database in ${percent(now)} of its runs, ${percent(before)} before.`,
            zh: `${group.service} 的 ${group.operation} 查询缓存后，现在有 ${percent(now)} 继续访问数据库，此前为 ${percent(before)}。`,
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
            row === undefined
              ? []
              : [{ traceId: row.traceId, spanId: row.spanId, logId: '', timeMs: row.startMs }],
        }),
      ],
    }),
  ];
};
