import type { Profile } from '../model.ts';
import { ownerOf, packageOf } from '../understand/functions.ts';

/** What a program line holds in memory. */
export interface Site {
  func: string;
  file: string;
  line: number;
  bytes: number;
  objects: number;
  /** Bytes by average block size, as the profile's label `bytes` gives it; 0 where it gives none. */
  blocks: Map<number, number>;
  /** Every average block size that was ever allocated there, in use or not. */
  allocated: Set<number>;
  /** Bytes allocated there since the process started; 0 when the profile does not tell. */
  allocatedBytes: number;
  /** What on the stack speaks of a map. */
  map: 'frames' | 'sync.Map' | null;
}

const mapFrames =
  /^runtime\.(?:mapassign|makemap|hashGrow|growWork|evacuate|\(\*hmap\)\.newoverflow|makeBucketArray)|^internal\/runtime\/maps\./;
const syncMapFrames = /^(?:internal\/)?sync\.\(\*(?:Map|HashTrieMap(?:\[.*)?)\)?/;

/** What a call position means for memory, told once per position: positions are few, stacks many. */
interface Role {
  /** Whose code it is: 0 the program's, then a dependency's, the standard library's, the runtime's. */
  rank: number;
  /** The profiler writing a profile. */
  profiler: boolean;
  map: Site['map'];
}

const ranks = { program: 0, dependency: 1, standard: 2, runtime: 3 } as const;

const rolesOf = (profile: Profile): Role[] =>
  profile.functions.map((func, p) => ({
    rank: ranks[ownerOf({ func, args: null, file: profile.files[p] ?? '', line: 0, inlined: false, at: 0 })],
    profiler: packageOf(func) === 'runtime/pprof',
    map: mapFrames.test(func) ? 'frames' : syncMapFrames.test(func) ? 'sync.Map' : null,
  }));

/** The innermost position of the best rank on a stack, -1 when it is the profiler's own or empty. */
const blame = (
  profile: Profile,
  roles: readonly Role[],
  s: number,
): { position: number; map: Site['map'] } => {
  let position = -1;
  let rank = 4;
  let map: Site['map'] = null;
  for (let i = profile.stackStart[s] as number; i < (profile.stackStart[s + 1] as number); i++) {
    const p = profile.stackOf[i] as number;
    const role = roles[p] as Role;
    if (role.profiler) return { position: -1, map };
    if (role.map === 'frames' || map === null) map = role.map ?? map;
    if (role.rank < rank) {
      position = p;
      rank = role.rank;
    }
  }
  return { position, map };
};

const typeIndex = (profile: Profile, type: string): number =>
  profile.sampleTypes.findIndex((t) => t.type === type);

/** Is it a profile with memory in use? */
export const hasInUse = (profile: Profile): boolean => typeIndex(profile, 'inuse_space') >= 0;

/**
 * In-use memory by the innermost line of the program itself on each stack (a dependency's or the standard library's
 * when the program is not on it); sites that hold nothing now are there too, with 0 bytes. The profiler's own writing
 * of profiles is left out.
 */
export const inUseSites = (profile: Profile): Map<string, Site> => {
  const sites = new Map<string, Site>();
  const space = typeIndex(profile, 'inuse_space');
  const allocated = typeIndex(profile, 'alloc_space');
  const objects = typeIndex(profile, 'inuse_objects');
  const types = profile.sampleTypes.length;
  if (space < 0) return sites;
  const roles = rolesOf(profile);
  for (let s = 0; s < profile.labels.length; s++) {
    const bytes = profile.values[s * types + space] as number;
    const { position, map } = blame(profile, roles, s);
    if (position < 0) continue;
    const func = profile.functions[position] as string;
    const file = profile.files[position] as string;
    const line = profile.lines[position] as number;
    const key = siteKey({ func, file, line });
    let site = sites.get(key);
    if (site === undefined) {
      site = {
        func,
        file,
        line,
        bytes: 0,
        objects: 0,
        blocks: new Map(),
        allocated: new Set(),
        allocatedBytes: 0,
        map: null,
      };
      sites.set(key, site);
    }
    site.bytes += bytes;
    if (objects >= 0) site.objects += profile.values[s * types + objects] as number;
    const block = Number((profile.labels[s] as Record<string, string>).bytes ?? 0);
    site.allocated.add(block);
    if (allocated >= 0) site.allocatedBytes += profile.values[s * types + allocated] as number;
    if (bytes !== 0) site.blocks.set(block, (site.blocks.get(block) ?? 0) + bytes);
    if (map === 'frames' || site.map === null) site.map = map ?? site.map;
  }
  return sites;
};

export const siteKey = (site: { func: string; file: string; line: number }): string =>
  `${site.func}\n${site.file}\n${site.line}`;

export const sumBytes = (sites: Iterable<{ bytes: number }>): number => {
  let sum = 0;
  for (const site of sites) sum += site.bytes;
  return sum;
};
