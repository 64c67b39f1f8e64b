/** NGG003: a loop over a map that adds entries to it. */

import type { Rule } from '../rules-model.ts';
import { type Expr, type IfStmt, Kind } from '../syntax/ast.ts';
import { exprText, unparen } from '../syntax/text.ts';
import { conditionsAround, loopEndsAfter } from './parts/control.ts';
import { type RangeChange, rangeChanges } from './parts/range-changes.ts';
import { isIdent, pathTo, sameText } from './parts/tree.ts';
import { throughSite, throughText } from './parts/words.ts';

export const ngg003: Rule = {
  meta: {
    id: 'NGG003',
    name: 'insert-during-range',
    level: 'warning',
    profiles: ['recommended', 'strict', 'all'],
    title: 'A loop over a map inserts into that map, and whether it visits the new entry is unspecified.',
    go: 'unspecified-result',
    sinceMinor: null,
    fixable: false,
  },
  check({ facts, report }) {
    for (const change of rangeChanges(facts)) {
      if (change.kind !== 'write' || change.current !== 'no') continue;
      const { range, node, key } = change;
      const { file } = range;
      if (loopEndsAfter(pathTo(range.node, node), range.node)) continue;
      if (change.through === null && isUpdate(change)) continue;
      const entry = key === undefined ? 'another key' : exprText(key, file.source.text);
      report({
        file,
        node,
        entity: range.entity?.name ?? '',
        message: `The loop over ${range.path} can insert ${entry} into ${range.path}${throughText(change)}: memory-safe, but whether the new entry is visited is unspecified and differs from run to run. Collect the new entries and add them after the loop.`,
        related: [
          { file, node: range.node.x, message: `${range.path} is ranged over here` },
          ...throughSite(change),
        ],
      });
    }
  },
};

/** `if _, ok := m[e]; ok { m[e] = v }`: the entry is there, so nothing is inserted. */
const isUpdate = ({ key, range, node }: RangeChange): boolean =>
  key !== undefined &&
  conditionsAround(pathTo(range.node, node), range.node).some(
    ({ stmt, branch }) => branch === 'then' && testsPresence(stmt, key, range.path, range.file.source.text),
  );

const testsPresence = ({ init, cond }: IfStmt, key: Expr, map: string, source: string): boolean => {
  if (init === undefined || init.kind !== Kind.AssignStmt || init.lhs.length !== 2) return false;
  const [, ok] = init.lhs;
  const [from] = init.rhs;
  return (
    ok?.kind === Kind.Ident &&
    isIdent(unparen(cond), ok.name) &&
    from?.kind === Kind.IndexExpr &&
    exprText(from.x, source) === map &&
    sameText(from.index, key, source)
  );
};
