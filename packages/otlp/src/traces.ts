/** The walker of traces: hands every span of a request to a sink as offsets. */
import { readAttributes } from './attributes.ts';
import { type RecordWalker, walkGroups } from './groups.ts';
import { idAt, parentIdAt } from './ids.ts';
import { Pool } from './pool.ts';
import * as trace from './proto/trace.ts';
import { type EventView, type LinkView, ResourceView, ScopeView, SpanView, type TraceSink } from './views.ts';
import { fixed32, Reader } from './wire.ts';

// Not used as imported: see attributes.ts.
const { Event, Link, Span, Status } = trace;

const quiet: TraceSink = { resource() {}, scope() {}, span() {} };

class TraceWalker implements RecordWalker {
  readonly reader = new Reader();
  readonly resource = new ResourceView();
  readonly scope = new ScopeView();
  readonly #span = new SpanView();
  sink = quiet;

  record(from: number, to: number): void {
    readSpan(this.reader, from, to, this.#span);
    this.sink.span(this.#span);
    this.reader.at = to;
  }
  /** Lets go of the sink and of what one large record needed. */
  rest(): void {
    this.sink = quiet;
    this.#span.attributes.clear();
    this.#span.events.clear();
    this.#span.links.clear();
  }
}

const pool = new Pool(() => new TraceWalker());

/** Walks an ExportTraceServiceRequest. Throws MalformedOtlp, and whatever the sink throws. */
export const walkTraces = (bytes: Uint8Array, sink: TraceSink): void => {
  const walker = pool.take();
  walker.sink = sink;
  walkGroups(bytes, walker, sink);
  walker.rest();
  pool.put(walker);
};

/** Reads the Span at `[from, to)` and leaves the reader behind it. */
export const readSpan = (r: Reader, from: number, to: number, view: SpanView): void => {
  view.bytes = r.bytes;
  view.from = from;
  view.to = to;
  view.traceId = view.spanId = view.parentSpanId = view.startTime = view.endTime = -1;
  view.traceStateFrom = view.traceStateTo = view.nameFrom = view.nameTo = 0;
  view.flags = view.kind = view.statusCode = view.statusMessageFrom = view.statusMessageTo = 0;
  view.droppedAttributesCount = view.droppedEventsCount = view.droppedLinksCount = 0;
  const { attributes, events, links } = view;
  attributes.clear();
  events.clear();
  links.clear();
  r.at = from;
  for (let tag: number; (tag = r.next(to)) !== 0; ) {
    switch (tag) {
      case Span.traceId:
        view.traceId = idAt(r, 16);
        break;
      case Span.spanId:
        view.spanId = idAt(r, 8);
        break;
      case Span.parentSpanId:
        view.parentSpanId = parentIdAt(r);
        break;
      case Span.name:
        view.nameFrom = r.from;
        view.nameTo = r.to;
        break;
      case Span.kind:
        view.kind = r.lo;
        break;
      case Span.startTimeUnixNano:
        view.startTime = r.from;
        break;
      case Span.endTimeUnixNano:
        view.endTime = r.from;
        break;
      case Span.attributes:
        readAttributes(r, tag, to, attributes);
        break;
      case Span.events:
        events.push(r.from, r.to);
        break;
      case Span.links:
        links.push(r.from, r.to);
        break;
      case Span.status:
        readStatus(r, view);
        break;
      case Span.traceState:
        view.traceStateFrom = r.from;
        view.traceStateTo = r.to;
        break;
      case Span.flags:
        view.flags = fixed32(r.bytes, r.from);
        break;
      case Span.droppedAttributesCount:
        view.droppedAttributesCount = r.lo >>> 0;
        break;
      case Span.droppedEventsCount:
        view.droppedEventsCount = r.lo >>> 0;
        break;
      case Span.droppedLinksCount:
        view.droppedLinksCount = r.lo >>> 0;
        break;
    }
  }
};

const readStatus = (r: Reader, view: SpanView): void => {
  const { to } = r;
  view.statusCode = view.statusMessageFrom = view.statusMessageTo = 0;
  r.at = r.from;
  for (let tag: number; (tag = r.next(to)) !== 0; ) {
    if (tag === Status.code) view.statusCode = r.lo;
    else if (tag === Status.message) {
      view.statusMessageFrom = r.from;
      view.statusMessageTo = r.to;
    }
  }
};

const leaf = new Reader();

/** Reads the Span.Event at `[from, to)`: an extent of `SpanView.events`. Throws MalformedOtlp. */
export const readEvent = (bytes: Uint8Array, from: number, to: number, view: EventView): void => {
  const r = leaf.reset(bytes);
  view.time = -1;
  view.nameFrom = view.nameTo = view.droppedAttributesCount = 0;
  view.attributes.clear();
  r.at = from;
  for (let tag: number; (tag = r.next(to)) !== 0; ) {
    switch (tag) {
      case Event.timeUnixNano:
        view.time = r.from;
        break;
      case Event.name:
        view.nameFrom = r.from;
        view.nameTo = r.to;
        break;
      case Event.attributes:
        readAttributes(r, tag, to, view.attributes);
        break;
      case Event.droppedAttributesCount:
        view.droppedAttributesCount = r.lo >>> 0;
        break;
    }
  }
};

/** Reads the Span.Link at `[from, to)`: an extent of `SpanView.links`. Throws MalformedOtlp. */
export const readLink = (bytes: Uint8Array, from: number, to: number, view: LinkView): void => {
  const r = leaf.reset(bytes);
  view.traceId = view.spanId = -1;
  view.traceStateFrom = view.traceStateTo = view.droppedAttributesCount = view.flags = 0;
  view.attributes.clear();
  r.at = from;
  for (let tag: number; (tag = r.next(to)) !== 0; ) {
    switch (tag) {
      case Link.traceId:
        view.traceId = idAt(r, 16);
        break;
      case Link.spanId:
        view.spanId = idAt(r, 8);
        break;
      case Link.traceState:
        view.traceStateFrom = r.from;
        view.traceStateTo = r.to;
        break;
      case Link.attributes:
        readAttributes(r, tag, to, view.attributes);
        break;
      case Link.droppedAttributesCount:
        view.droppedAttributesCount = r.lo >>> 0;
        break;
      case Link.flags:
        view.flags = fixed32(r.bytes, r.from);
        break;
    }
  }
};
