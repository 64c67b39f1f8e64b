/** What the explanations of the test double are made of. */
import type {
  Diagnosis,
  Evidence,
  EvidenceSeries,
  Explanation,
  ExplanationEntity,
  Hypothesis,
  LocalText,
} from '@nightglass/model';
import { seeded, type World } from './mock-shapes.ts';

export const text = (en: string, zh: string): LocalText => ({ en, zh });
export const entity = (kind: ExplanationEntity['kind'], name: string): ExplanationEntity => ({ kind, name });
export const order = entity('service', 'order');
export const inventory = entity('service', 'inventory');
export const payment = entity('service', 'payment-gateway');
export const risk = entity('external', 'risk');
export const database = entity('database', 'sqlite');

/** Everything the drafts below need of the seeded world, in milliseconds. */
export interface Scene {
  now: number;
  onset: number;
  baseline: { startMs: number; endMs: number };
  window: { startMs: number; endMs: number };
  /** A trace whose handshake failed, and the span and the log line of it. */
  failed: { traceId: string; spanId: string; logId: string; timeMs: number }[];
  world: World;
}

const msOf = (nano: string): number => Number(BigInt(nano) / 1_000_000n);

export const sceneOf = (world: World): Scene => {
  const [now, onset] = [world.now * 1000, world.faultAt * 1000];
  const failed = [...world.traces.values()]
    .flat()
    .filter((s) => s.name === 'tls.connect' && s.status.code === 'ERROR')
    .map((s) => ({
      traceId: s.traceId,
      spanId: s.spanId,
      logId: world.logs.find((l) => l.spanId === s.spanId)?.id ?? '',
      timeMs: msOf(s.startTimeUnixNano),
    }));
  return {
    now,
    onset,
    baseline: { startMs: now - 900_000, endMs: onset - 30_000 },
    window: { startMs: onset, endMs: now },
    failed,
    world,
  };
};

/** A level before and another one after the onset, with a little noise and one gap. */
export const stepSeries = (scene: Scene, before: number, after: number, seed: number): EvidenceSeries => {
  const random = seeded(seed);
  const stepMs = 15_000;
  const startMs = scene.now - 900_000;
  return {
    startMs,
    stepMs,
    values: Array.from({ length: 60 }, (_, i) => {
      if (i === 20) return null;
      const level = startMs + i * stepMs < scene.onset ? before : after;
      const noise = Math.max(before, after) * 0.05;
      return Math.max(0, level + (random() - 0.5) * 2 * noise * (level === 0 ? 0 : 1));
    }),
  };
};

type Given = Pick<Evidence, 'id' | 'detector' | 'signal' | 'entity' | 'subject' | 'text'> & Partial<Evidence>;
export const evidence = (scene: Scene, given: Given): Evidence => ({
  stance: 'supports',
  baseline: scene.baseline,
  window: scene.window,
  unit: '',
  before: null,
  after: null,
  effect: null,
  effectUnit: '',
  n: null,
  p: null,
  quote: '',
  caveat: null,
  query: null,
  exemplars: [],
  series: null,
  ...given,
});

type GivenHypothesis = Pick<
  Hypothesis,
  'id' | 'rank' | 'entity' | 'faultClass' | 'confidence' | 'band' | 'title'
> &
  Partial<Hypothesis>;
export const hypothesis = (given: GivenHypothesis): Hypothesis => ({
  operation: '',
  detail: '',
  score: given.confidence,
  change: null,
  path: [],
  supports: [],
  contradicts: [],
  coverage: null,
  onsetMs: null,
  nextCheck: text('Look at its own metrics around the onset.', '查看它在起点前后的自身指标。'),
  remediation: text('Roll back the newest change of it.', '回滚它最近的一次变更。'),
  prevention: [],
  signatures: [],
  ...given,
});

type GivenDiagnosis = Pick<Diagnosis, 'verdict' | 'summary'> & Partial<Diagnosis>;
export const diagnosis = (scene: Scene, given: GivenDiagnosis): Diagnosis => ({
  schema: 1,
  incident: {
    service: 'payment-gateway',
    operation: '',
    symptom: 'errors',
    baseline: scene.baseline,
    window: scene.window,
    onsetMs: scene.onset,
    requests: 340,
    badRequests: 118,
    thresholdMs: null,
  },
  hypotheses: [],
  evidence: [],
  ruledOut: [],
  notSeen: [],
  blastRadius: [],
  timeline: [],
  graph: {
    nodes: [order, inventory, payment, risk, database],
    edges: [
      { from: order, to: payment, calls: 340 },
      { from: order, to: inventory, calls: 338 },
      { from: order, to: database, calls: 338 },
      { from: payment, to: risk, calls: 340 },
    ],
  },
  input: { spans: 4120, logs: 2310, series: 84, changes: 1, kubernetesObjects: 0 },
  engine: { version: '0.1.0', configHash: '9f3c01d2a7b4', inputHash: '51d2e88a0c6f' },
  ...given,
});

type GivenExplanation = Pick<Explanation, 'id' | 'diagnosis'> & Partial<Explanation>;
export const explanation = (scene: Scene, given: GivenExplanation): Explanation => ({
  createdMs: scene.now - 20_000,
  updatedMs: scene.now - 19_000,
  service: given.diagnosis?.incident.service ?? 'payment-gateway',
  operation: given.diagnosis?.incident.operation ?? '',
  state: 'stable',
  looks: 1,
  readMs: 312,
  thinkMs: 148,
  error: null,
  narration: null,
  feedback: [],
  ...given,
});

/** The model was asked and did not answer: its failure is told, the templates' words are not repeated. */
export const templateNarration = (): Explanation['narration'] => ({
  language: 'en',
  source: 'template',
  model: '',
  claims: [{ text: 'The runtime ended `payment-gateway` 17 times.', evidence: ['e1'] }],
  dropped: [],
  failure: 'the narrator did not answer within 20 s',
});

export const narration = (): Explanation['narration'] => ({
  language: 'en',
  source: 'model',
  model: 'local-small',
  claims: [
    {
      text: 'Every third payment fails because the handshake with risk is refused: its certificate chain misses a link.',
      evidence: ['e1', 'e2'],
    },
    { text: 'The configuration of the trust store changed three minutes before.', evidence: ['e4'] },
  ],
  dropped: [{ text: 'The certificate expired yesterday.', reason: 'no evidence says so' }],
});
