import { type Logger, NightglassError } from '@nightglass/model';
import { type Engine, rollServiceEdges } from '@nightglass/store';

const everyMs = 10_000;
/** A span may come this late and still find its way into the map. */
const lateMinutes = 3;

/** Joins client and server spans of the last minutes into the service map, again and again: late spans are found. */
export const keepEdgesFresh = (engine: Engine, logger: Logger): { stop(): Promise<void> } => {
  let running: Promise<void> | undefined;
  const roll = async (): Promise<void> => {
    const now = Math.floor(Date.now() / 60_000);
    try {
      await rollServiceEdges(engine, now - lateMinutes, now);
    } catch (error) {
      const code = error instanceof NightglassError ? error.code : undefined;
      logger.warn('the service map was not brought up to date; trying again', { code, error });
    }
  };
  const timer = setInterval(() => {
    running ??= roll().finally(() => {
      running = undefined;
    });
  }, everyMs);
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
};
