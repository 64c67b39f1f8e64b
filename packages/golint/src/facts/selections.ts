/** What `x.name` is: fields and methods, also those that a type has from what it embeds. */
import { Kind } from '../syntax/ast.ts';
import { unparen } from '../syntax/text.ts';
import type { Fn } from './function.ts';
import { type DeclaredField, deref, type NamedType, noBindings, notKnown, substitute } from './go-types.ts';
import type { GoType } from './model.ts';
import { stdMethod } from './std.ts';
import type { Sym } from './symbols.ts';
import type { Types } from './types.ts';

/** What `x.name` is. `steps` leads from `x` to it: `.base.labels` for a promoted field, `.base` for a promoted method. */
export type Selection =
  | { kind: 'field'; field: DeclaredField; type: GoType; steps: string }
  | { kind: 'method'; fn: Fn; steps: string; bindings: ReadonlyMap<string, GoType> }
  /** `holder` is the named type that has it: `sync.Mutex`. */
  | { kind: 'std-method'; holder: NamedType; results: string; steps: string }
  | { kind: 'interface-method'; holder: GoType; type: GoType; name: string };

/** What `x.name` is for an `x` of this type: breadth first through embedded fields, as Go promotes. */
export const select = (types: Types, type: GoType, name: string): Selection | null => {
  const base = deref(type) as NamedType;
  const sym = base.kind === 'named' && base.pkg === '' && base.args.length === 0 ? base.sym : undefined;
  if (sym === undefined) return search(types, base, name);
  sym.selections ??= new Map();
  const known = sym.selections;
  let found = known.get(name);
  if (found === undefined) known.set(name, (found = search(types, base, name)));
  return found;
};

const search = (types: Types, start: GoType, name: string): Selection | null => {
  const first = own(types, start, name, '');
  if (first !== null) return first;
  const structure = types.underlying(start);
  if (structure.kind !== 'struct' || !structure.fields.some((field) => field.embedded)) return null;
  let level: { type: GoType; steps: string }[] = [{ type: start, steps: '' }];
  const seen = new Set<Sym>();
  for (let depth = 0; depth < 5 && level.length > 0 && level.length < 64; depth++) {
    const next: typeof level = [];
    for (const { type, steps } of level) {
      const named = type as NamedType;
      if (type.kind === 'named' && named.sym !== undefined) {
        if (seen.has(named.sym)) continue;
        seen.add(named.sym);
      }
      const found = own(types, type, name, steps);
      if (found !== null) return found;
      const structure = types.underlying(type);
      if (structure.kind !== 'struct') continue;
      for (const field of structure.fields)
        if (field.embedded) {
          const of = substitute(field.type, type.kind === 'named' ? types.bindingsOf(named) : noBindings);
          next.push({ type: deref(of), steps: `${steps}.${field.name}` });
        }
    }
    level = next;
  }
  return null;
};

/** A method or field of the type itself, not of what it embeds. */
const own = (types: Types, type: GoType, name: string, steps: string): Selection | null => {
  const bindings = type.kind === 'named' ? types.bindingsOf(type) : noBindings;
  if (type.kind === 'named') {
    if (type.pkg === '') {
      const fn = types.index.methods.get(type.name)?.get(name);
      if (fn !== undefined) return { kind: 'method', fn, steps, bindings };
    } else {
      const results = stdMethod(type.pkg, type.name, name);
      if (results !== undefined) return { kind: 'std-method', holder: type, results, steps };
    }
  }
  const structure = types.underlying(type);
  if (structure.kind === 'interface') return interfaceMethod(types, type, structure, name);
  if (structure.kind !== 'struct') return null;
  for (const field of structure.fields)
    if (field.name === name)
      return {
        kind: 'field',
        field: field as DeclaredField,
        type: substitute(field.type, bindings),
        steps: `${steps}.${name}`,
      };
  return null;
};

const interfaceMethod = (
  types: Types,
  holder: GoType,
  structure: Extract<GoType, { kind: 'interface' }>,
  name: string,
): Selection | null => {
  if (!structure.methods.includes(name)) return null;
  const sym = holder.kind === 'named' ? (holder as NamedType).sym : undefined;
  const written = sym?.spec === undefined ? undefined : unparen(sym.spec.type);
  if (sym === undefined || written?.kind !== Kind.InterfaceType)
    return { kind: 'interface-method', holder, type: notKnown, name };
  for (const field of written.methods.list)
    if (field.type.kind === Kind.FuncType && field.names.some((n) => n.name === name))
      return { kind: 'interface-method', holder, type: types.funcType(field.type, sym.scope), name };
  return null;
};
