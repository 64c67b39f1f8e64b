import type { StackFrame } from '@nightglass/model';
import { ownerOf } from '../functions.ts';

/** What a goroutine does with a map. */
export type MapAccess = 'read' | 'write' | 'iterate' | 'delete' | 'clear' | 'clone';

/**
 * Functions of the runtime below a map operation: `runtime.mapassign_faststr` and `runtime.mapiternext` up to 1.23,
 * `internal/runtime/maps.(*Iter).Next`, `(*Map).Delete` and `runtime.mapIterNext` from 1.24; `reflect.mapiternext` and
 * `reflect.(*MapIter).Next` when encoding/json or fmt walks a live map.
 */
const ACCESSES: readonly (readonly [RegExp, MapAccess])[] = [
  [
    /(?:mapiter(?:init|next)|mapIter(?:Start|Next)|maps\.\(\*Iter\)\.(?:Next|Init)|reflect\.\(\*MapIter\)\.Next)/,
    'iterate',
  ],
  [/(?:map_?clone2?|maps\.clone|maps\.\(\*Map\)\.Clone)(?:\.|$)/, 'clone'],
  [/(?:mapdelete|maps\.\(\*Map\)\.Delete)/, 'delete'],
  [/(?:mapclear|maps\.\(\*Map\)\.Clear)/, 'clear'],
  [/(?:mapassign|maps\.\(\*Map\)\.[Pp]utSlot|runtime_mapassign)/, 'write'],
  [/(?:mapaccess|maps\.\(\*Map\)\.[gG]et|runtime_mapaccess)/, 'read'],
];

/** The map operation that the innermost frames show; null when the runtime's frames are hidden or there is none. */
export function shownAccess(frames: readonly StackFrame[]): MapAccess | null {
  for (const frame of frames) {
    const owner = ownerOf(frame);
    if (owner === 'program' || owner === 'dependency') return null;
    if (owner === 'standard' && !/^(?:reflect|maps|internal\/)/.test(frame.func)) return null;
    for (const [pattern, access] of ACCESSES) if (pattern.test(frame.func)) return access;
  }
  return null;
}

/** What each side did, as the message tells: only a writer sets the flag that the detecting side finds. */
export function accessesOf(reason: string): { detected: MapAccess; other: MapAccess } {
  switch (reason) {
    case 'concurrent-map-iteration-and-map-write':
      return { detected: 'iterate', other: 'write' };
    case 'concurrent-map-read-and-map-write':
      return { detected: 'read', other: 'write' };
    case 'concurrent-map-clone-and-map-write':
      return { detected: 'clone', other: 'write' };
    default:
      return { detected: 'write', other: 'write' };
  }
}
