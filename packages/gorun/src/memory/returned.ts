import type { RuntimeEvidence, RuntimeFinding } from '@nightglass/model';
import type { ScavengeTrace } from '../model.ts';
import { bytesText, figure, percentText, statement } from './words.ts';

/** Idle memory the system still counts: less is what the runtime keeps on purpose. */
const least = 64 * 2 ** 20;

/**
 * Memory the runtime no longer uses but the operating system has not got back. From MemStats (newest of a process),
 * with the resident size when the caller knows it. Null when there is not much of it.
 */
export const returnedFinding = (
  memStats: Readonly<Record<string, number>>,
  scavenge: readonly ScavengeTrace[],
  rssBytes: number | null,
): RuntimeFinding | null => {
  const { HeapSys, HeapIdle, HeapReleased, HeapInuse, HeapAlloc } = memStats;
  if (HeapSys === undefined || HeapIdle === undefined || HeapReleased === undefined) return null;
  const kept = HeapIdle - HeapReleased;
  if (kept < Math.max(least, (HeapInuse ?? 0) / 2)) return null;
  const evidence: RuntimeEvidence[] = [
    figure(
      'supports',
      'HeapIdle - HeapReleased: free inside the runtime, still counted as the process by the system.',
      {
        name: 'kept by the runtime',
        unit: 'bytes',
        before: null,
        after: kept,
      },
    ),
    figure('supports', 'HeapAlloc: what is allocated, garbage not yet swept included.', {
      name: 'HeapAlloc',
      unit: 'bytes',
      before: null,
      after: HeapAlloc ?? 0,
    }),
    statement(
      'contradicts',
      `${bytesText(HeapReleased)} of ${bytesText(HeapIdle)} idle memory were returned already (${percentText(HeapIdle > 0 ? HeapReleased / HeapIdle : 0)}); HeapSys (${bytesText(HeapSys)}) is address space and never falls.`,
    ),
  ];
  if (rssBytes !== null)
    evidence.push(
      figure(
        rssBytes > (HeapInuse ?? 0) + kept / 2 ? 'supports' : 'contradicts',
        'Resident size of the process, beside what the heap has in use.',
        { name: 'resident size', unit: 'bytes', before: HeapInuse ?? null, after: rssBytes },
      ),
    );
  const last = scavenge.at(-1);
  if (last !== undefined)
    evidence.push(
      statement(
        last.utilPercent < 80 ? 'supports' : 'contradicts',
        `scavtrace: ${last.utilPercent} % of the memory the heap retains was in use at the last report.`,
        [{ start: last.at, end: last.at }],
      ),
    );
  return {
    id: 'memory-not-returned',
    severity: 'info',
    confidence: 'proved',
    title: `${bytesText(kept)} are free inside the Go runtime but not yet given back to the system; ${bytesText(HeapAlloc ?? HeapInuse ?? 0)} are allocated.`,
    detail: [
      'This is not a leak: the pages are free and will be used again. The scavenger returns them in the background, at about 1 % of one CPU, until about a tenth over the heap goal is left, so the size of the process falls minutes after the heap did.',
      'A resident size that stays high while the live heap is low points here; a live heap that stays high points to what the program holds.',
    ],
    evidence,
    sites: [],
    advice: [
      {
        text: 'After a rare, large burst the program can ask for it: debug.FreeOSMemory forces a GC and returns all it can. It stops nothing for good and costs a full GC, so not in a request.',
        code: { language: 'go', text: 'debug.FreeOSMemory() // import "runtime/debug"' },
      },
      {
        text: 'Where the container has a limit, set GOMEMLIMIT (Go 1.19 and later): near it the runtime returns memory at once instead of in the background.',
      },
    ],
  };
};
