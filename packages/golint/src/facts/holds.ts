/** Types that may not be copied because of what they hold by value. */
import type { NamedType } from './go-types.ts';
import { substitute } from './go-types.ts';
import type { GoType } from './model.ts';
import { lockOf } from './places.ts';
import type { Types } from './types.ts';

const maxDepth = 8;

const isIt = (type: GoType, what: 'sync.Map' | 'lock'): boolean => {
  if (type.kind !== 'named' || type.pkg !== 'sync') return false;
  if (what === 'sync.Map') return type.name === 'Map';
  return (
    (lockOf(type) !== '' && type.name !== 'Locker') ||
    ['WaitGroup', 'Once', 'Cond', 'Pool', 'Map'].includes(type.name)
  );
};

/** The path to it (`table.rows`, `[]` for elements of an array), `''` when the type itself is it, null when there is none. */
export const holdsByValue = (
  types: Types,
  type: GoType,
  what: 'sync.Map' | 'lock',
  depth = 0,
): string | null => {
  if (isIt(type, what)) return '';
  if (depth > maxDepth) return null;
  const structure = types.underlying(type);
  if (structure.kind === 'array') {
    const inner = holdsByValue(types, structure.elem, what, depth + 1);
    return inner === null ? null : `[]${inner === '' ? '' : `.${inner}`}`;
  }
  if (structure.kind !== 'struct') return null;
  const bindings =
    type.kind === 'named' && type.pkg === ''
      ? types.bindingsOf(type as NamedType)
      : new Map<string, GoType>();
  for (const field of structure.fields) {
    const inner = holdsByValue(types, substitute(field.type, bindings), what, depth + 1);
    if (inner !== null) return inner === '' ? field.name : `${field.name}.${inner}`;
  }
  return null;
};
