/** What a name means at a place: for fixes, which may only use what is not hidden there. */
import type { FileFacts, FunctionFacts, GoType, PackageFacts } from '../../facts/model.ts';
import { type File, Kind, type Node } from '../../syntax/ast.ts';
import { bindingOf } from './binding.ts';
import { pathTo } from './tree.ts';

const declares = (file: File, name: string): boolean =>
  file.decls.some((decl) => {
    if (decl.kind === Kind.FuncDecl) return decl.recv === undefined && decl.name.name === name;
    if (decl.kind !== Kind.GenDecl) return false;
    return decl.specs.some((spec) => {
      if (spec.kind === Kind.ValueSpec) return spec.names.some((ident) => ident.name === name);
      return spec.kind === Kind.TypeSpec && spec.name.name === name;
    });
  });

/** Whether something of the package or the function hides the builtin or import `name` at `node`. */
export const isShadowed = (name: string, facts: PackageFacts, at: FunctionFacts, node: Node): boolean =>
  facts.files.some(({ file }) => declares(file, name)) || isLocal(name, at, node);

/** Whether a variable of the function, or of one around it, has this name at `node`. */
const isLocal = (name: string, at: FunctionFacts, node: Node): boolean =>
  bindingOf(name, pathTo(outermost(at).node, node)) !== null;

const outermost = (fn: FunctionFacts): FunctionFacts => {
  let at = fn;
  while (at.parent !== null) at = at.parent;
  return at;
};

/**
 * The name under which new text at `node` can use the standard package `path` (`maps`, `slices`): that of the file's
 * import, or its own when it can be imported, and what is still to be imported; undefined when the name is taken.
 */
export const importFor = (
  path: string,
  facts: PackageFacts,
  at: FunctionFacts,
  node: Node,
): { name: string; imports: string[] } | undefined => {
  const { imports, file } = at.file;
  if (file.name.name === path) return undefined;
  const imported = [...imports].find(([name, known]) => known === path && name !== '_' && name !== '.');
  const name = imported?.[0] ?? path;
  if (imported === undefined && imports.has(name)) return undefined;
  if (isShadowed(name, facts, at, node)) return undefined;
  return { name, imports: imported === undefined ? [path] : [] };
};

/** A type as it can be written at `node`; undefined for what has no name there, or is not known. */
export const typeTextAt = (type: GoType, at: FunctionFacts, node: Node): string | undefined => {
  const text = typeText(type, at.file);
  const hidden = text?.match(/[A-Za-z_]\w*/g)?.some((name) => isLocal(name, at, node));
  return hidden === true ? undefined : text;
};

const typeText = (type: GoType, file: FileFacts): string | undefined => {
  const list = (types: readonly GoType[]): string | undefined => {
    const texts = types.map((each) => typeText(each, file));
    return texts.includes(undefined) ? undefined : texts.join(', ');
  };
  const behind = (prefix: string, elem: GoType): string | undefined => {
    const text = typeText(elem, file);
    return text === undefined ? undefined : prefix + text;
  };
  switch (type.kind) {
    case 'basic':
      return /^[a-z]\w*$/.test(type.name) ? type.name : undefined;
    case 'type-param':
      return type.name;
    case 'pointer':
      return behind('*', type.elem);
    case 'slice':
      return behind('[]', type.elem);
    case 'map': {
      const key = typeText(type.key, file);
      return key === undefined ? undefined : behind(`map[${key}]`, type.elem);
    }
    case 'struct':
      return type.fields.length === 0 ? 'struct{}' : undefined;
    case 'interface':
      return type.methods.length === 0 ? 'interface{}' : undefined;
    case 'named': {
      const args = list(type.args);
      const pkg = type.pkg === '' ? '' : [...file.imports].find(([, path]) => path === type.pkg)?.[0];
      if (args === undefined || pkg === undefined || pkg === '_' || pkg === '.') return undefined;
      if (pkg !== '' && !/^\p{Lu}/u.test(type.name)) return undefined;
      return `${pkg === '' ? '' : `${pkg}.`}${type.name}${args === '' ? '' : `[${args}]`}`;
    }
    default:
      return undefined;
  }
};
