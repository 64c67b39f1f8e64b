/** NGG011: maps.Keys, Values or All taken for a snapshot while the map changes. */
import type { Access, FunctionFacts, PackageFacts, RangeFacts } from '../facts/model.ts';
import type { Fix } from '../model.ts';
import type { Rule } from '../rules-model.ts';
import { type CallExpr, type Expr, Kind, type Node } from '../syntax/ast.ts';
import { exprText, namePath, sourceOf, unparen } from '../syntax/text.ts';
import { Token } from '../syntax/tokens.ts';
import { walk } from '../syntax/walk.ts';
import { bindingOf, isCurrentKey } from './parts/binding.ts';
import { loopEndsAfter } from './parts/control.ts';
import { isIdent, pathTo } from './parts/tree.ts';
import { importFor } from './parts/visible.ts';

export const ngg011: Rule = {
  meta: {
    id: 'NGG011',
    name: 'maps-keys-not-a-snapshot',
    level: 'warning',
    profiles: ['recommended', 'strict', 'all'],
    title: 'An iterator of package maps is used as if it were a snapshot while its map changes.',
    go: 'unspecified-result',
    sinceMinor: 23,
    fixable: true,
  },
  check({ facts, report, go }) {
    if (!go(23)) return;
    for (const range of facts.ranges) {
      if (range.iterator === '') continue;
      const source = iteratorOf(range);
      if (source === undefined) continue;
      const change = firstChange(range, source);
      if (change === undefined) continue;
      const { file } = range;
      const map = exprText(source.map, file.source.text);
      const call = exprText(source.call, file.source.text);
      const fix = fixOf(facts, range, source);
      const keeps = change.kind === 'current';
      report({
        file,
        node: source.call,
        entity: change.access.entity.name,
        ...(keeps ? { level: 'note' as const } : {}),
        message: keeps
          ? `${call} is no snapshot: since Go 1.23 it walks ${map} lazily, like \`range ${map}\`. Deleting the current key from it is legal and safe; if a snapshot was meant, write ${snapshotOf(source, map)}.`
          : `${call} is no snapshot: since Go 1.23 it walks ${map} lazily, and ${map} changes ${change.kind === 'before' ? 'before the loop reads it' : 'while the loop runs'}, so which entries are visited is unspecified for those that come and go. For a snapshot write ${snapshotOf(source, map)}.`,
        related: [{ file, node: change.access.node, message: `${map} is changed here` }],
        ...(fix === undefined ? {} : { fixes: [fix] }),
      });
    }
  },
};

interface Iterator {
  /** `maps.Keys(m)` */
  call: CallExpr;
  name: string;
  map: Expr;
  /** `keys := maps.Keys(m)`: the variable and the function it stands in. */
  variable: string;
}

const iteratorOf = ({ node, function: fn, iterator }: RangeFacts): Iterator | undefined => {
  const x = unparen(node.x);
  const value = isIdent(x) ? bindingOf(x.name, pathTo(fn.node, node))?.value : x;
  const call = value === undefined ? undefined : unparen(value);
  const map = call?.kind === Kind.CallExpr ? call.args[0] : undefined;
  if (call?.kind !== Kind.CallExpr || map === undefined) return undefined;
  return { call, name: iterator.replace(/^.*\./, ''), map: unparen(map), variable: isIdent(x) ? x.name : '' };
};

const snapshotOf = ({ name }: Iterator, map: string): string =>
  name === 'All' ? `maps.Clone(${map})` : `slices.Collect(maps.${name}(${map}))`;

type Change = { access: Access; kind: 'before' | 'current' | 'other' };

/** The change that matters most: any but the deletion of the current key comes first. */
const firstChange = (range: RangeFacts, { call, map, variable, name }: Iterator): Change | undefined => {
  const path = namePath(map)?.join('.');
  const changes: Change[] = [];
  for (const access of range.function.accesses) {
    const { kind, node } = access;
    if (access.path !== path || (kind !== 'write' && kind !== 'delete' && kind !== 'clear')) continue;
    const inLoop = node.pos >= range.node.body.pos && node.end <= range.node.body.end;
    if (inLoop) {
      if (loopEndsAfter(pathTo(range.node, node), range.node)) continue;
      const isCurrent = access.key !== undefined && name !== 'Values' && isCurrentKey(access.key, range.node);
      if (isCurrent && kind === 'write') continue;
      changes.push({ access, kind: isCurrent ? 'current' : 'other' });
    } else if (variable !== '' && node.pos >= call.end && node.end <= range.node.pos) {
      changes.push({ access, kind: 'before' });
    }
  }
  return changes.find(({ kind }) => kind !== 'current') ?? changes[0];
};

const fixOf = (facts: PackageFacts, range: RangeFacts, source: Iterator): Fix | undefined => {
  const { node, file, function: fn } = range;
  const { call, name, variable } = source;
  const text = file.source.text;
  const { path } = file.source;
  if (variable !== '' && !isOnlyRanged(fn, variable, call, node)) return undefined;
  if (name === 'All') {
    if (call.fun.kind !== Kind.SelectorExpr) return undefined;
    return {
      description: `Range over a clone of ${exprText(source.map, text)}`,
      edits: [{ path, start: call.fun.sel.pos, end: call.fun.sel.end, newText: 'Clone' }],
      imports: [],
    };
  }
  const slices = importFor('slices', facts, fn, call);
  if (slices === undefined) return undefined;
  const edits = [
    { path, start: call.pos, end: call.end, newText: `${slices.name}.Collect(${sourceOf(call, text)})` },
  ];
  if (node.key !== undefined) edits.push({ path, start: node.key.pos, end: node.key.pos, newText: '_, ' });
  return {
    description: `Collect the ${name.toLowerCase()} before the loop`,
    edits: edits.sort((a, b) => a.start - b.start),
    imports: slices.imports,
  };
};

/** The variable is used in this loop and nowhere else: its type may change. */
const isOnlyRanged = (fn: FunctionFacts, name: string, call: Node, loop: RangeFacts['node']): boolean => {
  let uses = 0;
  let declared = false;
  walk(fn.node, (node, parent) => {
    if (node.kind === Kind.AssignStmt && node.rhs.some((x) => unparen(x) === call))
      declared = node.tok === Token.DEFINE && node.lhs.length === 1;
    if (isIdent(node as Expr, name) && !(parent?.kind === Kind.SelectorExpr && parent.sel === node)) uses++;
  });
  return declared && uses === 2 && isIdent(unparen(loop.x), name);
};
