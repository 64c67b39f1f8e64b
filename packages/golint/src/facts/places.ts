/** Which variable an expression names, and the entities behind variables. */
import * as ast from '../syntax/ast.ts';
import { unparen } from '../syntax/text.ts';
import { Token } from '../syntax/tokens.ts';
import type { Fn } from './function.ts';
import { type DeclaredField, deref, notKnown } from './go-types.ts';
import type { Infer } from './infer.ts';
import type { Answer, Entity, FileFacts, GoType } from './model.ts';
import { isExported } from './package-index.ts';
import type { Place } from './places-model.ts';
import { select } from './selections.ts';
import type { Scope, Sym } from './symbols.ts';

const { Kind } = ast;
const maxSteps = 8;
const maxDepth = 24;

export class Places {
  private readonly infer: Infer;
  private readonly fields = new Map<string, Entity>();
  /** Every entity that is a map, a sync.Map or a lock, in the order in which it was met. */
  readonly entities: Entity[] = [];
  private depth = 0;
  private lastCall: ast.CallExpr | null = null;
  private readonly lastOuter = new Map<Sym, Place | null>();

  constructor(infer: Infer) {
    this.infer = infer;
  }

  /** Null for what is no variable: results of unknown calls, literals. */
  of(e: ast.Expr, scope: Scope): Place | null {
    if (this.depth > maxDepth) return null;
    this.depth++;
    const place = this.find(e, scope);
    this.depth--;
    return place;
  }

  private find(e: ast.Expr, scope: Scope): Place | null {
    switch (e.kind) {
      case Kind.Ident: {
        const sym = this.infer.types.symOf(e, scope);
        return sym === null || !sym.variable ? null : this.ofSym(sym);
      }
      case Kind.ParenExpr:
      case Kind.StarExpr:
        return this.of(e.x, scope);
      case Kind.TypeAssertExpr: {
        const place = this.of(e.x, scope);
        return place === null || e.type === undefined
          ? place
          : { ...place, type: this.infer.types.fromExpr(e.type, scope) };
      }
      case Kind.UnaryExpr:
        return e.op === Token.AND && e.x.kind !== Kind.CompositeLit ? this.of(e.x, scope) : null;
      case Kind.SelectorExpr:
        return this.selector(e, scope);
      case Kind.IndexExpr:
        return this.element(this.of(e.x, scope), this.infer.typeOf(e, scope));
      case Kind.CallExpr:
        return this.call(e, scope);
      default:
        return null;
    }
  }

  /** A variable, or what it is another name of: `snapshot := r.table`, `s := shards[i]`, `for _, s := range shards`. */
  ofSym(sym: Sym): Place | null {
    const alias = this.alias(sym);
    if (alias !== null) return alias;
    const type = this.infer.ofSym(sym);
    return { root: sym, steps: '', entity: this.symEntity(sym, type), type, copied: false };
  }

  private alias(sym: Sym): Place | null {
    if (sym.role !== 'local' || sym.assigns > 0 || sym.resolving) return null;
    if (sym.range !== undefined) {
      if (sym.rangePart !== 1) return null;
      const place = this.of(sym.range.x, sym.scope);
      return place === null ? null : this.element(place, this.infer.ofSym(sym));
    }
    if (sym.init === undefined || sym.initIndex > 0) return null;
    const init = unparen(sym.init);
    if (!namesPlace(init)) return null;
    const type = this.infer.ofSym(sym);
    sym.resolving = true;
    const place = this.of(init, sym.scope);
    sym.resolving = false;
    if (place === null || place.root === sym) return null;
    const structure = this.infer.types.underlying(type);
    // A copy of a struct has maps in common with the original, but locks of its own.
    const copied = place.copied || structure.kind === 'struct';
    return { ...place, type, copied };
  }

  private selector(e: ast.SelectorExpr, scope: Scope): Place | null {
    const { types } = this.infer;
    if (types.packageOf(e.x, scope) !== null) return null;
    const base = this.of(e.x, scope);
    if (base === null) return null;
    const found = this.infer.select(e, scope);
    if (found?.kind === 'field') return this.field(base, found.field, found.type, found.steps);
    return null;
  }

  /** The field of a place; `steps` with the embedded fields on the way. */
  field(base: Place, field: DeclaredField, type: GoType, steps: string): Place | null {
    const all = base.steps + steps;
    if (tooDeep(all)) return null;
    return { root: base.root, steps: all, entity: this.fieldEntity(field, type), type, copied: base.copied };
  }

  /** The embedded part of a place that a promoted method belongs to: `.Mutex` of `c` in `c.Lock()`. */
  promoted(base: Place, steps: string): Place | null {
    let place: Place | null = base;
    for (const name of steps.split('.').slice(1)) {
      if (place === null) return null;
      const found = select(this.infer.types, place.type, name);
      if (found?.kind !== 'field') return null;
      place = this.field(place, found.field, found.type, found.steps);
    }
    return place;
  }

  private element(base: Place | null, type: GoType): Place | null {
    if (base === null) return null;
    const steps = `${base.steps}[]`;
    if (tooDeep(steps)) return null;
    return { root: base.root, steps, entity: this.elementEntity(base, type), type, copied: base.copied };
  }

  private call(e: ast.CallExpr, scope: Scope): Place | null {
    const fun = unparen(e.fun);
    if (this.infer.types.isType(fun, scope)) {
      const arg = e.args[0];
      const place = e.args.length === 1 && arg !== undefined ? this.of(arg, scope) : null;
      return place === null ? null : { ...place, type: this.infer.types.fromExpr(fun, scope) };
    }
    const { targets } = this.infer.targetsOf(fun, scope);
    const fn = targets.length === 1 ? targets[0]! : undefined;
    if (fn === undefined) return null;
    const inner = this.resultOf(fn);
    return inner === null ? null : this.translate(inner, fn, e, scope);
  }

  /** Where the first result of a function comes from, when every return that is no literal says the same. */
  resultOf(fn: Fn): Place | null {
    if (fn.resultPlace !== undefined) return fn.resultPlace;
    fn.resultPlace = null;
    let found: Place | null = null;
    for (const statement of fn.returns) {
      const value = statement.results[0];
      if (value === undefined || !namesPlace(unparen(value))) continue;
      const place = this.of(value, fn.scope);
      if (place === null || !isOuter(place.root, fn)) continue;
      if (found !== null && (found.root !== place.root || found.steps !== place.steps)) return null;
      found = place;
    }
    fn.resultPlace = found;
    return found;
  }

  /** A place of a callee as its caller sees it; null where the argument is no variable. */
  translate(inner: Place, fn: Fn, call: ast.CallExpr, scope: Scope): Place | null {
    const { root } = inner;
    if (root.fn !== fn || root.role === 'local' || root.role === 'result') return inner;
    const outer = this.outerOf(root, call, scope);
    return outer === null ? null : this.join(outer, inner, root);
  }

  /** Many places are translated through one call, one after the other. */
  private outerOf(root: Sym, call: ast.CallExpr, scope: Scope): Place | null {
    if (this.lastCall !== call) {
      this.lastCall = call;
      this.lastOuter.clear();
    }
    let outer = this.lastOuter.get(root);
    if (outer === undefined) {
      outer = root.role === 'receiver' ? this.receiverOf(call, scope) : this.argument(root, call, scope);
      // Looking for it may have gone through other calls.
      if (this.lastCall === call) this.lastOuter.set(root, outer);
    }
    return outer;
  }

  /** The place of `inner` when its root is `outer`. */
  join(outer: Place, inner: Place, root: Sym): Place | null {
    const steps = outer.steps + inner.steps;
    if (tooDeep(steps)) return null;
    const byValue = this.infer.types.underlying(this.infer.ofSym(root)).kind === 'struct';
    const entity = inner.steps === '' ? outer.entity : inner.entity;
    return {
      root: outer.root,
      steps,
      entity,
      type: inner.type,
      copied: outer.copied || inner.copied || byValue,
    };
  }

  receiverOf(call: ast.CallExpr, scope: Scope): Place | null {
    const fun = unparen(call.fun);
    if (fun.kind !== Kind.SelectorExpr) return null;
    const base = this.of(fun.x, scope);
    if (base === null) return null;
    const found = this.infer.select(fun, scope);
    return found?.kind === 'method' && found.steps !== '' ? this.promoted(base, found.steps) : base;
  }

  private argument(param: Sym, call: ast.CallExpr, scope: Scope): Place | null {
    const arg = call.args[param.index];
    return arg === undefined || param.variadic ? null : this.of(arg, scope);
  }

  private symEntity(sym: Sym, type: GoType): Entity {
    if (sym.entity !== undefined) return sym.entity;
    const kind =
      sym.role === 'package-var'
        ? 'package-var'
        : sym.role === 'local'
          ? 'local'
          : sym.role === 'result'
            ? 'result'
            : 'param';
    const owner = sym.fn?.name ?? '';
    const id =
      kind === 'package-var'
        ? `var:${sym.name}`
        : `${kind}:${owner}:${sym.name}:${sym.node.pos}@${sym.scope.file.source.path}`;
    const exported = kind === 'package-var' && isExported(sym.name);
    sym.entity = this.make(
      { id, kind, name: sym.name, owner, file: sym.scope.file, declared: sym.node, exported },
      type,
    );
    if (sym.entity.lock === '' && type.kind === 'chan' && this.isSemaphore(sym.init))
      sym.entity.lock = 'mutex';
    return sym.entity;
  }

  fieldEntity(field: DeclaredField, type: GoType): Entity | null {
    const id = `field:${field.owner}.${field.name}`;
    const known = this.fields.get(id);
    if (known !== undefined) return known;
    if (field.file === null || field.node === null) return null;
    const entity = this.make(
      {
        id,
        kind: 'field',
        name: `${field.owner}.${field.name}`,
        owner: field.owner,
        file: field.file,
        declared: field.node,
        exported: isExported(field.name) && isExported(field.owner),
      },
      type,
    );
    this.fields.set(id, entity);
    return entity;
  }

  /** Maps inside maps, slices and arrays are objects of their own: `usage[]` of `usage`. */
  private elementEntity(base: Place, type: GoType): Entity | null {
    const outer = base.entity;
    if (outer === null) return null;
    const id = `${outer.id}[]`;
    const known = this.fields.get(id);
    if (known !== undefined) return known;
    const { owner, file, declared, exported } = outer;
    const entity = this.make(
      { id, kind: 'element', name: `${outer.name}[]`, owner, file, declared, exported },
      type,
    );
    this.fields.set(id, entity);
    return entity;
  }

  private make(
    parts: {
      id: string;
      kind: Entity['kind'];
      name: string;
      owner: string;
      file: FileFacts;
      declared: ast.Node;
      exported: boolean;
    },
    type: GoType,
  ): Entity {
    const entity: Entity = {
      ...parts,
      type,
      isMap: this.isMap(type),
      isSyncMap: isSyncMap(type),
      lock: lockOf(type),
    };
    if (entity.isMap === 'yes' || entity.isSyncMap || entity.lock !== '') this.entities.push(entity);
    return entity;
  }

  isMap(type: GoType): Answer {
    const structure = this.infer.types.underlying(type);
    if (structure.kind === 'map') return 'yes';
    if (structure.kind === 'pointer')
      return this.infer.types.underlying(structure.elem).kind === 'map' ? 'yes' : 'no';
    return structure.kind === 'unknown' ? 'unknown' : 'no';
  }

  /** Something showed that this is a map though its type is not known: `delete(x, k)`, `v, ok := x[k]`. */
  prove(e: ast.Expr, scope: Scope): void {
    if (this.infer.types.underlying(this.infer.typeOf(e, scope)).kind !== 'unknown') return;
    const place = this.of(e, scope);
    if (place === null) return;
    const map: GoType = { kind: 'map', key: notKnown, elem: notKnown };
    if (place.steps === '') place.root.type = map;
    else if (unparen(e).kind === Kind.SelectorExpr) {
      const found = this.infer.select(unparen(e) as ast.SelectorExpr, scope);
      if (found?.kind === 'field') found.field.type = map;
    } else return;
    const { entity } = place;
    if (entity === null || entity.isMap === 'yes') return;
    entity.isMap = 'yes';
    entity.type = map;
    this.entities.push(entity);
  }

  /** `make(chan T, 1)`: a channel of size one is used as a lock where it is sent to and received from around a use. */
  private isSemaphore(init: ast.Expr | undefined): boolean {
    const call = init === undefined ? undefined : unparen(init);
    return call?.kind === Kind.CallExpr && call.args.length === 2 && call.args[1]!.kind === Kind.BasicLit;
  }
}

const tooDeep = (steps: string): boolean => {
  let count = 0;
  for (let i = 0; i < steps.length; i++) {
    const c = steps.charCodeAt(i);
    if (c === 46 || c === 91) count++;
  }
  return count > maxSteps;
};

const namesPlace = (e: ast.Expr): boolean =>
  e.kind === Kind.SelectorExpr ||
  e.kind === Kind.Ident ||
  e.kind === Kind.IndexExpr ||
  e.kind === Kind.StarExpr ||
  e.kind === Kind.TypeAssertExpr ||
  e.kind === Kind.CallExpr ||
  (e.kind === Kind.UnaryExpr && e.op === Token.AND);

/** Does the place begin outside the body of `fn`: at its parameters, a captured or a package variable? */
export const isOuter = (root: Sym, fn: Fn): boolean =>
  root.fn !== fn || root.role === 'param' || root.role === 'receiver';

export const isSyncMap = (type: GoType): boolean => {
  const named = deref(type);
  return named.kind === 'named' && named.pkg === 'sync' && named.name === 'Map';
};

export const lockOf = (type: GoType): Entity['lock'] => {
  const named = deref(type);
  if (named.kind !== 'named' || named.pkg !== 'sync') return '';
  if (named.name === 'Mutex' || named.name === 'Locker') return 'mutex';
  return named.name === 'RWMutex' ? 'rwmutex' : '';
};
