/**
 * The durable queue: one append-only log for all signals of an exporter, in segments on disk.
 * Appends that come together share one write and one fdatasync; each resolves after that sync.
 */
import { randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { type Logger, type MetricsRegistry, NightglassError } from '@nightglass/model';
import type { ByteBudget } from '../byte-budget.ts';
import type { Clock } from '../clock.ts';
import type { Batch } from '../component.ts';
import { addCounts, noCounts, type SignalCounts } from '../conservation.ts';
import { Ages } from './ages.ts';
import type { Folder } from './folder.ts';
import { Journal } from './journal.ts';
import { QueueMetrics } from './queue-metrics.ts';
import { HEADER_BYTES, type RecordHeader, writeHeader } from './record.ts';
import { type OpenReport, openSegments, type Segment, segmentName, setAside } from './segments.ts';
import { TailCache } from './tail-cache.ts';

export interface QueueOptions {
  /** Most bytes on disk; beyond it appends are refused with NG_QUEUE_FULL. */
  maxBytes: number;
  segmentBytes: number;
  /** Appends are refused when the disk has less room left than this. */
  minFreeBytes: number;
  /** Most bytes of fresh requests kept in memory for the reader. */
  cacheBytes: number;
}

export interface QueueEnvironment {
  logger: Logger;
  metrics: MetricsRegistry;
  clock: Clock;
  budget: ByteBudget;
  /** Value of the label `queue` of its metrics. */
  name: string;
}

interface Waiting {
  batch: Batch;
  resolve(): void;
  reject(error: unknown): void;
}

const MAX_GROUP_BYTES = 32 << 20;
const MAX_GROUP = 512;
/** After a failed write, appends are refused at once for this long instead of hammering a full disk. */
const PAUSE_MS = 250;
const FREE_CHECK_MS = 1000;

export class DurableQueue {
  readonly journal: Journal;
  readonly report: OpenReport;
  readonly cache: TailCache;
  readonly segments: Segment[];
  readonly queued: SignalCounts = noCounts();
  readonly metrics: QueueMetrics;
  readonly #folder: Folder;
  readonly #options: QueueOptions;
  readonly #env: QueueEnvironment;
  readonly #ages = new Ages();
  #waiting: Waiting[] = [];
  #waitingBytes = 0;
  #busy = false;
  #flushing: Promise<void> | undefined;
  #active: Segment | undefined;
  #end: number;
  #bytes = 0;
  #commits = 0;
  #free = { bytes: Number.POSITIVE_INFINITY, checkedAt: Number.NEGATIVE_INFINITY };
  #failure: { error: NightglassError; until: number } | undefined;
  #closed = false;
  #readers: (() => void)[] = [];

  static async open(folder: Folder, options: QueueOptions, env: QueueEnvironment): Promise<DurableQueue> {
    // An empty queue begins at the time in microseconds, so that positions of a folder that was deleted do not return.
    const start = Number(env.clock.nowUnixNano() / 1000n);
    const journal = await Journal.open(folder, randomBytes(6).toString('hex'), start);
    const { segments, report } = await openSegments(folder, journal.cursor, env.logger);
    return new DurableQueue(folder, options, env, journal, segments, report);
  }

  private constructor(
    folder: Folder,
    options: QueueOptions,
    env: QueueEnvironment,
    journal: Journal,
    segments: Segment[],
    report: OpenReport,
  ) {
    this.#folder = folder;
    this.#options = {
      ...options,
      segmentBytes: Math.min(options.segmentBytes, Math.ceil(options.maxBytes / 4)),
    };
    this.#env = env;
    this.journal = journal;
    this.segments = segments;
    this.report = report;
    this.#end = Math.max(journal.plannedTo, segments.at(-1)?.end ?? 0);
    this.#bytes = segments.reduce((n, s) => n + s.end - s.base, 0);
    this.cache = new TailCache(env.budget, options.cacheBytes, this.#end);
    addCounts(this.queued, report.replayed);
    if (report.oldestReceivedAt !== undefined) {
      const age = Math.max(0, Number((env.clock.nowUnixNano() - report.oldestReceivedAt) / 1_000_000n));
      this.#ages.add(this.#end, env.clock.monotonicMs() - age);
    }
    this.metrics = new QueueMetrics(env.metrics, env.name, {
      bytes: () => this.#bytes,
      limit: () => options.maxBytes,
      oldestAgeSeconds: () => this.oldestAgeSeconds,
      queued: () => this.queued,
      cacheBytes: () => this.cache.bytes,
    });
    this.metrics.opened(report);
  }

  /** Durable up to this position. */
  get end(): number {
    return this.#end;
  }
  /** Bytes on disk. */
  get bytes(): number {
    return this.#bytes;
  }
  /** Group commits so far. */
  get commits(): number {
    return this.#commits;
  }
  get oldestAgeSeconds(): number {
    return this.#ages.oldest(this.#env.clock.monotonicMs()) / 1000;
  }
  /** The failure that makes the queue refuse right now, if any. */
  get failure(): NightglassError | undefined {
    return this.#failure?.error;
  }

  /** Resolves when the batch is on disk. Rejects with NG_QUEUE_FULL or NG_QUEUE_IO: not taken, send it again later. */
  append(batch: Batch): Promise<void> {
    const size = HEADER_BYTES + batch.bytes.length;
    const refusal = this.#refusal(size);
    if (refusal !== undefined) return Promise.reject(refusal);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ batch, resolve, reject });
      this.#waitingBytes += size;
      if (this.#busy) return;
      this.#busy = true;
      this.#flushing = this.#flush();
    });
  }

  /** Resolves when something lies behind `position`, or after `ms`. */
  async waitBehind(position: number, ms: number): Promise<void> {
    if (this.#end > position || this.#closed) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, ms);
    this.#readers.push(resolve);
    await promise;
    clearTimeout(timer);
    this.#readers = this.#readers.filter((r) => r !== resolve);
  }
  /** Lets every waiting reader look again. */
  wake(): void {
    for (const reader of this.#readers) reader();
  }

  /** Deletes what lies below the journal's cursor. */
  async discardDone(): Promise<void> {
    const cursor = this.journal.cursor;
    this.#ages.discard(cursor);
    // The segment in use goes too once it is large and nobody writes, or a small queue could never become empty.
    const isDone = (s: Segment): boolean =>
      s.end <= cursor &&
      (s !== this.#active || (!this.#busy && s.end - s.base >= this.#options.segmentBytes / 4));
    if (!this.segments.some(isDone)) return;
    await this.journal.sync();
    const done = this.segments.filter(isDone);
    for (const segment of done) {
      if (segment === this.#active) this.#active = undefined;
      this.segments.splice(this.segments.indexOf(segment), 1);
      this.#bytes -= segment.end - segment.base;
    }
    for (const segment of done) {
      await segment.file.close().catch(() => {});
      await this.#folder.remove(segment.name).catch(() => {});
    }
  }

  /** Copies positions [from, to) into files beside the log, `<from>.refused` or `<from>.damaged`. */
  async keepAside(from: number, to: number, suffix: 'refused' | 'damaged'): Promise<void> {
    for (const s of this.segments) {
      const start = Math.max(from, s.base);
      const end = Math.min(to, s.end);
      if (start < end) await setAside(this.#folder, s, start, end, suffix);
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#flushing;
    this.wake();
    this.cache.drop();
    await this.journal.close();
    for (const segment of this.segments) await segment.file.close().catch(() => {});
  }

  #refusal(size: number): NightglassError | undefined {
    if (this.#closed) return new NightglassError('NG_OTLP_UNAVAILABLE', 'the server is stopping');
    if (this.#bytes + this.#waitingBytes + size > this.#options.maxBytes) {
      return new NightglassError(
        'NG_QUEUE_FULL',
        `the queue is full: ${this.#bytes} of ${this.#options.maxBytes} bytes wait for the store`,
        { hint: 'send it again later; if this lasts, look at the store or raise queue.max_size' },
      );
    }
    if (this.#failure === undefined) return undefined;
    if (this.#env.clock.monotonicMs() < this.#failure.until) return this.#failure.error;
    return undefined;
  }

  async #flush(): Promise<void> {
    while (this.#waiting.length > 0) {
      const group = this.#takeGroup();
      try {
        await this.#write(group);
        if (this.#failure !== undefined)
          this.#env.logger.info('the queue takes data again', { queue: this.#env.name });
        this.#failure = undefined;
        for (const w of group) w.resolve();
        this.wake();
      } catch (error) {
        const failure = this.#fail(error);
        for (const w of group) w.reject(failure);
        await this.#giveUpSegment();
      }
      for (const w of group) this.#waitingBytes -= HEADER_BYTES + w.batch.bytes.length;
    }
    // In the same breath as the test above, so that no append can slip in between.
    this.#busy = false;
  }
  #takeGroup(): Waiting[] {
    let bytes = 0;
    let n = 0;
    for (const { batch } of this.#waiting) {
      bytes += batch.bytes.length;
      if (n > 0 && (bytes > MAX_GROUP_BYTES || n === MAX_GROUP)) break;
      n++;
    }
    return this.#waiting.splice(0, n);
  }

  async #write(group: readonly Waiting[]): Promise<void> {
    const startedAt = this.#env.clock.monotonicMs();
    const { headers, buffers, bytes } = frame(group, this.#end);
    await this.#checkFree(bytes);
    const segment = await this.#segmentFor(bytes);
    await segment.file.write(buffers, segment.end - segment.base);
    const syncAt = this.#env.clock.monotonicMs();
    await segment.file.sync();
    const now = this.#env.clock.monotonicMs();
    this.metrics.committed(group.length, bytes, (now - syncAt) / 1000);
    this.#commits++;
    this.#free.bytes -= bytes;
    this.#bytes += bytes;
    segment.end += bytes;
    this.#end = segment.end;
    this.#ages.add(this.#end, startedAt);
    headers.forEach((header, i) => {
      const payload = (group[i] as Waiting).batch.bytes;
      this.queued[header.signal] += header.records;
      this.cache.offer({ header, bytes: payload, end: header.position + HEADER_BYTES + payload.length });
    });
  }
  async #segmentFor(bytes: number): Promise<Segment> {
    const active = this.#active;
    if (active !== undefined) {
      const size = active.end - active.base;
      if (size === 0 || size + bytes <= this.#options.segmentBytes) return active;
    }
    const name = segmentName(this.#end);
    const file = await this.#folder.create(name);
    const segment: Segment = { name, base: this.#end, end: this.#end, file };
    this.segments.push(segment);
    this.#active = segment;
    return segment;
  }
  async #checkFree(bytes: number): Promise<void> {
    const now = this.#env.clock.monotonicMs();
    if (now - this.#free.checkedAt > FREE_CHECK_MS || this.#free.bytes - bytes < this.#options.minFreeBytes) {
      this.#free = { bytes: await this.#folder.freeBytes(), checkedAt: now };
    }
    if (this.#free.bytes - bytes >= this.#options.minFreeBytes) return;
    throw new NightglassError(
      'NG_QUEUE_FULL',
      `the disk of ${this.#folder.path} has ${this.#free.bytes} bytes left, fewer than the ${this.#options.minFreeBytes} kept free`,
      { hint: 'free some space on it, or lower queue.min_free_space' },
    );
  }
  #fail(error: unknown): NightglassError {
    const reason = error instanceof Error ? error.message : String(error);
    const failure =
      error instanceof NightglassError
        ? error
        : new NightglassError('NG_QUEUE_IO', `the queue could not write to ${this.#folder.path}: ${reason}`, {
            hint: 'check that the disk has space and the folder may be written; senders keep their data and try again',
            cause: error,
          });
    if (this.#failure === undefined) this.#env.logger.error(failure.message, { queue: this.#env.name });
    this.#failure = { error: failure, until: this.#env.clock.monotonicMs() + PAUSE_MS };
    this.metrics.failed();
    return failure;
  }
  /**
   * After a failed write or sync nobody knows what the file's end holds, and the kernel may have forgotten the error:
   * the segment is never written again. What it held before stays; a new one begins at the same position.
   */
  async #giveUpSegment(): Promise<void> {
    const segment = this.#active;
    this.#active = undefined;
    if (segment === undefined) return;
    await segment.file.truncate(segment.end - segment.base).catch(() => {});
    if (segment.end > segment.base) return;
    this.segments.splice(this.segments.indexOf(segment), 1);
    await segment.file.close().catch(() => {});
    await this.#folder.remove(segment.name).catch(() => {});
  }
}

const frame = (
  group: readonly Waiting[],
  start: number,
): { headers: RecordHeader[]; buffers: Uint8Array[]; bytes: number } => {
  const block = Buffer.allocUnsafe(group.length * HEADER_BYTES);
  const headers: RecordHeader[] = [];
  const buffers: Uint8Array[] = [];
  let position = start;
  group.forEach(({ batch }, i) => {
    const { signal, records, receivedAtUnixNano, bytes } = batch;
    const header = {
      length: bytes.length,
      payloadCrc: crc32(bytes),
      records,
      signal,
      receivedAtUnixNano,
      position,
    };
    writeHeader(block, i * HEADER_BYTES, header);
    headers.push(header);
    buffers.push(block.subarray(i * HEADER_BYTES, (i + 1) * HEADER_BYTES), bytes);
    position += HEADER_BYTES + bytes.length;
  });
  return { headers, buffers, bytes: position - start };
};
