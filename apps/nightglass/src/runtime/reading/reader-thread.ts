/** The server's side of a reading thread. */
import { type Logger, NightglassError } from '@nightglass/model';
import { JobThread } from '../../job-thread.ts';
import type { Job, JobAnswer } from './protocol.ts';

export interface ReaderThreadOptions {
  logger: Logger;
  /** A job that takes longer ends the thread; a new one is started for the next. Default 60,000. */
  timeoutMs?: number;
  /** Heap of the thread; one that needs more is ended. Default 1536. */
  memoryMb?: number;
  /** Jobs that may wait. Default 32. */
  queue?: number;
  /** The thread, and what it remembers, is given up when nobody asked for so long. Default 300,000. */
  idleMs?: number;
}

/**
 * A job fails with NG_TOO_MANY_CLIENTS when too many wait, NG_QUERY_TIMEOUT when it takes too long, NG_RUNTIME_TOO_LARGE
 * when it needs too much memory, NG_QUERY_CANCELLED when aborted before it began.
 */
export class ReaderThread extends JobThread<Job, JobAnswer> {
  constructor(options: ReaderThreadOptions) {
    super({
      timeoutMs: 60_000,
      memoryMb: 1536,
      queue: 32,
      idleMs: 300_000,
      ...options,
      worker: new URL('./worker.ts', import.meta.url),
      name: 'runtime-reader',
      failures: { tooMany, tooLong, tooMuchMemory },
    });
  }
}

const tooMany = (): NightglassError =>
  new NightglassError('NG_TOO_MANY_CLIENTS', 'too many runtime artifacts are being read at once', {
    hint: 'Try again in a few seconds.',
  });

const tooLong = (seconds: number): NightglassError =>
  new NightglassError('NG_QUERY_TIMEOUT', `reading this took longer than ${seconds} s`, {
    hint: 'Send a smaller part of the file, or read it with "nightglass inspect", which has no limit.',
  });

const tooMuchMemory = (memoryMb: number): NightglassError =>
  new NightglassError('NG_RUNTIME_TOO_LARGE', `reading this needs more than ${memoryMb} MB of memory`, {
    hint: 'Send a smaller part of the file.',
  });
