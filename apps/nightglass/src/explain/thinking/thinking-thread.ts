import { type Logger, NightglassError } from '@nightglass/model';
import { JobThread } from '../../job-thread.ts';
import type { ThinkJob, Thought } from './protocol.ts';

export interface ThinkingOptions {
  /** A look that takes longer to think about is given up. Default 60,000. */
  timeoutMs?: number;
  /** Heap of the thread. Default 1024. */
  memoryMb?: number;
  /** Explanations that may wait. Default 8. */
  queue?: number;
  /** Default 300,000. */
  idleMs?: number;
}

export const limitReached = (): NightglassError =>
  new NightglassError('NG_EXPLANATION_LIMIT', 'too many explanations are being worked on', {
    hint: 'Try again in a few seconds, or look at /api/v1/explanations: it may have been asked already.',
  });

/** One thread that thinks; a job fails with NG_EXPLANATION_LIMIT, NG_QUERY_TIMEOUT or NG_QUERY_MEMORY. */
export class ThinkingThread extends JobThread<ThinkJob, Thought> {
  constructor(options: ThinkingOptions & { logger: Logger }) {
    super({
      timeoutMs: 60_000,
      memoryMb: 1024,
      queue: 8,
      idleMs: 300_000,
      ...options,
      worker: new URL('./worker.ts', import.meta.url),
      name: 'explain',
      failures: {
        tooMany: limitReached,
        tooLong: (seconds) =>
          new NightglassError('NG_QUERY_TIMEOUT', `thinking about this took longer than ${seconds} s`, {
            hint: 'Ask about a shorter time.',
          }),
        tooMuchMemory: (memoryMb) =>
          new NightglassError('NG_QUERY_MEMORY', `thinking about this needs more than ${memoryMb} MB`, {
            hint: 'Ask about a shorter time.',
          }),
      },
    });
  }
}
