/** A name for a finding that stays when lines move. */
import { createHash } from 'node:crypto';
import type { Finding } from '../model.ts';

/** Of a loop or function only its first line counts: what is inside may change. At most 200 characters. */
const normalised = (snippet: string): string => {
  const firstLine = snippet.slice(0, 400).split('\n', 1)[0] ?? '';
  return firstLine.replace(/\s+/g, ' ').trim().slice(0, 200);
};

/** 16 hexadecimal digits of package, rule, object, function and code; not of file name or line. */
const digest = (importPath: string, finding: Finding, snippet: string): string =>
  createHash('sha256')
    .update(JSON.stringify([importPath, finding.rule, finding.entity, finding.function, normalised(snippet)]))
    .digest('hex')
    .slice(0, 16);

/** Gives each finding its fingerprint; those alike get `:2`, `:3` in the order given. `snippetOf` is the code it stands at. */
export const withFingerprints = (
  importPath: string,
  findings: readonly Finding[],
  snippetOf: (finding: Finding) => string,
): Finding[] => {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const base = digest(importPath, finding, snippetOf(finding));
    const count = (seen.get(base) ?? 0) + 1;
    seen.set(base, count);
    return { ...finding, fingerprint: count === 1 ? base : `${base}:${count}` };
  });
};
