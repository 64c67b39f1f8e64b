/** One unary gRPC call: five bytes of prefix, one message, and an answer with its status. */
import { constants, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import { NightglassError, type Signal } from '@nightglass/model';
import type { Lease } from '../../byte-budget.ts';
import { Body } from './body.ts';
import { type Encoding, encodings } from './inflate.ts';
import type { Intake } from './intake.ts';
import { Code, type Failure, responseBytes, statusBytes } from './status.ts';

const PREFIX_BYTES = 5;

export interface CallLimits {
  maxBytes: number;
  readTimeoutMs: number;
}

const malformed = (what: string): NightglassError =>
  new NightglassError('NG_OTLP_MALFORMED', `the call is not one whole gRPC message: ${what}`);

export class GrpcCall {
  readonly #stream: ServerHttp2Stream;
  readonly #intake: Intake;
  readonly #signal: Signal;
  readonly #limits: CallLimits;
  readonly #encoding: Encoding;
  readonly #lease: Lease;
  readonly #prefix = Buffer.alloc(PREFIX_BYTES);
  #prefixed = 0;
  #length = 0;
  #body: Body | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** The whole body is here, or the call is answered: what else comes is ignored. */
  #settled = false;

  constructor(
    stream: ServerHttp2Stream,
    headers: IncomingHttpHeaders,
    intake: Intake,
    signal: Signal,
    limits: CallLimits,
  ) {
    this.#stream = stream;
    this.#intake = intake;
    this.#signal = signal;
    this.#limits = limits;
    this.#lease = intake.context.budget.lease();
    const named = String(headers['grpc-encoding'] ?? 'identity');
    const encoding = encodings.find((e) => e === named);
    this.#encoding = encoding ?? 'identity';
    if (encoding !== undefined) return;
    this.#refuse(
      new NightglassError(
        'NG_OTLP_UNSUPPORTED_MEDIA_TYPE',
        `the compression "${named.slice(0, 40)}" is not supported`,
        {
          hint: `use one of ${encodings.join(', ')}`,
        },
      ),
    );
  }

  /** Begins to read. */
  run(): void {
    if (this.#settled) return;
    const stream = this.#stream;
    this.#timer = setTimeout(() => this.#timedOut(), this.#limits.readTimeoutMs);
    stream.on('data', (chunk: Buffer) => this.#data(chunk));
    stream.on('end', () => this.#end());
    stream.on('close', () => {
      clearTimeout(this.#timer);
      // Cancelled before it was whole. A call that is being stored gives its bytes back when that is done.
      if (this.#settled) return;
      this.#settled = true;
      this.#lease.release();
    });
  }

  #data(chunk: Buffer): void {
    if (this.#settled) return;
    try {
      // The first DATA frame may be shorter than the prefix.
      let at = 0;
      while (this.#prefixed < PREFIX_BYTES && at < chunk.length) {
        this.#prefix[this.#prefixed++] = chunk[at++] as number;
        if (this.#prefixed === PREFIX_BYTES) this.#open();
      }
      if (at === chunk.length) return;
      const left = this.#length - (this.#body as Body).length;
      if (chunk.length - at > left) throw malformed('more bytes follow it');
      (this.#body as Body).push(at === 0 ? chunk : chunk.subarray(at));
    } catch (error) {
      this.#refuse(error);
    }
  }
  /** The prefix is whole: charge what it announces before any of it comes. */
  #open(): void {
    const flag = this.#prefix[0] as number;
    this.#length = this.#prefix.readUInt32BE(1);
    if (flag > 1) throw malformed(`its first byte is ${flag}`);
    if (flag === 1 && this.#encoding === 'identity')
      throw malformed('it is marked compressed, but names no grpc-encoding');
    this.#body = new Body(this.#lease, this.#limits.maxBytes, this.#length);
  }
  #end(): void {
    if (this.#settled) return;
    const body = this.#body;
    if (body === undefined || body.length < this.#length) {
      const got = this.#prefixed + (body?.length ?? 0);
      this.#refuse(malformed(`it ends after ${got} of ${PREFIX_BYTES + this.#length} bytes`));
      return;
    }
    this.#settled = true;
    clearTimeout(this.#timer);
    void this.#take(body.take());
  }
  async #take(bytes: Uint8Array): Promise<void> {
    try {
      const partial = await this.#intake.take({
        signal: this.#signal,
        transport: 'grpc',
        format: 'protobuf',
        encoding: this.#prefix[0] === 1 ? this.#encoding : 'identity',
        body: bytes,
        lease: this.#lease,
        limit: this.#limits.maxBytes,
      });
      this.#answer(responseBytes(partial));
    } catch (error) {
      answerFailure(this.#stream, this.#intake.refused(error, 'grpc', this.#signal));
    } finally {
      this.#lease.release();
    }
  }
  #answer(response: Uint8Array): void {
    const stream = this.#stream;
    if (!isOpen(stream)) return;
    const frame = Buffer.alloc(PREFIX_BYTES + response.length);
    frame.writeUInt32BE(response.length, 1);
    frame.set(response, PREFIX_BYTES);
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
    stream.once('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
    stream.end(frame);
  }
  #refuse(error: unknown): void {
    if (this.#settled) return;
    this.#settled = true;
    clearTimeout(this.#timer);
    this.#lease.release();
    answerFailure(this.#stream, this.#intake.refused(error, 'grpc', this.#signal));
  }
  #timedOut(): void {
    const ms = this.#limits.readTimeoutMs;
    const error = new NightglassError('NG_OTLP_UNAVAILABLE', `the request was not whole after ${ms} ms`);
    this.#refuse(error);
  }
}

/** Whether an answer can still be given: a stream of a session that just died throws on `respond`. */
const isOpen = (stream: ServerHttp2Stream): boolean =>
  !stream.headersSent &&
  !stream.destroyed &&
  !stream.closed &&
  stream.session !== undefined &&
  !stream.session.destroyed;

/** Percent-encoding of grpc-message: printable ASCII but for the percent sign stays. */
const percentEncoded = (text: string): string =>
  Buffer.from(text, 'utf8')
    .toString('latin1')
    .replace(
      /[^\x20-\x24\x26-\x7e]/g,
      (c) => `%${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
    );

/** Headers only, with the status in them; then the stream is closed, whatever of the body is still on its way. */
export const answerFailure = (stream: ServerHttp2Stream, failure: Failure): void => {
  if (!isOpen(stream)) return;
  stream.respond(
    {
      ':status': 200,
      'content-type': 'application/grpc',
      'grpc-status': String(failure.grpc),
      'grpc-message': percentEncoded(failure.message),
      'grpc-status-details-bin': Buffer.from(statusBytes(failure)).toString('base64'),
      ...(failure.grpc === Code.unimplemented ? { 'grpc-accept-encoding': encodings.join(',') } : {}),
    },
    { endStream: true },
  );
  // RST_STREAM(NO_ERROR) asks the sender to stop sending without taking the answer away (RFC 9113, 8.1).
  if (!stream.readableEnded) stream.close(constants.NGHTTP2_NO_ERROR);
};
