import { NightglassError } from '@nightglass/model';
import type { Lease } from '../../byte-budget.ts';

const FIRST_BYTES = 1 << 20;

const inMiB = (bytes: number): string => `${Math.round((bytes / 1024 ** 2) * 100) / 100} MiB`;

export const tooLarge = (limit: number, when: string): NightglassError =>
  new NightglassError('NG_OTLP_TOO_LARGE', `the request is larger than ${inMiB(limit)} ${when}`, {
    hint: 'send smaller batches; the same request will be refused again',
  });
export const overloaded = (): NightglassError =>
  new NightglassError('NG_OTLP_OVERLOADED', 'the server holds as much as its memory budget allows', {
    hint: 'keep the data and send it again later',
  });

/**
 * A body on its way in. Its size is charged before it arrives when it is declared, and as it grows when it is not;
 * memory is taken as bytes come, never on the word of a sender.
 */
export class Body {
  readonly #lease: Lease;
  readonly #limit: number;
  readonly #declared: number | undefined;
  #bytes: Buffer;
  length = 0;

  /** Throws NG_OTLP_TOO_LARGE or NG_OTLP_OVERLOADED. */
  constructor(lease: Lease, limit: number, declared: number | undefined) {
    this.#lease = lease;
    this.#limit = limit;
    this.#declared = declared;
    if (declared !== undefined && declared > limit) throw tooLarge(limit, 'before decompression');
    const first = Math.min(declared ?? 16_384, FIRST_BYTES);
    if (!lease.resize(declared ?? first)) throw overloaded();
    this.#bytes = Buffer.allocUnsafeSlow(first);
  }
  /** Throws NG_OTLP_TOO_LARGE or NG_OTLP_OVERLOADED. */
  push(chunk: Uint8Array): void {
    const needed = this.length + chunk.length;
    if (needed > this.#limit) throw tooLarge(this.#limit, 'before decompression');
    if (needed > this.#bytes.length) this.#grow(needed);
    this.#bytes.set(chunk, this.length);
    this.length = needed;
  }
  take(): Uint8Array {
    return this.#bytes.subarray(0, this.length);
  }
  #grow(needed: number): void {
    const most = this.#declared ?? this.#limit;
    const capacity = Math.max(needed, Math.min(this.#bytes.length * 2, most));
    if (this.#declared === undefined && !this.#lease.resize(capacity)) throw overloaded();
    const wider = Buffer.allocUnsafeSlow(capacity);
    wider.set(this.#bytes.subarray(0, this.length));
    this.#bytes = wider;
  }
}
