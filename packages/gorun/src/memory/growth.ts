import type { Advice, CrashSite, RuntimeEvidence, RuntimeFinding } from '@nightglass/model';
import { type LiveHeap, released } from './live-heap.ts';
import type { HeapMoment } from './runs.ts';
import { type Site, siteKey } from './sites.ts';
import { bytesText, figure, percentText, secondsText, siteText, statement } from './words.ts';

/** A site's growth below this many sampling periods can be chance: each sample stands for one period at least. */
const surePeriods = 4;
/** Sites named. */
const mostSites = 5;

export interface SiteGrowth {
  site: Site;
  before: number;
  after: number;
}

export interface HeapGrowth {
  before: HeapMoment;
  after: HeapMoment;
  /** Newest profile of the process: `after`, or a later one that holds less. */
  last: HeapMoment;
  sites: SiteGrowth[];
  grown: number;
  /** How many profiles rise one after the other from `before` to `after`; 0 when they do not. */
  rising: number;
}

/** Sites that hold more in `after` than in `before`, largest growth first. */
export const siteGrowth = (before: HeapMoment, after: HeapMoment): SiteGrowth[] =>
  [...after.sites.values()]
    .map((site) => ({ site, before: before.sites.get(siteKey(site))?.bytes ?? 0, after: site.bytes }))
    .filter((growth) => growth.after > growth.before)
    .sort((a, b) => b.after - b.before - (a.after - a.before));

/** Bytes below which a site's growth can be chance. */
export const sureGrowth = (moment: HeapMoment): number =>
  surePeriods * Math.max(1, moment.artifact.profile.period);

/** Growth from the first profile of a process to its fullest one; null when it did not grow by a fifth and 4 MB. */
export const heapGrowth = (moments: readonly HeapMoment[]): HeapGrowth | null => {
  const before = moments[0];
  const last = moments.at(-1);
  if (before === undefined || last === undefined || moments.length < 2) return null;
  const after = moments.reduce((most, moment) => (moment.inUse > most.inUse ? moment : most), before);
  const grown = after.inUse - before.inUse;
  if (grown < Math.max(4e6, before.inUse / 5)) return null;
  const sure = Math.max(sureGrowth(after), grown / 100);
  const sites = siteGrowth(before, after).filter((site) => site.after - site.before > sure);
  const upTo = moments.slice(0, moments.indexOf(after) + 1);
  const rising = upTo.every((moment, i) => i === 0 || moment.inUse > (upTo[i - 1] as HeapMoment).inUse);
  return { before, after, last, sites: sites.slice(0, mostSites), grown, rising: rising ? upTo.length : 0 };
};

/** Did the program allocate faster by about as much as its heap grew? */
const followsTraffic = (heap: LiveHeap): boolean => {
  if (heap.rateFirst <= 0 || heap.trend === null) return false;
  const live = Math.max(heap.trend.last, 1) / Math.max(heap.trend.first, 1);
  const rate = heap.rateLast / heap.rateFirst;
  return rate > 1.3 && rate > live * 0.5;
};

const traceEvidence = (heap: LiveHeap): RuntimeEvidence[] => {
  const { trend } = heap;
  if (trend === null) return [];
  const seconds = (heap.cycles.at(-1)?.atSeconds ?? 0) - (heap.cycles[0]?.atSeconds ?? 0);
  const evidence = [
    figure(
      'supports',
      `The live heap (third number of the gctrace lines) rises by ${rateText(trend.slope)} over ${secondsText(seconds)}: ${percentText(trend.risingShare)} of all pairs of ${trend.points} cycles rise, the start-up left out. What was allocated while a cycle marked counts as live in it.`,
      { name: 'live heap', unit: 'MB', before: heap.firstMb, after: heap.lastMb },
      [heap.lines],
    ),
    figure(
      followsTraffic(heap) ? 'contradicts' : 'supports',
      followsTraffic(heap)
        ? 'The program allocates faster by about as much as the heap grew: more traffic can explain it.'
        : heap.rateLast > heap.rateFirst * 1.2
          ? 'The allocation rate rose far less than the heap: more traffic alone does not explain it.'
          : 'The allocation rate did not rise: more traffic does not explain it.',
      { name: 'allocation rate', unit: 'MB/s', before: round(heap.rateFirst), after: round(heap.rateLast) },
      [heap.lines],
    ),
  ];
  if (heap.endMb < heap.peakMb * released)
    evidence.push(
      figure(
        'contradicts',
        'At the end the live heap had fallen: most of what was held has been let go.',
        { name: 'live heap', unit: 'MB', before: heap.peakMb, after: heap.endMb },
        [{ start: heap.lines.end, end: heap.lines.end }],
      ),
    );
  return evidence;
};

const round = (value: number): number => Math.round(value * 10) / 10;

/** `43.8 MB/s`, `12 MB per hour`. */
const rateText = (mbPerSecond: number): string =>
  mbPerSecond >= 0.1
    ? `${mbPerSecond.toFixed(1)} MB per second`
    : mbPerSecond * 60 >= 1
      ? `${(mbPerSecond * 60).toFixed(1)} MB per minute`
      : `${(mbPerSecond * 3600).toFixed(1)} MB per hour`;

const profileEvidence = (growth: HeapGrowth): RuntimeEvidence[] => {
  const { before, after, last } = growth;
  const evidence = growth.sites.map(({ site, before: from, after: to }) =>
    figure(
      'supports',
      `${siteText(site)} holds ${bytesText(to - from)} more: ${bytesText(from)} -> ${bytesText(to)}${after.name === '' ? '' : ` (${before.name} -> ${after.name})`}.`,
      { name: `in use at ${site.func}`, unit: 'bytes', before: from, after: to },
    ),
  );
  if (growth.rising > 2)
    evidence.push(statement('supports', `Each of ${growth.rising} profiles holds more than the one before.`));
  if (last !== after && last.inUse < after.inUse * 0.6)
    evidence.push(
      figure(
        'contradicts',
        `The newest profile${last.name === '' ? '' : `, ${last.name},`} holds less again: most of it was let go.`,
        { name: 'in use', unit: 'bytes', before: after.inUse, after: last.inUse },
      ),
    );
  return evidence;
};

export const crashSite = (site: Site): CrashSite => ({
  role: 'holder',
  function: site.func,
  file: site.file,
  line: site.line,
  goroutine: null,
  access: '',
  from: 'dump',
  confidence: 1,
});

const compareAdvice: Advice = {
  text: 'Take two profiles some minutes apart, each after a GC, and compare them: what grows in use is what is kept.',
  code: {
    language: 'shell',
    text: [
      "curl -so before.pb.gz 'http://localhost:6060/debug/pprof/heap?gc=1'",
      'sleep 600',
      "curl -so after.pb.gz 'http://localhost:6060/debug/pprof/heap?gc=1'",
      'nightglass inspect --diff before.pb.gz after.pb.gz',
    ].join('\n'),
  },
};

const adviceFor = (growth: HeapGrowth | null): Advice[] => {
  const site = growth?.sites[0]?.site;
  const limit: Advice = {
    text: 'GOMEMLIMIT (Go 1.19 and later) is no cure: it is a soft limit for all memory of the Go runtime (not for cgo or mapped files). It makes the GC work harder near the limit; a live heap that keeps growing passes it, and the process then spends up to half of its CPU on GC before the kernel ends it.',
  };
  if (site === undefined) return [compareAdvice, limit];
  return [
    {
      text: `Look at what ${siteText(site)} stores and who deletes it. Bound what grows with the number of users, keys or requests: a size limit, an age, or a delete when the session ends.`,
    },
    limit,
  ];
};

/**
 * Growth of the heap, from gctrace, from heap profiles, or from both together. They have to be of the same process;
 * null when neither rises.
 */
export const growthFinding = (heap: LiveHeap | null, growth: HeapGrowth | null): RuntimeFinding | null => {
  if (heap === null && growth === null) return null;
  const traffic = heap !== null && followsTraffic(heap);
  const top = growth?.sites[0];
  const from = heap === null ? bytesText(growth?.before.inUse ?? 0) : `${heap.firstMb} MB`;
  const to = heap === null ? bytesText(growth?.after.inUse ?? 0) : `${heap.lastMb} MB`;
  const holder =
    top === undefined
      ? ''
      : `; ${siteText(top.site)} holds ${bytesText(top.after - top.before)} of the growth`;
  const detail = [
    traffic
      ? 'The heap grew while the program allocated faster. That fits more traffic as well as a leak; a profile at the same traffic later parts them.'
      : 'What the GC finds alive after each cycle keeps growing. Something stays reachable: a map or slice that is only added to, goroutines that never end and hold their memory, or a cache without a bound.',
    'Live memory decides, not the size of the process: garbage that waits for the next cycle, and memory the runtime keeps for later, are not counted here.',
  ];
  const evidence = [
    ...(heap === null ? [] : traceEvidence(heap)),
    ...(growth === null ? [] : profileEvidence(growth)),
  ];
  if (heap === null)
    evidence.push(
      statement(
        'contradicts',
        'No GC trace long enough for a trend stands beside the profiles: moments show growth, not whether it goes on.',
      ),
    );
  if (growth === null)
    evidence.push(
      statement(
        'contradicts',
        'There are no two heap profiles that show which line of the program holds it.',
      ),
    );
  return {
    id: traffic ? 'heap-growth-with-traffic' : 'heap-growth',
    severity: traffic ? 'info' : 'warning',
    confidence: heap !== null && growth !== null && !traffic ? 'likely' : 'possible',
    title: `The live heap grew from ${from} to ${to}${traffic ? ', together with the allocation rate' : ''}${holder}.`,
    detail,
    evidence,
    sites: growth?.sites.map(({ site }) => crashSite(site)) ?? [],
    advice: adviceFor(growth),
  };
};
