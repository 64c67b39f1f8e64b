import type { RuntimeFinding } from '@nightglass/model';
import type { LiveHeap } from './live-heap.ts';
import { figure, percentText, statement } from './words.ts';

/** The GC aims at a quarter of the CPU while it marks; over this share of all CPU time it hardly stops marking. */
const heavyShare = 0.25;
/** Goroutines that allocate do this much of the marking when background workers do not keep up. */
const heavyAssist = 0.3;

/**
 * The GC falling behind: goroutines that allocate are made to mark (assist), and GC takes a large share of the CPU.
 * That follows the allocation rate, not a leak. Null when it does not, or with too few cycles.
 */
export const pressureFinding = (heap: LiveHeap): RuntimeFinding | null => {
  if (heap.trend === null) return null;
  const heavy = heap.gcShare > heavyShare;
  const assisting = heap.assistShare > heavyAssist && heap.gcShare > heavyShare / 2;
  if (!heavy && !assisting) return null;
  const lastCycle = heap.cycles.at(-1);
  const late = heap.cycles.slice(-Math.max(5, Math.floor(heap.cycles.length / 3)));
  const longestPause = Math.max(
    ...late.map(({ clockMs }) => Math.max(clockMs.sweepTermination, clockMs.markTermination)),
  );
  return {
    id: 'gc-falling-behind',
    severity: 'warning',
    confidence: heavy && assisting ? 'likely' : 'possible',
    title: `GC takes ${percentText(heap.gcShare)} of the CPU${assisting ? `, and allocating goroutines do ${percentText(heap.assistShare)} of the marking` : ''}.`,
    detail: [
      'While a cycle marks, a goroutine that allocates faster than the background workers mark has to help (mark assist): its request gets slower, though nothing is stopped. Only the first and the third number of `ms clock` are pauses; the second is concurrent marking, and assist is the first of the three numbers joined by `/` under `ms cpu`.',
      'This comes from how much is allocated per second and how little room there is above the live heap. A leak makes it worse only by leaving less room under a limit.',
    ],
    evidence: [
      figure(
        heavy ? 'supports' : 'contradicts',
        'Share of the CPU that GC used over the last third of the time, idle workers left out.',
        { name: 'GC share of CPU', unit: '%', before: null, after: Math.round(heap.gcShare * 1000) / 10 },
        [heap.lines],
      ),
      figure(
        assisting ? 'supports' : 'contradicts',
        'Share of marking that allocating goroutines had to do themselves over the same time.',
        { name: 'assist share', unit: '%', before: null, after: Math.round(heap.assistShare * 1000) / 10 },
        [heap.lines],
      ),
      figure(
        'supports',
        'Megabytes allocated per second, first and last third of the time.',
        {
          name: 'allocation rate',
          unit: 'MB/s',
          before: Math.round(heap.rateFirst),
          after: Math.round(heap.rateLast),
        },
        [heap.lines],
      ),
      statement(
        longestPause > 10 ? 'supports' : 'contradicts',
        `The longest stop of the last cycles took ${longestPause} ms.`,
        [heap.lines],
      ),
      statement(
        heap.overGoal > 0 ? 'supports' : 'contradicts',
        heap.overGoal > 0
          ? `${heap.overGoal} of the last cycles ended more than a tenth over the heap goal: marking did not keep up.`
          : 'No late cycle ended far over the heap goal: the GC kept to its plan, at this price.',
        [heap.lines],
      ),
    ],
    sites: [],
    advice: [
      {
        text: 'Allocate less: the allocs profile (alloc_space) names the lines; reuse buffers there (sync.Pool, a slice kept by the worker).',
        code: {
          language: 'shell',
          text: "go tool pprof -sample_index=alloc_space 'http://localhost:6060/debug/pprof/allocs?seconds=30'",
        },
      },
      {
        text: `Or give the GC more room: a higher GOGC makes cycles rarer at the price of memory (the goal is about live heap × (1 + GOGC/100), now ${lastCycle?.heapMb.goal ?? 0} MB). Set GOMEMLIMIT (Go 1.19 and later) to about nine tenths of the container's limit beside it, so that the room ends where the container does; it is a soft limit and does not count cgo.`,
        code: { language: 'shell', text: 'GOGC=200 GOMEMLIMIT=1800MiB ./service   # container limit 2 GiB' },
      },
    ],
  };
};
