import { type Context, context } from '@opentelemetry/api';
import { type LogAttributes, type Logger, SeverityNumber } from '@opentelemetry/api-logs';

type Write = (body: string, attributes?: LogAttributes, at?: Context) => void;

/** Structured log lines; each carries the trace and span it was written in. `at` names another span's context. */
export interface Log {
  debug: Write;
  info: Write;
  warn: Write;
  error: Write;
}

export const createLog = (logger: Logger): Log => {
  const writer =
    (severityNumber: SeverityNumber, severityText: string): Write =>
    (body, attributes = {}, at = context.active()) =>
      logger.emit({ severityNumber, severityText, body, attributes, context: at });
  return {
    debug: writer(SeverityNumber.DEBUG, 'DEBUG'),
    info: writer(SeverityNumber.INFO, 'INFO'),
    warn: writer(SeverityNumber.WARN, 'WARN'),
    error: writer(SeverityNumber.ERROR, 'ERROR'),
  };
};

/** `exception.*` of the semantic conventions; the type is the error's code when it has one, else its class. */
export const exceptionAttributes = (error: unknown): Record<string, string> => {
  if (!(error instanceof Error))
    return { 'exception.type': typeof error, 'exception.message': String(error) };
  return {
    'exception.type': errorType(error),
    'exception.message': error.message,
    ...(error.stack === undefined ? {} : { 'exception.stacktrace': error.stack }),
  };
};

/** A low-cardinality name of what went wrong, for `error.type`. */
export const errorType = (error: unknown): string => {
  if (!(error instanceof Error)) return '_OTHER';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
};
