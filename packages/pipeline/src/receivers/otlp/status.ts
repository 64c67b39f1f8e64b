/** The answers of OTLP: export responses, and google.rpc.Status for everything that went wrong. */
import { type ErrorCode, NightglassError, type Signal } from '@nightglass/model';
import { ProtoWriter } from '@nightglass/otlp';

/** google.rpc.Code, the part in use here. */
export const Code = {
  ok: 0,
  invalidArgument: 3,
  deadlineExceeded: 4,
  permissionDenied: 7,
  resourceExhausted: 8,
  unimplemented: 12,
  internal: 13,
  unavailable: 14,
  unauthenticated: 16,
} as const;

/** One failure, told to either protocol. With `retryAfterMs` the sender keeps its data and tries again. */
export interface Failure {
  code: ErrorCode;
  grpc: number;
  http: number;
  message: string;
  retryAfterMs?: number;
}

const RETRY_MS = 1000;

const answers: Partial<Record<ErrorCode, { grpc: number; http: number; retry?: true }>> = {
  NG_OTLP_MALFORMED: { grpc: Code.invalidArgument, http: 400 },
  NG_OTLP_BAD_JSON: { grpc: Code.invalidArgument, http: 400 },
  NG_OTLP_BAD_ENCODING: { grpc: Code.invalidArgument, http: 400 },
  NG_OTLP_TOO_LARGE: { grpc: Code.resourceExhausted, http: 413 },
  NG_OTLP_UNSUPPORTED_MEDIA_TYPE: { grpc: Code.unimplemented, http: 415 },
  NG_OTLP_OVERLOADED: { grpc: Code.resourceExhausted, http: 429, retry: true },
  NG_QUEUE_FULL: { grpc: Code.resourceExhausted, http: 503, retry: true },
  NG_QUEUE_IO: { grpc: Code.unavailable, http: 503, retry: true },
  NG_UNAUTHENTICATED: { grpc: Code.unauthenticated, http: 401 },
  NG_NOT_FOUND: { grpc: Code.unimplemented, http: 404 },
  NG_METHOD_NOT_ALLOWED: { grpc: Code.unimplemented, http: 405 },
};

/**
 * What to answer to an error. An error nobody foresaw is answered as "unavailable, try again": the sender keeps its
 * data, and the text of the error stays inside.
 */
export const failureOf = (error: unknown): Failure => {
  if (!(error instanceof NightglassError)) {
    const message = 'an internal error; the data was not taken';
    return { code: 'NG_INTERNAL', grpc: Code.unavailable, http: 503, message, retryAfterMs: RETRY_MS };
  }
  const { grpc, http, retry } = answers[error.code] ?? { grpc: Code.unavailable, http: 503, retry: true };
  const message = error.hint === undefined ? error.message : `${error.message} (${error.hint})`;
  const failure: Failure = { code: error.code, grpc, http, message };
  // Spread over a second, so that refused senders do not come back all at once.
  if (retry) failure.retryAfterMs = RETRY_MS + Math.floor(Math.random() * RETRY_MS);
  return failure;
};

/** Tag of a length-delimited field, and of a varint field. */
const message = (number: number): number => (number << 3) | 2;
const integer = (number: number): number => number << 3;

/** google.rpc.Status {1 code, 2 message, 3 details: Any[]}; a retry delay becomes a google.rpc.RetryInfo. */
export const statusBytes = (failure: Failure): Uint8Array => {
  const w = new ProtoWriter(256);
  w.varintField(integer(1), failure.grpc);
  w.stringField(message(2), failure.message);
  const { retryAfterMs } = failure;
  if (retryAfterMs !== undefined) {
    w.message(message(3), () => {
      w.stringField(message(1), 'type.googleapis.com/google.rpc.RetryInfo');
      w.message(message(2), () =>
        w.message(message(1), () => {
          w.varintField(integer(1), Math.floor(retryAfterMs / 1000));
          w.varintField(integer(2), (retryAfterMs % 1000) * 1_000_000);
        }),
      );
    });
  }
  return w.copy();
};

export const statusJson = ({ grpc, message: why, retryAfterMs }: Failure): string =>
  JSON.stringify({
    code: grpc,
    message: why,
    ...(retryAfterMs === undefined
      ? {}
      : {
          details: [
            {
              '@type': 'type.googleapis.com/google.rpc.RetryInfo',
              retryDelay: `${(retryAfterMs / 1000).toFixed(3)}s`,
            },
          ],
        }),
  });

/** What was not taken of a request that was otherwise taken. */
export interface PartialSuccess {
  rejected: number;
  message: string;
}

const rejectedName: Record<Signal, string> = {
  traces: 'rejectedSpans',
  logs: 'rejectedLogRecords',
  metrics: 'rejectedDataPoints',
};

/** ExportXServiceResponse {1 partial_success {1 rejected, 2 error_message}}; empty on full success, as OTLP asks. */
export const responseBytes = (partial: PartialSuccess | undefined): Uint8Array => {
  const w = new ProtoWriter(64);
  if (partial === undefined) return w.written();
  w.message(message(1), () => {
    w.varintField(integer(1), partial.rejected);
    w.stringField(message(2), partial.message);
  });
  return w.copy();
};

export const responseJson = (signal: Signal, partial: PartialSuccess | undefined): string =>
  partial === undefined
    ? '{}'
    : JSON.stringify({
        partialSuccess: { [rejectedName[signal]]: String(partial.rejected), errorMessage: partial.message },
      });
