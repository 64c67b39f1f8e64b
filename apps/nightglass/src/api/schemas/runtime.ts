import type {
  CrashGroup,
  CrashGroupsResponse,
  FlameNode,
  FlameResponse,
  GcCycle,
  GoroutineBucket,
  GoroutineBucketsResponse,
  GoroutineDiffResponse,
  GoroutinesResponse,
  RuntimeArtifactResponse,
  RuntimeArtifactsResponse,
  RuntimeMemoryResponse,
  RuntimeUploadResponse,
  StoredArtifact,
  WaitGraph,
} from '@nightglass/model';
import { z } from 'zod';
import * as evidence from './runtime-evidence.ts';
import { count, hex, hexOrEmpty, maybe, nano } from './values.ts';

const { crashKind, elided, finding, goroutine, labelCounts, runtimeNote, stackFrame, stateCounts } = evidence;

const storedArtifact = z.strictObject({
  id: hex(32),
  timeUnixNano: nano,
  service: z.string(),
  instance: z.string(),
  traceId: hexOrEmpty(32),
  name: z.string(),
  sizeBytes: count,
  format: evidence.runtimeFormat,
  variant: z.string(),
  goVersion: z.string().nullable(),
  goroutineCount: count,
  partial: z.boolean(),
  title: z.string(),
  severity: z.enum(['critical', 'warning', 'info', 'none']),
  crash: z
    .strictObject({
      kind: crashKind,
      reason: z.string(),
      message: z.string(),
      fingerprint: z.string(),
    })
    .nullable(),
}) satisfies z.ZodType<StoredArtifact>;

const artifactsResponse = z.strictObject({
  artifacts: z.array(storedArtifact),
  nextCursor: z.string().nullable(),
}) satisfies z.ZodType<RuntimeArtifactsResponse>;

const uploadResponse = z.strictObject({
  artifacts: z.array(storedArtifact),
  notes: z.array(runtimeNote),
}) satisfies z.ZodType<RuntimeUploadResponse>;

const artifactResponse = z.strictObject({
  stored: storedArtifact,
  artifact: evidence.artifact,
  goroutines: z.array(goroutine),
  related: z.array(
    z.strictObject({
      kind: z.enum(['trace', 'log']),
      id: z.string(),
      title: z.string(),
      timeUnixNano: nano,
      why: z.string(),
    }),
  ),
}) satisfies z.ZodType<RuntimeArtifactResponse>;

const bucket = z.strictObject({
  key: z.string(),
  count,
  states: stateCounts,
  marks: z.array(z.strictObject({ mark: z.string(), count })),
  waitMinutes: z.strictObject({ min: z.number(), max: z.number() }),
  lockedToThread: count,
  labels: labelCounts,
  frames: z.array(stackFrame),
  elided,
  createdBy: stackFrame.nullable(),
  goroutines: z.array(z.number()),
  system: z.boolean(),
}) satisfies z.ZodType<GoroutineBucket>;

const bucketsResponse = z.strictObject({
  total: count,
  matched: count,
  buckets: z.array(bucket),
  states: stateCounts,
  labels: labelCounts,
  truncated: z.boolean(),
}) satisfies z.ZodType<GoroutineBucketsResponse>;

const goroutinesResponse = z.strictObject({
  goroutines: z.array(goroutine),
  truncated: z.boolean(),
}) satisfies z.ZodType<GoroutinesResponse>;

const waitGraph = z.strictObject({
  nodes: z.array(
    z.strictObject({
      id: z.string(),
      kind: z.enum([
        'goroutines',
        'mutex',
        'rwmutex',
        'channel',
        'waitgroup',
        'cond',
        'select',
        'io',
        'sleep',
        'other',
      ]),
      label: z.string(),
      count,
      bucket: z.string(),
      function: z.string(),
      file: z.string(),
      line: z.number().int(),
      maxWaitMinutes: z.number(),
    }),
  ),
  edges: z.array(
    z.strictObject({
      from: z.string(),
      to: z.string(),
      kind: z.enum(['waits', 'holds']),
      confidence: evidence.confidence,
      why: z.string(),
      count,
    }),
  ),
  truncated: z.boolean(),
}) satisfies z.ZodType<WaitGraph>;

const side = z.strictObject({ id: hex(32), total: count, timeUnixNano: nano });
const diffResponse = z.strictObject({
  before: side,
  after: side,
  changes: z.array(
    z.strictObject({
      bucket,
      before: count,
      after: count,
      change: z.enum(['new', 'gone', 'grown', 'shrunk', 'same']),
    }),
  ),
  findings: z.array(finding),
  truncated: z.boolean(),
}) satisfies z.ZodType<GoroutineDiffResponse>;

const flameNode: z.ZodType<FlameNode> = z.strictObject({
  func: z.string(),
  file: z.string(),
  line: z.number().int(),
  value: z.number(),
  self: z.number(),
  get children() {
    return z.array(flameNode);
  },
});

const flameResponse = z.strictObject({
  sampleTypes: evidence.sampleTypes,
  sampleType: count,
  unit: z.string(),
  total: z.number(),
  difference: z.boolean(),
  root: flameNode,
  table: evidence.valueTable,
  minimum: z.number(),
  notes: z.array(runtimeNote),
}) satisfies z.ZodType<FlameResponse>;

const gcCycle = {
  number: count,
  atSeconds: z.number(),
  cpuPercent: z.number(),
  clockMs: z.strictObject({
    sweepTermination: z.number(),
    concurrentMark: z.number(),
    markTermination: z.number(),
  }),
  cpuMs: z.strictObject({
    sweepTermination: z.number(),
    assist: z.number(),
    background: z.number(),
    idle: z.number(),
    markTermination: z.number(),
  }),
  heapMb: z.strictObject({ start: z.number(), end: z.number(), live: z.number(), goal: z.number() }),
  stacksMb: maybe,
  globalsMb: maybe,
  processors: count,
  forced: z.boolean(),
  leakCheck: z.boolean(),
  at: count,
} satisfies Record<keyof GcCycle, z.ZodType>;

const memoryResponse = z.strictObject({
  cycles: z.array(z.strictObject({ ...gcCycle, timeUnixNano: nano })),
  heaps: z.array(
    z.strictObject({
      id: hex(32),
      timeUnixNano: nano,
      inuseBytes: z.number(),
      inuseObjects: z.number(),
    }),
  ),
  sites: z.array(
    z.strictObject({
      func: z.string(),
      file: z.string(),
      line: z.number().int(),
      bytes: z.array(z.number()),
    }),
  ),
  findings: z.array(finding),
}) satisfies z.ZodType<RuntimeMemoryResponse>;

const crashGroup = z.strictObject({
  fingerprint: z.string(),
  kind: crashKind,
  reason: z.string(),
  type: z.string(),
  message: z.string(),
  count,
  services: z.array(z.strictObject({ name: z.string(), count })),
  firstUnixNano: nano,
  lastUnixNano: nano,
  artifactId: hexOrEmpty(32),
  traceId: hexOrEmpty(32),
  function: z.string(),
  file: z.string(),
  line: z.number().int(),
}) satisfies z.ZodType<CrashGroup>;

const crashGroupsResponse = z.strictObject({
  groups: z.array(crashGroup),
}) satisfies z.ZodType<CrashGroupsResponse>;

export const named = {
  ...evidence.named,
  StoredArtifact: storedArtifact,
  RuntimeArtifactsResponse: artifactsResponse,
  RuntimeUploadResponse: uploadResponse,
  RuntimeArtifactResponse: artifactResponse,
  GoroutineBucket: bucket,
  GoroutineBucketsResponse: bucketsResponse,
  GoroutinesResponse: goroutinesResponse,
  WaitGraph: waitGraph,
  GoroutineDiffResponse: diffResponse,
  FlameNode: flameNode,
  FlameResponse: flameResponse,
  RuntimeMemoryResponse: memoryResponse,
  CrashGroup: crashGroup,
  CrashGroupsResponse: crashGroupsResponse,
};
