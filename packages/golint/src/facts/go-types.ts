/** Small parts of types that need no package: constants, substitution, unification. */

import type * as ast from '../syntax/ast.ts';
import type { FileFacts, GoType, StructField } from './model.ts';
import type { Sym } from './symbols.ts';

export type NamedType = Extract<GoType, { kind: 'named' }> & { sym?: Sym };

/** A field with where it is declared: its owner's name makes the entity. */
export interface DeclaredField extends StructField {
  type: GoType;
  owner: string;
  file: FileFacts | null;
  node: ast.Node | null;
}

export const unknown = (why: string): GoType => ({ kind: 'unknown', why });
export const notKnown: GoType = unknown('its type is not known here');
const basics = new Map<string, GoType>();
export const basic = (name: string): GoType => {
  let type = basics.get(name);
  if (type === undefined) basics.set(name, (type = { kind: 'basic', name }));
  return type;
};
export const bool = basic('bool');
export const int = basic('int');
export const string = basic('string');

export const pointerTo = (elem: GoType): GoType => ({ kind: 'pointer', elem });
/** The type behind a pointer, or the type itself. */
export const deref = (type: GoType): GoType => (type.kind === 'pointer' ? type.elem : type);

export const noBindings: ReadonlyMap<string, GoType> = new Map();

/** `type` with type parameters replaced by name. Gives back the same object where nothing changes. */
export const substitute = (type: GoType, bindings: ReadonlyMap<string, GoType>): GoType => {
  if (bindings.size === 0) return type;
  switch (type.kind) {
    case 'type-param':
      return bindings.get(type.name) ?? type;
    case 'map': {
      const key = substitute(type.key, bindings);
      const elem = substitute(type.elem, bindings);
      return key === type.key && elem === type.elem ? type : { kind: 'map', key, elem };
    }
    case 'slice':
    case 'array':
    case 'pointer':
    case 'chan': {
      const elem = substitute(type.elem, bindings);
      return elem === type.elem ? type : { ...type, elem };
    }
    case 'named':
      return type.args.length === 0
        ? type
        : { ...type, args: type.args.map((arg) => substitute(arg, bindings)) };
    case 'func':
      return {
        ...type,
        params: type.params.map((t) => substitute(t, bindings)),
        results: type.results.map((t) => substitute(t, bindings)),
      };
    case 'tuple':
      return { kind: 'tuple', elems: type.elems.map((t) => substitute(t, bindings)) };
    default:
      return type;
  }
};

/** Learns what type parameters of `param` stand for from the type of an argument. */
export const unify = (param: GoType, arg: GoType, bindings: Map<string, GoType>): void => {
  if (param.kind === 'type-param') {
    if (!bindings.has(param.name) && arg.kind !== 'unknown') bindings.set(param.name, arg);
    return;
  }
  if (param.kind === 'map' && arg.kind === 'map') {
    unify(param.key, arg.key, bindings);
    unify(param.elem, arg.elem, bindings);
  } else if (
    (param.kind === 'slice' || param.kind === 'array' || param.kind === 'pointer' || param.kind === 'chan') &&
    (arg.kind === 'slice' || arg.kind === 'array' || arg.kind === 'pointer' || arg.kind === 'chan')
  )
    unify(param.elem, arg.elem, bindings);
  else if (param.kind === 'named' && arg.kind === 'named' && param.name === arg.name)
    param.args.forEach((p, i) => {
      const a = arg.args[i];
      if (a !== undefined) unify(p, a, bindings);
    });
  else if (param.kind === 'func' && arg.kind === 'func')
    param.results.forEach((p, i) => {
      const a = arg.results[i];
      if (a !== undefined) unify(p, a, bindings);
    });
};
