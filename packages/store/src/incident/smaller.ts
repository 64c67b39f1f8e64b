import { NightglassError } from '@nightglass/model';

/** Too much memory, or a result beyond its limit. */
const tooMuch = (error: unknown): boolean =>
  error instanceof NightglassError && (error.code === 'NG_QUERY_MEMORY' || error.code === 'NG_QUERY_INVALID');

/** Asks with the first size; with the next when the engine says that is too much. */
export const orSmaller = async <Size, T>(
  sizes: readonly Size[],
  ask: (size: Size) => Promise<T>,
): Promise<T> => {
  for (const [i, size] of sizes.entries()) {
    try {
      return await ask(size);
    } catch (error) {
      if (!tooMuch(error) || i === sizes.length - 1) throw error;
    }
  }
  throw new Error('no size to ask with');
};
