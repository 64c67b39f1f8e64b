/** Fixes as new texts of files. */
import type { Finding, Fix, SourceText } from '../model.ts';
import { parseFile } from '../syntax/parse.ts';
import { importEdits } from './add-imports.ts';

export interface Change {
  at: number;
  end: number;
  text: string;
}

export interface FixedFile {
  path: string;
  before: string;
  after: string;
  /** In the order of the file, none over another: what `after` differs in. */
  changes: Change[];
  fixed: Finding[];
}

export interface FixResult {
  files: FixedFile[];
  /** Findings whose fix was not applied, and why. */
  left: { finding: Finding; why: string }[];
}

interface Candidate {
  finding: Finding;
  fix: Fix;
}

/**
 * Applies the first fix of each finding to `sources` (the texts the findings were made from). A fix is applied wholly or
 * not at all: not when it touches what another one changes (the next run does it), when an import it needs has another name
 * here, or when the result would be no Go. Line ends stay those of the file.
 */
export const applyFixes = (
  findings: readonly Finding[],
  sources: ReadonlyMap<string, SourceText>,
): FixResult => {
  const result: FixResult = { files: [], left: [] };
  const byPath = new Map<string, Candidate[]>();
  for (const finding of findings) {
    const fix = finding.fixes[0];
    const path = fix?.edits[0]?.path;
    if (fix === undefined || path === undefined) continue;
    if (fix.edits.some((edit) => edit.path !== path))
      result.left.push({ finding, why: 'its fix changes several files' });
    else byPath.set(path, [...(byPath.get(path) ?? []), { finding, fix }]);
  }
  for (const [path, candidates] of byPath) {
    const source = sources.get(path);
    if (source === undefined) {
      for (const { finding } of candidates)
        result.left.push({ finding, why: 'the file could not be read again' });
      continue;
    }
    const { file, left } = fixFile(source, candidates);
    if (file !== undefined) result.files.push(file);
    result.left.push(...left);
  }
  return result;
};

const overlaps = (a: Change, b: Change): boolean =>
  a.at === a.end || b.at === b.end ? a.at <= b.end && b.at <= a.end : a.at < b.end && b.at < a.end;

const fixFile = (
  { path, text }: SourceText,
  candidates: readonly Candidate[],
): { file: FixedFile | undefined; left: FixResult['left'] } => {
  const left: FixResult['left'] = [];
  const { file: tree, errors } = parseFile(text);
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const own = (change: string): string => change.replace(/\r?\n/g, newline);
  const changes: Change[] = [];
  const imports = new Set<string>();
  const fixed: Finding[] = [];
  for (const { finding, fix } of candidates) {
    const wanted = fix.edits.map((edit) => ({ at: edit.start, end: edit.end, text: own(edit.newText) }));
    if (wanted.some((one) => one.at > one.end || one.end > text.length))
      left.push({ finding, why: 'its fix does not fit the file' });
    else if (wanted.some((one) => changes.some((other) => overlaps(one, other))))
      left.push({ finding, why: 'its fix touches another one; run --fix again' });
    else if (importEdits(tree, text, [...imports, ...fix.imports]) === undefined)
      left.push({ finding, why: `the import ${fix.imports.join(', ')} has another name in this file` });
    else {
      changes.push(...wanted);
      for (const name of fix.imports) imports.add(name);
      fixed.push(finding);
    }
  }
  for (const { at, text: added } of importEdits(tree, text, imports) ?? [])
    changes.push({ at, end: at, text: own(added) });
  if (fixed.length === 0) return { file: undefined, left };
  changes.sort((a, b) => a.at - b.at || a.end - b.end);
  const after = applyChanges(text, changes);
  if (parseFile(after).errors.length > errors.length)
    return {
      file: undefined,
      left: [...left, ...fixed.map((finding) => ({ finding, why: 'the result would not be Go' }))],
    };
  return { file: { path, before: text, after, changes, fixed }, left };
};

const applyChanges = (text: string, changes: readonly Change[]): string => {
  const parts: string[] = [];
  let at = 0;
  for (const change of changes) {
    parts.push(text.slice(at, change.at), change.text);
    at = change.end;
  }
  parts.push(text.slice(at));
  return parts.join('');
};
