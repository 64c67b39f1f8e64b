import { NightglassError } from '@nightglass/model';
import type { Engine, QueryOptions } from '../engine/engine.ts';
import type { Sql } from '../sql.ts';
import type { CallOptions } from './types.ts';

const defaultSeconds = 30;

/**
 * One call of a product query: its statements share one time limit, one memory cap and one abort signal.
 * NG_QUERY_TIMEOUT when the time of the whole call is over, NG_QUERY_CANCELLED when it is aborted.
 */
export class Call {
  readonly engine: Engine;
  readonly #options: CallOptions;
  readonly #deadline: number;

  constructor(engine: Engine, options: CallOptions = {}) {
    this.engine = engine;
    this.#options = options;
    this.#deadline = performance.now() + (options.maxSeconds ?? defaultSeconds) * 1000;
  }

  /** Rows of one statement. The statement itself carries its LIMIT and its time range. */
  async rows<Row>(statement: Sql): Promise<Row[]> {
    return (await this.engine.query<Row>(statement, this.#limits())).rows;
  }

  /** The same as bytes of a ClickHouse format, for columns that are no text. */
  async bytes(statement: Sql, format: string): Promise<Uint8Array> {
    return (await this.engine.queryBytes(statement, format, this.#limits())).bytes;
  }

  #limits(): QueryOptions {
    const { signal, maxMemoryBytes } = this.#options;
    if (signal?.aborted) throw new NightglassError('NG_QUERY_CANCELLED', 'the query was cancelled');
    const left = this.#deadline - performance.now();
    if (left <= 0) {
      throw new NightglassError('NG_QUERY_TIMEOUT', 'the query took too long', {
        hint: 'Shorten the time range or narrow the filter.',
      });
    }
    return {
      class: this.#options.class ?? 'interactive',
      maxSeconds: Math.max(1, Math.ceil(left / 1000)),
      maxMemoryBytes,
      signal,
    };
  }
}
