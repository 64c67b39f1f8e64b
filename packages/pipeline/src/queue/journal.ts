/**
 * What became of the log, beside it: which stretches were planned as blocks under which token, and which are stored.
 * One line each, `<crc32 hex> <text>`:
 *
 *     queue <id> <position>     who this queue is; everything below `position` is done
 *     plan <from> <to> <token>  durable before the block is offered to the store
 *     done <from>               the block that began there is stored (or set aside)
 *
 * A line that was cut is ignored: its plan was not yet used.
 */
import { crc32 } from 'node:zlib';
import type { Folder, LogFile } from './folder.ts';

const NAME = 'journal';
const REWRITE_BYTES = 256 * 1024;

export interface Plan {
  readonly from: number;
  readonly to: number;
  readonly token: string;
}

const line = (text: string): string => `${crc32(text).toString(16).padStart(8, '0')} ${text}\n`;

/** The lines that are whole, in order. */
const wholeLines = (text: string): string[][] =>
  text.split('\n').flatMap((l) => {
    const body = l.slice(9);
    return l.length > 9 && l.slice(0, 8) === crc32(body).toString(16).padStart(8, '0')
      ? [body.split(' ')]
      : [];
  });

export class Journal {
  readonly #folder: Folder;
  readonly id: string;
  #file: LogFile | undefined;
  #bytes = 0;
  #pending: Plan[];
  /** Where the next plan begins. */
  #plannedTo: number;
  #turn: Promise<unknown> = Promise.resolve();
  #closed = false;

  private constructor(folder: Folder, id: string, plannedTo: number, pending: Plan[]) {
    this.#folder = folder;
    this.id = id;
    this.#plannedTo = plannedTo;
    this.#pending = pending;
  }

  /** Reads the journal, or begins one as queue `newId` at `start`. */
  static async open(folder: Folder, newId: string, start: number): Promise<Journal> {
    let id = newId;
    let plannedTo = start;
    let pending: Plan[] = [];
    for (const words of wholeLines((await folder.readText(NAME)) ?? '')) {
      const [what, a = '', b = '', token = ''] = words;
      if (what === 'queue') {
        id = a;
        plannedTo = Number(b);
      } else if (what === 'plan') {
        pending.push({ from: Number(a), to: Number(b), token });
        plannedTo = Math.max(plannedTo, Number(b));
      } else if (what === 'done') {
        pending = pending.filter((p) => p.from !== Number(a));
      }
    }
    const journal = new Journal(folder, id, plannedTo, pending);
    await journal.#rewrite();
    return journal;
  }

  get pending(): readonly Plan[] {
    return this.#pending;
  }
  get plannedTo(): number {
    return this.#plannedTo;
  }
  /** Everything below is stored. */
  get cursor(): number {
    return this.#pending.reduce((low, p) => Math.min(low, p.from), this.#plannedTo);
  }

  /** The plan is durable when this resolves. A failed write leaves no plan behind; call again. */
  plan(from: number, to: number): Promise<Plan> {
    return this.#inTurn(async () => {
      const plan: Plan = { from, to, token: `${this.id}-${from}-${to}` };
      await this.#write(`plan ${from} ${to} ${plan.token}`, true);
      this.#pending.push(plan);
      this.#plannedTo = to;
      return plan;
    });
  }
  /**
   * The plan's block is stored. Not synced on its own: should the line be lost, the block is offered again
   * under the same token.
   */
  done(plan: Plan): Promise<void> {
    return this.#inTurn(async () => {
      await this.#write(`done ${plan.from}`, false);
      this.#pending = this.#pending.filter((p) => p !== plan);
      if (this.#bytes > REWRITE_BYTES) await this.#rewrite();
    });
  }
  /** What `done` said is durable when this resolves: segments below `cursor` may be deleted. */
  sync(): Promise<void> {
    return this.#inTurn(async () => this.#file?.sync());
  }
  close(): Promise<void> {
    return this.#inTurn(async () => {
      this.#closed = true;
      await this.#file?.close();
      this.#file = undefined;
    });
  }

  async #write(text: string, durable: boolean): Promise<void> {
    if (this.#closed) throw new Error('the queue is closed');
    if (this.#file === undefined) await this.#rewrite();
    const file = this.#file as LogFile;
    const bytes = Buffer.from(line(text));
    try {
      await file.write([bytes], this.#bytes);
      if (durable) await file.sync();
      this.#bytes += bytes.length;
    } catch (error) {
      // The file's end is unknown now. The next write starts from a fresh copy of what is known.
      await file.close().catch(() => {});
      this.#file = undefined;
      throw error;
    }
  }
  async #rewrite(): Promise<void> {
    await this.#file?.close();
    this.#file = undefined;
    const plans = this.#pending.map((p) => line(`plan ${p.from} ${p.to} ${p.token}`));
    const text = line(`queue ${this.id} ${this.#plannedTo}`) + plans.join('');
    await this.#folder.replace(NAME, text);
    this.#file = await this.#folder.open(NAME);
    this.#bytes = Buffer.byteLength(text);
  }
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => {});
    return result;
  }
}
