import { type Counter, type Histogram, NightglassError, type Signal } from '@nightglass/model';
import { inspect, transcodeJson, withoutRefused } from '@nightglass/otlp';
import type { Lease } from '../../byte-budget.ts';
import type { ComponentContext, Consumer, Consumers } from '../../component.ts';
import { overloaded } from './body.ts';
import { type Encoding, inflate } from './inflate.ts';
import { type Failure, failureOf, type PartialSuccess } from './status.ts';

export type Format = 'protobuf' | 'json';
export type Transport = 'grpc' | 'http';

export interface Arrival {
  signal: Signal;
  transport: Transport;
  format: Format;
  encoding: Encoding;
  body: Uint8Array;
  /** What the request holds of the budget; stays with the caller, who releases it when the answer is given. */
  lease: Lease;
  /** Most bytes after decompression. */
  limit: number;
}

/** What gRPC and HTTP have in common: from the bytes of a body to the durable acknowledgement. */
export class Intake {
  readonly context: ComponentContext;
  readonly #next: Consumers;
  readonly #requests: Counter;
  readonly #bytes: Counter;
  readonly #seconds: Histogram;

  constructor(context: ComponentContext, next: Consumers) {
    this.context = context;
    this.#next = next;
    const { metrics } = context;
    this.#requests = metrics.counter(
      'nightglass_receiver_requests_total',
      'Export requests by their answer.',
    );
    this.#bytes = metrics.counter('nightglass_receiver_bytes_total', 'Bytes of bodies as they came.');
    this.#seconds = metrics.histogram(
      'nightglass_receiver_ack_seconds',
      'From the last byte of a request to its acknowledgement.',
      [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    );
  }

  /** Throws NG_NOT_FOUND when no pipeline takes the signal. */
  consumer(signal: Signal): Consumer {
    const consumer = this.#next[signal];
    if (consumer !== undefined) return consumer;
    throw new NightglassError('NG_NOT_FOUND', `this server takes no ${signal}`, {
      hint: `add a pipeline for ${signal} under service.pipelines`,
    });
  }

  /** Resolves when the request may be acknowledged; throws what `refused` answers. */
  async take(arrival: Arrival): Promise<PartialSuccess | undefined> {
    const { signal, transport, format, encoding, body, lease, limit } = arrival;
    const { clock } = this.context;
    const startedAt = clock.monotonicMs();
    const labels = { receiver: this.context.id, transport, signal };
    this.#bytes.add(body.length, labels);
    const consumer = this.consumer(signal);
    const inflated = await inflate(encoding, body, lease, limit);
    const bytes = format === 'json' ? transcode(signal, inflated, lease) : inflated;
    const partial = await this.#deliver(consumer, signal, bytes);
    this.#requests.add(1, { ...labels, code: 'ok' });
    this.#seconds.record((clock.monotonicMs() - startedAt) / 1000, { transport });
    return partial;
  }

  /** Checks the whole request, so that nothing behind the acknowledgement can find it malformed. */
  async #deliver(consumer: Consumer, signal: Signal, bytes: Uint8Array): Promise<PartialSuccess | undefined> {
    const { clock, ledger } = this.context;
    const { records, rejected, reason } = inspect(signal, bytes);
    const kept = records - rejected;
    if (kept > 0) {
      await consumer.consume({
        signal,
        bytes: reason === '' ? bytes : withoutRefused(signal, bytes),
        records: kept,
        receivedAtUnixNano: clock.nowUnixNano(),
      });
    }
    ledger.count(signal, 'received', rejected);
    ledger.count(signal, 'rejected', rejected);
    return reason === '' ? undefined : { rejected, message: reason };
  }

  /** Counts a failed request and says what to answer. */
  refused(error: unknown, transport: Transport, signal: Signal | undefined): Failure {
    const failure = failureOf(error);
    this.#requests.add(1, { receiver: this.context.id, transport, signal: signal ?? '', code: failure.code });
    if (failure.code === 'NG_INTERNAL') {
      const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.context.logger.error('a request failed in a way nobody foresaw; please report this', {
        transport,
        reason,
      });
    }
    return failure;
  }
}

/** OTLP/JSON as protobuf; everything behind this line knows one format. Throws NG_OTLP_BAD_JSON. */
const transcode = (signal: Signal, json: Uint8Array, lease: Lease): Uint8Array => {
  const bytes = transcodeJson(signal, json);
  // The text is let go; what is kept is the buffer behind the result.
  if (!lease.resize(bytes.buffer.byteLength)) throw overloaded();
  return bytes;
};
