import type { Diagnosis, Evidence, Hypothesis } from '@nightglass/model';
import { blastRadius } from './answer/blast-radius.ts';
import { calibrate } from './answer/calibration.ts';
import { EvidenceBook } from './answer/evidence-book.ts';
import { configHash, inputHash } from './answer/hash.ts';
import { rounded, toHypothesis } from './answer/hypothesis.ts';
import { notSeen } from './answer/not-seen.ts';
import { ruledOut } from './answer/ruled-out.ts';
import { timeline } from './answer/timeline.ts';
import { verdictOf } from './answer/verdict.ts';
import { type Examination, type ExamineOptions, examine } from './examine.ts';
import type { IncidentData } from './incident.ts';
import { died } from './scoring/fault-relations.ts';
import { type ScoredHypothesis, score } from './scoring.ts';
import { weights as standardWeights, type Weights } from './weights.ts';
import { preventionsOf } from './words/prevention.ts';

export const engineVersion = '1';

export interface DiagnoseOptions extends ExamineOptions {
  weights?: Weights;
  maxHypotheses?: number;
}

/** The whole way: what most likely caused it, what else could have, and what could not be seen. Pure and deterministic. */
export const diagnose = (data: IncidentData, options: DiagnoseOptions = {}): Diagnosis =>
  judge(examine(data, options), options);

/** Hypotheses below this are not worth a reader's time. */
const leastScore = 0.02;

/** Weighs what was found. The same examination may be judged with other weights. */
export const judge = (examination: Examination, options: DiagnoseOptions = {}): Diagnosis => {
  const weights = options.weights ?? standardWeights;
  const { context, symptom } = examination;
  const { data, graph } = context;
  const scored = score(examination, weights);
  const book = new EvidenceBook(context);
  const shown = scored.filter((h) => h.score >= leastScore).slice(0, options.maxHypotheses ?? 10);
  const hypotheses = shown.map((h, i) => ({
    ...toHypothesis(examination, h, i + 1, confidenceOf(h, leadOf(h, scored), symptom.strength), book),
    signatures: signaturesOf(examination, h),
  }));
  const withPrevention = hypotheses.map((h) => ({
    ...h,
    prevention: preventionsOf({ hypothesis: h, evidence: own(book, h.supports) }),
  }));
  const ranked = hypotheses.map((h, i) => ({ ...h, entityKey: shown[i]!.entityKey }));
  const out = ruledOut(examination, scored, book);
  return {
    schema: 1,
    incident: {
      service: data.target.service,
      operation: data.target.operation,
      symptom: symptom.kind,
      baseline: context.baseline,
      window: context.incident,
      onsetMs: examination.foundOnsetMs,
      requests: symptom.requests === null ? null : rounded(symptom.requests),
      badRequests: symptom.badRequests === null ? null : rounded(symptom.badRequests),
      thresholdMs: data.target.thresholdMs,
    },
    ...verdictOf(examination, ranked),
    hypotheses: withPrevention,
    evidence: book.all(),
    ruledOut: out,
    notSeen: notSeen(examination),
    blastRadius: blastRadius(context),
    timeline: timeline(examination, withPrevention),
    graph: {
      nodes: graph.nodes.map((key) => graph.entity(key)),
      edges: graph.nodes.flatMap((key) =>
        graph.out(key).map((edge) => ({
          from: graph.entity(edge.from),
          to: graph.entity(edge.to),
          calls: edge.calls ?? edge.baselineCalls,
        })),
      ),
    },
    input: {
      spans: data.spans.length,
      logs: data.logs.length,
      series: data.series.length,
      changes: data.changes.length,
      kubernetesObjects: data.kubernetes?.objects.length ?? 0,
    },
    engine: {
      version: engineVersion,
      configHash: configHash({ engineVersion, weights }),
      inputHash: inputHash(data),
    },
  };
};

const own = (book: EvidenceBook, ids: readonly string[]): Evidence[] =>
  book.all().filter((evidence) => ids.includes(evidence.id));

const signaturesOf = (examination: Examination, hypothesis: ScoredHypothesis): Hypothesis['signatures'] =>
  examination.signatures
    .filter(
      ({ entityKey, signature, p }) =>
        p >= leastSignature &&
        entityKey === hypothesis.entityKey &&
        signature.faultClass === hypothesis.faultClass,
    )
    .slice(0, 5)
    .map(({ signature, seen, confirmed }) => ({ id: signature.id, title: signature.title, seen, confirmed }));
const leastSignature = 0.2;

/** A state of the cluster, a process that died: it is there whatever the requests show. */
const provesItself = (w: ScoredHypothesis['findings'][number]): boolean =>
  w.finding.p >= 0.8 &&
  (w.detector === 'kubernetes'
    ? w.finding.evidence.some(({ signal }) => signal === 'kubernetes')
    : w.independent && died.has(w.finding.faultClass));

/** Over the best of the other parties, as a share of the larger score: -1 to 1. */
const leadOf = ({ score: own, entityKey }: ScoredHypothesis, scored: readonly ScoredHypothesis[]): number => {
  const other = scored.find((one) => one.entityKey !== entityKey)?.score ?? 0;
  const larger = Math.max(own, other);
  return larger === 0 ? 0 : (own - other) / larger;
};

/** Without a symptom only what proves itself counts: a state that is wrong, a process that died. */
const confidenceOf = (hypothesis: ScoredHypothesis, lead: number, symptom: number): number => {
  const proved = Math.max(0, ...hypothesis.findings.filter(provesItself).map((w) => w.q));
  return calibrate(hypothesis.score, lead) * Math.max(0.15 + 0.85 * symptom, proved);
};
