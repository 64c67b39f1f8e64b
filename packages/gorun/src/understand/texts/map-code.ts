import type { CrashSite } from '@nightglass/model';
import { nameInPackage, receiverOf, stableName } from '../functions.ts';

/** Names for the code of a fix, taken from the frames. */
export interface MapNames {
  /** Type that holds the map: `cache`; `` when the sites are plain functions. */
  type: string;
  /** Name of the receiver: `c`. */
  receiver: string;
  /** Field or variable of the map: `data` when the source's index told it, else `entries`. */
  field: string;
  sides: { name: string; access: string }[];
}

export function mapNames(detected: CrashSite, other: CrashSite | null, object: string): MapNames {
  const type = receiverOf(detected.function).replace(/^\*/, '');
  const [first = '', second = ''] = object.split('.');
  const known = /^[A-Za-z_]\w*$/;
  const sides: MapNames['sides'] = [];
  for (const site of [detected, other]) {
    if (site === null) continue;
    const name = functionName(site);
    const sameType = receiverOf(site.function).replace(/^\*/, '') === type;
    if (sameType && !sides.some((side) => side.name === name)) sides.push({ name, access: site.access });
  }
  if (!sides.some(({ access }) => writes(access))) sides.push({ name: 'put', access: 'write' });
  return {
    type: known.test(type) ? type : '',
    receiver: known.test(first) && type !== '' ? first : (type[0] ?? 'c').toLowerCase(),
    field: known.test(second) ? second : known.test(first) && type === '' ? first : 'entries',
    sides,
  };
}

export function writes(access: string): boolean {
  return access === 'write' || access === 'delete' || access === 'clear';
}

/** `main.(*cache).evict` -> `evict`; a closure is called after what it does. */
function functionName(site: CrashSite): string {
  const plain = nameInPackage(stableName(site.function)).split('.');
  const name = plain.at(-1) ?? '';
  if (name !== 'func' && name !== 'main' && name !== 'init' && /^[A-Za-z_]\w*$/.test(name)) return name;
  return site.access === 'iterate' ? 'each' : site.access === 'read' ? 'get' : 'put';
}

/** A lock around both sides. A whole file that compiles; parameters and types are the reader's own to fill in. */
export function lockCode(names: MapNames): string {
  const { owner, variable } = holderOf(names);
  const lines = declarations(names);
  for (const side of names.sides) lines.push('', ...method(side, owner, variable, names.field));
  return `${lines.join('\n')}\n`;
}

/** A copy made under the lock, for loops that do slow things. A whole file that compiles. */
export function snapshotCode(names: MapNames): string {
  const { owner, variable } = holderOf(names);
  const lines = [
    ...declarations(names),
    '',
    ...method({ name: 'snapshot', access: 'clone' }, owner, variable, names.field),
  ];
  return `${lines.join('\n')}\n`;
}

function holderOf({ type, receiver }: MapNames): { owner: string; variable: string } {
  return type === '' ? { owner: 'shared', variable: 's' } : { owner: type, variable: receiver };
}

function declarations(names: MapNames): string[] {
  const { field } = names;
  return [
    'package fix // yours',
    '',
    'import "sync"',
    '',
    'type entry = any // your value type',
    '',
    `type ${holderOf(names).owner} struct {`,
    `\t${'mu'.padEnd(field.length)} sync.RWMutex`,
    `\t${field.padEnd(2)} map[string]entry // every use, reads too, with mu held`,
    '}',
  ];
}

/** Names of functions that take entries out; a dump does not show what a loop does. */
const DELETES =
  /evict|expire|purge|prune|clean|sweep|delete|remove|drop|reap|trim|flush|clear|shrink|gc$|^gc/i;

function method(
  { name, access }: MapNames['sides'][number],
  owner: string,
  variable: string,
  field: string,
): string[] {
  const map = `${variable}.${field}`;
  const head = (parameters: string, result: string) =>
    `func (${variable} *${owner}) ${name}(${parameters})${result} {`;
  const locked = [`\t${variable}.mu.Lock()`, `\tdefer ${variable}.mu.Unlock()`];
  const shared = [`\t${variable}.mu.RLock()`, `\tdefer ${variable}.mu.RUnlock()`];
  switch (access) {
    case 'iterate':
      if (!DELETES.test(name)) {
        return [
          '// RLock is enough for a loop that only reads: one that deletes or writes needs Lock.',
          head('use func(key string, e entry)', ''),
          ...shared,
          `\tfor key, e := range ${map} {`,
          '\t\tuse(key, e)',
          '\t}',
          '}',
        ];
      }
      return [
        '// Lock, not RLock, because this loop deletes.',
        head('expired func(key string, e entry) bool', ''),
        ...locked,
        `\tfor key, e := range ${map} {`,
        '\t\tif expired(key, e) {',
        `\t\t\tdelete(${map}, key) // legal while ranging, in every Go version`,
        '\t\t}',
        '\t}',
        '}',
      ];
    case 'read':
      return [
        head('key string', ' (entry, bool)'),
        ...shared,
        `\te, ok := ${map}[key]`,
        '\treturn e, ok',
        '}',
      ];
    case 'clone':
      return [head('', ' map[string]entry'), ...shared, ...copyLoop(map), '}'];
    case 'clear':
      return [head('', ''), ...locked, `\tfor key := range ${map} {`, `\t\tdelete(${map}, key)`, '\t}', '}'];
    case 'delete':
      return [head('key string', ''), ...locked, `\tdelete(${map}, key)`, '}'];
    default:
      return [
        head('key string, e entry', ''),
        ...locked,
        `\tif ${map} == nil {`,
        `\t\t${map} = map[string]entry{}`,
        '\t}',
        `\t${map}[key] = e`,
        '}',
      ];
  }
}

function copyLoop(map: string): string[] {
  return [
    `\tcopied := make(map[string]entry, len(${map}))`,
    `\tfor key, e := range ${map} {`,
    '\t\tcopied[key] = e',
    '\t}',
    '\treturn copied',
  ];
}

/** sync.Map with an eviction that does not throw away what was refreshed in between (Go 1.20 and later). */
export const SYNC_MAP_CODE = `package fix

import "sync"

type entry struct{ expired bool }

var entries sync.Map // string -> *entry; store pointers, and a new one for every update

func put(key string, e *entry) { entries.Store(key, e) }

func evict() {
	entries.Range(func(key, value any) bool {
		if value.(*entry).expired {
			entries.CompareAndDelete(key, value) // not if it was replaced since it was looked at
		}
		return true
	})
}
`;
