/** NGG004: a loop over a map that deletes another entry than the one it is at. */
import type { Rule } from '../rules-model.ts';
import { type Expr, Kind, type Node } from '../syntax/ast.ts';
import { exprText, samePath, unparen } from '../syntax/text.ts';
import { Token } from '../syntax/tokens.ts';
import { walk } from '../syntax/walk.ts';
import { isCurrentKey, isOuterName } from './parts/binding.ts';
import { conditionsAround, loopEndsAfter } from './parts/control.ts';
import { type RangeChange, rangeChanges } from './parts/range-changes.ts';
import { isIdent, pathTo, sameText } from './parts/tree.ts';
import { throughSite, throughText } from './parts/words.ts';

export const ngg004: Rule = {
  meta: {
    id: 'NGG004',
    name: 'delete-other-key-in-range',
    level: 'note',
    profiles: ['recommended', 'strict', 'all'],
    title: 'A loop over a map deletes another key than the one it is at.',
    go: 'legal',
    sinceMinor: null,
    fixable: false,
  },
  check({ facts, report }) {
    for (const change of rangeChanges(facts)) {
      if (change.kind !== 'delete' || change.current !== 'no') continue;
      const { range, node, key } = change;
      const path = pathTo(range.node, node);
      if (loopEndsAfter(path, range.node)) continue;
      const conditions = conditionsAround(path, range.node);
      if (
        key !== undefined &&
        conditions.some(({ stmt, branch }) => branch === 'then' && saysSame(stmt.cond, change))
      )
        continue;
      const tested = conditions.find(({ stmt }) => testsCurrentKey(stmt.cond, change));
      const { file } = range;
      const other = key === undefined ? 'another key' : exprText(key, file.source.text);
      const current = range.node.key === undefined ? '' : exprText(range.node.key, file.source.text);
      const related = [
        { file, node: range.node.x, message: `${range.path} is ranged over here` },
        ...throughSite(change),
      ];
      const entity = range.entity?.name ?? '';
      if (tested !== undefined && isOuter(key, change)) {
        const cond = exprText(tested.stmt.cond, file.source.text);
        report({
          file,
          node,
          entity,
          level: 'warning',
          message: `The condition \`${cond}\` tests ${current}, but ${other} is deleted from ${range.path}${throughText(change)}, the same key in every iteration. Go allows it; if ${current} was meant, the entries that match stay in the map. Delete ${current}, or move the deletion of ${other} out of the loop.`,
          related,
        });
        continue;
      }
      report({
        file,
        node,
        entity,
        message: `The loop over ${range.path} deletes ${other}${throughText(change)}, not the key it is at${current === '' || current === '_' ? '' : ` (${current})`}. Go allows it: if ${other} was not reached yet it will not be visited, so which entries the body sees differs from run to run. If that matters, collect the keys and delete them after the loop.`,
        related,
      });
    }
  },
};

/** `k == key` on the way to `delete(m, key)`: it is the current key by another name. */
const saysSame = (cond: Expr, { key, range }: Pick<RangeChange, 'key' | 'range'>): boolean => {
  const x = unparen(cond);
  if (x.kind !== Kind.BinaryExpr || key === undefined) return false;
  if (x.op === Token.LAND) return saysSame(x.x, { key, range }) || saysSame(x.y, { key, range });
  if (x.op !== Token.EQL) return false;
  const source = range.file.source.text;
  const isKey = (side: Expr): boolean => sameText(side, key, source);
  return (isKey(x.x) && isCurrentKey(x.y, range.node)) || (isKey(x.y) && isCurrentKey(x.x, range.node));
};

/** The condition is about the key of the loop, not only about its entry (`m[k]`). */
const testsCurrentKey = (cond: Expr, { range }: RangeChange): boolean => {
  const source = range.file.source.text;
  const isEntry = (node: Node): boolean =>
    node.kind === Kind.IndexExpr && samePath(node.x, range.node.x, source);
  let found = false;
  walk(cond, (node, parent) => {
    if (node.kind === Kind.FuncLit || isEntry(node)) return false;
    if (node.kind === Kind.Ident && !(parent?.kind === Kind.SelectorExpr && parent.sel === node))
      found ||= isCurrentKey(node, range.node);
    return !found;
  });
  return found;
};

/** A plain variable that the loop does not set. */
const isOuter = (key: Expr | undefined, { range }: RangeChange): boolean => {
  const x = key === undefined ? undefined : unparen(key);
  return isIdent(x) && isOuterName(x.name, x, range.node);
};
