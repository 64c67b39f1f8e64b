/** NGG007: builtins and plain range on a sync.Map, which no Go version compiles. */
import type { FileFacts, FunctionFacts } from '../facts/model.ts';
import type { Rule, RuleContext } from '../rules-model.ts';
import { type Expr, Kind, type Node } from '../syntax/ast.ts';
import { exprText, unparen } from '../syntax/text.ts';
import { walk } from '../syntax/walk.ts';
import { isSyncMap, packageUsesSyncMap } from './parts/sync-map.ts';
import { isIdent } from './parts/tree.ts';

export const ngg007: Rule = {
  meta: {
    id: 'NGG007',
    name: 'sync-map-builtin-misuse',
    level: 'error',
    profiles: ['recommended', 'strict', 'all'],
    title: 'A sync.Map is used like a built-in map, which does not compile.',
    go: 'does-not-compile',
    sinceMinor: null,
    fixable: false,
  },
  check(context) {
    if (!packageUsesSyncMap(context.facts)) return;
    for (const fn of context.facts.functions) checkFunction(context, fn);
  },
};

const instead: ReadonlyMap<string, (map: string, arg: string) => string> = new Map([
  ['delete', (map, key) => `${map}.Delete(${key})`],
  ['len', (map) => `${map}.Range with a counter: a sync.Map does not know its length`],
  ['cap', (map) => `${map}.Range with a counter: a sync.Map does not know its length`],
  ['clear', (map) => `${map}.Clear() (Go 1.23), before that ${map}.Range with ${map}.Delete`],
]);

const checkFunction = (context: RuleContext, fn: FunctionFacts): void => {
  const { facts } = context;
  const { file } = fn;
  const source = file.source.text;
  const isMap = (x: Expr): boolean => isSyncMap(facts.typeOf(x, fn));
  const report = (node: Node, x: Expr, message: string): void =>
    context.report({ file, node, entity: exprText(x, source), message });

  walk(fn.node, (node) => {
    if (node.kind === Kind.FuncLit && node !== fn.node) return false;
    if (node.kind === Kind.RangeStmt) checkRange(context, fn, file, node, report);
    if (node.kind === Kind.IndexExpr && isMap(node.x)) {
      const map = exprText(node.x, source);
      const key = exprText(node.index, source);
      report(
        node,
        node.x,
        `${map}[${key}] does not compile: ${map} is a sync.Map, which cannot be indexed. Use ${map}.Load(${key}) or ${map}.Store(${key}, value).`,
      );
    }
    if (node.kind === Kind.CallExpr && node.args.length > 0) {
      const fun = unparen(node.fun);
      const use = isIdent(fun) ? instead.get(fun.name) : undefined;
      const [x, key] = node.args;
      if (use === undefined || !isIdent(fun) || x === undefined || !isMap(x) || !isBuiltin(fn, node))
        return true;
      const map = exprText(x, source);
      report(
        node,
        x,
        `${fun.name}(${map}${key === undefined ? '' : ', ...'}) does not compile: ${map} is a sync.Map, not a built-in map. Use ${use(map, key === undefined ? '' : exprText(key, source))}.`,
      );
    }
    return true;
  });
};

const isBuiltin = (fn: FunctionFacts, node: Node): boolean => {
  const known = fn.calls.find((call) => call.node === node);
  return known === undefined || (known.targets.length === 0 && /^(builtin\.|$)/.test(known.std));
};

const checkRange = (
  { facts, go }: RuleContext,
  fn: FunctionFacts,
  file: FileFacts,
  node: Extract<Node, { kind: typeof Kind.RangeStmt }>,
  report: (node: Node, x: Expr, message: string) => void,
): void => {
  const source = file.source.text;
  const x = unparen(node.x);
  if (isSyncMap(facts.typeOf(x, fn))) {
    const map = exprText(x, source);
    report(
      x,
      x,
      `range over ${map} does not compile: ${map} is a sync.Map. Use ${map}.Range(func(key, value any) bool { ... })${go(23) ? `, or \`for key, value := range ${map}.Range\`` : ''}.`,
    );
  } else if (
    !go(23) &&
    x.kind === Kind.SelectorExpr &&
    x.sel.name === 'Range' &&
    isSyncMap(facts.typeOf(x.x, fn))
  ) {
    const map = exprText(x.x, source);
    report(
      x,
      x.x,
      `range over ${map}.Range does not compile with the \`go\` line of this module: ranging over functions needs \`go 1.23\`. Call ${map}.Range(func(key, value any) bool { ... }).`,
    );
  }
};
