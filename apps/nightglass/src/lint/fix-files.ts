/** `--fix` and `--diff`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  applyFixes,
  counted,
  type Finding,
  type FixResult,
  type SourceText,
  unifiedDiff,
} from '@nightglass/golint';
import type { LintRun } from './run-lint.ts';
import { whyNot } from './source-tree.ts';
import { digestOf } from './unit.ts';
import { replaceFile } from './write-file.ts';

/** Files that have changed since they were linted, or are no UTF-8, are not there: their findings stay. */
const readFixable = ({ report, base, digests }: LintRun): ReadonlyMap<string, SourceText> => {
  const paths = new Set(
    report.findings.filter((one) => one.fixes.length > 0).map((one) => one.location.path),
  );
  const sources = new Map<string, SourceText>();
  for (const path of paths) {
    try {
      const bytes = readFileSync(join(base, path));
      const text = bytes.toString('utf8');
      if (digestOf(bytes) === digests.get(path) && Buffer.from(text).equals(bytes))
        sources.set(path, { path, text });
    } catch {
      // Told as a finding whose file could not be read again.
    }
  }
  return sources;
};

const told = ({ left }: FixResult): string[] =>
  left.map(
    ({ finding: { location, rule }, why }) =>
      `${location.path}:${location.startLine}: ${rule} not fixed: ${why}`,
  );

/** The diff that `--fix` would make; findings stay. */
export const diffOf = (run: LintRun): { diff: string; notices: string[] } => {
  const result = applyFixes(run.report.findings, readFixable(run));
  return { diff: result.files.map(unifiedDiff).join(''), notices: told(result) };
};

/** Writes the fixed files and takes what was fixed out of the report. */
export const fixFiles = (run: LintRun): { run: LintRun; notices: string[] } => {
  const result = applyFixes(run.report.findings, readFixable(run));
  const fixed = new Set<Finding>();
  const notices = told(result);
  let files = 0;
  for (const file of result.files) {
    try {
      replaceFile(join(run.base, file.path), file.after);
      for (const finding of file.fixed) fixed.add(finding);
      files++;
    } catch (error) {
      notices.push(`${file.path} ${whyNot(error)}: not fixed`);
    }
  }
  notices.unshift(`${counted(fixed.size, 'finding')} fixed in ${counted(files, 'file')}`);
  const findings = run.report.findings.filter((finding) => !fixed.has(finding));
  return { run: { ...run, report: { ...run.report, findings } }, notices };
};
