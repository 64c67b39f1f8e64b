/** From facts to verdicts. */
import type { Check, Experiment, ExperimentResult, Facts, FactValue, Verdict } from './model.ts';
import { holds } from './versions.ts';

type Judged = ExperimentResult['checks'][number];

const numberText = (value: number): string => {
  if (Number.isInteger(value)) return value.toLocaleString('en-US');
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString('en-US');
  return Number.isFinite(value) ? String(Number(value.toPrecision(3))) : String(value);
};

export const valueText = (value: FactValue): string =>
  typeof value === 'number' ? numberText(value) : typeof value === 'boolean' ? (value ? 'yes' : 'no') : value;

type Interval = readonly [low: number, high: number];

const intervalOf = (of: string | number, facts: Facts): Interval | undefined => {
  if (typeof of === 'number') return [of, of];
  const [low, high] = [facts.get(`${of}.low`), facts.get(`${of}.high`)];
  return typeof low === 'number' && typeof high === 'number' ? [low, high] : undefined;
};

const intervalText = ([low, high]: Interval): string =>
  low === high ? valueText(low) : `${valueText(low)} to ${valueText(high)}`;

/** Two intervals that overlap decide nothing. */
const judgeInterval = (check: Check, facts: Facts): Judged => {
  const own = intervalOf(check.fact, facts);
  const other = intervalOf(check.above ?? check.below ?? 0, facts);
  if (own === undefined || other === undefined)
    return { says: check.says, verdict: 'failed', saw: `${check.fact} was not measured` };
  const [less, more] = check.above === undefined ? [own, other] : [other, own];
  const verdict: Verdict = less[1] < more[0] ? 'confirmed' : less[0] > more[1] ? 'refuted' : 'inconclusive';
  return {
    says: check.says,
    verdict,
    saw: `${intervalText(own)} beside ${intervalText(other)}, with 95 % confidence`,
  };
};

const isMet = (check: Check, value: FactValue): boolean => {
  if (check.is !== undefined && value !== check.is) return false;
  if (check.matches !== undefined && !new RegExp(check.matches).test(String(value))) return false;
  if (check.atLeast === undefined && check.atMost === undefined) return true;
  if (typeof value !== 'number') return false;
  return value >= (check.atLeast ?? value) && value <= (check.atMost ?? value);
};

const judgeCheck = (check: Check, facts: Facts): Judged[] => {
  if (check.unless !== undefined && facts.get(check.unless) === true)
    return [
      { says: check.says, verdict: 'inconclusive', saw: `nothing can be said: ${check.unless} is yes` },
    ];
  if (check.above !== undefined || check.below !== undefined) return [judgeInterval(check, facts)];
  const value = facts.get(check.fact);
  if (value === undefined)
    return check.optional
      ? []
      : [{ says: check.says, verdict: 'failed', saw: `${check.fact} was not printed` }];
  const verdict = isMet(check, value) ? 'confirmed' : check.soft ? 'inconclusive' : 'refuted';
  return [{ says: check.says, verdict, saw: `${check.fact} is ${valueText(value) || 'empty'}` }];
};

/** Worst first: one refuted check refutes the claim whatever else could not be run. */
const order: readonly Verdict[] = ['refuted', 'failed', 'inconclusive', 'confirmed'];

/** The verdict of an experiment on Go 1.`minor`; without a check for this version it does not apply. */
export const judge = (
  experiment: Experiment,
  minor: number,
  facts: Facts,
): { verdict: Verdict; reason: string; checks: Judged[] } => {
  const checks = experiment.checks
    .filter((check) => holds(check.go, minor))
    .flatMap((check) => judgeCheck(check, facts));
  const verdict = order.find((v) => checks.some((c) => c.verdict === v)) ?? 'not-applicable';
  const worst = checks.find((c) => c.verdict === verdict);
  const reason = verdict === 'confirmed' || worst === undefined ? '' : `${worst.says}: ${worst.saw}`;
  return { verdict, reason, checks };
};

/** What was seen, in the words of `expect.json`: the first sentence whose facts are all there. */
export const describe = (templates: readonly string[], facts: Facts): string => {
  for (const template of templates) {
    let complete = true;
    const text = template.replace(/\{([^{}]+)\}/g, (_, name: string) => {
      const value = facts.get(name);
      complete &&= value !== undefined;
      return value === undefined ? '' : valueText(value);
    });
    if (complete) return text;
  }
  return '';
};
