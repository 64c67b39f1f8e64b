/** GC traces and heap profiles of a service, put on one time axis. */
import {
  type Artifact,
  explainMemory,
  type GodebugArtifact,
  type ProfileArtifact,
  topTable,
} from '@nightglass/gorun';
import type { GcCycle, RuntimeMemoryResponse } from '@nightglass/model';
import type { StoredRef } from './protocol.ts';

interface Dated<A> {
  ref: StoredRef;
  artifact: A;
}

/** More are thinned out evenly: no chart has more pixels. */
const mostCycles = 4000;
const mostSites = 30;
/** Sites looked at per profile, largest first. */
const sitesPerHeap = 200;

const isA =
  <F extends Artifact['format']>(format: F) =>
  (item: Dated<Artifact>): item is Dated<Extract<Artifact, { format: F }>> =>
    item.artifact.format === format;

/**
 * A trace says how long after its start each cycle ended, not when the program started. The last cycle of the last
 * process stands for the time the trace was taken; a process before it ended where the next one started.
 */
const datedCycles = ({ ref, artifact }: Dated<GodebugArtifact>): RuntimeMemoryResponse['cycles'] => {
  const { gc, restarts } = artifact;
  const starts = [...new Set([0, ...restarts])].sort((a, b) => a - b);
  let end = BigInt(ref.timeUnixNano);
  const processes: RuntimeMemoryResponse['cycles'][] = [];
  for (const [i, first] of [...starts.entries()].reverse()) {
    const cycles = gc.slice(first, starts[i + 1]);
    const last = cycles.at(-1);
    if (last === undefined) continue;
    const started = end - nanos(last);
    processes.unshift(
      cycles.map((cycle) => ({ ...cycle, timeUnixNano: String(notBefore1970(started + nanos(cycle))) })),
    );
    end = started;
  }
  return processes.flat();
};
const nanos = (cycle: GcCycle): bigint => BigInt(Math.round(cycle.atSeconds * 1e9));
const notBefore1970 = (time: bigint): bigint => (time < 0n ? 0n : time);

const thinned = <T>(items: readonly T[], most: number): T[] => {
  if (items.length <= most) return [...items];
  return Array.from({ length: most }, (_, i) => items[Math.floor((i * items.length) / most)] as T);
};

const byTime = (a: { timeUnixNano: string }, b: { timeUnixNano: string }): number =>
  Number(BigInt(a.timeUnixNano) - BigInt(b.timeUnixNano));

const totalOf = ({ profile }: ProfileArtifact, type: string): number => {
  const index = profile.sampleTypes.findIndex((t) => t.type === type);
  if (index < 0) return 0;
  let sum = 0;
  for (let at = index; at < profile.values.length; at += profile.sampleTypes.length)
    sum += profile.values[at] ?? 0;
  return sum;
};

/** In-use bytes by site over the profiles, the sites that were ever largest. */
const sitesOver = (heaps: readonly Dated<ProfileArtifact>[]): RuntimeMemoryResponse['sites'] => {
  const sites = new Map<string, RuntimeMemoryResponse['sites'][number]>();
  heaps.forEach(({ artifact: { profile } }, at) => {
    const type = profile.sampleTypes.findIndex((t) => t.type === 'inuse_space');
    for (const { func, file, line, flat } of topTable(profile, type, { limit: sitesPerHeap, by: 'line' })) {
      const key = JSON.stringify([func, file, line]);
      const site = sites.get(key) ?? { func, file, line, bytes: heaps.map(() => 0) };
      site.bytes[at] = flat;
      sites.set(key, site);
    }
  });
  const peak = (site: { bytes: number[] }): number => Math.max(...site.bytes);
  return [...sites.values()].sort((a, b) => peak(b) - peak(a)).slice(0, mostSites);
};

const isHeap = ({ artifact: { profile } }: Dated<ProfileArtifact>): boolean =>
  !profile.difference && profile.sampleTypes.some((t) => t.type === 'inuse_space');

export const memoryOver = (
  gc: readonly Dated<Artifact>[],
  profiles: readonly Dated<Artifact>[],
): RuntimeMemoryResponse => {
  const traces = gc.filter(isA('godebug')).sort((a, b) => byTime(a.ref, b.ref));
  const all = profiles.filter(isA('profile')).sort((a, b) => byTime(a.ref, b.ref));
  const heaps = all.filter(isHeap);
  return {
    cycles: thinned(traces.flatMap(datedCycles).sort(byTime), mostCycles),
    heaps: heaps.map(({ ref, artifact }) => ({
      id: ref.id,
      timeUnixNano: ref.timeUnixNano,
      inuseBytes: totalOf(artifact, 'inuse_space'),
      inuseObjects: totalOf(artifact, 'inuse_objects'),
    })),
    sites: sitesOver(heaps),
    findings: explainMemory({
      gc: traces.map(({ artifact }) => artifact),
      heaps: all.map(({ artifact }) => artifact),
      names: all.map(({ ref }) => ref.name || ref.id),
    }),
  };
};
