/** What the lab's parts hand to each other. */
import { z } from 'zod';

/** `1.18-1.23`, `1.24-`, `1.21`: minor versions of Go, both ends included. */
const versions = z.string().regex(/^1\.\d{1,3}(-(1\.\d{1,3})?)?$/);
const label = z.string().min(1).max(300);
const times = z.strictObject({
  quick: z.int().positive(),
  full: z.int().positive(),
  parallel: z.int().positive(),
});

const series = z.strictObject({
  /** The condition whose two values are compared with each other. */
  compare: label,
  /** The ratio told is first to second. */
  pair: z.tuple([label, label]),
  /** The other conditions, one row of the table for each combination. */
  by: z.array(label).min(1),
});

const step = z.strictObject({
  name: z.string().regex(/^[a-z][\w-]*$/i),
  go: versions.optional(),
  /** `run` the program, `race` the same under the race detector, `compile` it only, read its `assembly`, `vet` it, or look at it with `gdb`. */
  do: z.enum(['run', 'race', 'compile', 'assembly', 'vet', 'gdb']),
  args: z.array(z.string()).default([]),
  env: z.record(z.string(), z.string()).default({}),
  tags: z.string().optional(),
  /** Left out with --quick. */
  fullOnly: z.boolean().default(false),
  /** Kill the program, or each run of it, after so long. */
  seconds: z.number().positive().default(30),
  times: times.optional(),
  series: series.optional(),
  /** Of `assembly` and `gdb`: the fact, and the text whose occurrences it counts (of `assembly`: calls of, in a function). */
  counts: z.record(z.string(), z.strictObject({ in: z.string().optional(), text: z.string() })).default({}),
  /** Of `gdb`: its commands. */
  commands: z.array(z.string()).default([]),
});

const check = z.strictObject({
  fact: label,
  says: label,
  go: versions.optional(),
  is: z.union([z.number(), z.string(), z.boolean()]).optional(),
  atLeast: z.number().optional(),
  atMost: z.number().optional(),
  matches: z.string().optional(),
  /** The whole confidence interval `FACT.low` to `FACT.high` must lie above or below a number, or the interval of another fact; one that overlaps decides nothing. */
  above: z.union([z.number(), label]).optional(),
  below: z.union([z.number(), label]).optional(),
  /** When this fact is true the run had no luck, and the check decides nothing. */
  unless: label.optional(),
  /** A matter of luck: when it is not seen, nothing is decided. */
  soft: z.boolean().default(false),
  /** The tool may be missing: no fact, no check. */
  optional: z.boolean().default(false),
});

/** `lab/<id>/expect.json`: a claim, how it is put to the test, and what must be seen. */
export const experimentFile = z.strictObject({
  title: label,
  claim: z.string().min(1).max(600),
  go: versions.default('1.18-'),
  steps: z.array(step).min(1),
  checks: z.array(check).min(1),
  /** What was seen, in words; `{step.fact}` is replaced. A list: the first whose facts are all there. */
  shows: z.array(z.string()).min(1),
});

export type Step = z.infer<typeof step>;
export type Series = z.infer<typeof series>;
export type Check = z.infer<typeof check>;
export interface Experiment extends z.infer<typeof experimentFile> {
  id: string;
  folder: string;
}

const verdict = z.enum(['confirmed', 'refuted', 'inconclusive', 'failed', 'not-applicable']);
const factValue = z.union([z.number(), z.string(), z.boolean()]);

const measured = z.object({ mean: z.number(), low: z.number(), high: z.number() });
const seriesRow = z.object({
  conditions: z.record(z.string(), z.string()),
  first: z.record(z.string(), measured),
  second: z.record(z.string(), measured),
  /** Of first to second, pair by pair. */
  ratio: z.record(z.string(), measured),
});
const seriesTable = z.object({ pair: z.tuple([z.string(), z.string()]), rows: z.array(seriesRow) });

const result = z.object({
  id: z.string(),
  verdict,
  /** Why it failed or decides nothing, else empty. */
  reason: z.string(),
  shows: z.string(),
  // Recorded results of other programs have a sentence only.
  checks: z.array(z.object({ says: z.string(), verdict, saw: z.string() })).default([]),
  facts: z.record(z.string(), factValue).default({}),
  tables: z.array(seriesTable).default([]),
  seconds: z.number().default(0),
});

export const labRun = z.object({
  go: z.string(),
  /** The executable, or where the recorded run was made. */
  where: z.string(),
  platform: z.string(),
  processors: z.int(),
  /** RFC 3339, or a day. */
  when: z.string(),
  recorded: z.boolean(),
  /** Of a recorded run: who ran what. */
  source: z.string(),
  quick: z.boolean(),
  results: z.array(result),
});

export type Verdict = z.infer<typeof verdict>;
export type FactValue = z.infer<typeof factValue>;
export type Measured = z.infer<typeof measured>;
export type SeriesRow = z.infer<typeof seriesRow>;
export type SeriesTable = z.infer<typeof seriesTable>;
export type ExperimentResult = z.infer<typeof result>;
export type LabRun = z.infer<typeof labRun>;

/** What a step saw, by `step.fact`; a Map, because names come from programs. */
export type Facts = Map<string, FactValue>;
