import { type Context, type Detector, evidenceDraft, type Finding, finding } from '../detector.ts';
import { isOutbound } from '../metrics/meaning.ts';
import { seriesShifts } from '../metrics/shifts.ts';
import { median, quantile, stableSum } from '../statistics/robust.ts';
import { mannWhitney } from '../statistics/tests.ts';
import type { IndexedSpan } from '../traces/span-index.ts';
import { duration } from '../words/figures.ts';

interface Edge {
  client: string;
  server: string;
  good: number[];
  bad: number[];
  /** 90th percentile of the normal time. */
  usual: number;
  /** log1p of how far the median call lies beyond the usual. */
  excess: number;
  worst: IndexedSpan | null;
  worstGap: number;
}

/**
 * Edge gap (reference 3.13): g = duration of the client's span less that of the server's, per edge;
 * excess = log1p(median of max(0, g - q90_B) over max(q90_B, 2 ms)). A party whose network or processor stalls lengthens
 * every call that it answers (often those that it makes as well), its callers only the one to it: score = the larger of the
 * call-weighted means over the edges it answers and (at most twice that) over all its edges, times n / (n + 4). One that
 * answers nobody is judged by the calls it makes, with less trust. p = (1 - exp(-1.2 score)) (1 - 0.7 S), S the part of the
 * loss on edges whose other party loses as much on its other calls.
 */
export const edgeGap: Detector = {
  name: 'edge_gap',
  independent: false,
  detect: (context) => {
    const edges = collect(context);
    const all = [...edges.values()].flatMap((edge) => edge.good);
    if (all.length < fewestSpans) return [];
    const usual = quantile(all, 0.9);
    const seldom = quantile(all, 0.99);
    const parties = new Map<string, Edge[]>();
    for (const key of [...edges.keys()].sort()) {
      const edge = edges.get(key)!;
      if (edge.bad.length === 0) continue;
      // Calls that are rare in the normal time are compared with all others.
      edge.usual = edge.good.length < fewestSpans ? usual : quantile(edge.good, 0.9);
      // One or two calls, as a sample leaves them, say something when hardly any call of all lost as much.
      if (edge.bad.length < fewCalls) edge.usual = Math.max(edge.usual, seldom);
      edge.excess = excessOf(edge);
      for (const name of [edge.client, edge.server]) {
        const list = parties.get(name);
        if (list === undefined) parties.set(name, [edge]);
        else list.push(edge);
      }
    }
    return [...parties.keys()].sort().flatMap((name) => toFinding(context, name, parties));
  },
};

const fewestSpans = 4;
const fewCalls = 3;

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
        usual: 0,
        excess: 0,
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

const excessOf = ({ bad, usual }: Edge): number =>
  Math.log1p(median(bad.map((gap) => Math.max(0, gap - usual))) / Math.max(usual, 2));

/** Call-weighted mean of the excess, less for few calls. */
const meanExcess = (edges: readonly Edge[]): number => {
  const total = stableSum(edges.map((edge) => edge.bad.length));
  if (total === 0) return 0;
  return (stableSum(edges.map((edge) => edge.excess * edge.bad.length)) / total) * (total / (total + 4));
};

/** Part of a party's loss, 0 to 1, that its counterparts have on their other calls as well: it is rather theirs. */
const sharedLoss = (name: string, edges: readonly Edge[], parties: Parties): number => {
  const whole = stableSum(edges.map((edge) => edge.excess * edge.bad.length));
  if (whole === 0) return 0;
  const shared = edges.map((edge) => {
    const other = edge.client === name ? edge.server : edge.client;
    return edge.excess * edge.bad.length * sickElsewhere(parties.get(other) ?? [], edge);
  });
  return stableSum(shared) / whole;
};

/** Share of a party's other calls that grew as well, 0 to 1: then it is the party, not this one way. */
const sickElsewhere = (edges: readonly Edge[], except: Edge): number => {
  const others = edges.filter((edge) => edge !== except);
  const total = stableSum(others.map((edge) => edge.bad.length));
  if (total === 0) return 0;
  return stableSum(others.map((edge) => Math.min(1, edge.excess) * edge.bad.length)) / total;
};

type Parties = ReadonlyMap<string, readonly Edge[]>;
const explained = 0.7;
/** Without a call that it answers a party may suffer from the one it calls. */
const onlyCalling = 0.6;

const toFinding = (context: Context, name: string, parties: Parties): Finding[] => {
  const edges = parties.get(name)!;
  const answered = edges.filter((edge) => edge.server === name);
  const all = meanExcess(edges);
  const inbound = meanExcess(answered);
  const score = answered.length === 0 ? onlyCalling * all : Math.max(inbound, Math.min(all, 2 * inbound));
  if (score < 0.15) return [];
  const worst = edges.toSorted((a, b) => b.excess - a.excess || (a.server < b.server ? -1 : 1));
  return [
    finding({
      entity: { kind: 'service', name },
      ...(waitsForWorkers(context, name, edges) ? waiting : { faultClass: 'network' as const }),
      p: (1 - Math.exp(-1.2 * score)) * (1 - explained * sharedLoss(name, edges, parties)),
      // A server that is itself slow lets calls wait before it begins: then what slows it down is to be asked.
      inherits: isSlow(context, name),
      onsetMs: context.onsetMs,
      evidence: worst
        .filter((edge) => edge.excess > 0.1)
        .slice(0, 3)
        .map((edge) => evidence(context, name, edge)),
    }),
  ];
};

const waiting = { faultClass: 'pool_exhaustion' as const, detail: 'workers' };
const busy = 8;

/**
 * Calls also wait before the server begins when all its workers are busy: then only the calls that it answers lose time, and
 * its threads or requests in flight are far more than usual.
 */
const waitsForWorkers = (context: Context, name: string, edges: readonly Edge[]): boolean => {
  const calling = edges.filter((edge) => edge.client === name);
  if (calling.some((edge) => edge.excess > 0.5)) return false;
  return seriesShifts(context).some(
    ({ series, meaning, z }) =>
      z >= busy &&
      (meaning === 'threads' || meaning === 'connections') &&
      !isOutbound(series.name) &&
      context.graph.canonical(series.entity).name === name,
  );
};

/** Its own spans take at least twice their usual time. */
const isSlow = (context: Context, name: string): boolean => {
  const own = context.spans.all.filter((span) => span.row.service === name && span.row.kind === 'server');
  const durations = (bad: boolean): number[] =>
    own.filter((span) => span.bad === bad).map((span) => span.row.durationMs);
  const [before, now] = [durations(false), durations(true)];
  return before.length >= fewestSpans && now.length >= fewestSpans && median(now) > 2 * median(before);
};

const evidence = (context: Context, name: string, edge: Edge) => {
  const before = edge.good.length === 0 ? edge.usual : median(edge.good);
  const after = median(edge.bad);
  const way = `${edge.client} → ${edge.server}`;
  return evidenceDraft({
    signal: 'trace',
    entity: { kind: 'service', name },
    subject: way,
    unit: 'ms',
    before,
    after,
    effect: Number(edge.excess.toPrecision(4)),
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
