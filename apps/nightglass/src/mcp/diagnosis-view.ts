/** An explanation as a model reads it: the answer, its evidence in one line each, and where to ask for more. */
import type {
  Diagnosis,
  Evidence,
  Explanation,
  ExplanationChange,
  Hypothesis,
  LocalText,
  TimeWindow,
} from '@nightglass/model';
import type { Answer } from './answer.ts';
import { isoMs, short, shortOrNull } from './numbers.ts';
import { nameOf, said } from './untrusted.ts';

export type Language = keyof LocalText;

const sentence = (text: LocalText, language: Language): string => nameOf(text[language], 800);
const entityOf = ({ kind, name }: { kind: string; name: string }) => ({ kind, name: nameOf(name) });
const windowOf = ({ startMs, endMs }: TimeWindow) => ({ start: isoMs(startMs), end: isoMs(endMs) });
const momentOf = (ms: number | null): string | null => (ms === null ? null : isoMs(ms));

export const changeOf = (change: ExplanationChange) => ({
  id: nameOf(change.id),
  kind: change.kind,
  time: isoMs(change.timeMs),
  service: nameOf(change.service),
  summary: said(change.summary, 300),
});

const hypothesisOf = (h: Hypothesis, language: Language) => ({
  id: h.id,
  rank: h.rank,
  title: sentence(h.title, language),
  entity: entityOf(h.entity),
  ...(h.operation === '' ? {} : { operation: nameOf(h.operation) }),
  fault_class: h.faultClass,
  ...(h.detail === '' ? {} : { detail: h.detail }),
  confidence: short(h.confidence),
  band: h.band,
  share_of_bad_requests_explained: shortOrNull(h.coverage),
  began: momentOf(h.onsetMs),
  ...(h.change === null ? {} : { change: changeOf(h.change) }),
  path_from_symptom:
    h.path.length === 0 ? [] : [h.path[0]!.from, ...h.path.map((p) => p.to)].map((e) => nameOf(e.name)),
  supports: h.supports,
  contradicts: h.contradicts,
  next_check: sentence(h.nextCheck, language),
  remediation: sentence(h.remediation, language),
  ...(h.signatures.length === 0
    ? {}
    : {
        known_alerts: h.signatures.slice(0, 3).map((s) => ({
          title: sentence(s.title, language),
          seen: s.seen,
          confirmed: s.confirmed,
        })),
      }),
});

const evidenceLine = (e: Evidence, language: Language) => ({
  id: e.id,
  stance: e.stance,
  signal: e.signal,
  entity: entityOf(e.entity),
  text: sentence(e.text, language),
  ...(e.caveat === null ? {} : { caveat: sentence(e.caveat, language) }),
  ...(e.quote.trim() === '' ? {} : { quote: said(e.quote, 300) }),
});

const incidentOf = ({ incident }: Diagnosis) => ({
  service: nameOf(incident.service),
  operation: nameOf(incident.operation),
  symptom: incident.symptom,
  normal_time: windowOf(incident.baseline),
  time: windowOf(incident.window),
  began: momentOf(incident.onsetMs),
  requests: incident.requests,
  bad_requests: incident.badRequests,
  slow_from_ms: incident.thresholdMs,
});

const ask = 'Use get_evidence with this id and an evidence id for one piece in full.';

export const explanationAnswer = (explanation: Explanation, language: Language): Answer => {
  const { id, state, looks, diagnosis, error, createdMs } = explanation;
  const head = { id, page: `/explain/${id}`, created: isoMs(createdMs), state, looks };
  if (diagnosis === null) return { result: { ...head, error, diagnosis: null }, cuttable: [] };
  return {
    result: {
      ...head,
      verdict: diagnosis.verdict,
      summary: sentence(diagnosis.summary, language),
      incident: incidentOf(diagnosis),
      hypotheses: diagnosis.hypotheses.map((h) => hypothesisOf(h, language)),
      evidence: diagnosis.evidence.map((e) => evidenceLine(e, language)),
      ruled_out: diagnosis.ruledOut.map((r) => ({
        entity: entityOf(r.entity),
        fault_class: r.faultClass,
        reason: sentence(r.reason, language),
        evidence: r.evidence,
      })),
      not_seen: diagnosis.notSeen.map((b) => ({ kind: b.kind, text: sentence(b.text, language) })),
      timeline: diagnosis.timeline.map((t) => ({
        time: isoMs(t.timeMs),
        kind: t.kind,
        text: sentence(t.text, language),
        evidence: t.evidence,
      })),
      engine: diagnosis.engine,
    },
    cuttable: [
      { list: 'timeline', how: 'The page of the explanation shows all of it.' },
      { list: 'ruled_out', how: 'The page of the explanation shows all of it.' },
      { list: 'evidence', how: ask },
      { list: 'hypotheses', how: 'The first ones are shown; the page of the explanation shows all.' },
    ],
  };
};

export const evidenceAnswer = (e: Evidence, language: Language, path: string | null): Answer => ({
  result: {
    ...evidenceLine(e, language),
    detector: e.detector,
    subject: said(e.subject, 500),
    quote: said(e.quote, 500),
    normal_time: windowOf(e.baseline),
    time: windowOf(e.window),
    unit: nameOf(e.unit, 40),
    before: shortOrNull(e.before),
    after: shortOrNull(e.after),
    effect: shortOrNull(e.effect),
    effect_unit: e.effectUnit,
    observations: e.n,
    chance: shortOrNull(e.p),
    // Of this product's API: the same figures can be asked for again.
    query: path,
    examples: e.exemplars.map((x) => ({
      trace_id: nameOf(x.traceId, 64),
      span_id: nameOf(x.spanId, 64),
      log_id: nameOf(x.logId, 128),
      time: isoMs(x.timeMs),
    })),
    series:
      e.series === null
        ? null
        : {
            start: isoMs(e.series.startMs),
            step_seconds: short(e.series.stepMs / 1000),
            values: e.series.values.map(shortOrNull),
          },
  },
  cuttable: [{ list: 'examples', how: 'Use get_trace with one of those shown.' }],
});
