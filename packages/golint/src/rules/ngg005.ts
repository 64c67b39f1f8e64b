/** NGG005: the policy of teams that want no delete in a loop over the same map. */
import type { PackageFacts } from '../facts/model.ts';
import type { Fix } from '../model.ts';
import type { Rule } from '../rules-model.ts';
import { Kind } from '../syntax/ast.ts';
import { commentsBetween } from '../syntax/comments.ts';
import { exprText, sourceOf } from '../syntax/text.ts';
import { Token } from '../syntax/tokens.ts';
import { type RangeChange, rangeChanges } from './parts/range-changes.ts';
import { isIdent, isPure, realStatements } from './parts/tree.ts';
import { importFor, typeTextAt } from './parts/visible.ts';
import { throughSite, throughText } from './parts/words.ts';

export const ngg005: Rule = {
  meta: {
    id: 'NGG005',
    name: 'range-delete-policy',
    level: 'warning',
    profiles: ['strict', 'all'],
    title: 'A loop over a map deletes from that map, which Go allows and this policy bans.',
    go: 'legal',
    sinceMinor: null,
    fixable: true,
  },
  check({ facts, report, go }) {
    for (const change of rangeChanges(facts)) {
      if (change.kind === 'write') continue;
      const { range, node, key } = change;
      const { file } = range;
      const what = change.kind === 'clear' || key === undefined ? 'entries' : exprText(key, file.source.text);
      const fix = go(21) ? deleteFunc(change, facts) : undefined;
      report({
        file,
        node,
        entity: range.entity?.name ?? '',
        message: `${what} ${what === 'entries' ? 'are' : 'is'} deleted from ${range.path}${throughText(change)} while the loop ranges over it. This is legal Go and safe in one goroutine in every version; it is reported because the strict profile bans it. Collect the keys and delete them after the loop${go(21) ? ', or use maps.DeleteFunc' : ''}.`,
        related: [
          { file, node: range.node.x, message: `${range.path} is ranged over here` },
          ...throughSite(change),
        ],
        ...(fix === undefined ? {} : { fixes: [fix] }),
      });
    }
  },
};

/** `for k, v := range m { if cond { delete(m, k) } }` is what maps.DeleteFunc does. */
const deleteFunc = (
  { range, kind, node, current, through }: RangeChange,
  facts: PackageFacts,
): Fix | undefined => {
  const { node: loop, file } = range;
  const source = file.source.text;
  const [only, ...rest] = realStatements(loop.body);
  if (kind !== 'delete' || through !== null || current !== 'yes' || loop.tok !== Token.DEFINE)
    return undefined;
  if (rest.length > 0 || only?.kind !== Kind.IfStmt || only.init !== undefined || only.else !== undefined)
    return undefined;
  const [statement, ...more] = realStatements(only.body);
  if (more.length > 0 || statement?.kind !== Kind.ExprStmt || statement.x.pos !== node.pos) return undefined;
  const type = facts.underlying(range.type);
  const maps = importFor('maps', facts, range.function, loop);
  if (type.kind !== 'map' || maps === undefined || !isPure(loop.x)) return undefined;
  const outsideCondition = [
    ...commentsBetween(file.file, loop.pos, only.cond.pos),
    ...commentsBetween(file.file, only.cond.end, loop.end),
  ];
  if (outsideCondition.length > 0) return undefined;
  const keyType = typeTextAt(type.key, range.function, loop);
  const elemType = typeTextAt(type.elem, range.function, loop);
  if (keyType === undefined || elemType === undefined) return undefined;
  const name = (x: typeof loop.key): string => (isIdent(x) ? x.name : '_');
  const map = sourceOf(loop.x, source);
  const parameters = `${name(loop.key)} ${keyType}, ${name(loop.value)} ${elemType}`;
  const condition = sourceOf(only.cond, source);
  const indent = indentOf(source, loop.pos);
  return {
    description: `Use maps.DeleteFunc(${map}, ...)`,
    edits: [
      {
        path: file.source.path,
        start: loop.pos,
        end: loop.end,
        newText: `${maps.name}.DeleteFunc(${map}, func(${parameters}) bool {\n${indent}\treturn ${condition}\n${indent}})`,
      },
    ],
    imports: maps.imports,
  };
};

const indentOf = (source: string, at: number): string => {
  const line = source.slice(source.lastIndexOf('\n', at - 1) + 1, at);
  return /^[ \t]*/.exec(line)?.[0] ?? '';
};
