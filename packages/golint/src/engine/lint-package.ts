/** `lintPackage`: from the texts of a package to its findings. */
import { collectFacts } from '../facts/collect.ts';
import type { FileFacts, PackageFacts } from '../facts/model.ts';
import type { FileProblem, Finding, LintResult, PackageSource, Profile, Suppression } from '../model.ts';
import { rules as allRules } from '../rules/index.ts';
import type { Report, Rule } from '../rules-model.ts';
import { sourceOf } from '../syntax/text.ts';
import { withFingerprints } from './fingerprint.ts';
import { type IgnoreComment, ignoreComments, ignoring } from './ignore-comments.ts';
import { ignoreRule } from './ignore-rule.ts';
import { isOn, type RuleLevels } from './levels.ts';
import { compareFindings, compareProblems } from './order.ts';

export interface LintOptions {
  profile: Profile;
  levels: RuleLevels;
  /** Report findings in generated files too; their facts count either way. */
  generated: boolean;
  /** Files that are read for their facts and not reported, with what left them out (`exclude: mocks/**`). */
  excluded: ReadonlyMap<string, string>;
  /** Default: all rules of the lint. */
  rules?: readonly Rule[];
}

export const defaultLintOptions: LintOptions = {
  profile: 'recommended',
  levels: new Map(),
  generated: false,
  excluded: new Map(),
};

/**
 * Never throws: a rule that fails, or facts that cannot be gathered, are a problem of the package, and the other rules go
 * on. Lists are in the order of path and place.
 */
export const lintPackage = (source: PackageSource, options: LintOptions): LintResult => {
  const stats = {
    files: source.files.length,
    lines: source.files.reduce((sum, file) => sum + countLines(file.text), 0),
    packages: 1,
  };
  const failed = (what: string, error: unknown): FileProblem => ({
    path: source.files[0]?.path ?? source.dir,
    line: 0,
    column: 0,
    message: `${what} stopped in this package, which is a fault of the lint: ${reasonOf(error)}`,
  });
  let collected: ReturnType<typeof collectFacts>;
  try {
    collected = collectFacts(source);
  } catch (error) {
    return { findings: [], suppressed: [], problems: [failed('reading', error)], stats };
  }
  const { facts } = collected;
  const problems = [...collected.problems];
  const found: Finding[] = [];
  const rules = options.rules ?? allRules;
  const running = rules.filter((rule) => isOn(rule.meta, options.profile, options.levels, source.goMinor));
  for (const rule of running) {
    try {
      found.push(...run(rule, facts, options));
    } catch (error) {
      problems.push(failed(rule.meta.id, error));
    }
  }
  const files = new Map(facts.files.map((file) => [file.source.path, file]));
  const snippetOf = ({ location }: Finding): string =>
    files.get(location.path)?.source.text.slice(location.start, location.end) ?? '';
  const findings = withFingerprints(source.importPath, found.sort(compareFindings), snippetOf);
  const known = new Set([ignoreRule.id, ...rules.map((rule) => rule.meta.id)]);
  const comments = facts.files.flatMap((file) => ignoreComments(file, known));
  const ran = new Set(running.map((rule) => rule.meta.id));
  const judged = judge(findings, comments, files, options);
  const told = aboutComments(comments, judged.used, ran, facts, options).filter(
    (finding) => whyLeftOut(finding, files, options) === '',
  );
  return {
    findings: [...judged.findings, ...withFingerprints(source.importPath, told, snippetOf)].sort(
      compareFindings,
    ),
    suppressed: judged.suppressed,
    problems: problems.sort(compareProblems),
    stats,
  };
};

const countLines = (text: string): number => {
  let lines = text === '' || text.endsWith('\n') ? 0 : 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
};

const reasonOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 300) : 'an unknown error';

const run = (rule: Rule, facts: PackageFacts, options: LintOptions): Finding[] => {
  const found: Finding[] = [];
  const { goMinor } = facts.source;
  const configured = options.levels.get(rule.meta.id);
  const report = (report: Report): void => {
    const { file, node, message, related = [], entity = '', fixes = [] } = report;
    found.push({
      rule: rule.meta.id,
      level:
        configured !== undefined && configured !== 'off' ? configured : (report.level ?? rule.meta.level),
      message,
      location: facts.locate(file, node),
      related: related.map((site) => ({
        location: facts.locate(site.file, site.node),
        message: site.message,
      })),
      entity,
      function: functionName(facts, report),
      fingerprint: '',
      fixes: [...fixes],
      goMinor,
    });
  };
  rule.check({
    facts,
    go: (minor) => goMinor === null || goMinor >= minor,
    report,
    text: (node, file) => sourceOf(node, file.source.text),
  });
  return found;
};

const functionName = (facts: PackageFacts, { file, node }: Report): string =>
  facts.functionAt(file, node as Parameters<PackageFacts['functionAt']>[1])?.name ?? '';

/** Why a finding is left out by where it is; '' when it is not. `generated` findings are nobody's to repair. */
const whyLeftOut = (
  { location: { path } }: Finding,
  files: ReadonlyMap<string, FileFacts>,
  options: LintOptions,
): string => {
  const excluded = options.excluded.get(path);
  if (excluded !== undefined) return excluded;
  return !options.generated && files.get(path)?.generated === true ? 'generated file' : '';
};

interface Judged {
  findings: Finding[];
  suppressed: Suppression[];
  /** `rule` of each comment that silenced something. */
  used: Map<IgnoreComment, Set<string>>;
}

const judge = (
  found: readonly Finding[],
  comments: readonly IgnoreComment[],
  files: ReadonlyMap<string, FileFacts>,
  options: LintOptions,
): Judged => {
  const judged: Judged = { findings: [], suppressed: [], used: new Map() };
  for (const finding of found) {
    const why = whyLeftOut(finding, files, options);
    const comment = ignoring(comments, finding);
    if (comment !== undefined) {
      judged.used.set(comment, (judged.used.get(comment) ?? new Set()).add(finding.rule));
      judged.suppressed.push({ finding, by: 'comment', reason: comment.reason });
    } else if (why !== '') judged.suppressed.push({ finding, by: 'config', reason: why });
    else judged.findings.push(finding);
  }
  return judged;
};

/** Findings of NGG000. Of a rule that did not run nobody knows whether its comment is needed. */
const aboutComments = (
  comments: readonly IgnoreComment[],
  used: Judged['used'],
  ran: ReadonlySet<string>,
  facts: PackageFacts,
  options: LintOptions,
): Finding[] => {
  const configured = options.levels.get(ignoreRule.id);
  if (configured === 'off') return [];
  const files = new Map(facts.files.map((file) => [file.source.path, file]));
  return comments.flatMap((comment): Finding[] => {
    const file = files.get(comment.path);
    const idle = comment.rules.filter((id) => ran.has(id) && used.get(comment)?.has(id) !== true);
    if (file === undefined || (comment.fault === '' && idle.length === 0)) return [];
    const message =
      comment.fault === ''
        ? `This comment silences nothing: ${idle.join(', ')} finds nothing here. Remove it.`
        : `This comment is not obeyed: it ${comment.fault}.`;
    return [
      {
        rule: ignoreRule.id,
        level: configured ?? (comment.fault === '' ? 'note' : 'warning'),
        message,
        location: facts.locate(file, comment),
        related: [],
        entity: '',
        function: '',
        fingerprint: '',
        fixes: [],
        goMinor: facts.source.goMinor,
      },
    ];
  });
};
