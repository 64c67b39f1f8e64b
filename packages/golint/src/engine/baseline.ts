/** Old findings, counted, so that they do not block. */
import { NightglassError } from '@nightglass/model';
import { z } from 'zod';
import type { Finding, Suppression } from '../model.ts';

/** Findings of one fingerprint. `rule` and `path` are for readers of the file. */
const entry = z.object({ count: z.int().min(1), rule: z.string(), path: z.string() });
const shape = z.strictObject({ version: z.literal(1), findings: z.record(z.string(), entry) });

export type Baseline = ReadonlyMap<string, number>;

/** Without the ordinal: which of several alike is the old one cannot be told. */
const baseOf = (fingerprint: string): string => fingerprint.split(':', 1)[0] ?? fingerprint;

/** The text of a baseline file: JSON, one entry a line, sorted, so that it merges well. */
export const writeBaseline = (findings: readonly Finding[]): string => {
  const entries = new Map<string, z.infer<typeof entry>>();
  for (const { fingerprint, rule, location } of findings) {
    const key = baseOf(fingerprint);
    const known = entries.get(key);
    if (known === undefined) entries.set(key, { count: 1, rule, path: location.path });
    else known.count++;
  }
  const lines = [...entries]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `    ${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  return `{\n  "version": 1,\n  "findings": {${lines.length === 0 ? '' : `\n${lines.join(',\n')}\n  `}}\n}\n`;
};

/** Reads a baseline; NG_CONFIG_INVALID with the file's name and what is wrong. */
export const readBaseline = (text: string, name: string): Baseline => {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw invalid(name, `is not JSON: ${error instanceof Error ? error.message : ''}`);
  }
  const parsed = shape.safeParse(data);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw invalid(name, `is no baseline: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim());
  }
  return new Map(Object.entries(parsed.data.findings).map(([key, { count }]) => [key, count]));
};

const invalid = (name: string, what: string): NightglassError =>
  new NightglassError('NG_CONFIG_INVALID', `the baseline ${name} ${what}`, {
    hint: 'Write it anew: nightglass lint --write-baseline FILE',
  });

export interface AgainstBaseline {
  findings: Finding[];
  suppressed: Suppression[];
  /** Findings of the baseline that are no longer there. */
  gone: number;
}

/** Takes out, per fingerprint, as many findings as the baseline has; the first ones in order. */
export const againstBaseline = (findings: readonly Finding[], baseline: Baseline): AgainstBaseline => {
  const left = new Map(baseline);
  const result: AgainstBaseline = { findings: [], suppressed: [], gone: 0 };
  for (const finding of findings) {
    const key = baseOf(finding.fingerprint);
    const count = left.get(key) ?? 0;
    if (count > 0) {
      left.set(key, count - 1);
      result.suppressed.push({ finding, by: 'baseline', reason: 'in the baseline' });
    } else result.findings.push(finding);
  }
  for (const count of left.values()) result.gone += count;
  return result;
};
