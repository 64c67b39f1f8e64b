import type { Batch, Consumer } from './component.ts';

/**
 * Gives each batch to all consumers and resolves when all have it. When one fails the whole fails, so the sender
 * tries again, and those that had it get it twice: at least once, never lost.
 */
export const fanOut = (consumers: readonly Consumer[]): Consumer => {
  const [only] = consumers;
  if (consumers.length === 1 && only !== undefined) return only;
  return {
    async consume(batch: Batch): Promise<void> {
      const results = await Promise.allSettled(consumers.map((c) => c.consume(batch)));
      const failed = results.find((r) => r.status === 'rejected');
      if (failed !== undefined) throw failed.reason;
    },
  };
};
