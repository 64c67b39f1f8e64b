import type { Logger } from '@nightglass/model';
import { noCounts, type SignalCounts } from '../conservation.ts';
import type { Folder, LogFile } from './folder.ts';
import { type Entry, scan } from './scan.ts';

const SUFFIX = '.log';

/** A file of the log: positions [base, end). */
export interface Segment {
  readonly name: string;
  readonly base: number;
  readonly file: LogFile;
  /** Durable up to here. */
  end: number;
}

/** What opening found. Counted, logged, never silent. */
export interface OpenReport {
  /** Whole records from the cursor on: they are delivered again. */
  replayed: SignalCounts;
  /** Bytes of a write that a crash cut short; never acknowledged. */
  tornBytes: number;
  /** Damaged stretches inside the log: kept as `<position>.damaged`, skipped. */
  damaged: { from: number; end: number; records: SignalCounts }[];
  /** When the oldest of them was received, Unix nanoseconds. */
  oldestReceivedAt: bigint | undefined;
}

/** Decimal and zero-padded, so that names sort as positions do. */
export const segmentName = (base: number): string => `${String(base).padStart(16, '0')}${SUFFIX}`;

/**
 * Opens every segment that holds something from `cursor` on, verifies every record, cuts a torn tail, and deletes
 * segments that are done.
 */
export const openSegments = async (
  folder: Folder,
  cursor: number,
  logger: Logger,
): Promise<{ segments: Segment[]; report: OpenReport }> => {
  const files = (await folder.list())
    .filter((f) => /^\d{16}\.log$/.test(f.name))
    .map((f) => ({ ...f, base: Number.parseInt(f.name, 10) }))
    .sort((a, b) => a.base - b.base);
  const report: OpenReport = { replayed: noCounts(), tornBytes: 0, damaged: [], oldestReceivedAt: undefined };
  const segments: Segment[] = [];
  for (const [i, { name, base, bytes }] of files.entries()) {
    // A segment given up after a failed write may end in bytes that were never acknowledged: the next one begins there.
    const end = Math.min(base + bytes, files[i + 1]?.base ?? Number.POSITIVE_INFINITY);
    if (end <= cursor) {
      await folder.remove(name);
      continue;
    }
    const file = await folder.open(name);
    const segment: Segment = { name, base, file, end };
    await verify(folder, segment, Math.max(base, cursor), report, logger, i === files.length - 1);
    if (segment.end > base) {
      segments.push(segment);
      continue;
    }
    // Nothing whole was ever written to it: the next segment begins at the same position, under the same name.
    await file.close();
    await folder.remove(name);
  }
  return { segments, report };
};

const verify = async (
  folder: Folder,
  segment: Segment,
  from: number,
  report: OpenReport,
  logger: Logger,
  isLast: boolean,
): Promise<void> => {
  let gap: { from: number; end: number; records: SignalCounts } | undefined;
  const closeGap = async (): Promise<void> => {
    if (gap === undefined) return;
    report.damaged.push(gap);
    await setAside(folder, segment, gap.from, gap.end);
    logger.error('the queue holds damaged records; they are skipped and kept aside', {
      folder: folder.path,
      segment: segment.name,
      from: gap.from,
      bytes: gap.end - gap.from,
    });
    gap = undefined;
  };
  for await (const entry of scan(segment.file, segment.base, from, segment.end)) {
    if (entry.kind === 'record') {
      await closeGap();
      report.oldestReceivedAt ??= entry.header.receivedAtUnixNano;
      report.replayed[entry.header.signal] += entry.header.records;
    } else {
      gap ??= { from: entry.from, end: entry.end, records: noCounts() };
      gap.end = entry.end;
      if (entry.header !== undefined) gap.records[entry.header.signal] += entry.header.records;
    }
  }
  // Only the newest segment was being written when the process ended; the end of an older one was synced once.
  if (!isLast) await closeGap();
  if (gap === undefined) return;
  // Nothing readable follows: the end of a write that never finished, so never acknowledged.
  report.tornBytes += gap.end - gap.from;
  logger.warn('the last write to the queue was cut short by a crash; its end is removed', {
    segment: segment.name,
    bytes: gap.end - gap.from,
  });
  await segment.file.truncate(gap.from - segment.base);
  await segment.file.sync();
  segment.end = gap.from;
};

/** Keeps damaged or refused bytes in their own file for whoever wants to look; a full disk must not stop the queue. */
export const setAside = async (
  folder: Folder,
  segment: Segment,
  from: number,
  end: number,
  suffix = 'damaged',
): Promise<void> => {
  const name = `${String(from).padStart(16, '0')}.${suffix}`;
  try {
    await folder.remove(name);
    const out = await folder.create(name);
    const chunk = Buffer.allocUnsafe(1 << 20);
    for (let at = from; at < end; at += chunk.length) {
      const part = chunk.subarray(0, Math.min(chunk.length, end - at));
      const got = await segment.file.read(part, at - segment.base);
      await out.write([part.subarray(0, got)], at - from);
    }
    await out.sync();
    await out.close();
  } catch {
    // Their count is kept in any case; the copy is a courtesy.
  }
};

/** Reads [from, to) across segments; a hole between two segments (a failed write) is passed over. */
export async function* readRange(
  segments: readonly Segment[],
  from: number,
  to: number,
): AsyncGenerator<Entry & { segment: Segment }> {
  for (const segment of [...segments]) {
    const start = Math.max(from, segment.base);
    const end = Math.min(to, segment.end);
    if (start >= end) continue;
    for await (const entry of scan(segment.file, segment.base, start, end)) yield { ...entry, segment };
  }
}
