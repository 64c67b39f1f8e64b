import type { GcCycle } from '@nightglass/model';
import type { GodebugArtifact, ProfileArtifact } from '../model.ts';
import { baseName } from '../understand/functions.ts';
import { hasInUse, inUseSites, type Site, sumBytes } from './sites.ts';

/** The cycles of each process, in order; a log may hold several processes one after the other. */
export const processRuns = (artifact: GodebugArtifact): GcCycle[][] =>
  artifact.restarts.map((start, i) =>
    artifact.gc.slice(start, artifact.restarts[i + 1] ?? artifact.gc.length),
  );

/** A heap profile at its moment. */
export interface HeapMoment {
  artifact: ProfileArtifact;
  /** Its file's name without folders, or as given. */
  name: string;
  /** Unix nanoseconds; the last GC's for the text form, which tells no other; 0n when unknown. */
  time: bigint;
  sites: Map<string, Site>;
  inUse: number;
  /** Bytes allocated since the process started: never falls within one process. */
  allocated: number;
}

const momentOf = (artifact: ProfileArtifact, name: string): HeapMoment => {
  const { profile, memStats } = artifact;
  const sites = inUseSites(profile);
  const lastGc = memStats?.LastGC ?? 0;
  return {
    artifact,
    name: baseName(name),
    time: profile.timeUnixNano > 0n ? profile.timeUnixNano : BigInt(Math.trunc(lastGc)),
    sites,
    inUse: sumBytes(sites.values()),
    allocated: [...sites.values()].reduce((sum, site) => sum + site.allocatedBytes, 0),
  };
};

/**
 * Can `later` be of the same process? What a line has allocated since the start never falls there; the numbers are
 * scaled from samples, so that a twentieth is not taken for a fall.
 */
const sameProcess = (earlier: HeapMoment, later: HeapMoment): boolean => {
  for (const [key, site] of earlier.sites) {
    if (site.allocatedBytes < 2e6) continue;
    if ((later.sites.get(key)?.allocatedBytes ?? 0) < site.allocatedBytes * 0.95) return false;
  }
  return later.allocated >= earlier.allocated * 0.95;
};

/**
 * Heap profiles of one process each, in order of time; bytes allocated by a line that fall mean another process. Of
 * two with the same numbers (the text and the protobuf form of one moment) the later given one adds nothing and is
 * left out, but for its MemStats.
 */
export const heapRuns = (
  heaps: readonly { artifact: ProfileArtifact; name: string }[],
): { moments: HeapMoment[]; memStats: Readonly<Record<string, number>>[] }[] => {
  const moments = heaps
    .filter(({ artifact }) => hasInUse(artifact.profile) && !artifact.profile.difference)
    .map(({ artifact, name }) => momentOf(artifact, name));
  const timed = moments.every((moment) => moment.time > 0n);
  // Without all times the order given is the best there is.
  if (timed) moments.sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
  const runs: { moments: HeapMoment[]; memStats: Readonly<Record<string, number>>[] }[] = [];
  for (const moment of moments) {
    let run = runs.at(-1);
    const last = run?.moments.at(-1);
    const twin = last !== undefined && last.allocated === moment.allocated && last.inUse === moment.inUse;
    if (run === undefined || (last !== undefined && !sameProcess(last, moment))) {
      run = { moments: [], memStats: [] };
      runs.push(run);
    }
    if (!twin) run.moments.push(moment);
    if (moment.artifact.memStats !== null) run.memStats.push(moment.artifact.memStats);
  }
  return runs;
};
