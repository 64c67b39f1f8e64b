import { type MetricsRegistry, signals } from '@nightglass/model';
import type { SignalCounts } from '../conservation.ts';
import type { OpenReport } from './segments.ts';

interface Observed {
  bytes(): number;
  limit(): number;
  oldestAgeSeconds(): number;
  queued(): SignalCounts;
  cacheBytes(): number;
}

const seconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** The queue's own telemetry, all with the label `queue`. */
export class QueueMetrics {
  readonly #queue: { queue: string };
  readonly #fsync;
  readonly #groups;
  readonly #requests;
  readonly #written;
  readonly #failures;
  readonly #torn;
  readonly #tornBytes;
  readonly #damaged;
  readonly #replayed;
  readonly #block;
  readonly #blocks;
  readonly #retries;

  constructor(m: MetricsRegistry, name: string, state: Observed) {
    this.#queue = { queue: name };
    const gauge = (id: string, help: string, value: () => number): void => {
      const g = m.gauge(id, help);
      g.observe(() => g.set(value(), this.#queue));
    };
    gauge('nightglass_queue_bytes', 'Bytes of the queue on disk.', state.bytes);
    gauge('nightglass_queue_limit_bytes', 'Most bytes the queue may hold on disk.', state.limit);
    gauge(
      'nightglass_queue_oldest_record_age_seconds',
      'How long the oldest record waits.',
      state.oldestAgeSeconds,
    );
    gauge(
      'nightglass_queue_cache_bytes',
      'Bytes of the queue held in memory for its reader.',
      state.cacheBytes,
    );
    const records = m.gauge('nightglass_queue_records', 'Records that wait for the store.');
    records.observe(() => {
      for (const signal of signals) records.set(state.queued()[signal], { ...this.#queue, signal });
    });
    this.#fsync = m.histogram('nightglass_queue_fsync_seconds', 'Duration of fdatasync.', seconds);
    this.#groups = m.counter(
      'nightglass_queue_commits_total',
      'Group commits: one write and one fdatasync each.',
    );
    this.#requests = m.counter('nightglass_queue_requests_total', 'Requests appended.');
    this.#written = m.counter('nightglass_queue_written_bytes_total', 'Bytes appended.');
    this.#failures = m.counter(
      'nightglass_queue_write_failures_total',
      'Group commits that failed; none was acknowledged.',
    );
    this.#torn = m.counter(
      'nightglass_queue_torn_tails_total',
      'Ends of segments cut at start after a crash.',
    );
    this.#tornBytes = m.counter('nightglass_queue_torn_bytes_total', 'Bytes cut from torn tails.');
    this.#damaged = m.counter(
      'nightglass_queue_damaged_total',
      'Damaged stretches that were skipped and kept aside.',
    );
    this.#replayed = m.counter(
      'nightglass_queue_replayed_records_total',
      'Records found in the queue at start.',
    );
    this.#block = m.histogram(
      'nightglass_block_store_seconds',
      'From offering a block to the store until it is stored.',
      seconds,
    );
    this.#blocks = m.counter('nightglass_blocks_total', 'Blocks by what became of them.');
    this.#retries = m.counter('nightglass_block_retries_total', 'Attempts to store a block that failed.');
  }
  opened(report: OpenReport): void {
    this.#torn.add(report.tornBytes > 0 ? 1 : 0, this.#queue);
    this.#tornBytes.add(report.tornBytes, this.#queue);
    this.#damaged.add(report.damaged.length, this.#queue);
    for (const signal of signals) this.#replayed.add(report.replayed[signal], { ...this.#queue, signal });
  }
  committed(requests: number, bytes: number, fsyncSeconds: number): void {
    this.#groups.add(1, this.#queue);
    this.#requests.add(requests, this.#queue);
    this.#written.add(bytes, this.#queue);
    this.#fsync.record(fsyncSeconds, this.#queue);
  }
  failed(): void {
    this.#failures.add(1, this.#queue);
  }
  damaged(): void {
    this.#damaged.add(1, this.#queue);
  }
  blockStored(storeSeconds: number): void {
    this.#blocks.add(1, { ...this.#queue, outcome: 'stored' });
    this.#block.record(storeSeconds, this.#queue);
  }
  blockRefused(): void {
    this.#blocks.add(1, { ...this.#queue, outcome: 'refused' });
  }
  retried(): void {
    this.#retries.add(1, this.#queue);
  }
}
