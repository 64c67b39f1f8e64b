/** What a person found when reading the code of a finding: `bench/golint/judged/TREE.json`. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '@nightglass/golint';
import { z } from 'zod';

const judgement = z.strictObject({
  fingerprint: z.string(),
  rule: z.string(),
  /** `path:line` in the version of `tree`; the fingerprint decides, this is for readers. */
  at: z.string(),
  verdict: z.enum(['true', 'false', 'unsure']),
  why: z.string().min(20),
});

/** By rule, of findings below error level: how many were read in a sample, and how many of them say what is so. */
const sample = z.strictObject({ rule: z.string(), read: z.int(), right: z.int(), notes: z.string() });

const judgedFile = z.strictObject({
  tree: z.string(),
  version: z.string(),
  samples: z.array(sample),
  errors: z.array(judgement),
});

export type JudgedFile = z.infer<typeof judgedFile>;
export type Judgement = z.infer<typeof judgement>;

const folder = join(import.meta.dirname, '../../golint/judged');

/** An empty one for a tree that nobody has judged. */
export const readJudged = (tree: string, file = join(folder, `${tree}.json`)): JudgedFile =>
  existsSync(file)
    ? judgedFile.parse(JSON.parse(readFileSync(file, 'utf8')))
    : { tree, version: '', samples: [], errors: [] };

export interface Compared {
  judged: { finding: Finding; judgement: Judgement }[];
  unjudged: Finding[];
  /** Judgements of findings that are no longer made: what was false is repaired, what was true is now missed. */
  gone: Judgement[];
}

export const compare = (findings: readonly Finding[], file: JudgedFile): Compared => {
  const byPrint = new Map(file.errors.map((one) => [one.fingerprint, one]));
  const compared: Compared = { judged: [], unjudged: [], gone: [] };
  const seen = new Set<string>();
  for (const finding of findings) {
    const judgement = byPrint.get(finding.fingerprint);
    seen.add(finding.fingerprint);
    if (judgement === undefined) compared.unjudged.push(finding);
    else compared.judged.push({ finding, judgement });
  }
  compared.gone = file.errors.filter((one) => !seen.has(one.fingerprint));
  return compared;
};
