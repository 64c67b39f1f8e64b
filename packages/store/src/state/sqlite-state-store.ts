/** The state store in one file, by `node:sqlite`. Statements take well under a millisecond, a commit one fsync. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import {
  type Explanation,
  type ExplanationSummary,
  feedbackFor,
  type Logger,
  NightglassError,
  type ReportedChange,
  subjectOf,
} from '@nightglass/model';
import { openStateFile, stateFailure } from './sqlite-file.ts';
import type {
  ChangesFilter,
  ExplanationsFilter,
  GivenAnswer,
  SignatureTallies,
  StateStore,
  Teaching,
} from './state-store.ts';

export interface SqliteStateOptions {
  /** The file; made when it is not there. `:memory:` keeps nothing. */
  path: string;
  logger: Logger;
  /** Unix milliseconds. Default `Date.now`. */
  now?: () => number;
  /** Explanations kept: the oldest beyond either go. Default 1000 and 30 days. */
  explanations?: { most: number; days: number };
  /** The same for changes. Default 5000 and 90 days. */
  changes?: { most: number; days: number };
}

const dayMs = 86_400_000;

const pack = (value: unknown): Uint8Array => zstdCompressSync(Buffer.from(JSON.stringify(value)));
const unpack = <T>(bytes: unknown): T =>
  JSON.parse(zstdDecompressSync(bytes as Uint8Array).toString('utf8')) as T;

const summaryOf = (explanation: Explanation): ExplanationSummary => ({
  id: explanation.id,
  createdMs: explanation.createdMs,
  service: explanation.service,
  operation: explanation.operation,
  state: explanation.state,
  verdict: explanation.diagnosis?.verdict ?? null,
  summary: explanation.diagnosis?.summary ?? null,
  confidence: explanation.diagnosis?.hypotheses[0]?.confidence ?? null,
});

/** NG_STATE_CORRUPT, NG_STATE_UNAVAILABLE, NG_MIGRATION_REFUSED as `openStateFile`. */
export const openSqliteState = (options: SqliteStateOptions): StateStore => new SqliteStateStore(options);

class SqliteStateStore implements StateStore {
  readonly #db: DatabaseSync;
  readonly #path: string;
  readonly #now: () => number;
  readonly #keep: { explanations: { most: number; days: number }; changes: { most: number; days: number } };
  readonly #statements = new Map<string, StatementSync>();

  constructor(options: SqliteStateOptions) {
    this.#db = openStateFile(options.path, options.logger);
    this.#path = options.path;
    this.#now = options.now ?? Date.now;
    this.#keep = {
      explanations: options.explanations ?? { most: 1000, days: 30 },
      changes: options.changes ?? { most: 5000, days: 90 },
    };
  }

  saveExplanation(explanation: Explanation): Promise<void> {
    return this.#write(() => {
      const { feedback: _, ...body } = explanation;
      this.#run(
        `INSERT INTO explanations (id, created_ms, service, state, summary, body) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET state = excluded.state, summary = excluded.summary, body = excluded.body`,
        explanation.id,
        explanation.createdMs,
        explanation.service,
        explanation.state,
        JSON.stringify(summaryOf(explanation)),
        pack(body),
      );
      const { most, days } = this.#keep.explanations;
      this.#run('DELETE FROM explanations WHERE created_ms < ?', this.#now() - days * dayMs);
      this.#run(
        'DELETE FROM explanations WHERE id <= (SELECT id FROM explanations ORDER BY id DESC LIMIT 1 OFFSET ?)',
        most,
      );
    });
  }

  explanation(id: string): Promise<Explanation | null> {
    return this.#read(() => this.#explanation(id));
  }

  explanations({ service, limit, before }: ExplanationsFilter): Promise<ExplanationSummary[]> {
    return this.#read(() => {
      const older = before ?? '~';
      const rows =
        service === undefined
          ? this.#all('SELECT summary FROM explanations WHERE id < ? ORDER BY id DESC LIMIT ?', older, limit)
          : this.#all(
              'SELECT summary FROM explanations WHERE service = ? AND id < ? ORDER BY id DESC LIMIT ?',
              service,
              older,
              limit,
            );
      return rows.map((row) => JSON.parse(String(row.summary)) as ExplanationSummary);
    });
  }

  runningExplanations(): Promise<string[]> {
    return this.#read(() =>
      this.#all("SELECT id FROM explanations WHERE state = 'running' ORDER BY id").map((row) =>
        String(row.id),
      ),
    );
  }

  addFeedback(id: string, given: GivenAnswer, teach: Teaching): Promise<Explanation | null> {
    return this.#write(() => {
      const { hypothesis, answer, timeMs } = given;
      const diagnosis = this.#explanation(id)?.diagnosis;
      const answered = diagnosis?.hypotheses.find((h) => h.id === hypothesis);
      if (diagnosis == null || answered === undefined) return null;
      const subject = subjectOf(answered);
      // An answer that is changed must not count twice. What it taught is not asked again: the diagnosis may be another.
      const [before] = this.#all(
        'SELECT taught FROM feedback WHERE explanation = ? AND subject = ?',
        id,
        subject,
      );
      if (before !== undefined) this.#count(JSON.parse(String(before.taught)), -1);
      const taught = teach(diagnosis, hypothesis, answer);
      this.#count(taught, 1);
      this.#run(
        `INSERT INTO feedback (explanation, subject, answer, time_ms, taught) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (explanation, subject) DO UPDATE
         SET answer = excluded.answer, time_ms = excluded.time_ms, taught = excluded.taught`,
        id,
        subject,
        answer,
        timeMs,
        JSON.stringify(taught),
      );
      return this.#explanation(id);
    });
  }

  /** A count never goes below zero, whatever is taken back. */
  #count(tallies: SignatureTallies, sign: 1 | -1): void {
    for (const [signature, { seen, confirmed }] of Object.entries(tallies))
      this.#run(
        `INSERT INTO signatures (id, seen, confirmed) VALUES (?1, max(0, ?2), max(0, ?3))
         ON CONFLICT (id) DO UPDATE SET seen = max(0, seen + ?2), confirmed = max(0, confirmed + ?3)`,
        signature,
        sign * seen,
        sign * confirmed,
      );
  }

  signatureTallies(): Promise<SignatureTallies> {
    return this.#read(() => {
      const rows = this.#all('SELECT id, seen, confirmed FROM signatures ORDER BY id');
      return Object.fromEntries(
        rows.map((row) => [String(row.id), { seen: Number(row.seen), confirmed: Number(row.confirmed) }]),
      );
    });
  }

  saveChange(change: ReportedChange): Promise<void> {
    return this.#write(() => {
      this.#run(
        `INSERT INTO changes (service, kind, id, time_ms, body) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (service, kind, id) DO UPDATE SET time_ms = excluded.time_ms, body = excluded.body`,
        change.service,
        change.kind,
        change.id,
        Math.round(change.timeMs),
        pack(change),
      );
      const { most, days } = this.#keep.changes;
      this.#run('DELETE FROM changes WHERE time_ms < ?', this.#now() - days * dayMs);
      this.#run(
        'DELETE FROM changes WHERE rowid IN (SELECT rowid FROM changes ORDER BY time_ms DESC LIMIT -1 OFFSET ?)',
        most,
      );
    });
  }

  changes({ fromMs, toMs, services, limit }: ChangesFilter): Promise<ReportedChange[]> {
    return this.#read(() =>
      this.#all(
        `SELECT body FROM changes WHERE time_ms >= ? AND time_ms < ?
           AND (? = '' OR service = '' OR service IN (SELECT value FROM json_each(?)))
         ORDER BY time_ms DESC, service, kind, id LIMIT ?`,
        Math.floor(fromMs),
        Math.ceil(toMs),
        services === undefined ? '' : 'some',
        JSON.stringify(services ?? []),
        limit,
      ).map((row) => unpack<ReportedChange>(row.body)),
    );
  }

  async close(): Promise<void> {
    if (this.#db.isOpen) this.#db.close();
  }

  #explanation(id: string): Explanation | null {
    const [row] = this.#all('SELECT body FROM explanations WHERE id = ?', id);
    if (row === undefined) return null;
    const answers = this.#all(
      'SELECT subject, answer, time_ms AS timeMs FROM feedback WHERE explanation = ? ORDER BY time_ms, subject',
      id,
    ).map((f) => ({
      subject: String(f.subject),
      answer: f.answer === 'confirmed' ? ('confirmed' as const) : ('rejected' as const),
      timeMs: Number(f.timeMs),
    }));
    const body = unpack<Omit<Explanation, 'feedback'>>(row.body);
    return { ...body, feedback: feedbackFor(body.diagnosis, answers) };
  }

  /** All or nothing, on disk when it resolves. */
  async #write<T>(work: () => T): Promise<T> {
    return this.#read(() => {
      this.#db.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        this.#db.exec('COMMIT');
        return result;
      } catch (error) {
        if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
        throw error;
      }
    });
  }

  async #read<T>(work: () => T): Promise<T> {
    if (!this.#db.isOpen) {
      throw new NightglassError('NG_STATE_UNAVAILABLE', 'the state store is closed', {
        hint: 'The server is stopping.',
      });
    }
    try {
      return work();
    } catch (error) {
      throw stateFailure(error, this.#path);
    }
  }

  #run(text: string, ...values: (string | number | Uint8Array)[]): void {
    this.#prepared(text).run(...values);
  }

  #all(text: string, ...values: (string | number)[]): Record<string, unknown>[] {
    return this.#prepared(text).all(...values);
  }

  #prepared(text: string): StatementSync {
    let statement = this.#statements.get(text);
    if (statement === undefined) this.#statements.set(text, (statement = this.#db.prepare(text)));
    return statement;
  }
}
