/** The walker of logs: hands every log record of a request to a sink as offsets. */
import { readAnyValue, readAttributes, ValueView } from './attributes.ts';
import { type RecordWalker, walkGroups } from './groups.ts';
import { idAt } from './ids.ts';
import { Pool } from './pool.ts';
import * as logs from './proto/logs.ts';
import { type LogSink, LogView, ResourceView, ScopeView, ValueType } from './views.ts';
import { fixed32, Reader } from './wire.ts';

// Not used as imported: see attributes.ts.
const { LogRecord } = logs;

const quiet: LogSink = { resource() {}, scope() {}, log() {} };

class LogWalker implements RecordWalker {
  readonly reader = new Reader();
  readonly resource = new ResourceView();
  readonly scope = new ScopeView();
  readonly #log = new LogView();
  sink = quiet;

  record(from: number, to: number): void {
    readLogRecord(this.reader, from, to, this.#log);
    this.sink.log(this.#log);
    this.reader.at = to;
  }
  /** Lets go of the sink and of what one large record needed. */
  rest(): void {
    this.sink = quiet;
    this.#log.attributes.clear();
  }
}

const pool = new Pool(() => new LogWalker());

/** Walks an ExportLogsServiceRequest. Throws MalformedOtlp, and whatever the sink throws. */
export const walkLogs = (bytes: Uint8Array, sink: LogSink): void => {
  const walker = pool.take();
  walker.sink = sink;
  walkGroups(bytes, walker, sink);
  walker.rest();
  pool.put(walker);
};

const body = new ValueView();

/** Reads the LogRecord at `[from, to)` and leaves the reader behind it. */
export const readLogRecord = (r: Reader, from: number, to: number, view: LogView): void => {
  view.bytes = r.bytes;
  view.from = from;
  view.to = to;
  view.time = view.observedTime = view.traceId = view.spanId = -1;
  view.severityNumber = view.severityTextFrom = view.severityTextTo = 0;
  view.bodyType = ValueType.empty;
  view.bodyFrom = view.bodyTo = view.eventNameFrom = view.eventNameTo = 0;
  view.droppedAttributesCount = view.flags = 0;
  view.attributes.clear();
  r.at = from;
  for (let tag: number; (tag = r.next(to)) !== 0; ) {
    switch (tag) {
      case LogRecord.timeUnixNano:
        view.time = r.from;
        break;
      case LogRecord.observedTimeUnixNano:
        view.observedTime = r.from;
        break;
      case LogRecord.severityNumber:
        view.severityNumber = r.lo;
        break;
      case LogRecord.severityText:
        view.severityTextFrom = r.from;
        view.severityTextTo = r.to;
        break;
      case LogRecord.body:
        readAnyValue(r, r.from, r.to, body);
        view.bodyType = body.type;
        view.bodyFrom = body.from;
        view.bodyTo = body.to;
        break;
      case LogRecord.attributes:
        readAttributes(r, tag, to, view.attributes);
        break;
      case LogRecord.droppedAttributesCount:
        view.droppedAttributesCount = r.lo >>> 0;
        break;
      case LogRecord.flags:
        view.flags = fixed32(r.bytes, r.from);
        break;
      case LogRecord.traceId:
        view.traceId = idAt(r, 16);
        break;
      case LogRecord.spanId:
        view.spanId = idAt(r, 8);
        break;
      case LogRecord.eventName:
        view.eventNameFrom = r.from;
        view.eventNameTo = r.to;
        break;
    }
  }
};
