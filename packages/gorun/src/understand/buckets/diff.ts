import type { Goroutine, GoroutineBucket, GoroutineBucketChange, StackSimilarity } from '@nightglass/model';
import { bucketGoroutines } from './buckets.ts';

/**
 * What changed between two dumps of the same program, by bucket: the largest growth first, then what went, then what
 * stayed. A bucket shows the later dump where it is in both.
 */
export function diffGoroutines(
  before: readonly Goroutine[],
  after: readonly Goroutine[],
  similarity: StackSimilarity,
): GoroutineBucketChange[] {
  const old = new Map(bucketGoroutines(before, similarity).map((bucket) => [bucket.key, bucket]));
  const changes: GoroutineBucketChange[] = [];
  for (const bucket of bucketGoroutines(after, similarity)) {
    changes.push(change(bucket, old.get(bucket.key)?.count ?? 0, bucket.count));
    old.delete(bucket.key);
  }
  for (const bucket of old.values()) changes.push(change(bucket, bucket.count, 0));
  return changes.sort((a, b) => weight(b) - weight(a) || b.after - a.after);
}

function change(bucket: GoroutineBucket, before: number, after: number): GoroutineBucketChange {
  return { bucket, before, after, change: nameOf(before, after) };
}

function nameOf(before: number, after: number): GoroutineBucketChange['change'] {
  if (before === 0) return 'new';
  if (after === 0) return 'gone';
  if (after > before) return 'grown';
  return after < before ? 'shrunk' : 'same';
}

/** Growth before loss, each by its size; the unchanged last. */
function weight({ before, after }: GoroutineBucketChange): number {
  const delta = after - before;
  return delta > 0 ? delta * 1_000_000 : -delta;
}

export interface LongerWait {
  id: number;
  beforeMinutes: number;
  afterMinutes: number;
}

/**
 * Goroutines that are in both dumps under the same id, in the same bucket, and have waited longer in the second: they
 * did not move in between. Ids are never used twice by one process.
 */
export function stillWaiting(
  before: readonly Goroutine[],
  after: readonly Goroutine[],
  keyOf: (goroutine: Goroutine) => string,
): LongerWait[] {
  const old = new Map<number, Goroutine>();
  for (const goroutine of before) if (goroutine.id > 0) old.set(goroutine.id, goroutine);
  const waits: LongerWait[] = [];
  for (const goroutine of after) {
    const earlier = old.get(goroutine.id);
    if (earlier === undefined || goroutine.waitMinutes <= earlier.waitMinutes) continue;
    if (earlier.state !== goroutine.state || keyOf(earlier) !== keyOf(goroutine)) continue;
    waits.push({
      id: goroutine.id,
      beforeMinutes: earlier.waitMinutes,
      afterMinutes: goroutine.waitMinutes,
    });
  }
  return waits;
}
