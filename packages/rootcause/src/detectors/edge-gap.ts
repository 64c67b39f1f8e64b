import { type Context, type Detector, evidenceDraft, type Finding, finding } from '../detector.ts';
import { median, quantile, stableSum } from '../statistics/robust.ts';
import { mannWhitney } from '../statistics/tests.ts';
import type { IndexedSpan } from '../traces/span-index.ts';
import { duration } from '../words/figures.ts';

interface Edge {
  client: string;
  server: string;
  good: number[];
  bad: number[];
  worst: IndexedSpan | null;
  worstGap: number;
}

/**
 * Edge gap (reference 3.13): g = duration of the client's span less that of the server's, per edge;
 * excess = log1p(median of max(0, g - q90_B) over max(q90_B, 2 ms)). A party whose network or processor stalls lengthens
 * every edge it is on, its neighbours only one: score = call-weighted mean over all its edges, times n / (n + 4).
 * p = 1 - exp(-1.2 score) times the share of its edges that grew.
 */
export const edgeGap: Detector = {
  name: 'edge_gap',
  independent: false,
  detect: (context) => {
    const edges = collect(context);
    const parties = new Map<string, Edge[]>();
    for (const key of [...edges.keys()].sort()) {
      const edge = edges.get(key)!;
      if (edge.good.length < 4 || edge.bad.length < 3) continue;
      for (const name of [edge.client, edge.server]) {
        const list = parties.get(name);
        if (list === undefined) parties.set(name, [edge]);
        else list.push(edge);
      }
    }
    return [...parties.keys()].sort().flatMap((name) => toFinding(context, name, parties.get(name)!));
  },
};

const collect = (context: Context): Map<string, Edge> => {
  const edges = new Map<string, Edge>();
  for (const span of context.spans.all) {
    const caller = span.parent;
    if (caller === null || caller.row.service === span.row.service) continue;
    if (caller.row.kind !== 'client' && span.row.kind !== 'server') continue;
    if (span.row.kind === 'consumer' || caller.row.kind === 'producer') continue;
    // Without a client span the caller's own work cannot be told from the way.
    if (caller.row.kind !== 'client' && caller.children.length > 1) continue;
    const key = `${caller.row.service}\u0000${span.row.service}`;
    let edge = edges.get(key);
    if (edge === undefined) {
      edge = {
        client: caller.row.service,
        server: span.row.service,
        good: [],
        bad: [],
        worst: null,
        worstGap: 0,
      };
      edges.set(key, edge);
    }
    const gap = Math.max(0, caller.row.durationMs - span.row.durationMs);
    (span.bad ? edge.bad : edge.good).push(gap);
    if (span.bad && gap > edge.worstGap) {
      edge.worst = caller;
      edge.worstGap = gap;
    }
  }
  return edges;
};

const excessOf = (edge: Edge): number => {
  const high = quantile(edge.good, 0.9);
  return Math.log1p(median(edge.bad.map((gap) => Math.max(0, gap - high))) / Math.max(high, 2));
};

const toFinding = (context: Context, name: string, edges: readonly Edge[]): Finding[] => {
  const calls = edges.map((edge) => edge.bad.length);
  const total = stableSum(calls);
  const excesses = edges.map(excessOf);
  const mean = stableSum(excesses.map((excess, i) => excess * calls[i]!)) / total;
  const score = mean * (total / (total + 4));
  if (score < 0.15) return [];
  const grown = stableSum(excesses.map((excess, i) => (excess > 0.1 ? calls[i]! : 0))) / total;
  const worst = edges.toSorted((a, b) => excessOf(b) - excessOf(a) || (a.server < b.server ? -1 : 1));
  return [
    finding({
      entity: { kind: 'service', name },
      faultClass: 'network',
      p: (1 - Math.exp(-1.2 * score)) * grown,
      onsetMs: context.onsetMs,
      evidence: worst
        .filter((edge) => excessOf(edge) > 0.1)
        .slice(0, 3)
        .map((edge) => evidence(context, name, edge)),
    }),
  ];
};

const evidence = (context: Context, name: string, edge: Edge) => {
  const before = median(edge.good);
  const after = median(edge.bad);
  const way = `${edge.client} → ${edge.server}`;
  return evidenceDraft({
    signal: 'trace',
    entity: { kind: 'service', name },
    subject: way,
    unit: 'ms',
    before,
    after,
    effect: Number(excessOf(edge).toPrecision(4)),
    effectUnit: 'ratio',
    n: edge.bad.length,
    p: mannWhitney(edge.good, edge.bad).p,
    text: {
      en: `Between the client's and the server's span, ${way} lost ${duration(before)} before and loses ${duration(after)} now.`,
      zh: `${way} 的客户端与服务端 span 之差从 ${duration(before)} 变为 ${duration(after)}。`,
    },
    query: {
      kind: 'traces',
      service: edge.client,
      operation: '',
      status: '',
      minDurationMs: Math.max(1, Math.round(after)),
      attributes: {},
      window: context.incident,
    },
    exemplars:
      edge.worst === null
        ? []
        : [
            {
              traceId: edge.worst.row.traceId,
              spanId: edge.worst.row.spanId,
              logId: '',
              timeMs: edge.worst.row.startMs,
            },
          ],
  });
};
