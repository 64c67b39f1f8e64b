import { compareText } from '../canonical.ts';
import type { Context } from '../detector.ts';
import { type ChangeRow, entityKey } from '../incident.ts';
import type { Candidate } from './candidates.ts';
import { type Lexical, lexicalOf } from './lexical.ts';
import type { Mechanism } from './mechanism.ts';
import type { SymptomKind } from './symptom-kinds.ts';
import { type Seen, type Symptoms, symptomsOf } from './symptoms.ts';

export interface Attribution {
  candidate: Candidate;
  p: number;
  lexical: Lexical;
  /** What of the change brings about what was seen, best first. */
  explains: { mechanism: Mechanism; seen: Seen; fit: number }[];
  /** It began to run after what it would explain. */
  tooLate: boolean;
  /** What it explains best rises slowly: since when is known only roughly. */
  climb: boolean;
  /** Onset of the best explained symptom; the incident's otherwise. */
  onsetMs: number;
}

/**
 * Change attribution (reference 3.18). Of every change: the words it shares with the trouble, and the mechanisms in its
 * diff matched with the symptoms that are there:
 *
 *   fit = strength of the mechanism x how well the symptom fits it x P(symptom) x how near the symptom is to where it runs
 *   E = 1 - (1 - fit_1)(1 - 0.5 fit_2)
 *   p = (1 - (1 - 0.95 E)(1 - 0.3 L)(1 - U)(1 - S)) x 1.15 if a number of it stands in an error text x P(it runs)
 *
 * with U of at most 0.35 for what cannot be read (see `unread`), S = 0.5 when a stack trace of a new error names a changed
 * file. A change that began to run after the symptom it would explain cannot be its cause. How long before does not matter: harm
 * may come late. Of several changes the others count by how near they come to the best: at most one is named.
 * Words alone give at most 0.3, so that "no change is to blame" can win.
 */
export const attribute = (context: Context, candidates: readonly Candidate[]): Attribution[] => {
  const symptoms = symptomsOf(context);
  const lexicals = lexicalOf(context, candidates);
  const begun = beginning(context, symptoms);
  const all = candidates.map((candidate, i) => weigh(context, candidate, lexicals[i]!, symptoms, begun));
  const best = all.reduce((most, { p }) => Math.max(most, p), 0);
  return all
    .map((one) => ({ ...one, p: best > 0 ? one.p * (one.p / best) ** 0.7 : 0 }))
    .sort((a, b) => b.p - a.p || compareText(a.candidate.change.id, b.candidate.change.id));
};

/** Times of metrics are those of their minute. */
const toleranceMs = 90_000;

/** When the trouble as a whole began: when a quarter of the strong symptoms were there, slow climbs apart. */
const beginning = ({ onsetMs }: Context, { seen }: Symptoms): number => {
  const onsets = seen
    .filter((one) => one.strength >= 0.5 && one.onsetMs !== null && one.climbSinceMs === null)
    .map((one) => one.onsetMs!)
    .sort((a, b) => a - b);
  return Math.min(onsetMs, onsets[Math.floor(onsets.length / 4)] ?? onsetMs);
};

const soonMs = 1_200_000;
/** A flag acts at once: what follows a quarter of an hour later is hardly its doing. */
const atOnce = { fullMs: 120_000, goneMs: 900_000 };

const promptness = (kind: ChangeRow['kind'], delayMs: number): number =>
  kind === 'flag' || kind === 'config'
    ? Math.min(1, Math.max(0, (atOnce.goneMs - delayMs) / (atOnce.goneMs - atOnce.fullMs)))
    : 1;

/** What goes with everything says little where something more particular is seen. */
const particular = ({ seen }: Symptoms, kind: SymptomKind): number =>
  common.has(kind) && seen.some((one) => one.kind === 'tls_expiry' && one.strength > 0.5) ? 0.4 : 1;

/**
 * A deploy, flag or setting whose content nobody can read: at most 0.35, when its own service got into trouble of its own
 * within 20 minutes after it. Being recent alone counts nothing.
 */
const unread = (
  context: Context,
  { change, hunks, service, runsSinceMs }: Candidate,
  symptoms: Symptoms,
): number => {
  if (hunks.length > 0 || change.kind === 'commit' || service === '' || runsSinceMs === null) return 0;
  const own = entityKey(context.graph.canonical({ kind: 'service', name: service }));
  const troubles = symptoms.seen.filter(({ entity, onsetMs, kind }) => {
    if (entityKey(entity) !== own || onsetMs === null || blamesOthers.has(kind)) return false;
    return onsetMs >= runsSinceMs - toleranceMs && onsetMs <= runsSinceMs + soonMs;
  });
  const calleesSick = context.graph
    .out(own)
    .some((edge) =>
      symptoms.seen.some(({ entity, strength }) => entityKey(entity) === edge.to && strength > 0.7),
    );
  const strongest = troubles.reduce((most, one) => {
    const prompt = promptness(change.kind, one.onsetMs! - runsSinceMs);
    const share = loadShare(one.kind, symptoms) * particular(symptoms, one.kind);
    return Math.max(most, one.strength * prompt * share);
  }, 0);
  return 0.35 * strongest * (calleesSick ? 0.4 : 1);
};

const blamesOthers = new Set<SymptomKind>([
  'unavailable',
  'refused',
  'cancelled',
  'dns',
  'tls_handshake',
  'tls_expiry',
  'network',
  'fan_out',
]);

/** What is left of a symptom for changes when load or a machine brings it about by itself. */
const loadShare = (kind: SymptomKind, { surge, machine }: Symptoms): number =>
  (surge && byLoad.has(kind) ? 0.35 : 1) * (machine && byMachine.has(kind) ? 0.4 : 1);

const weigh = (
  context: Context,
  candidate: Candidate,
  lexical: Lexical,
  symptoms: Symptoms,
  begun: number,
): Attribution => {
  const { mechanisms, runsSinceMs, shipped, reach } = candidate;
  const pairs = symptoms.seen.flatMap((seen) =>
    mechanisms.map((mechanism) => ({
      mechanism,
      seen,
      fit: fitOf(context, candidate, mechanism, seen, symptoms),
    })),
  );
  const explains = pairs
    .filter(({ fit }) => fit > 0.02)
    .sort(
      (a, b) => b.fit - a.fit || compareText(a.seen.kind + a.mechanism.kind, b.seen.kind + b.mechanism.kind),
    );
  const second = explains.find(({ seen }) => seen.kind !== explains[0]!.seen.kind);
  const explained = 1 - (1 - (explains[0]?.fit ?? 0)) * (1 - 0.5 * (second?.fit ?? 0));
  const first = explains[0]?.seen;
  const onsetMs = first?.onsetMs ?? begun;
  const tolerance =
    first === undefined || first.climbSinceMs === null ? toleranceMs : climbToleranceMs(context);
  const tooLate = runsSinceMs !== null && runsSinceMs > onsetMs + tolerance;
  const timely = explained > 0.1 ? 0 : unread(context, candidate, symptoms);
  const number = lexical.number ? 1.15 : 1;
  const site = lexical.site === '' ? 0 : 0.5;
  const left = (1 - 0.95 * explained) * (1 - 0.3 * lexical.share * reach) * (1 - timely) * (1 - site);
  const p = (1 - left) * number * shipped * (tooLate ? 0.05 : 1);
  return {
    candidate,
    p: Math.min(0.97, p),
    lexical,
    explains: explains.slice(0, 3),
    tooLate,
    climb: first !== undefined && first.climbSinceMs !== null,
    onsetMs,
  };
};

/** Load brings slowness, queues and refusals by itself; so does a machine that is out of processor. */
const byLoad = new Set<SymptomKind>([
  'latency',
  'cpu',
  'queue',
  'overload',
  'errors',
  'timeout',
  'pool',
  'threads',
  'fan_out',
  'database',
  'memory',
  'throttle',
  'connections',
]);
const byMachine = new Set<SymptomKind>([
  'latency',
  'cpu',
  'throttle',
  'timeout',
  'errors',
  'queue',
  'memory',
  'threads',
  'gc',
]);
/** Seen of anything that goes wrong. */
const common = new Set<SymptomKind>(['errors', 'latency', 'unavailable', 'timeout']);

const fitOf = (
  context: Context,
  candidate: Candidate,
  mechanism: Mechanism,
  seen: Seen,
  symptoms: Symptoms,
): number => {
  const fits = mechanism.explains[seen.kind];
  if (fits === undefined) return 0;
  // A slow climb began when its cause began to run, not before.
  const { runsSinceMs } = candidate;
  const climb = seen.climbSinceMs;
  if (climb !== null && runsSinceMs !== null && runsSinceMs > climb + climbToleranceMs(context)) return 0;
  let share = fits * mechanism.strength * seen.strength * nearness(context, candidate.service, seen);
  share *= loadShare(seen.kind, symptoms);
  share *= particular(symptoms, seen.kind);
  // That a slow rise and a change begin together is seldom chance.
  if (
    climb !== null &&
    runsSinceMs !== null &&
    share > 0.3 &&
    Math.abs(runsSinceMs - climb) <= climbToleranceMs(context)
  )
    share = 1 - 0.5 * (1 - share);
  return share;
};

const climbToleranceMs = ({ baseline, incident }: Context): number =>
  Math.max(300_000, (incident.endMs - baseline.startMs) / 12);

/** How likely harm at the change's service is seen at the symptom's entity. */
const nearness = (context: Context, service: string, { entity, kind }: Seen): number => {
  if (service === '') return 0.6;
  const own = entityKey(context.graph.canonical({ kind: 'service', name: service }));
  const at = entityKey(entity);
  if (own === at) return 1;
  const down = stepsBetween(context, own, at);
  // What a service does to the parties it calls.
  if (down !== null) return downstream.has(kind) ? 0.95 ** down : 0.45 ** down;
  const up = stepsBetween(context, at, own);
  if (up !== null) return (upstream.has(kind) ? 0.7 : 0.3) ** up;
  return 0.1;
};

const downstream = new Set<SymptomKind>([
  'fan_out',
  'database',
  'cache',
  'retry',
  'traffic',
  'overload',
  'rate_limit',
  'connections',
  'lock',
  'deadlock',
  'cpu',
  'queue',
  'cancelled',
  'pool',
  'latency',
  'auth',
  'parse',
  'schema',
  'tls_handshake',
  'refused',
  'dns',
]);
/** What its callers see of it. */
const upstream = new Set<SymptomKind>([
  'errors',
  'latency',
  'timeout',
  'unavailable',
  'refused',
  'parse',
  'tls_handshake',
  'pool',
  'retry',
  'network',
  'queue',
  'crash',
]);

const stepsBetween = ({ graph }: Context, from: string, to: string): number | null => {
  if (!graph.nodes.includes(from) || !graph.nodes.includes(to)) return null;
  const way = graph.path(from, to);
  return way === null ? null : way.length - 1;
};
