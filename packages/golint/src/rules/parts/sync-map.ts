/** What rules about sync.Map share. */
import type { CallFacts, GoType, PackageFacts } from '../../facts/model.ts';
import { type Expr, Kind } from '../../syntax/ast.ts';
import { unparen } from '../../syntax/text.ts';

/** Whether a file of the package names sync.Map at all: most do not, and rules about it end here. */
export const packageUsesSyncMap = (facts: PackageFacts): boolean =>
  facts.files.some(({ source, imports }) => source.text.includes('sync.Map') || imports.get('.') === 'sync');

/** sync.Map itself or a pointer to it. */
export const isSyncMap = (type: GoType): boolean => {
  const inner = type.kind === 'pointer' ? type.elem : type;
  return inner.kind === 'named' && inner.pkg === 'sync' && inner.name === 'Map';
};

/** A call of a method of sync.Map: `Load` and the expression it is called on. */
export const syncMapCall = (call: CallFacts): { method: string; map: Expr } | undefined => {
  const match = /^\(\*?sync\.Map\)\.(\w+)$/.exec(call.std);
  const fun = unparen(call.node.fun);
  if (match === null || fun.kind !== Kind.SelectorExpr) return undefined;
  return { method: match[1]!, map: fun.x };
};
