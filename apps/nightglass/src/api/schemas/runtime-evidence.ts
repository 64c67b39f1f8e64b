import {
  type Advice,
  type Crash,
  type CrashSite,
  crashKinds,
  type Goroutine,
  type LineRange,
  type PanicLink,
  type RaceAccess,
  type RuntimeArtifact,
  type RuntimeFinding,
  type RuntimeNote,
  type RuntimeProfileSummary,
  runtimeFormats,
  type StackFrame,
} from '@nightglass/model';
import { z } from 'zod';
import { count, maybe } from './values.ts';

const whole = z.number().int();

export const lineRange = z.strictObject({ start: whole, end: whole }) satisfies z.ZodType<LineRange>;
/** A count that may stand for more than fits one number kind: totals per state, label or mark. */
export const stateCounts = z.array(z.strictObject({ state: z.string(), count }));
export const labelCounts = z.array(z.strictObject({ key: z.string(), value: z.string(), count }));
export const runtimeFormat = z.enum(runtimeFormats);
export const crashKind = z.enum(crashKinds);
export const severity = z.enum(['critical', 'warning', 'info']);
export const confidence = z.enum(['proved', 'likely', 'possible']);

export const stackFrame = z.strictObject({
  func: z.string(),
  args: z.string().nullable(),
  file: z.string(),
  line: whole,
  inlined: z.boolean(),
  at: whole,
}) satisfies z.ZodType<StackFrame>;

export const elided = z.array(z.strictObject({ before: count, count: count.nullable() }));

export const goroutine = z.strictObject({
  id: z.number(),
  count,
  state: z.string(),
  marks: z.array(z.string()),
  waitMinutes: z.number(),
  lockedToThread: z.boolean(),
  bubble: z.number().nullable(),
  labels: z.record(z.string(), z.string()),
  frames: z.array(stackFrame),
  elided,
  createdBy: stackFrame.nullable(),
  creatorId: z.number().nullable(),
  ancestors: z.array(
    z.strictObject({ id: z.number(), frames: z.array(stackFrame), createdBy: stackFrame.nullable() }),
  ),
  stackUnavailable: z.boolean(),
  truncated: z.boolean(),
  lines: lineRange,
}) satisfies z.ZodType<Goroutine>;

export const runtimeNote = z.strictObject({
  code: z.string(),
  message: z.string(),
  lines: lineRange.nullable(),
  count,
}) satisfies z.ZodType<RuntimeNote>;

const panicLink = z.strictObject({
  message: z.string(),
  type: z.string(),
  recovered: z.boolean(),
  repanicked: z.boolean(),
  goexit: z.boolean(),
  lines: lineRange,
}) satisfies z.ZodType<PanicLink>;

const raceAccess = z.strictObject({
  kind: z.enum(['read', 'write']),
  atomic: z.boolean(),
  previous: z.boolean(),
  address: z.string(),
  goroutineId: z.number(),
  frames: z.array(stackFrame),
  createdAt: z.array(stackFrame),
  lines: lineRange,
}) satisfies z.ZodType<RaceAccess>;

const crashSite = z.strictObject({
  role: z.enum(['origin', 'detected', 'other', 'creator', 'holder', 'waiter']),
  function: z.string(),
  file: z.string(),
  line: whole,
  goroutine: z.number().nullable(),
  access: z.string(),
  object: z.string().optional(),
  from: z.enum(['dump', 'source', 'race-report']),
  confidence: z.number(),
}) satisfies z.ZodType<CrashSite>;

const crash = z.strictObject({
  kind: crashKind,
  reason: z.string(),
  message: z.string(),
  type: z.string(),
  recoverable: z.boolean().nullable(),
  endedProcess: z.boolean(),
  exitCode: maybe,
  panics: z.array(panicLink),
  signal: z
    .strictObject({
      name: z.string(),
      description: z.string(),
      code: z.string(),
      addr: z.string(),
      pc: z.string(),
      duringCgo: z.boolean(),
    })
    .nullable(),
  goroutineId: maybe,
  traceback: z.string().nullable(),
  sites: z.array(crashSite),
  businessKeys: z.array(z.strictObject({ value: z.string(), from: z.string() })),
  httpPeer: z.string(),
  runningTests: z.array(z.strictObject({ name: z.string(), seconds: maybe })),
  race: z.strictObject({ accesses: z.array(raceAccess) }).nullable(),
  fingerprint: z.string(),
  lines: lineRange,
}) satisfies z.ZodType<Crash>;

const advice = z.strictObject({
  text: z.string(),
  code: z.strictObject({ language: z.enum(['go', 'shell', 'yaml', 'promql']), text: z.string() }).optional(),
}) satisfies z.ZodType<Advice>;

export const finding = z.strictObject({
  id: z.string(),
  severity,
  confidence,
  title: z.string(),
  detail: z.array(z.string()),
  evidence: z.array(
    z.strictObject({
      stance: z.enum(['supports', 'contradicts']),
      text: z.string(),
      lines: z.array(lineRange),
      goroutines: z.array(z.number()),
      figure: z
        .strictObject({ name: z.string(), unit: z.string(), before: maybe, after: z.number() })
        .optional(),
    }),
  ),
  sites: z.array(crashSite),
  advice: z.array(advice),
}) satisfies z.ZodType<RuntimeFinding>;

export const sampleTypes = z.array(z.strictObject({ type: z.string(), unit: z.string() }));
const position = { func: z.string(), file: z.string(), line: whole };
export const valueTable = z.array(z.strictObject({ ...position, flat: z.number(), cumulative: z.number() }));

const profileSummary = z.strictObject({
  sampleTypes,
  defaultSampleType: count,
  totals: z.array(z.number()),
  samples: count,
  timeUnixNano: z.string(),
  durationNano: z.number(),
  difference: z.boolean(),
  top: valueTable,
}) satisfies z.ZodType<RuntimeProfileSummary>;

export const artifact = z.strictObject({
  format: runtimeFormat,
  variant: z.string(),
  goVersion: z.string().nullable(),
  goVersionFrom: z.string(),
  name: z.string(),
  lines: lineRange.nullable(),
  goroutineCount: count,
  states: stateCounts,
  crash: crash.nullable(),
  findings: z.array(finding),
  notes: z.array(runtimeNote),
  partial: z.boolean(),
  profile: profileSummary.nullable(),
  gc: z
    .strictObject({
      cycles: count,
      firstSeconds: z.number(),
      lastSeconds: z.number(),
      liveMbFirst: z.number(),
      liveMbLast: z.number(),
    })
    .nullable(),
}) satisfies z.ZodType<RuntimeArtifact>;

export const named = {
  StackFrame: stackFrame,
  Goroutine: goroutine,
  RuntimeNote: runtimeNote,
  CrashSite: crashSite,
  Crash: crash,
  RuntimeFinding: finding,
  RuntimeArtifact: artifact,
};
