/** NGG012: a loop that empties a map, where the clear builtin says it. */
import type { GoType, PackageFacts, RangeFacts } from '../facts/model.ts';
import type { Rule } from '../rules-model.ts';
import { type CallExpr, Kind } from '../syntax/ast.ts';
import { commentsBetween } from '../syntax/comments.ts';
import { samePath, sourceOf, unparen } from '../syntax/text.ts';
import { isCurrentKey } from './parts/binding.ts';
import { isIdent, isPure, realStatements } from './parts/tree.ts';
import { isShadowed } from './parts/visible.ts';

export const ngg012: Rule = {
  meta: {
    id: 'NGG012',
    name: 'clear-idiom',
    level: 'note',
    profiles: ['recommended', 'strict', 'all'],
    title: 'A loop deletes every entry of a map, which the clear builtin does in one call.',
    go: 'legal',
    sinceMinor: 21,
    fixable: true,
  },
  check({ facts, report, go }) {
    if (!go(21)) return;
    for (const range of facts.ranges) {
      if (range.isMap !== 'yes' || !isClearIdiom(range)) continue;
      const { node, file } = range;
      const map = sourceOf(node.x, file.source.text);
      const reflexive = isReflexive(facts, range);
      const commented = commentsBetween(file.file, node.pos, node.end).length > 0;
      const fixable = reflexive === 'yes' && !commented && !isShadowed('clear', facts, range.function, node);
      const nan: Record<typeof reflexive, string> = {
        yes: 'The compiler makes the same call of both',
        no: 'They differ for NaN keys, which delete never finds and clear removes',
        unknown: 'They differ only where a key can be NaN, which delete never finds and clear removes',
      };
      report({
        file,
        node,
        entity: range.entity?.name ?? '',
        message: `This loop empties ${map}; since Go 1.21 \`clear(${map})\` says so. ${nan[reflexive]}, and neither gives the memory of the map back.`,
        ...(fixable
          ? {
              fixes: [
                {
                  description: `Replace the loop with clear(${map})`,
                  edits: [
                    { path: file.source.path, start: node.pos, end: node.end, newText: `clear(${map})` },
                  ],
                  imports: [],
                },
              ],
            }
          : {}),
      });
    }
  },
};

/** `for k := range m { delete(m, k) }` and nothing else. */
const isClearIdiom = ({ node, file, function: fn }: RangeFacts): boolean => {
  const { body, value } = node;
  if (value !== undefined && !isIdent(value, '_')) return false;
  const [only, ...rest] = realStatements(body);
  if (rest.length > 0 || only?.kind !== Kind.ExprStmt || !isPure(node.x)) return false;
  const call = unparen(only.x);
  if (call.kind !== Kind.CallExpr || call.args.length !== 2) return false;
  return (
    isDelete(call, fn) &&
    samePath(call.args[0]!, node.x, file.source.text) &&
    isCurrentKey(call.args[1]!, node)
  );
};

const isDelete = (call: CallExpr, { calls }: RangeFacts['function']): boolean =>
  isIdent(call.fun, 'delete') && calls.some(({ node, std }) => node === call && std === 'builtin.delete');

/** Whether `k == k` holds for every key of the map's type. */
const isReflexive = (facts: PackageFacts, range: RangeFacts): 'yes' | 'no' | 'unknown' => {
  const type = facts.underlying(range.type);
  return type.kind === 'map' ? reflexive(facts, type.key, 0) : 'unknown';
};

const reflexive = (facts: PackageFacts, type: GoType, depth: number): 'yes' | 'no' | 'unknown' => {
  if (depth > 8) return 'unknown';
  switch (type.kind) {
    case 'basic':
      if (/^(untyped )?(float|complex)/.test(type.name)) return 'no';
      return /^(bool|string|u?int(8|16|32|64|ptr)?|byte|rune|unsafe\.Pointer)$/.test(type.name)
        ? 'yes'
        : 'unknown';
    case 'pointer':
    case 'chan':
      return 'yes';
    case 'array':
      return reflexive(facts, type.elem, depth + 1);
    case 'struct': {
      const parts = type.fields.map((field) => reflexive(facts, field.type, depth + 1));
      return parts.includes('no') ? 'no' : parts.includes('unknown') ? 'unknown' : 'yes';
    }
    case 'named': {
      const under = facts.underlying(type);
      return under.kind === 'named' ? 'unknown' : reflexive(facts, under, depth + 1);
    }
    default:
      return 'unknown';
  }
};
