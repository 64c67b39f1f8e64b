import {
  type BlastRadius,
  type Blindness,
  type ChangeReport,
  type ChangesResponse,
  type Diagnosis,
  type Evidence,
  type EvidenceQuery,
  type Explanation,
  type ExplanationChange,
  type ExplanationEntity,
  type ExplanationFeedback,
  type ExplanationNarration,
  type ExplanationRequest,
  type ExplanationSummary,
  type ExplanationsResponse,
  entityKinds,
  evidenceSignals,
  faultClasses,
  type Hypothesis,
  type LocalText,
  type Prevention,
  type ReportedChange,
  type RuledOut,
  type TimelineEntry,
  type TimeWindow,
  verdicts,
} from '@nightglass/model';
import { z } from 'zod';
import { count, hexOrEmpty, maybe } from './values.ts';

const localText = z.strictObject({ en: z.string(), zh: z.string() }) satisfies z.ZodType<LocalText>;
const entity = z.strictObject({
  kind: z.enum(entityKinds),
  name: z.string(),
}) satisfies z.ZodType<ExplanationEntity>;
const timeWindow = z.strictObject({
  startMs: z.number(),
  endMs: z.number(),
}) satisfies z.ZodType<TimeWindow>;
const ids = z.array(z.string());
const texts = z.record(z.string(), z.string());

const query: z.ZodType<EvidenceQuery> = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('metric'),
    name: z.string(),
    service: z.string(),
    aggregation: z.string(),
    labels: texts,
    window: timeWindow,
  }),
  z.strictObject({
    kind: z.literal('traces'),
    service: z.string(),
    operation: z.string(),
    status: z.enum(['', 'error']),
    minDurationMs: maybe,
    attributes: texts,
    window: timeWindow,
  }),
  z.strictObject({ kind: z.literal('trace'), traceId: z.string(), spanId: z.string() }),
  z.strictObject({
    kind: z.literal('logs'),
    service: z.string(),
    text: z.string(),
    minSeverity: z.number(),
    window: timeWindow,
  }),
  z.strictObject({ kind: z.literal('runtime'), artifactId: hexOrEmpty(32) }),
  z.strictObject({ kind: z.literal('service'), service: z.string(), window: timeWindow }),
]);

const evidence = z.strictObject({
  id: z.string(),
  detector: z.string(),
  signal: z.enum(evidenceSignals),
  entity,
  stance: z.enum(['supports', 'contradicts']),
  baseline: timeWindow,
  window: timeWindow,
  subject: z.string(),
  unit: z.string(),
  before: maybe,
  after: maybe,
  effect: maybe,
  effectUnit: z.enum(['', 'z', 'ratio', 'share', 'difference']),
  n: maybe,
  p: maybe,
  text: localText,
  quote: z.string(),
  caveat: localText.nullable(),
  query: query.nullable(),
  exemplars: z.array(
    z.strictObject({ traceId: z.string(), spanId: z.string(), logId: z.string(), timeMs: z.number() }),
  ),
  series: z.strictObject({ startMs: z.number(), stepMs: z.number(), values: z.array(maybe) }).nullable(),
}) satisfies z.ZodType<Evidence>;

const changeParts = {
  id: z.string(),
  kind: z.enum(['deploy', 'commit', 'config', 'flag', 'scale', 'infrastructure']),
  timeMs: z.number(),
  service: z.string(),
  summary: z.string(),
};
const change = z.strictObject(changeParts) satisfies z.ZodType<ExplanationChange>;

const prevention = z.strictObject({
  kind: z.enum(['lint', 'alert']),
  id: z.string(),
  text: localText,
  code: z.string(),
}) satisfies z.ZodType<Prevention>;

const faultClass = z.enum(faultClasses);
const hypothesis = z.strictObject({
  id: z.string(),
  rank: count,
  entity,
  operation: z.string(),
  faultClass,
  detail: z.string(),
  score: z.number(),
  confidence: z.number(),
  band: z.enum(['strong', 'likely', 'possible', 'weak']),
  title: localText,
  change: change.nullable(),
  path: z.array(z.strictObject({ from: entity, to: entity, evidence: ids })),
  supports: ids,
  contradicts: ids,
  coverage: maybe,
  onsetMs: maybe,
  nextCheck: localText,
  remediation: localText,
  prevention: z.array(prevention),
  signatures: z.array(z.strictObject({ id: z.string(), title: localText, seen: count, confirmed: count })),
}) satisfies z.ZodType<Hypothesis>;

const ruledOut = z.strictObject({
  entity,
  faultClass,
  reason: localText,
  evidence: ids,
}) satisfies z.ZodType<RuledOut>;

const blindness = z.strictObject({
  kind: z.enum([
    'blind_service',
    'no_traces',
    'no_logs',
    'no_metrics',
    'sampled',
    'dropped',
    'budget',
    'short_baseline',
    'clock_skew',
    'no_changes',
    'no_kubernetes',
  ]),
  entity: entity.nullable(),
  text: localText,
}) satisfies z.ZodType<Blindness>;

const timelineEntry = z.strictObject({
  timeMs: z.number(),
  kind: z.enum(['onset', 'symptom', 'change', 'log', 'metric', 'crash', 'kubernetes', 'alert', 'recovery']),
  entity: entity.nullable(),
  text: localText,
  evidence: ids,
}) satisfies z.ZodType<TimelineEntry>;

const blastRadius = z.strictObject({
  entity,
  badShare: maybe,
  slowdown: maybe,
}) satisfies z.ZodType<BlastRadius>;

const diagnosis = z.strictObject({
  schema: z.literal(1),
  incident: z.strictObject({
    service: z.string(),
    operation: z.string(),
    symptom: z.enum(['latency', 'errors', 'traffic', 'unknown', 'none']),
    baseline: timeWindow,
    window: timeWindow,
    onsetMs: maybe,
    requests: maybe,
    badRequests: maybe,
    thresholdMs: maybe,
  }),
  verdict: z.enum(verdicts),
  summary: localText,
  hypotheses: z.array(hypothesis),
  evidence: z.array(evidence),
  ruledOut: z.array(ruledOut),
  notSeen: z.array(blindness),
  blastRadius: z.array(blastRadius),
  timeline: z.array(timelineEntry),
  graph: z.strictObject({
    nodes: z.array(entity),
    edges: z.array(z.strictObject({ from: entity, to: entity, calls: maybe })),
  }),
  input: z.strictObject({
    spans: count,
    logs: count,
    series: count,
    changes: count,
    kubernetesObjects: count,
  }),
  engine: z.strictObject({ version: z.string(), configHash: z.string(), inputHash: z.string() }),
}) satisfies z.ZodType<Diagnosis>;

const narration = z.strictObject({
  language: z.enum(['en', 'zh']),
  source: z.enum(['template', 'model']),
  model: z.string(),
  claims: z.array(z.strictObject({ text: z.string(), evidence: ids })),
  dropped: z.array(z.strictObject({ text: z.string(), reason: z.string() })),
  failure: z.string().optional(),
}) satisfies z.ZodType<ExplanationNarration>;

const feedback = z.strictObject({
  hypothesis: z.string().meta({ description: "Its id now; '' when the last look has none that says it." }),
  subject: z
    .string()
    .meta({ description: 'What was answered: stays the same when a later look ranks otherwise.' }),
  answer: z.enum(['confirmed', 'rejected']),
  timeMs: z.number(),
}) satisfies z.ZodType<ExplanationFeedback>;

const state = z.enum(['running', 'stable', 'failed']);
const explanation = z.strictObject({
  id: z.string(),
  createdMs: z.number(),
  updatedMs: z.number(),
  service: z.string(),
  operation: z.string(),
  state,
  looks: count,
  readMs: z.number(),
  thinkMs: z.number(),
  error: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
  diagnosis: diagnosis.nullable(),
  narration: narration.nullable(),
  feedback: z.array(feedback),
}) satisfies z.ZodType<Explanation>;

const summary = z.strictObject({
  id: z.string(),
  createdMs: z.number(),
  service: z.string(),
  operation: z.string(),
  state,
  verdict: z.enum(verdicts).nullable(),
  summary: localText.nullable(),
  confidence: maybe,
}) satisfies z.ZodType<ExplanationSummary>;

const list = z.strictObject({
  explanations: z.array(summary),
  nextCursor: z.string().nullable(),
}) satisfies z.ZodType<ExplanationsResponse>;

const time = (what: string) =>
  z
    .string()
    .max(64)
    .optional()
    .meta({
      description: `${what} RFC 3339, Unix seconds, or relative to now (-15m, now).`,
      examples: ['2026-01-31T02:17:00Z', '-15m'],
    });
const optional = (what: string, most: number) => z.string().max(most).optional().meta({ description: what });

/** The body of a question. */
export const explanationRequest = {
  service: optional('Service that shows the trouble; left out: the whole system.', 1024),
  operation: optional('Only requests of this operation of it.', 1024),
  start: time('About when it began. Default: ten minutes before the end.'),
  end: time('Default: now.'),
  watch: z.boolean().optional().meta({ description: 'Look again every minute until the answer is stable.' }),
};
const request = z.strictObject(explanationRequest) satisfies z.ZodType<ExplanationRequest>;

/** Beyond it a diff is cut: the engine reads names and numbers of it, not all of a vendored tree. */
export const mostDiff = 100_000;
/** The body of a report of a change. */
export const changeReport = {
  kind: changeParts.kind.meta({ description: 'What changed.' }),
  service: optional('Service that changed; left out: the whole system.', 1024),
  time: time('When it took effect. Default: now.'),
  id: optional(
    'Commit, run of the pipeline, name of the flag: told again with it, the change is replaced.',
    256,
  ),
  summary: optional('One line.', 2048),
  version: optional('As in service.version.', 256),
  author: optional('Who.', 256),
  diff: z
    .string()
    .optional()
    .meta({ description: `Unified diff or parts of it; cut to ${mostDiff} characters.` }),
  files: z.array(z.string().max(1024)).max(2000).optional().meta({ description: 'Paths of changed files.' }),
};
const report = z.strictObject(changeReport) satisfies z.ZodType<ChangeReport>;

const reportedChange = z.strictObject({
  ...changeParts,
  version: z.string(),
  author: z.string(),
  diff: z.string(),
  files: z.array(z.string()),
}) satisfies z.ZodType<ReportedChange>;

const changes = z.strictObject({
  changes: z.array(reportedChange),
  truncated: z.boolean(),
}) satisfies z.ZodType<ChangesResponse>;

export const named = {
  ChangeReport: report,
  ReportedChange: reportedChange,
  ChangesResponse: changes,
  ExplanationRequest: request,
  Explanation: explanation,
  ExplanationsResponse: list,
  ExplanationSummary: summary,
  Diagnosis: diagnosis,
  Hypothesis: hypothesis,
  Evidence: evidence,
};
