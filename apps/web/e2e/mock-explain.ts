/**
 * The explanations of the test double: a handshake that fails with everything an answer can hold, a Go map race with its
 * crash, an ambiguous one, one without enough data, one without a cause, one that watches, one that failed, and one
 * whose telemetry was written by an attacker. Feedback is kept as long as the server runs.
 */
import {
  type Diagnosis,
  type Explanation,
  type ExplanationFeedback,
  type ExplanationRequest,
  type ExplanationSummary,
  type ExplanationsResponse,
  feedbackFor,
  subjectOf,
} from '@nightglass/model';
import { ambiguous, hostile, insufficient, mapRace, noCause } from './mock-explain-answers.ts';
import { explanation, narration, sceneOf, templateNarration } from './mock-explain-parts.ts';
import { handshakeDiagnosis } from './mock-explain-tls.ts';
import type { World } from './mock-shapes.ts';

const id = (last: string): string => `01JPB8Q0000000000000000${last.padStart(3, '0')}`;
export const explanationIds = {
  handshake: id('TLS'),
  mapRace: id('MAP'),
  ambiguous: id('AMB'),
  insufficient: id('NED'),
  noCause: id('NCA'),
  running: id('RUN'),
  failed: id('FAD'),
  hostile: id('HST'),
} as const;

/** The second look ranks the causes the other way round: what is open must stay open. */
const laterLook = (first: Diagnosis): Diagnosis => {
  const [a, b] = first.hypotheses;
  if (a === undefined || b === undefined) return first;
  return {
    ...first,
    hypotheses: [
      { ...b, id: 'h1', rank: 1, confidence: 0.58, band: 'likely' },
      { ...a, id: 'h2', rank: 2, confidence: 0.31, band: 'weak' },
    ],
  };
};

export interface MockExplanations {
  list(service: string | null): ExplanationsResponse;
  get(id: string): Explanation | undefined;
  create(request: ExplanationRequest): Explanation;
  feedback(id: string, hypothesis: string, answer: ExplanationFeedback['answer']): Explanation | undefined;
  /** What was asked, oldest first. */
  asked: ExplanationRequest[];
  /** The one that watches looks again. */
  lookAgain(): void;
}

export const makeExplanations = (world: World): MockExplanations => {
  const scene = sceneOf(world);
  const ids = explanationIds;
  const ago = (minutes: number) => ({
    createdMs: scene.now - minutes * 60_000,
    updatedMs: scene.now - minutes * 60_000 + 900,
  });
  const all = new Map(
    [
      explanation(scene, { id: ids.handshake, diagnosis: handshakeDiagnosis(scene), narration: narration() }),
      explanation(scene, {
        id: ids.running,
        diagnosis: ambiguous(scene),
        state: 'running',
        looks: 2,
        ...ago(2),
        updatedMs: scene.now - 24_000,
      }),
      explanation(scene, {
        id: ids.mapRace,
        diagnosis: mapRace(scene),
        narration: templateNarration(),
        ...ago(61),
      }),
      explanation(scene, { id: ids.ambiguous, diagnosis: ambiguous(scene), ...ago(140) }),
      explanation(scene, { id: ids.insufficient, diagnosis: insufficient(scene), ...ago(300) }),
      explanation(scene, { id: ids.noCause, diagnosis: noCause(scene), ...ago(420) }),
      explanation(scene, {
        id: ids.failed,
        diagnosis: null,
        state: 'failed',
        error: {
          code: 'NG_QUERY_TIMEOUT',
          message: 'the traces of payment-gateway were not read within 10 s',
        },
        ...ago(1500),
      }),
    ].map((e) => [e.id, e]),
  );
  const hidden = explanation(scene, { id: ids.hostile, diagnosis: hostile(scene) });
  const find = (wanted: string): Explanation | undefined =>
    wanted === ids.hostile ? hidden : all.get(wanted);
  const summary = (e: Explanation): ExplanationSummary => ({
    id: e.id,
    createdMs: e.createdMs,
    service: e.service,
    operation: e.operation,
    state: e.state,
    verdict: e.diagnosis?.verdict ?? null,
    summary: e.diagnosis?.summary ?? null,
    confidence: e.diagnosis?.hypotheses[0]?.confidence ?? null,
  });
  const asked: ExplanationRequest[] = [];
  return {
    asked,
    list: (service) => ({
      explanations: [...all.values()].filter((e) => service === null || e.service === service).map(summary),
      nextCursor: null,
    }),
    get: find,
    create: (request) => {
      asked.push(request);
      const answer = find(request.watch === true ? ids.running : ids.handshake);
      if (answer === undefined) throw new Error('the seeded explanations are there');
      return answer;
    },
    feedback: (wanted, given, answer) => {
      const found = find(wanted);
      const said = found?.diagnosis?.hypotheses.find((h) => h.id === given);
      if (found === undefined || said === undefined) return undefined;
      const subject = subjectOf(said);
      const others = found.feedback.filter((f) => f.subject !== subject);
      found.feedback = feedbackFor(found.diagnosis, [...others, { subject, answer, timeMs: scene.now }]);
      return found;
    },
    lookAgain: () => {
      const found = find(ids.running);
      if (found?.diagnosis == null) return;
      const diagnosis = laterLook(found.diagnosis);
      Object.assign(found, {
        looks: found.looks + 1,
        updatedMs: scene.now,
        diagnosis,
        feedback: feedbackFor(diagnosis, found.feedback),
      });
    },
  };
};
