/** Sets that do not record the kind of a span: it follows from who is called. */
import type { SpanRow } from '@nightglass/rootcause';

const query = /^(select|insert|update|delete|merge|call|begin|commit) /i;

/**
 * `server`: called from another service, or a root; `client`: calls another service, or is a leaf named by an SQL verb, as the
 * OpenTelemetry conventions name queries; otherwise `internal`. Changes the rows.
 */
export const inferSpanKinds = (spans: SpanRow[]): void => {
  const key = (traceId: string, spanId: string): string => `${traceId} ${spanId}`;
  const byId = new Map(spans.map((span) => [key(span.traceId, span.spanId), span]));
  const parents = new Set(spans.map((span) => key(span.traceId, span.parentId)));
  for (const span of spans) {
    const parent = byId.get(key(span.traceId, span.parentId));
    if (parent === undefined) span.kind = 'server';
    else if (parent.service !== span.service) {
      span.kind = 'server';
      if (parent.kind === 'internal') parent.kind = 'client';
    } else if (query.test(span.name) && !parents.has(key(span.traceId, span.spanId))) span.kind = 'client';
  }
};
