/** The engine: what runs on what, and what of it is told. */
import type { RuleMeta } from '../model.ts';
import { rules } from '../rules/index.ts';
import { ignoreRule } from './ignore-rule.ts';

export {
  type AgainstBaseline,
  againstBaseline,
  type Baseline,
  readBaseline,
  writeBaseline,
} from './baseline.ts';
export { type BuildContext, buildContext, isGenerated } from './build-constraint.ts';
export { type ChangedLines, isNew, parseDiff } from './changed-lines.ts';
export { configNames, type LintConfig, parseConfig } from './config.ts';
export { applyFixes, type FixResult } from './fixes.ts';
export { globMatches } from './glob.ts';
export { type GoModule, importPathOf, parseGoMod } from './go-mod.ts';
export { atLeast, levels } from './levels.ts';
export { defaultLintOptions, type LintOptions, lintPackage } from './lint-package.ts';
export { isSettings, lintSettings } from './lint-settings.ts';
export { compareFindings, compareProblems } from './order.ts';
export { isCandidate, selectPackages } from './select-packages.ts';
export { unifiedDiff } from './unified-diff.ts';

/** All rules by id, NGG000 (about the lint's own comments) first. */
export const ruleMetas = (): readonly RuleMeta[] =>
  [ignoreRule, ...rules.map((rule) => rule.meta)].sort((a, b) => (a.id < b.id ? -1 : 1));
