/** Editing requests: an editor sees every record as a view and says what shall change; the rest is copied through. */
import { type Edit, Edits, type LogEdit } from './edit.ts';
import { readResourceGroup, readScopeGroup } from './groups.ts';
import { readLogRecord } from './logs.ts';
import { readMetric } from './metrics.ts';
import { attributesTagOfPoint, readPoint } from './points.ts';
import { Pool } from './pool.ts';
import { Request, ResourceGroup, ScopeGroup } from './proto/collector.ts';
import { InstrumentationScope, Resource } from './proto/common.ts';
import { LogRecord } from './proto/logs.ts';
import { MetricData } from './proto/metrics.ts';
import { Span } from './proto/trace.ts';
import { Splicer } from './splicer.ts';
import { readSpan } from './traces.ts';
import { LogView, MetricKind, MetricView, PointView, ResourceView, ScopeView, SpanView } from './views.ts';
import { noBytes, plainBytes, Reader } from './wire.ts';

/** Callbacks are optional; what has none is not looked into. A view and its edit are valid during the call only. */
export interface GroupEditor {
  resource?(view: ResourceView, edit: Edit): void;
  scope?(view: ScopeView, edit: Edit): void;
}
export interface TraceEditor extends GroupEditor {
  span?(view: SpanView, edit: Edit): void;
}
export interface LogEditor extends GroupEditor {
  log?(view: LogView, edit: LogEdit): void;
}
export interface MetricEditor extends GroupEditor {
  metric?(view: MetricView, edit: Pick<Edit, 'drop'>): void;
  point?(metric: MetricView, view: PointView, edit: Edit): void;
}

/**
 * The request with the editor's changes; the same bytes when there are none. Groups that lost all their records are
 * left out with them. Throws MalformedOtlp, and whatever the editor throws.
 */
export const spliceTraces = (bytes: Uint8Array, editor: TraceEditor): Uint8Array => {
  return spliceRequest(bytes, editor, (job, start, from, to) => {
    if (editor.span === undefined) return true;
    const view = job.span;
    readSpan(job.reader, from, to, view);
    editor.span(view, job.edits.clear());
    return spliceRecord(job, start, view, Span.attributes);
  });
};

/** See `spliceTraces`. */
export const spliceLogs = (bytes: Uint8Array, editor: LogEditor): Uint8Array => {
  return spliceRequest(bytes, editor, (job, start, from, to) => {
    if (editor.log === undefined) return true;
    const view = job.log;
    readLogRecord(job.reader, from, to, view);
    editor.log(view, job.edits.clear());
    return spliceRecord(job, start, view, LogRecord.attributes);
  });
};

/** See `spliceTraces`; a metric that lost all its points is left out too. */
export const spliceMetrics = (bytes: Uint8Array, editor: MetricEditor): Uint8Array => {
  const splicePoint: ChildSplice = (job, start, from, to) => {
    const { metric, point } = job;
    readPoint(job.reader, from, to, metric.kind, point);
    editor.point?.(metric, point, job.edits.clear());
    return spliceRecord(job, start, point, attributesTagOfPoint(metric.kind));
  };
  const spliceData: ChildSplice = (job, start, from, to) =>
    spliceMessage(job, start, from, to, MetricData.dataPoints, splicePoint);
  return spliceRequest(bytes, editor, (job, start, from, to) => {
    const { metric } = job;
    readMetric(job.reader, from, to, metric);
    editor.metric?.(metric, job.edits.clear());
    if (editor.metric !== undefined && job.edits.dropped) {
      job.splicer.cut(start, to);
      return false;
    }
    if (editor.point === undefined || metric.kind === MetricKind.none) return true;
    return spliceMessage(job, start, from, to, (metric.kind << 3) | 2, spliceData);
  });
};

/** Splices the message `[from, to)` whose field starts at `start`; false when it was left out. */
type ChildSplice = (job: Job, start: number, from: number, to: number) => boolean;

/** Everything one splice works with; pooled, see `Pool`. */
class Job {
  readonly reader = new Reader();
  readonly splicer = new Splicer();
  /** Edits of the record at hand. */
  readonly edits = new Edits();
  readonly resource = new Head(new ResourceView(), ResourceGroup.resource, Resource.attributes);
  readonly scope = new Head(new ScopeView(), ScopeGroup.scope, InstrumentationScope.attributes);
  readonly span = new SpanView();
  readonly log = new LogView();
  readonly metric = new MetricView();
  readonly point = new PointView();

  start(bytes: Uint8Array): void {
    this.reader.reset(bytes);
    this.splicer.reset(bytes);
    this.resource.edits.clear();
    this.scope.edits.clear();
  }
}

/** The Resource of a resource group or the InstrumentationScope of a scope group, and what shall happen to it. */
class Head<View extends ResourceView | ScopeView = ResourceView | ScopeView> {
  readonly edits = new Edits();
  readonly view: View;
  readonly tag: number;
  readonly attributesTag: number;

  constructor(view: View, tag: number, attributesTag: number) {
    this.view = view;
    this.tag = tag;
    this.attributesTag = attributesTag;
  }
}

const pool = new Pool(() => new Job());

const spliceRequest = (given: Uint8Array, editor: GroupEditor, record: ChildSplice): Uint8Array => {
  const bytes = plainBytes(given);
  const job = pool.take();
  job.start(bytes);
  const { reader: r, resource, scope } = job;
  const scopeGroup: ChildSplice = (_, start, from, to) => {
    if (editor.scope !== undefined) {
      readScopeGroup(r, from, to, scope.view);
      editor.scope(scope.view, scope.edits.clear());
    }
    return spliceMessage(job, start, from, to, ScopeGroup.records, record, scope);
  };
  for (;;) {
    const start = r.at;
    const tag = r.next(bytes.length);
    if (tag === 0) break;
    if (tag !== Request.groups) continue;
    const { from, to } = r;
    if (editor.resource !== undefined) {
      readResourceGroup(r, from, to, resource.view);
      editor.resource(resource.view, resource.edits.clear());
    }
    spliceMessage(job, start, from, to, ResourceGroup.scopeGroups, scopeGroup, resource);
    r.at = to;
  }
  const result = job.splicer.finish();
  job.start(noBytes);
  pool.put(job);
  return result === bytes ? given : result;
};

/**
 * Splices the fields `childTag` of a message and its head, when it has one. Leaves the message out, and returns false,
 * when it was dropped or when all its children were.
 */
const spliceMessage = (
  job: Job,
  start: number,
  from: number,
  to: number,
  childTag: number,
  child: ChildSplice,
  head?: Head,
): boolean => {
  const { reader: r, splicer } = job;
  if (head?.edits.dropped) {
    splicer.cut(start, to);
    return false;
  }
  let kept = 0;
  let left = 0;
  splicer.open(start, from, to);
  if (head?.edits.changed && head.view.to === 0) {
    splicer.insertField(from, head.tag, head.edits.encode(head.attributesTag));
  }
  r.at = from;
  for (;;) {
    const at = r.at;
    const tag = r.next(to);
    if (tag === 0) break;
    const next = r.to;
    if (tag === childTag) {
      if (child(job, at, r.from, next)) kept++;
      else left++;
    } else if (tag === head?.tag && head.edits.changed) spliceHead(job, at, r.from, next, head);
    r.at = next;
  }
  if (left > 0 && kept === 0) {
    splicer.abandon(to);
    return false;
  }
  splicer.close(to);
  return true;
};

const spliceHead = ({ splicer, reader }: Job, start: number, from: number, to: number, head: Head): void => {
  const { view, edits, attributesTag } = head;
  // Of a repeated field the last one counts, and the editor saw only that one: an earlier one goes.
  if (from !== view.from) {
    splicer.cut(start, to);
    return;
  }
  splicer.open(start, from, to);
  edits.apply(splicer, reader, from, to, attributesTag, view.attributes);
  splicer.close(to);
};

/** Carries out the edits of a record with attributes; false when it is left out. */
const spliceRecord = (
  { splicer, edits, reader }: Job,
  start: number,
  view: SpanView | LogView | PointView,
  attributesTag: number,
): boolean => {
  if (edits.dropped) {
    splicer.cut(start, view.to);
    return false;
  }
  if (!edits.changed) return true;
  splicer.open(start, view.from, view.to);
  edits.apply(splicer, reader, view.from, view.to, attributesTag, view.attributes);
  splicer.close(view.to);
  return true;
};
