/**
 * The error catalogue. A code is stable once released: people search for it and script against it.
 * `message` says what is wrong with *this* input; `hint` says what to do about it.
 */
export const errorCodes = {
  // input of the HTTP API and the command line
  NG_BAD_PARAMETER: 400,
  NG_BAD_TIME_RANGE: 400,
  NG_BAD_CURSOR: 400,
  NG_NOT_FOUND: 404,
  NG_METHOD_NOT_ALLOWED: 405,
  NG_UNAUTHENTICATED: 401,
  NG_FORBIDDEN: 403,
  NG_TOO_MANY_CLIENTS: 429,
  // OTLP ingest
  NG_OTLP_MALFORMED: 400,
  NG_OTLP_BAD_JSON: 400,
  NG_OTLP_TOO_LARGE: 413,
  NG_OTLP_BAD_ENCODING: 400,
  NG_OTLP_UNSUPPORTED_MEDIA_TYPE: 415,
  NG_OTLP_OVERLOADED: 429,
  NG_OTLP_UNAVAILABLE: 503,
  // Go runtime evidence
  NG_RUNTIME_UNRECOGNISED: 422,
  NG_RUNTIME_EMPTY: 400,
  NG_RUNTIME_MALFORMED: 422,
  NG_RUNTIME_TOO_LARGE: 413,
  NG_RUNTIME_UNREACHABLE: 502,
  // root cause
  NG_EXPLANATION_LIMIT: 429,
  NG_NARRATOR_FAILED: 502,
  // explanations, feedback, reported changes
  NG_STATE_UNAVAILABLE: 503,
  NG_STATE_CORRUPT: 500,
  // configuration and start-up
  NG_CONFIG_INVALID: 500,
  NG_PORT_IN_USE: 500,
  NG_DATA_DIR_UNUSABLE: 500,
  NG_DATA_DIR_LOCKED: 500,
  NG_CPU_UNSUPPORTED: 500,
  NG_ENGINE_MISSING: 500,
  // queue
  NG_QUEUE_FULL: 503,
  NG_QUEUE_IO: 503,
  // store
  NG_STORE_UNAVAILABLE: 503,
  NG_MIGRATION_REFUSED: 500,
  NG_QUERY_INVALID: 400,
  NG_QUERY_TIMEOUT: 504,
  NG_QUERY_MEMORY: 507,
  NG_QUERY_CANCELLED: 499,
  NG_INTERNAL: 500,
} as const;

export type ErrorCode = keyof typeof errorCodes;

/** The JSON body of every failed API call: `{error: {code, message, hint?, parameter?}}`. */
export interface ErrorBody {
  error: { code: ErrorCode; message: string; hint?: string; parameter?: string };
}

export interface ErrorDetails {
  /** What the reader should do next. */
  hint?: string;
  /** The request parameter, flag or config path at fault. */
  parameter?: string;
  cause?: unknown;
}

/** An expected failure with a catalogue code. Bugs throw plain errors; callers never match on text. */
export class NightglassError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly parameter: string | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'NightglassError';
    this.code = code;
    this.hint = details.hint;
    this.parameter = details.parameter;
  }

  /** The HTTP status that belongs to the code. */
  get status(): number {
    return errorCodes[this.code];
  }

  toBody(): ErrorBody {
    const error: ErrorBody['error'] = { code: this.code, message: this.message };
    if (this.hint !== undefined) error.hint = this.hint;
    if (this.parameter !== undefined) error.parameter = this.parameter;
    return { error };
  }
}
