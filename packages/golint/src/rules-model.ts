/** What a rule is made of. Rules live in `rules/ngg001.ts` and so on, and are listed in `rules/index.ts`. */
import type { FileFacts, PackageFacts } from './facts/model.ts';
import type { Finding, Fix, RuleMeta } from './model.ts';
import type * as ast from './syntax/ast.ts';

/** A finding before the engine gives it level, fingerprint, position and function. */
export interface Report {
  file: FileFacts;
  node: { pos: number; end: number };
  message: string;
  related?: readonly { file: FileFacts; node: { pos: number; end: number }; message: string }[];
  /** `cache.data`; '' when there is no object. */
  entity?: string;
  /** Another level than the rule's own, where its text says so (NGG004, NGG009). */
  level?: Finding['level'];
  fixes?: readonly Fix[];
}

export interface RuleContext {
  facts: PackageFacts;
  /** Is Go 1.`minor` or later the language of this package? True when go.mod does not say. */
  go(minor: number): boolean;
  report(report: Report): void;
  text(node: ast.Node, file: FileFacts): string;
}

export interface Rule {
  meta: RuleMeta;
  /** Called once per package. */
  check(context: RuleContext): void;
}
