/** Asks the engine about an incident: fetches what is known, thinks in a thread, keeps the answer, looks again. */
import {
  type Diagnosis,
  type Explanation,
  type ExplanationNarration,
  type ExplanationRequest,
  type ExplanationsResponse,
  type Logger,
  NightglassError,
} from '@nightglass/model';
import { learn } from '@nightglass/rootcause';
import { Gate } from '../gate.ts';
import { type Gathered, gather, type Sources } from './gather.ts';
import { limitReached, type ThinkingOptions, ThinkingThread } from './thinking/thinking-thread.ts';
import { isUlid, ulid } from './ulid.ts';
import { agree } from './watch.ts';
import { askedRange } from './windows.ts';

export interface ExplainServiceOptions extends Sources {
  logger: Logger;
  thinking?: ThinkingOptions;
  /** Puts a diagnosis into words; a failure of it never hides the diagnosis. */
  narrate?(diagnosis: Diagnosis, signal: AbortSignal): Promise<ExplanationNarration | null>;
  /** Of looking again. Default every minute, for half an hour. */
  watch?: { everyMs: number; mostMs: number };
  /** Unix milliseconds. Default `Date.now`. */
  clock?: () => number;
}

export interface ExplainOptions {
  /** Unix nanoseconds. */
  now: bigint;
  signal?: AbortSignal;
}

/** Explanations read and thought about at once, those that wait, and those that are looked at again. */
const atOnce = 2;
const waiting = 8;
const mostWatched = 20;
/** A look that fails is tried again at the next one; so many in a row end the watch. */
const mostFailures = 3;
const pageSize = 50;

interface Watched {
  explanation: Explanation;
  request: ExplanationRequest;
  timer?: NodeJS.Timeout;
  failures: number;
}

const nano = (ms: number): bigint => BigInt(Math.floor(ms)) * 1_000_000n;

export class ExplainService {
  readonly #options: ExplainServiceOptions;
  readonly #clock: () => number;
  readonly #thread: ThinkingThread;
  readonly #gate = new Gate(atOnce, waiting, limitReached);
  /** By what was asked: the same question asked again while it is being looked at is the same explanation. */
  readonly #watched = new Map<string, Watched>();
  readonly #closing = new AbortController();
  /** Looks that run: several explanations may be watched. */
  readonly #looking = new Set<Promise<void>>();

  constructor(options: ExplainServiceOptions) {
    this.#options = options;
    this.#clock = options.clock ?? Date.now;
    this.#thread = new ThinkingThread({ ...options.thinking, logger: options.logger });
  }

  /** To be called once at start: what an earlier process was looking at will not be looked at again. */
  async recover(): Promise<void> {
    const { state } = this.#options;
    for (const id of await state.runningExplanations()) {
      const explanation = await state.explanation(id);
      if (explanation !== null) await state.saveExplanation(this.#interrupted(explanation));
    }
  }

  /**
   * Looks once and keeps the answer; with `watch`, goes on looking. NG_NOT_FOUND for an unknown service,
   * NG_BAD_PARAMETER, NG_BAD_TIME_RANGE, NG_EXPLANATION_LIMIT when too many are asked at once, and what the store and
   * the thinking thread fail with. Nothing is kept then.
   */
  async explain(request: ExplanationRequest, options: ExplainOptions): Promise<Explanation> {
    const key = keyOf(request);
    const running = request.watch === true ? this.#watched.get(key) : undefined;
    // What is kept knows of the answers given meanwhile.
    if (running !== undefined) return (await this.get(running.explanation.id)) ?? running.explanation;
    if (request.watch === true && this.#watched.size >= mostWatched) throw limitReached();
    const signal = AbortSignal.any([this.#closing.signal, ...(options.signal ? [options.signal] : [])]);
    const look = await this.#gate.pass(() => this.#look(request, options.now, signal));
    const timeMs = this.#clock();
    const explanation: Explanation = {
      id: ulid(timeMs),
      createdMs: timeMs,
      updatedMs: timeMs,
      service: request.service ?? '',
      operation: request.operation ?? '',
      state: request.watch === true ? 'running' : 'stable',
      looks: 1,
      error: null,
      feedback: [],
      ...look,
    };
    await this.#options.state.saveExplanation(explanation);
    // Somebody may have asked the same meanwhile.
    if (request.watch === true && !this.#watched.has(key) && !this.#closing.signal.aborted)
      this.#watch(key, { explanation, request: fixed(request, options.now), failures: 0 });
    return explanation;
  }

  /** The engine's input for a time, as JSON: what `explain` would think about. Fails as `explain` does. */
  async data(request: ExplanationRequest, options: ExplainOptions): Promise<Uint8Array> {
    return this.#gate.pass(async () => {
      const { now, signal } = options;
      const thought = await this.#think('data', await gather(this.#options, request, now, signal), signal);
      if (thought.kind !== 'data') throw new Error(`data was answered with ${thought.kind}`);
      return thought.json;
    });
  }

  /** Null when it is not kept. */
  async get(id: string): Promise<Explanation | null> {
    return isUlid(id) ? this.#options.state.explanation(id) : null;
  }

  /** Newest first. NG_BAD_CURSOR. */
  async list(params: {
    service?: string | undefined;
    limit?: number | undefined;
    cursor?: string | undefined;
  }): Promise<ExplanationsResponse> {
    const { service, limit = pageSize, cursor } = params;
    if (cursor !== undefined && !isUlid(cursor)) {
      throw new NightglassError('NG_BAD_CURSOR', 'the cursor is not one of ours', {
        parameter: 'cursor',
        hint: 'Use nextCursor of the page before, or leave the cursor out to start again.',
      });
    }
    const found = await this.#options.state.explanations({
      limit: limit + 1,
      ...(service === undefined ? {} : { service }),
      ...(cursor === undefined ? {} : { before: cursor }),
    });
    const page = found.slice(0, limit);
    return {
      explanations: page,
      nextCursor: found.length > limit ? (page.at(-1)?.id ?? null) : null,
    };
  }

  /** Null when there is no such explanation, or it has no such hypothesis. */
  async feedback(
    id: string,
    hypothesis: string,
    answer: 'confirmed' | 'rejected',
    nowMs: number,
  ): Promise<Explanation | null> {
    if (!isUlid(id)) return null;
    const given = { hypothesis, answer, timeMs: nowMs };
    return this.#options.state.addFeedback(id, given, (diagnosis, judged, said) =>
      learn({}, diagnosis, judged, said),
    );
  }

  /** Stops looking; what was being looked at says so. */
  async close(): Promise<void> {
    this.#closing.abort();
    const watched = [...this.#watched.values()];
    this.#watched.clear();
    for (const { timer } of watched) clearTimeout(timer);
    await this.#thread.close();
    await Promise.all(this.#looking);
    for (const { explanation } of watched)
      await this.#options.state.saveExplanation(this.#interrupted(explanation));
  }

  async #look(
    request: ExplanationRequest,
    now: bigint,
    signal: AbortSignal,
  ): Promise<Pick<Explanation, 'diagnosis' | 'narration' | 'readMs' | 'thinkMs'>> {
    const begun = performance.now();
    this.#thread.warm();
    const gathered = await gather(this.#options, request, now, signal);
    const readMs = Math.round(performance.now() - begun);
    const thought = await this.#think('diagnose', gathered, signal);
    if (thought.kind !== 'diagnose') throw new Error(`a diagnosis was answered with ${thought.kind}`);
    const { diagnosis } = thought;
    const narration = await this.#narrate(diagnosis, signal);
    return { diagnosis, narration, readMs, thinkMs: Math.round(thought.thinkMs) };
  }

  #think(kind: 'diagnose' | 'data', { blocks, about }: Gathered, signal: AbortSignal | undefined) {
    const { spans, logs, notices, metrics } = blocks;
    const bytes = [
      blocks.resources,
      spans.rows,
      logs.rows,
      notices,
      metrics.gauges,
      metrics.counters,
      metrics.explicit,
      metrics.exponential,
      metrics.summaries,
    ];
    const give = [...new Set(bytes.map(({ buffer }) => buffer))].filter(({ byteLength }) => byteLength > 0);
    return this.#thread.run({ kind, blocks, about }, give, signal);
  }

  async #narrate(diagnosis: Diagnosis, signal: AbortSignal): Promise<ExplanationNarration | null> {
    try {
      return (await this.#options.narrate?.(diagnosis, signal)) ?? null;
    } catch (error) {
      this.#options.logger.warn('a diagnosis was not put into words', { error: String(error) });
      return null;
    }
  }

  #watch(key: string, watched: Watched): void {
    const { everyMs = 60_000 } = this.#options.watch ?? {};
    this.#watched.set(key, watched);
    watched.timer = setTimeout(() => {
      const look = this.#lookAgain(key, watched)
        .catch((error: unknown) =>
          this.#options.logger.error('an explanation could not be kept', { error: String(error) }),
        )
        .finally(() => this.#looking.delete(look));
      this.#looking.add(look);
    }, everyMs).unref();
  }

  async #lookAgain(key: string, watched: Watched): Promise<void> {
    const { mostMs = 30 * 60_000 } = this.#options.watch ?? {};
    const before = watched.explanation;
    const late = this.#clock() - before.createdMs >= mostMs;
    const again: Explanation = { ...before, updatedMs: this.#clock(), looks: before.looks + 1 };
    try {
      const signal = this.#closing.signal;
      const look = await this.#gate.pass(() => this.#look(watched.request, nano(this.#clock()), signal));
      watched.failures = 0;
      const stable = look.diagnosis !== null && agree(before.diagnosis, look.diagnosis);
      watched.explanation = { ...again, ...look, state: stable || late ? 'stable' : 'running', error: null };
    } catch (error) {
      if (this.#closing.signal.aborted) return;
      watched.failures++;
      const given = late || watched.failures >= mostFailures;
      watched.explanation = { ...again, state: given ? 'failed' : 'running', error: errorOf(error) };
      this.#options.logger.warn('an explanation could not be looked at again', { error: String(error) });
    }
    if (this.#closing.signal.aborted) return;
    const { state } = watched.explanation;
    if (state === 'running') this.#watch(key, watched);
    else this.#watched.delete(key);
    await this.#options.state.saveExplanation(watched.explanation);
  }

  #interrupted(explanation: Explanation): Explanation {
    return {
      ...explanation,
      updatedMs: this.#clock(),
      state: 'failed',
      error: {
        code: 'NG_QUERY_CANCELLED',
        message: 'the server stopped before two looks agreed; ask again to go on',
      },
    };
  }
}

const errorOf = (error: unknown): { code: string; message: string } =>
  error instanceof NightglassError
    ? { code: error.code, message: error.message }
    : { code: 'NG_INTERNAL', message: 'the server failed on this; its log says why' };

const keyOf = ({ service = '', operation = '', start = '', end = '' }: ExplanationRequest): string =>
  JSON.stringify([service, operation, start, end]);

/** While it is looked at again, the beginning stays where it was and only the end moves on. */
const fixed = (request: ExplanationRequest, now: bigint): ExplanationRequest => {
  const { from, to } = askedRange(request, now);
  const text = (at: bigint): string =>
    `${at / 1_000_000_000n}.${String(at % 1_000_000_000n).padStart(9, '0')}`;
  const endless = request.end === undefined || request.end === '' || request.end === 'now';
  return { ...request, start: text(from), end: endless ? 'now' : text(to) };
};
