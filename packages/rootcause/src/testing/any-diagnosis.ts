/**
 * FOR TESTS: random diagnoses that hold together: ids resolve, the sentences of a piece of evidence state its own
 * figures, and any text that comes from telemetry may be anything at all.
 */
import {
  type Diagnosis,
  type Evidence,
  type ExplanationEntity,
  entityKinds,
  evidenceSignals,
  faultClasses,
  type Hypothesis,
  type LocalText,
  verdicts,
} from '@nightglass/model';
import fc from 'fast-check';
import { anyName, anyQuote, quoted } from './any-text.ts';

const dayMs = 86_400_000;
const start = Date.UTC(2026, 0, 5);

const anyMs: fc.Arbitrary<number> = fc.integer({ min: start, max: start + 20 * dayMs });
const anyWindow = fc
  .tuple(anyMs, fc.integer({ min: 60_000, max: 3 * 3_600_000 }))
  .map(([startMs, length]) => ({ startMs, endMs: startMs + length }));
const anyEntity: fc.Arbitrary<ExplanationEntity> = fc.record({
  kind: fc.constantFrom(...entityKinds),
  name: anyName,
});
const decimal = (most: number): fc.Arbitrary<number> =>
  fc.integer({ min: 0, max: most * 1000 }).map((thousandths) => thousandths / 1000);
const anyShare = decimal(1);
const orNull = <T>(inner: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(inner, { nil: null });

/** A unit, and how a detector prints such a figure. */
const units: readonly { unit: string; print: (value: number) => string }[] = [
  { unit: 'ms', print: (v) => `${v.toFixed(1)} ms` },
  { unit: 's', print: (v) => `${v.toFixed(2)} s` },
  { unit: 'us', print: (v) => `${v.toFixed(0)} µs` },
  { unit: 'By', print: (v) => `${(v / 1024).toFixed(1)} KiB` },
  { unit: 'MiBy', print: (v) => `${v.toFixed(1)} MiB` },
  { unit: '%', print: (v) => `${v.toFixed(1)} %` },
  { unit: '1', print: (v) => v.toFixed(2) },
  { unit: '{request}', print: (v) => v.toFixed(0) },
  { unit: '/s', print: (v) => `${v.toFixed(1)}/s` },
];

const anySentences = (entity: string, before: string, after: string, subject: string): LocalText => ({
  en: `${quoted(subject)} of ${quoted(entity)} went from ${before} to ${after}.`,
  zh: `${quoted(entity)} 的 ${quoted(subject)} 从 ${before} 变为 ${after}。`,
});

const anyEvidence = (id: string, entity: ExplanationEntity): fc.Arbitrary<Evidence> =>
  fc
    .record({
      detector: fc.constantFrom('metric_shift', 'self_time', 'novel_template', 'saturation'),
      signal: fc.constantFrom(...evidenceSignals),
      stance: fc.constantFrom('supports' as const, 'contradicts' as const),
      baseline: anyWindow,
      window: anyWindow,
      subject: anyQuote,
      unit: fc.constantFrom(...units),
      before: decimal(90_000),
      after: decimal(90_000),
      effect: orNull(decimal(80)),
      effectUnit: fc.constantFrom('' as const, 'z' as const, 'ratio' as const),
      n: orNull(fc.integer({ min: 1, max: 100_000 })),
      p: orNull(anyShare),
      quote: fc.oneof(fc.constant(''), anyQuote),
      caveat: orNull(fc.constant({ en: 'Seen from one side only.', zh: '仅从一侧可见。' })),
      exemplar: orNull(anyMs),
      values: fc.array(orNull(decimal(90_000)), { maxLength: 12 }),
    })
    .map(({ unit: { unit, print }, exemplar, values, ...rest }) => ({
      ...rest,
      id,
      entity,
      unit,
      text: anySentences(entity.name, print(rest.before), print(rest.after), rest.subject),
      query: { kind: 'service' as const, service: entity.name, window: rest.window },
      exemplars:
        exemplar === null
          ? []
          : [{ traceId: 'ab'.repeat(16), spanId: 'cd'.repeat(8), logId: '', timeMs: exemplar }],
      series:
        values.length === 0 ? null : { startMs: rest.baseline.startMs, stepMs: 60_000, values: [...values] },
    }));

const anyHypothesis = (
  rank: number,
  symptom: ExplanationEntity,
  evidence: readonly Evidence[],
): fc.Arbitrary<Hypothesis> => {
  const cause = evidence[(rank - 1) % evidence.length]?.entity ?? symptom;
  const ids = fc.subarray(
    evidence.map((e) => e.id),
    { minLength: 1 },
  );
  return fc
    .record({
      operation: fc.oneof(fc.constant(''), anyQuote),
      faultClass: fc.constantFrom(...faultClasses),
      score: anyShare,
      confidence: anyShare,
      band: fc.constantFrom('strong' as const, 'likely' as const, 'possible' as const, 'weak' as const),
      change: orNull(
        fc.record({
          id: anyName,
          kind: fc.constantFrom('deploy' as const, 'commit' as const, 'flag' as const),
          timeMs: anyMs,
          service: fc.constant(cause.name),
          summary: anyQuote,
        }),
      ),
      cited: ids,
      coverage: orNull(anyShare),
      onsetMs: orNull(anyMs),
      seen: fc.integer({ min: 0, max: 20 }),
    })
    .map(({ cited, seen, ...rest }) => ({
      ...rest,
      id: `h${rank}`,
      rank,
      entity: cause,
      detail: '',
      title: { en: `${quoted(cause.name)} has a fault`, zh: `${quoted(cause.name)} 出现故障` },
      path: cause === symptom ? [] : [{ from: symptom, to: cause, evidence: cited.slice(0, 1) }],
      supports: cited.filter((id) => evidence.find((e) => e.id === id)?.stance === 'supports'),
      contradicts: cited.filter((id) => evidence.find((e) => e.id === id)?.stance === 'contradicts'),
      nextCheck: { en: 'Look at its log.', zh: '查看其日志。' },
      remediation: { en: 'Restart it.', zh: '重启它。' },
      prevention: [],
      signatures:
        seen === 0
          ? []
          : [{ id: 'sig', title: { en: 'Known alerts', zh: '已知告警' }, seen, confirmed: seen - 1 }],
    }));
};

const anyIncident = (symptom: ExplanationEntity): fc.Arbitrary<Diagnosis['incident']> =>
  fc.record({
    service: fc.constantFrom(symptom.name, ''),
    operation: fc.oneof(fc.constant(''), anyQuote),
    symptom: fc.constantFrom(
      'latency' as const,
      'errors' as const,
      'traffic' as const,
      'unknown' as const,
      'none' as const,
    ),
    baseline: anyWindow,
    window: anyWindow,
    onsetMs: orNull(anyMs),
    requests: orNull(fc.integer({ min: 500, max: 90_000 })),
    badRequests: orNull(fc.integer({ min: 0, max: 500 })),
    thresholdMs: orNull(fc.integer({ min: 1, max: 9_000 })),
  });

const withEvidence = (
  symptom: ExplanationEntity,
  evidence: Evidence[],
  hypothesisCount: number,
): fc.Arbitrary<Diagnosis> => {
  const count = evidence.length === 0 ? 0 : hypothesisCount;
  const about = evidence[0]?.entity ?? symptom;
  const cited = evidence.slice(0, 1).map((e) => e.id);
  return fc
    .record({
      incident: anyIncident(symptom),
      verdict: fc.constantFrom(...verdicts),
      hypotheses: fc.tuple(
        ...Array.from({ length: count }, (_, i) => anyHypothesis(i + 1, symptom, evidence)),
      ),
      badShare: orNull(anyShare),
      slowdown: orNull(decimal(90)),
      timeMs: anyMs,
      kept: fc.integer({ min: 1, max: 99 }),
    })
    .map(({ badShare, slowdown, timeMs, kept, hypotheses, ...rest }) => ({
      ...rest,
      schema: 1 as const,
      summary: { en: 'One sentence.', zh: '一句话。' },
      hypotheses,
      evidence,
      ruledOut:
        cited.length === 0
          ? []
          : [
              {
                entity: about,
                faultClass: 'cpu' as const,
                reason: {
                  en: `${quoted(about.name)} behaves as before.`,
                  zh: `${quoted(about.name)} 与之前一致。`,
                },
                evidence: cited,
              },
            ],
      notSeen: [
        {
          kind: 'sampled' as const,
          entity: null,
          text: { en: `${kept} % of the spans were kept.`, zh: `仅保留了 ${kept} % 的 span。` },
        },
      ],
      blastRadius: [{ entity: symptom, badShare, slowdown }],
      timeline: [
        {
          timeMs,
          kind: 'symptom' as const,
          entity: about,
          text: { en: `${quoted(about.name)} changed.`, zh: `${quoted(about.name)} 发生变化。` },
          evidence: cited,
        },
      ],
      graph: { nodes: [symptom], edges: [] },
      input: { spans: 10, logs: 20, series: 30, changes: 1, kubernetesObjects: 0 },
      engine: { version: '0.0.0-test', configHash: 'c0ffee', inputHash: 'beef' },
    }));
};

export const anyDiagnosis: fc.Arbitrary<Diagnosis> = fc
  .record({
    symptom: anyEntity,
    entities: fc.array(anyEntity, { maxLength: 6 }),
    hypotheses: fc.integer({ min: 0, max: 3 }),
  })
  .chain(({ symptom, entities, hypotheses }) =>
    fc
      .tuple(...entities.map((entity, i) => anyEvidence(`e${i + 1}`, entity)))
      .chain((evidence) => withEvidence(symptom, evidence, hypotheses)),
  );
