/** Uses that only a map allows, for variables whose types another package declares. */
import * as ast from '../syntax/ast.ts';
import { unparen } from '../syntax/text.ts';
import type { PackageIndex } from './package-index.ts';
import type { Places } from './places.ts';

const { Kind } = ast;

/** `delete(x, k)` and `v, ok := x[k]` prove that `x` is a map. */
export const proveMaps = (index: PackageIndex, places: Places): void => {
  for (const { node, scope } of index.mapUses) {
    const x = unparen(node);
    if (x.kind === Kind.Ident || x.kind === Kind.SelectorExpr) places.prove(x, scope);
  }
};
