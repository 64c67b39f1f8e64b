import type { LocalText } from '@nightglass/model';
import type { Context } from '../detector.ts';
import { type Observation, type Observations, observe } from './observations.ts';
import { resourceSignatures } from './shipped-resources.ts';
import { workSignatures } from './shipped-work.ts';
import type { Condition, Signature, SignatureCounts } from './signature.ts';

export const shippedSignatures: readonly Signature[] = [...resourceSignatures, ...workSignatures];

export interface ConditionOutcome {
  condition: Condition;
  /** `unknown`: nothing measures it, so it says nothing. */
  outcome: 'present' | 'absent' | 'unknown';
  /** What was looked at: where it is present, that; else all. In ascending order of keys. */
  observations: readonly Observation[];
}

export interface SignatureMatch {
  signature: Signature;
  /** Key of the suspected entity, as in the graph. */
  entityKey: string;
  /** log P(cause | what was seen) / P(not), learned counts included. */
  logOdds: number;
  /** The same as a probability, at most 0.95. */
  p: number;
  outcomes: readonly ConditionOutcome[];
  seen: number;
  confirmed: number;
}

/** Nobody is sure because of a pattern alone; what was confirmed often may come near. */
const mostP = 0.95;
/**
 * Conditions hang together, so they are worth less than naive Bayes says, and a match has some of them by its nature: fitted to
 * how often matches were right on 240 simulated incidents and 80 normal windows.
 */
const worth = 0.45;
const usualEvidence = 3;

/**
 * Which shipped signatures hold at which entity: naive Bayes with Laplace 1 (reference 3.19),
 *
 *     E = sum log P(a|c)/P(a) + sum log (1 - P(a|c))/(1 - P(a))
 *     logit p = log (h + 1)/(101 - h) + log (confirmed + 1)/(rejected + 1) + .45 (E - 3)
 *
 * over conditions that are present, and over those that are absent though something measures them. P(a) is the share of the
 * other entities of this incident that show it. Two signs at least are there. Best first; at most one per signature and
 * entity.
 */
export const matchSignatures = (context: Context, learned: SignatureCounts = {}): SignatureMatch[] => {
  const observations = observe(context);
  const matches: SignatureMatch[] = [];
  for (const key of context.graph.nodes)
    for (const signature of shippedSignatures) {
      const match = matchAt(context, observations, key, signature, learned);
      if (match !== null) matches.push(match);
    }
  return matches.sort(
    (a, b) =>
      b.logOdds - a.logOdds ||
      (a.entityKey < b.entityKey
        ? -1
        : a.entityKey > b.entityKey
          ? 1
          : a.signature.id < b.signature.id
            ? -1
            : 1),
  );
};

const matchAt = (
  context: Context,
  observations: Observations,
  key: string,
  signature: Signature,
  learned: SignatureCounts,
): SignatureMatch | null => {
  if (signature.kinds.length > 0 && !signature.kinds.includes(context.graph.entity(key).kind)) return null;
  const outcomes: ConditionOutcome[] = [];
  const counts = countsOf(learned, signature.id);
  let evidence = 0;
  for (const condition of signature.conditions) {
    const outcome = outcomeOf(context, observations, key, condition);
    if (condition.role === 'excludes') {
      if (outcome.outcome === 'present') return null;
      continue;
    }
    if (condition.role === 'required' && outcome.outcome !== 'present') return null;
    outcomes.push(outcome);
    const given = (condition.ofTen + 1) / 12;
    const usual = observations.usual(condition.meaning, condition.state, outcome.outcome === 'present');
    if (outcome.outcome === 'present') evidence += Math.log(given / usual);
    else if (outcome.outcome === 'absent') evidence += Math.log((1 - given) / (1 - usual));
  }
  // One figure alone is no combination; one that moved beside one that must not have moved is.
  const signs = outcomes.filter(
    ({ outcome, condition }) =>
      outcome === 'present' && (condition.state !== 'flat' || condition.role === 'required'),
  );
  if (signs.length < 2) return null;
  const logOdds =
    Math.log((signature.ofHundred + 1) / (101 - signature.ofHundred)) +
    Math.log((counts.confirmed + 1) / (counts.seen - counts.confirmed + 1)) +
    worth * (evidence - usualEvidence);
  const p = Math.min(mostP, 1 / (1 + Math.exp(-logOdds)));
  return { signature, entityKey: key, logOdds, p, outcomes, ...counts };
};

/** Learned counts come from a store: whatever is no count is none. */
export const countsOf = (learned: SignatureCounts, id: string): { seen: number; confirmed: number } => {
  const own = Object.hasOwn(learned, id) ? learned[id] : undefined;
  const whole = (value: unknown): number =>
    typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : 0;
  const seen = whole(own?.seen);
  return { seen, confirmed: Math.min(seen, whole(own?.confirmed)) };
};

const outcomeOf = (
  context: Context,
  observations: Observations,
  key: string,
  condition: Condition,
): ConditionOutcome => {
  const looked: Observation[] = [];
  for (const place of placesOf(context, key, condition.place)) {
    const found = observations.of(place, condition.meaning);
    if (found !== null) looked.push(found);
  }
  if (looked.length === 0) return { condition, outcome: 'unknown', observations: [] };
  const showing = looked.filter(({ states }) => states.has(condition.state));
  // "Callees are as they were" means all of them; "a caller fails" means one.
  const present = condition.state === 'flat' ? showing.length === looked.length : showing.length > 0;
  return {
    condition,
    outcome: present ? 'present' : 'absent',
    observations: present ? showing : looked,
  };
};

/** Keys in ascending order, at most 200: a condition over more says nothing. */
const placesOf = (context: Context, key: string, place: Condition['place']): string[] => {
  const { graph } = context;
  const keys = (): string[] => {
    switch (place) {
      case 'self':
        return [key];
      case 'caller':
        return graph
          .in(key)
          .filter(({ kind }) => kind !== 'runs_on')
          .map(({ from }) => from);
      case 'callee':
        return graph
          .out(key)
          .filter(({ kind }) => kind !== 'runs_on')
          .map(({ to }) => to);
      case 'node':
        return graph
          .out(key)
          .filter(({ kind }) => kind === 'runs_on')
          .map(({ to }) => to);
      case 'resident':
        return residents(context, key);
      case 'target':
        return graph.nodes.filter((node) => context.data.target.service !== '' && graph.distance(node) === 0);
    }
  };
  return [...new Set(keys())].sort().slice(0, 200);
};

/** What runs on it, and the services whose pods these are. */
const residents = ({ graph }: Context, key: string): string[] => {
  const on = (at: string): string[] =>
    graph
      .in(at)
      .filter(({ kind }) => kind === 'runs_on')
      .map(({ from }) => from);
  const first = on(key);
  return [...first, ...first.flatMap(on)];
};

/** `Seen 7 times, confirmed 6.` */
export const countsText = ({ seen, confirmed }: { seen: number; confirmed: number }): LocalText => ({
  en:
    seen === 0
      ? 'never answered here yet'
      : `seen ${seen} ${seen === 1 ? 'time' : 'times'}, confirmed ${confirmed}`,
  zh: seen === 0 ? '在此尚无人确认过' : `出现 ${seen} 次，确认 ${confirmed} 次`,
});
