import { type Logger, NightglassError } from '@nightglass/model';
import { type Engine, raw, rollServiceEdges } from '@nightglass/store';

const everyMs = 10_000;
/** A span may come this late and still find its way into the map. */
const lateMinutes = 3;
/** After a pause, minutes are made up for in steps, so that no join is huge, */
const stepMinutes = 10;
/** and not further back than this. */
const mostMinutes = 24 * 60;

/**
 * Joins client and server spans of the last minutes into the service map, again and again: late spans are found.
 * Minutes that were missed while the process was down, the store away, or the queue behind are made up for.
 */
export class EdgesJob {
  readonly #engine: Engine;
  readonly #oldestQueuedSeconds: () => number;
  /** Every minute before this one is in the map. */
  #rolledTo: number | undefined;
  readonly #stopped = new AbortController();

  /** `oldestQueuedSeconds`: how long the oldest record waits for the store. */
  constructor(engine: Engine, oldestQueuedSeconds: () => number) {
    this.#engine = engine;
    this.#oldestQueuedSeconds = oldestQueuedSeconds;
  }

  /** One run at this Unix minute. Rejects with what the engine rejects; the next run begins where this one ended. */
  async run(now: number): Promise<void> {
    // Asked before the spans are read: what is stored while they are belongs to the next run.
    const waiting = Math.ceil(this.#oldestQueuedSeconds() / 60);
    // A clock that was set back must not leave out minutes.
    const done = Math.min(this.#rolledTo ?? (await this.#startingPoint(now)), now);
    const behind = waiting > lateMinutes;
    // While the queue is behind only what is new is joined; all of it, once, when the queue has caught up.
    const from = behind ? now - lateMinutes : Math.max(done - lateMinutes, now - mostMinutes);
    this.#rolledTo = done;
    for (let at = from; at < now && !this.#stopped.signal.aborted; at += stepMinutes) {
      const to = Math.min(at + stepMinutes, now);
      await rollServiceEdges(this.#engine, at, to, undefined, { signal: this.#stopped.signal });
      if (!behind) this.#rolledTo = Math.max(done, to);
    }
    if (behind) this.#rolledTo = Math.min(done, now - waiting);
  }

  /** Ends the run under way in the middle; it rejects with NG_QUERY_CANCELLED. */
  stop(): void {
    this.#stopped.abort();
  }

  /** The newest minute that was rolled in the last day, or the first of the day that has spans. */
  async #startingPoint(now: number): Promise<number> {
    const since = `Time >= fromUnixTimestamp(${(now - mostMinutes) * 60}) AND Time < fromUnixTimestamp(${now * 60})`;
    const minuteOf = async (what: string, table: string): Promise<number> => {
      const text = raw(
        `SELECT toUInt32(intDiv(toUnixTimestamp(${what}(Time)), 60)) AS m FROM ${table} WHERE ${since}`,
      );
      const { rows } = await this.#engine.query<{ m: number }>(text, { class: 'background' });
      return Number(rows[0]?.m ?? 0);
    };
    return (await minuteOf('max', 'service_edges_1m')) || (await minuteOf('min', 'red_1m')) || now;
  }
}

/** Runs the job every ten seconds. */
export const keepEdgesFresh = (
  engine: Engine,
  logger: Logger,
  oldestQueuedSeconds: () => number,
): { stop(): Promise<void> } => {
  const job = new EdgesJob(engine, oldestQueuedSeconds);
  let running: Promise<void> | undefined;
  let stopped = false;
  const roll = async (): Promise<void> => {
    try {
      await job.run(Math.floor(Date.now() / 60_000));
    } catch (error) {
      if (stopped) return;
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
      stopped = true;
      job.stop();
      clearInterval(timer);
      await running;
    },
  };
};
