import type { StackFrame } from '@nightglass/model';
import type { Profile } from '../model.ts';
import { packageOf, userFrame } from '../understand/functions.ts';

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

/** A stack of the profile as frames; positions are few, stacks many, so each position is made once. */
export const positionFrames = (profile: Profile): StackFrame[] =>
  profile.functions.map((func, p) => ({
    func,
    args: null,
    file: profile.files[p] as string,
    line: profile.lines[p] as number,
    inlined: false,
    at: 0,
  }));

const typeIndex = (profile: Profile, type: string): number =>
  profile.sampleTypes.findIndex((t) => t.type === type);

/** Is it a profile with memory in use? */
export const hasInUse = (profile: Profile): boolean => typeIndex(profile, 'inuse_space') >= 0;

/**
 * In-use memory by the innermost line of the program itself on each stack (a dependency's or the standard library's
 * when the program is not on it); sites that hold nothing now are there too, with 0 bytes. The profiler's own writing of profiles is left out.
 */
export const inUseSites = (profile: Profile): Map<string, Site> => {
  const sites = new Map<string, Site>();
  const space = typeIndex(profile, 'inuse_space');
  const allocated = typeIndex(profile, 'alloc_space');
  const objects = typeIndex(profile, 'inuse_objects');
  const types = profile.sampleTypes.length;
  if (space < 0) return sites;
  const frames = positionFrames(profile);
  for (let s = 0; s < profile.labels.length; s++) {
    const bytes = profile.values[s * types + space] as number;
    const own = Array.from(
      profile.stackOf.subarray(profile.stackStart[s], profile.stackStart[s + 1]),
      (p) => frames[p] as StackFrame,
    );
    const blamed = userFrame(own);
    if (blamed === null || own.some((frame) => packageOf(frame.func) === 'runtime/pprof')) continue;
    const key = siteKey(blamed);
    let site = sites.get(key);
    if (site === undefined) {
      const { func, file, line } = blamed;
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
    if (own.some((frame) => mapFrames.test(frame.func))) site.map = 'frames';
    else if (site.map === null && own.some((frame) => syncMapFrames.test(frame.func))) site.map = 'sync.Map';
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
