/** What every format is made from. */
import type { LintResult, RuleMeta } from '../model.ts';

export interface LintReport extends LintResult {
  /** All rules that could have run, by id, with NGG000. */
  rules: readonly RuleMeta[];
  /** Version of Nightglass. */
  version: string;
  /** `file:///src/app/`: the folder that paths are relative to, with `/` at the end. */
  base: string;
  /** Where the page of a rule is found: `${docs}/NGG001.md`. */
  docs: string;
}

export const helpUri = (docs: string, rule: string): string => `${docs.replace(/\/$/, '')}/${rule}.md`;

/** `1 finding`, `2 findings`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
