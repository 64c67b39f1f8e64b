import { isAbsolute, join } from 'node:path';
import { NightglassError, signals } from '@nightglass/model';
import type { Batch, ComponentContext, ComponentHealth, Exporter } from '../../component.ts';
import type { BlockTarget } from '../../queue/block-target.ts';
import { BlockWriter } from '../../queue/block-writer.ts';
import { openFolder } from '../../queue/folder.ts';
import { type FolderLock, lockFolder } from '../../queue/lock.ts';
import { DurableQueue } from '../../queue/queue.ts';
import type { NightglassConfig } from './config.ts';

/** Puts batches into a durable queue, and the queue's requests as blocks into the store. */
export class NightglassExporter implements Exporter {
  readonly #context: ComponentContext;
  readonly #config: NightglassConfig;
  readonly #target: BlockTarget;
  #lock: FolderLock | undefined;
  #queue: DurableQueue | undefined;
  #writer: BlockWriter | undefined;
  #stopped: Promise<void> | undefined;

  constructor(context: ComponentContext, config: NightglassConfig, target: BlockTarget) {
    this.#context = context;
    this.#config = config;
    this.#target = target;
  }

  async start(): Promise<void> {
    const { queue, block, retry } = this.#config;
    const { logger, metrics, clock, budget, ledger, dataDir, id } = this.#context;
    const path = isAbsolute(queue.directory) ? queue.directory : join(dataDir, queue.directory);
    const opened = await this.#open(path, async () => {
      const folder = await openFolder(path);
      this.#lock = await lockFolder(folder);
      const options = {
        maxBytes: queue.max_size,
        segmentBytes: queue.segment_size,
        minFreeBytes: queue.min_free_space,
        cacheBytes: queue.cache_size,
      };
      return DurableQueue.open(folder, options, { logger, metrics, clock, budget, name: id });
    });
    const { replayed, damaged } = opened.report;
    for (const signal of signals) {
      ledger.count(signal, 'received', replayed[signal]);
      for (const gap of damaged) {
        ledger.count(signal, 'received', gap.records[signal]);
        ledger.count(signal, 'dropped', gap.records[signal]);
      }
    }
    const total = replayed.traces + replayed.logs + replayed.metrics;
    if (total > 0)
      logger.info('records wait in the queue from before and go to the store now', { ...replayed });
    ledger.addQueue(() => opened.queued);
    this.#queue = opened;
    this.#writer = new BlockWriter(
      opened,
      this.#target,
      {
        maxRows: block.max_rows,
        maxBytes: block.max_size,
        maxAgeMs: block.max_age,
        inFlight: block.in_flight,
        refusals: retry.max_refusals,
        retryMs: { first: retry.initial_interval, most: retry.max_interval },
      },
      { logger, clock, budget, ledger },
    );
    this.#writer.start();
  }

  async consume(batch: Batch): Promise<void> {
    const { ledger } = this.#context;
    const { signal, records } = batch;
    ledger.enter(signal, records);
    try {
      if (this.#queue === undefined)
        throw new NightglassError('NG_OTLP_UNAVAILABLE', 'the queue is not open yet');
      await this.#queue.append(batch);
    } catch (error) {
      ledger.count(signal, 'rejected', records);
      throw error;
    } finally {
      ledger.leave(signal, records);
    }
  }

  stop(deadlineMs: number): Promise<void> {
    this.#stopped ??= this.#stop(deadlineMs);
    return this.#stopped;
  }
  async #stop(deadlineMs: number): Promise<void> {
    await this.#writer?.stop(deadlineMs);
    await this.#queue?.close();
    await this.#lock?.release();
  }

  health(): ComponentHealth {
    if (this.#stopped !== undefined) return { status: 'failed', message: 'stopped' };
    if (this.#queue === undefined) return { status: 'starting' };
    const trouble = this.#queue.failure?.message ?? this.#writer?.trouble;
    const { oldestAgeSeconds: oldestWaitingSeconds } = this.#queue;
    return trouble === undefined
      ? { status: 'ok', oldestWaitingSeconds }
      : { status: 'degraded', message: trouble, oldestWaitingSeconds };
  }

  async #open(path: string, open: () => Promise<DurableQueue>): Promise<DurableQueue> {
    try {
      return await open();
    } catch (error) {
      await this.#lock?.release();
      if (error instanceof NightglassError) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      throw new NightglassError(
        'NG_DATA_DIR_UNUSABLE',
        `the queue's folder ${path} cannot be used: ${reason}`,
        {
          hint: 'give a folder this user may write to with --data, on a disk with free space',
          cause: error,
        },
      );
    }
  }
}
