/** NGG006: a sync.Map that is copied, alone or inside a struct. */
import type { FileFacts, FunctionFacts, GoType, PackageFacts } from '../facts/model.ts';
import type { Rule, RuleContext } from '../rules-model.ts';
import { type Expr, type Field, Kind, type Node } from '../syntax/ast.ts';
import { exprText, unparen } from '../syntax/text.ts';
import { Token } from '../syntax/tokens.ts';
import { walk } from '../syntax/walk.ts';
import { packageUsesSyncMap } from './parts/sync-map.ts';
import { isIdent } from './parts/tree.ts';

export const ngg006: Rule = {
  meta: {
    id: 'NGG006',
    name: 'sync-map-copied',
    level: 'error',
    profiles: ['recommended', 'strict', 'all'],
    title: 'A sync.Map is copied, and the copies share entries but no lock.',
    go: 'race',
    sinceMinor: null,
    fixable: false,
  },
  check(context) {
    if (!packageUsesSyncMap(context.facts)) return;
    for (const file of context.facts.files) checkFile(context, file);
  },
};

const checkFile = (context: RuleContext, file: FileFacts): void => {
  const { facts } = context;
  const stack: FunctionFacts[] = [];
  const byNode = new Map<Node, FunctionFacts>();
  for (const fn of file.functions) byNode.set(fn.node, fn);
  const here = (): FunctionFacts | FileFacts => stack.at(-1) ?? file;

  const report = (node: Node, what: string, path: string): void => {
    const name = path === '' ? 'a sync.Map' : `${path}, a sync.Map`;
    context.report({
      file,
      node,
      entity: path,
      message: `${what} copies ${name}. The copies share entries but not the lock over them: up to Go 1.23 that ends in an unrecoverable "concurrent map iteration and map write" inside sync.Map itself, later in entries that one side does not see. Use a pointer.`,
    });
  };
  /** A value of a variable that is used where it is copied. */
  const value = (x: Expr, what: string): void => {
    if (!isExisting(x)) return;
    const type = facts.typeOf(x, here());
    const path = heldIn(facts, type);
    if (path !== null) report(x, `${what} ${exprText(x, file.source.text)}`, path);
  };
  const parameter = (field: Field, what: string): void => {
    const [first] = field.names;
    const path = first === undefined ? null : heldIn(facts, facts.typeOf(first, here()));
    if (path === null) return;
    const names = field.names.map(({ name }) => name).join(', ');
    report(field, `${what} ${names}`, path);
  };

  walk(
    file.file,
    (node) => {
      const fn = byNode.get(node);
      if (fn !== undefined) stack.push(fn);
      switch (node.kind) {
        case Kind.FuncDecl:
          for (const field of node.recv?.list ?? []) parameter(field, 'The value receiver');
          for (const field of node.type.params.list) parameter(field, 'The parameter');
          break;
        case Kind.FuncLit:
          for (const field of node.type.params.list) parameter(field, 'The parameter');
          break;
        case Kind.ReturnStmt:
          for (const x of node.results) value(x, 'Returning');
          break;
        case Kind.AssignStmt:
          if (node.lhs.length !== node.rhs.length) break;
          for (let i = 0; i < node.rhs.length; i++)
            if (!isIdent(node.lhs[i], '_')) value(node.rhs[i]!, 'Assigning');
          break;
        case Kind.ValueSpec:
          for (let i = 0; i < node.values.length; i++)
            if (!isIdent(node.names[i], '_')) value(node.values[i]!, 'Assigning');
          break;
        case Kind.CompositeLit:
          for (const elt of node.elts)
            value(elt.kind === Kind.KeyValueExpr ? elt.value : elt, 'The literal around');
          break;
        case Kind.SendStmt:
          value(node.value, 'Sending');
          break;
        case Kind.CallExpr:
          if (!isBuiltin(node.fun)) for (const arg of node.args) value(arg, 'Passing');
          break;
        case Kind.RangeStmt: {
          const element = node.tok === Token.DEFINE ? rangeCopy(facts, node.x, node.value, here()) : null;
          if (element !== null && node.value !== undefined)
            report(node.value, `The loop variable ${exprText(node.value, file.source.text)}`, element);
          break;
        }
      }
      return true;
    },
    (node) => {
      if (stack.at(-1)?.node === node) stack.pop();
    },
  );
};

/** `new(T)`, `len(x)`: nothing is copied. */
const isBuiltin = (fun: Expr): boolean => {
  const x = unparen(fun);
  if (x.kind === Kind.SelectorExpr) return isIdent(x.x, 'unsafe');
  return isIdent(x) && /^(new|make|len|cap|print|println)$/.test(x.name);
};

/** A variable, a field, an element, what a pointer points to: not a literal, not what a call made. */
const isExisting = (expr: Expr): boolean => {
  const x = unparen(expr);
  return (
    x.kind === Kind.Ident ||
    x.kind === Kind.SelectorExpr ||
    x.kind === Kind.IndexExpr ||
    x.kind === Kind.StarExpr
  );
};

const heldIn = (facts: PackageFacts, type: GoType): string | null =>
  type.kind === 'unknown' || type.kind === 'pointer' ? null : facts.holdsByValue(type, 'sync.Map');

/** What the loop's value variable copies in each iteration. */
const rangeCopy = (
  facts: PackageFacts,
  x: Expr,
  value: Expr | undefined,
  at: FunctionFacts | FileFacts,
): string | null => {
  if (value === undefined || isIdent(value, '_')) return null;
  const type = facts.underlying(facts.typeOf(x, at));
  const inner = type.kind === 'pointer' ? facts.underlying(type.elem) : type;
  return inner.kind === 'map' || inner.kind === 'slice' || inner.kind === 'array'
    ? heldIn(facts, inner.elem)
    : null;
};
