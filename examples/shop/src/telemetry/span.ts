import { context, type Span, type SpanOptions, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api';
import { errorType } from './log.ts';

/** Marks a span as failed the way the conventions ask: an exception event, `error.type` and the status. */
export const failSpan = (span: Span, error: unknown): void => {
  span.recordException(error instanceof Error ? error : String(error));
  span.setAttribute('error.type', errorType(error));
  span.setStatus({
    code: SpanStatusCode.ERROR,
    message: error instanceof Error ? error.message : String(error),
  });
};

/** Runs `work` inside a new span that is active during it, and ends the span whatever happens. */
export const inSpan = <T>(tracer: Tracer, name: string, options: SpanOptions, work: (span: Span) => T): T => {
  const span = tracer.startSpan(name, options);
  let result: T;
  try {
    result = context.with(trace.setSpan(context.active(), span), () => work(span));
  } catch (error) {
    failSpan(span, error);
    span.end();
    throw error;
  }
  if (!(result instanceof Promise)) {
    span.end();
    return result;
  }
  return result
    .catch((error: unknown) => {
      failSpan(span, error);
      throw error;
    })
    .finally(() => span.end()) as T;
};
