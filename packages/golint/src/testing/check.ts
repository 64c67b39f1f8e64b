/** For tests of rules: facts of small sources, and what one rule says about them. */
import { collectFacts } from '../facts/collect.ts';
import type { PackageFacts } from '../facts/model.ts';
import type { Report, Rule } from '../rules-model.ts';
import { sourceOf } from '../syntax/text.ts';

/** One file, or several by path. A text without a package clause gets `package p; ` in front, so lines stay as they are. */
export type Sources = string | Readonly<Record<string, string>>;

export interface CheckOptions {
  /** The minor of go.mod's `go` line; null (the default) when it does not say. */
  goMinor?: number | null;
  importPath?: string;
}

const withPackage = (text: string): string =>
  /^\s*(\/\/.*\s*)*package\s/.test(text) ? text : `package p; ${text}`;

/** Facts of a package made of `sources`. Throws on syntax errors: a test that does not parse tests nothing. */
export const factsOf = (sources: Sources, options: CheckOptions = {}): PackageFacts => {
  const texts = typeof sources === 'string' ? { 'main.go': sources } : sources;
  const { facts, problems } = collectFacts({
    dir: '.',
    importPath: options.importPath ?? 'example.org/p',
    goMinor: options.goMinor ?? null,
    files: Object.entries(texts).map(([path, text]) => ({ path, text: withPackage(text) })),
  });
  if (problems.length > 0)
    throw new Error(problems.map((p) => `${p.path}:${p.line}:${p.column}: ${p.message}`).join('\n'));
  return facts;
};

/** Everything a rule reports about `sources`, in its order. */
export const reportsOf = (rule: Rule, sources: Sources, options: CheckOptions = {}): Report[] => {
  const facts = factsOf(sources, options);
  const goMinor = options.goMinor ?? null;
  const reports: Report[] = [];
  rule.check({
    facts,
    go: (minor) => goMinor === null || goMinor >= minor,
    report: (report) => reports.push(report),
    text: (node, file) => sourceOf(node, file.source.text),
  });
  return reports;
};

/** `line: message` of each finding by line; `path:line: message` when `sources` are several files. */
export const check = (rule: Rule, sources: Sources, options: CheckOptions = {}): string[] =>
  reportsOf(rule, sources, options)
    .map(({ file, node, message }) => ({
      path: typeof sources === 'string' ? '' : `${file.source.path}:`,
      line: file.source.text.slice(0, node.pos).split('\n').length,
      message,
    }))
    .sort((a, b) => a.path.localeCompare(b.path) || a.line - b.line)
    .map(({ path, line, message }) => `${path}${line}: ${message}`);

/** Only the lines of `check`, for tables of cases. */
export const linesOf = (rule: Rule, source: string, options: CheckOptions = {}): number[] =>
  check(rule, source, options).map((finding) => Number.parseInt(finding, 10));
