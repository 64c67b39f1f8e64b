/** What is switched on in the example shop, and what must be said of it. */
import type { Diagnosis, Evidence, FaultClass, Hypothesis } from '@nightglass/model';

export interface Scenario {
  name: string;
  /** The shop's fault; '' for none. */
  fault: string;
  /** Undefined when it is right, else what is wrong. */
  judge(diagnosis: Diagnosis): string | undefined;
}

const evidenceOf = (diagnosis: Diagnosis, hypothesis: Hypothesis): Evidence[] =>
  diagnosis.evidence.filter(({ id }) => hypothesis.supports.includes(id));

/** The first hypothesis, when it is of these classes and about one of these. */
const named = (
  diagnosis: Diagnosis,
  entities: readonly string[],
  classes: readonly FaultClass[],
): Hypothesis | string => {
  const [first] = diagnosis.hypotheses;
  if (first === undefined || diagnosis.verdict !== 'diagnosed') return `verdict ${diagnosis.verdict}`;
  const said = `${first.faultClass} of ${first.entity.name}`;
  if (!entities.includes(first.entity.name)) return `${said}, not of ${entities.join(' or ')}`;
  if (!classes.includes(first.faultClass)) return `${said}, not ${classes.join(' or ')}`;
  return first;
};

/** As `named`, with one piece of evidence that supports it and is like this. */
const withEvidence =
  (
    entities: readonly string[],
    classes: readonly FaultClass[],
    what: string,
    like: (evidence: Evidence) => boolean,
  ) =>
  (diagnosis: Diagnosis): string | undefined => {
    const first = named(diagnosis, entities, classes);
    if (typeof first === 'string') return first;
    return evidenceOf(diagnosis, first).some(like) ? undefined : `no evidence is ${what}`;
  };

/** No service is said to be broken, alone or among others: no trouble at all, or traffic that nobody there made. */
const nobodysFault = (diagnosis: Diagnosis): string | undefined => {
  if (diagnosis.verdict !== 'diagnosed' && diagnosis.verdict !== 'ambiguous') return undefined;
  const [first] = diagnosis.hypotheses;
  if (first === undefined || first.faultClass === 'traffic_surge') return undefined;
  return `${diagnosis.verdict}: ${first.faultClass} of ${first.entity.name}`;
};

export const scenarios: readonly Scenario[] = [
  {
    name: 'trust-chain',
    fault: 'trust-chain',
    judge: withEvidence(
      ['risk', 'risk.internal', 'payment-gateway'],
      ['tls'],
      "the failing handshake's log line",
      ({ signal, quote }) => signal === 'log' && /handshake/i.test(quote),
    ),
  },
  {
    name: 'cache-sweep',
    fault: 'cache-sweep',
    judge: withEvidence(
      ['payment-gateway'],
      ['event_loop'],
      'the delay of the event loop',
      ({ signal, subject }) => signal === 'metric' && /eventloop\.delay/.test(subject),
    ),
  },
  {
    name: 'slow-inventory',
    fault: 'slow-inventory',
    judge: (diagnosis) => {
      const first = named(diagnosis, ['inventory'], ['slow_code']);
      return typeof first === 'string' ? first : undefined;
    },
  },
  {
    name: 'bad-deploy',
    fault: 'bad-deploy',
    judge: (diagnosis) => {
      const first = named(diagnosis, ['order'], ['change', 'code_error']);
      if (typeof first === 'string') return first;
      const told = JSON.stringify([first.change, evidenceOf(diagnosis, first)]);
      return told.includes('1.5.0') ? undefined : 'the version 1.5.0 is not named';
    },
  },
  { name: 'no fault', fault: '', judge: nobodysFault },
  { name: 'traffic surge', fault: 'traffic-surge', judge: nobodysFault },
];
