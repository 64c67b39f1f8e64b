import type { RuntimeEvidence, RuntimeFinding } from '@nightglass/model';
import { crashSite, siteGrowth, sureGrowth } from './growth.ts';
import type { HeapMoment } from './runs.ts';
import { type Site, siteKey } from './sites.ts';
import { bytesText, figure, siteText, statement } from './words.ts';

/** Blocks smaller than this are entries, not the tables of a map that has grown large. */
const smallestTable = 4096;
const mostSites = 5;

interface Suspect {
  site: Site;
  bytes: number;
  why: string;
  sure: boolean;
}

/** Bytes of a site in blocks large enough to be a map's buckets or tables. */
const tableBytes = (site: Site): number => {
  let bytes = 0;
  for (const [block, held] of site.blocks) if (block >= smallestTable) bytes += held;
  return bytes;
};

/** Do block sizes allocated at one site double again and again, as bucket arrays do up to Go 1.23? */
const doubles = (sizes: ReadonlySet<number>): boolean => {
  const large = [...sizes].filter((size) => size >= smallestTable).sort((a, b) => a - b);
  let steps = 0;
  for (let i = 1; i < large.length; i++) {
    const ratio = (large[i] as number) / (large[i - 1] as number);
    if (ratio > 1.8 && ratio < 2.2) steps++;
  }
  return steps >= 2;
};

/** Sites of the fullest profile that look like maps; `emptied` is the later one in which most entries were gone. */
const suspectsOf = (first: HeapMoment, full: HeapMoment, emptied: HeapMoment | null): Suspect[] => {
  const suspects: Suspect[] = [];
  const sure = sureGrowth(full);
  for (const { site, before, after } of siteGrowth(first, full)) {
    if (after - before < sure) continue;
    const tables = tableBytes(site);
    const add = (bytes: number, why: string, certain: boolean): void => {
      suspects.push({ site, bytes, why, sure: certain });
    };
    if (emptied !== null) {
      const later = emptied.sites.get(siteKey(site));
      const kept = later === undefined ? 0 : tableBytes(later);
      if (kept > 1e6 && kept >= tables * 0.9)
        add(kept, 'its large blocks stayed when the small ones, the entries, were freed', true);
      else if (site.map !== null && (later?.bytes ?? 0) > 1e6)
        add(later?.bytes ?? 0, `${mapWords[site.map]} and much of it stayed`, true);
    } else if (site.map !== null) add(site.bytes, mapWords[site.map], true);
    else if (tables > 1e6 && doubles(site.allocated))
      add(tables, 'its large blocks double in size, as the buckets of a map do up to Go 1.23', true);
    else if (tables > 1e6 && oneSize(site))
      add(
        tables,
        'it holds many large blocks of one odd size, as the tables of a map from Go 1.24 on',
        false,
      );
  }
  return suspects.sort((a, b) => b.bytes - a.bytes).slice(0, mostSites);
};

const mapWords = {
  frames: 'the map runtime stands on its stack',
  'sync.Map': 'it stores into a sync.Map',
} as const;

/** Are all large blocks of one size, and not a round number as buffers are? Full tables of Go 1.24 and later are. */
const oneSize = (site: Site): boolean => {
  const large = [...site.blocks.keys()].filter((block) => block >= smallestTable);
  const size = large[0];
  return (
    large.length === 1 &&
    size !== undefined &&
    (size & (size - 1)) !== 0 &&
    size <= 1 << 20 &&
    (site.blocks.get(size) ?? 0) / size >= 16
  );
};

const evidenceOf = (suspect: Suspect, full: HeapMoment, emptied: HeapMoment | null): RuntimeEvidence => {
  const label = `${siteText(suspect.site)}: ${bytesText(suspect.bytes)}, ${suspect.why}`;
  if (emptied === null) return statement('supports', `${label}.`);
  const from = full.sites.get(siteKey(suspect.site))?.bytes ?? 0;
  const to = emptied.sites.get(siteKey(suspect.site))?.bytes ?? 0;
  return figure('supports', `${label}; ${bytesText(from)} -> ${bytesText(to)}.`, {
    name: `in use at ${suspect.site.func}`,
    unit: 'bytes',
    before: from,
    after: to,
  });
};

const code = `// A new map is the only way to get the memory of a large one back: delete and clear keep its tables.
func (c *cache) shrink() {
	c.mu.Lock()
	defer c.mu.Unlock()
	fresh := make(map[string]*entry, len(c.data))
	for k, v := range c.data {
		fresh[k] = v
	}
	c.data = fresh
}`;

/**
 * Maps that only grow: named when the stacks or the sizes of the blocks speak of a map. Go's own heap profiles leave
 * the runtime's frames out, so that without other signs this is an inference, and says so.
 */
export const mapFinding = (moments: readonly HeapMoment[]): RuntimeFinding | null => {
  const first = moments[0];
  const last = moments.at(-1);
  if (first === undefined || last === undefined || moments.length < 2) return null;
  const full = moments.reduce((most, moment) => (moment.inUse > most.inUse ? moment : most), first);
  if (full.inUse - first.inUse < Math.max(4e6, first.inUse / 5)) return null;
  // The profile in which the entries were gone and the tables were not.
  const emptied =
    moments
      .slice(moments.indexOf(full) + 1)
      .find((moment) => moment.inUse < full.inUse * 0.5 && moment.inUse > 1e6) ?? null;
  const suspects = suspectsOf(first, full, emptied);
  if (suspects.length === 0) return null;
  const sure = suspects.some((suspect) => suspect.sure);
  const names = suspects.map(({ site }) => siteText(site));
  const where = names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : `${names[0]}`;
  const evidence = suspects.map((suspect) => evidenceOf(suspect, full, emptied));
  if (emptied !== null)
    evidence.push(
      figure('supports', 'Most entries were freed, the rest is held by what cannot shrink.', {
        name: 'in use',
        unit: 'bytes',
        before: full.inUse,
        after: emptied.inUse,
      }),
    );
  if (last.inUse < (emptied ?? full).inUse * 0.5)
    evidence.push(
      figure('supports', 'The newest profile holds far less: replacing the maps freed them.', {
        name: 'in use',
        unit: 'bytes',
        before: (emptied ?? full).inUse,
        after: last.inUse,
      }),
    );
  if (suspects.some(({ site }) => site.map === null))
    evidence.push(
      statement(
        'contradicts',
        "Go's heap profiles hide the runtime's own calls, so that these are maps is told by the sizes of the blocks, not by a call to the map runtime.",
      ),
    );
  return {
    id: 'map-never-shrinks',
    severity: 'warning',
    confidence: emptied !== null && sure ? 'likely' : 'possible',
    title:
      emptied === null
        ? `Maps grow at ${where}.`
        : `${bytesText(emptied.inUse)} stay in use after the entries were deleted: the maps at ${where} do not shrink.`,
    detail: [
      'A Go map never shrinks (golang/go#20135): delete and clear empty its slots but keep its tables, and debug.FreeOSMemory cannot free what is reachable. Deleted entries free only what they point to.',
      'How much stays differs: up to Go 1.23 a map is one array of buckets that doubles, from Go 1.24 it is tables of at most 1,024 slots. With 322,000 entries deleted from two maps and a sync.Map, 52.8 MB stayed up to 1.23 and 29.5 MB from 1.24.',
    ],
    evidence,
    sites: suspects.map(({ site }) => crashSite(site)),
    advice: [
      {
        text: 'Replace a map that was much larger than it will be again: copy what is left into a new one, under its lock.',
        code: { language: 'go', text: code },
      },
      { text: 'Better, bound it: evict by age or size before it grows, so that it never has to shrink.' },
    ],
  };
};
