import {
  ATTRIBUTE_STRIDE,
  EventView,
  LinkView,
  type ResourceView,
  readEvent,
  readLink,
  type ScopeView,
  type SpanView,
  type TraceSink,
  ValueType,
} from '@nightglass/otlp';
import { spans } from '../schema/traces.ts';
import { AttributeWriter } from './attributes.ts';
import { utf8Boundary } from './bytes.ts';
import {
  ArrayColumn,
  FixedColumn,
  LabelColumn,
  MapColumn,
  StringColumn,
  Uint8Column,
  Uint16Column,
  Uint32Column,
  Uint64Column,
} from './columns.ts';
import type { EncodeScope, RequestContext } from './context.ts';
import type { KnownResource } from './dimensions.ts';
import { marks } from './limits.ts';
import { readFixed64, readVarint, toBigInt, word } from './numbers.ts';
import { TableWriter } from './table-writer.ts';
import { fitsDateTime } from './times.ts';

/** Hot columns: the attribute keys each is filled from, the first that is present. */
const roles = [
  'http.route',
  'http.response.status_code',
  'http.status_code',
  'db.system.name',
  'db.system',
  'messaging.system',
  'peer.service',
  'server.address',
  'net.peer.name',
] as const;

/** Spans as columns. Roll-ups are computed from the columns once the block is full (`red.ts`, `trace-index.ts`). */
export class SpanBlock implements TraceSink {
  readonly timestamp: Uint64Column = new Uint64Column();
  readonly traceId: FixedColumn = new FixedColumn(16);
  readonly parentSpanId: FixedColumn = new FixedColumn(8);
  readonly spanName: LabelColumn = new LabelColumn();
  readonly spanKind: Uint8Column = new Uint8Column();
  readonly serviceName: LabelColumn = new LabelColumn();
  readonly duration: Uint64Column = new Uint64Column();
  readonly statusCode: Uint8Column = new Uint8Column();
  readonly attributes: MapColumn = new MapColumn();
  readonly #spanId = new FixedColumn(8);
  readonly #traceState = new StringColumn();
  readonly #resourceId = new Uint64Column();
  readonly #scopeId = new Uint64Column();
  readonly #scopeName = new LabelColumn();
  readonly #types = new ArrayColumn(new LabelColumn());
  readonly #statusMessage = new StringColumn();
  readonly #flags = new Uint32Column();
  readonly #droppedAttributes = new Uint32Column();
  readonly #droppedEvents = new Uint32Column();
  readonly #droppedLinks = new Uint32Column();
  readonly #eventTime = new ArrayColumn(new Uint64Column());
  readonly #eventName = new ArrayColumn(new LabelColumn());
  readonly #eventAttributes = new ArrayColumn(new MapColumn());
  readonly #eventDropped = new ArrayColumn(new Uint32Column());
  readonly #linkTraceId = new ArrayColumn(new FixedColumn(16));
  readonly #linkSpanId = new ArrayColumn(new FixedColumn(8));
  readonly #linkState = new ArrayColumn(new StringColumn());
  readonly #linkAttributes = new ArrayColumn(new MapColumn());
  readonly #linkDropped = new ArrayColumn(new Uint32Column());
  readonly #linkFlags = new ArrayColumn(new Uint32Column());
  readonly #httpRoute = new LabelColumn();
  readonly #httpStatus = new Uint16Column();
  readonly #dbSystem = new LabelColumn();
  readonly #messagingSystem = new LabelColumn();
  readonly #peerService = new LabelColumn();
  readonly #serverAddress = new LabelColumn();
  readonly #exceptionType = new LabelColumn();
  readonly #seq = new Uint64Column();
  readonly table: TableWriter;

  readonly #scope: EncodeScope;
  readonly #attributeWriter: AttributeWriter;
  readonly #eventWriter: AttributeWriter;
  readonly #linkWriter: AttributeWriter;
  readonly #event = new EventView();
  readonly #link = new LinkView();
  #request!: RequestContext;
  #resource!: KnownResource;
  #serviceId = 0;
  #scopeLow = 0;
  #scopeHigh = 0;
  #scopeNameId = 0;

  constructor(scope: EncodeScope) {
    this.#scope = scope;
    const types = this.#types.inner;
    this.#attributeWriter = new AttributeWriter(this.attributes, types, scope, roles);
    this.#eventWriter = new AttributeWriter(this.#eventAttributes.inner, types, scope, ['exception.type']);
    this.#linkWriter = new AttributeWriter(this.#linkAttributes.inner, types, scope);
    this.table = new TableWriter(spans, {
      Timestamp: this.timestamp,
      TraceId: this.traceId,
      SpanId: this.#spanId,
      ParentSpanId: this.parentSpanId,
      TraceState: this.#traceState,
      SpanName: this.spanName,
      SpanKind: this.spanKind,
      ServiceName: this.serviceName,
      ResourceId: this.#resourceId,
      ScopeId: this.#scopeId,
      ScopeName: this.#scopeName,
      SpanAttributes: this.attributes,
      AttributeTypes: this.#types,
      Duration: this.duration,
      StatusCode: this.statusCode,
      StatusMessage: this.#statusMessage,
      Flags: this.#flags,
      DroppedAttributesCount: this.#droppedAttributes,
      DroppedEventsCount: this.#droppedEvents,
      DroppedLinksCount: this.#droppedLinks,
      'Events.Timestamp': this.#eventTime,
      'Events.Name': this.#eventName,
      'Events.Attributes': this.#eventAttributes,
      'Events.DroppedAttributesCount': this.#eventDropped,
      'Links.TraceId': this.#linkTraceId,
      'Links.SpanId': this.#linkSpanId,
      'Links.TraceState': this.#linkState,
      'Links.Attributes': this.#linkAttributes,
      'Links.DroppedAttributesCount': this.#linkDropped,
      'Links.Flags': this.#linkFlags,
      HttpRoute: this.#httpRoute,
      HttpStatusCode: this.#httpStatus,
      DbSystem: this.#dbSystem,
      MessagingSystem: this.#messagingSystem,
      PeerService: this.#peerService,
      ServerAddress: this.#serverAddress,
      ExceptionType: this.#exceptionType,
      Seq: this.#seq,
    });
  }

  begin(request: RequestContext): void {
    this.#request = request;
  }

  resource(view: ResourceView): void {
    const { dimensions, block } = this.#scope;
    const { hour } = this.#request;
    this.#resource = dimensions.resource(view, block, 'traces', hour);
    const { service } = this.#resource;
    this.#serviceId = this.serviceName.dictionary.intern(service, 0, service.length);
  }

  scope(view: ScopeView): void {
    const { dimensions, block } = this.#scope;
    const known = dimensions.scope(view, block, 'traces', this.#request.hour);
    this.#scopeLow = known.low;
    this.#scopeHigh = known.high;
    const end = utf8Boundary(view.bytes, view.nameFrom, view.nameTo, this.#scope.limits.textBytes);
    this.#scopeNameId = this.#scopeName.dictionary.intern(view.bytes, view.nameFrom, end);
  }

  span(view: SpanView): void {
    const b = view.bytes;
    const attributes = this.#attributeWriter;
    this.table.rows++;
    const overLimit = attributes.write(b, view.attributes, '');
    this.#hotColumns(view);
    this.#times(view);
    this.traceId.push(b, view.traceId);
    this.#spanId.push(b, view.spanId);
    this.parentSpanId.push(b, view.parentSpanId);
    this.#text(this.#traceState, b, view.traceStateFrom, view.traceStateTo, 'trace_state');
    this.#label(this.spanName, b, view.nameFrom, view.nameTo, 'name');
    this.spanKind.push(view.kind >= 0 && view.kind <= 5 ? view.kind : 0);
    this.serviceName.pushId(this.#serviceId);
    this.#resourceId.push(this.#resource.low, this.#resource.high);
    this.#scopeId.push(this.#scopeLow, this.#scopeHigh);
    this.#scopeName.pushId(this.#scopeNameId);
    this.statusCode.push(view.statusCode >= 0 && view.statusCode <= 2 ? view.statusCode : 0);
    this.#text(this.#statusMessage, b, view.statusMessageFrom, view.statusMessageTo, 'status.message');
    this.#flags.push(view.flags);
    this.#droppedAttributes.push(view.droppedAttributesCount + overLimit);
    this.#events(view);
    this.#links(view);
    this.#request.nextSeq(this.#seq);
    if (view.events.count + view.links.count > 0) attributes.end([this.#eventWriter, this.#linkWriter]);
    else attributes.end();
    this.#types.end(this.#types.inner.length);
  }

  /** Start, duration, and the marks of times that could not be kept. */
  #times(view: SpanView): void {
    const { times } = this.#request;
    const { counters } = this.#scope;
    readFixed64(view.bytes, view.startTime);
    const { low, high } = word;
    readFixed64(view.bytes, view.endTime);
    const endLow = word.low;
    const endHigh = word.high;
    if (endHigh > high || (endHigh === high && endLow >= low)) {
      this.duration.push((endLow - low) >>> 0, (endHigh - high - (endLow < low ? 1 : 0)) >>> 0);
    } else {
      this.duration.push(0, 0);
      counters.clampedTimes++;
      this.#attributeWriter.add(marks.originalEnd, toBigInt(endLow, endHigh).toString());
    }
    if (times.allows(low, high)) this.timestamp.push(low, high);
    else {
      this.timestamp.push(times.receivedLow, times.receivedHigh);
      counters.clampedTimes++;
      this.#attributeWriter.add(marks.originalTime, toBigInt(low, high).toString());
    }
  }

  #text(column: StringColumn, b: Uint8Array, from: number, to: number, name: string): void {
    const end = utf8Boundary(b, from, to, this.#scope.limits.textBytes);
    if (end !== to) this.#attributeWriter.noteCut(name);
    column.push(b, from, end);
  }

  #label(column: LabelColumn, b: Uint8Array, from: number, to: number, name: string): void {
    const end = utf8Boundary(b, from, to, this.#scope.limits.textBytes);
    if (end !== to) this.#attributeWriter.noteCut(name);
    column.push(b, from, end);
  }

  #hotColumns(view: SpanView): void {
    const f = this.#attributeWriter.found;
    const first = (a: number, b: number): number => (a >= 0 ? a : b);
    this.#hotLabel(this.#httpRoute, view, f[0] as number);
    this.#httpStatus.push(httpStatus(view, first(f[1] as number, f[2] as number)));
    this.#hotLabel(this.#dbSystem, view, first(f[3] as number, f[4] as number));
    this.#hotLabel(this.#messagingSystem, view, f[5] as number);
    this.#hotLabel(this.#peerService, view, f[6] as number);
    this.#hotLabel(this.#serverAddress, view, first(f[7] as number, f[8] as number));
  }

  #hotLabel(column: LabelColumn, view: SpanView | EventView, index: number, b?: Uint8Array): void {
    const { slots } = view.attributes;
    const at = index * ATTRIBUTE_STRIDE;
    if (index < 0 || slots[at + 2] !== ValueType.string) {
      column.pushId(0);
      return;
    }
    const bytes = b ?? (view as SpanView).bytes;
    const from = slots[at + 3] as number;
    column.push(bytes, from, utf8Boundary(bytes, from, slots[at + 4] as number, 1024));
  }

  #events(view: SpanView): void {
    const { limits, counters } = this.#scope;
    const count = Math.min(view.events.count, limits.eventsPerSpan);
    const over = view.events.count - count;
    counters.droppedEvents += over;
    this.#droppedEvents.push(view.droppedEventsCount + over);
    let exception = false;
    for (let i = 0; i < count; i++) {
      const event = this.#event;
      const b = view.bytes;
      readEvent(b, view.events.slots[2 * i] as number, view.events.slots[2 * i + 1] as number, event);
      const prefix = `e${i}.`;
      readFixed64(b, event.time);
      if (fitsDateTime(word.high)) this.#eventTime.inner.push(word.low, word.high);
      else {
        counters.clampedTimes++;
        this.#eventTime.inner.push(this.#request.times.receivedLow, this.#request.times.receivedHigh);
      }
      this.#label(this.#eventName.inner, b, event.nameFrom, event.nameTo, `${prefix}name`);
      const overLimit = this.#eventWriter.write(b, event.attributes, prefix);
      this.#eventAttributes.inner.end();
      this.#eventDropped.inner.push(event.droppedAttributesCount + overLimit);
      const found = this.#eventWriter.found[0] as number;
      if (!exception && found >= 0) {
        exception = true;
        this.#hotLabel(this.#exceptionType, event, found, b);
      }
    }
    if (!exception) this.#exceptionType.pushId(0);
    const total = this.#eventTime.inner.length;
    this.#eventTime.end(total);
    this.#eventName.end(total);
    this.#eventAttributes.end(total);
    this.#eventDropped.end(total);
  }

  #links(view: SpanView): void {
    const { limits, counters } = this.#scope;
    const count = Math.min(view.links.count, limits.linksPerSpan);
    const over = view.links.count - count;
    counters.droppedLinks += over;
    this.#droppedLinks.push(view.droppedLinksCount + over);
    for (let i = 0; i < count; i++) {
      const link = this.#link;
      const b = view.bytes;
      readLink(b, view.links.slots[2 * i] as number, view.links.slots[2 * i + 1] as number, link);
      const prefix = `l${i}.`;
      this.#linkTraceId.inner.push(b, link.traceId);
      this.#linkSpanId.inner.push(b, link.spanId);
      this.#text(this.#linkState.inner, b, link.traceStateFrom, link.traceStateTo, `${prefix}trace_state`);
      const overLimit = this.#linkWriter.write(b, link.attributes, prefix);
      this.#linkAttributes.inner.end();
      this.#linkDropped.inner.push(link.droppedAttributesCount + overLimit);
      this.#linkFlags.inner.push(link.flags);
    }
    const total = this.#linkDropped.inner.length;
    this.#linkTraceId.end(total);
    this.#linkSpanId.end(total);
    this.#linkState.end(total);
    this.#linkAttributes.end(total);
    this.#linkDropped.end(total);
    this.#linkFlags.end(total);
  }

  /** Parent ids as two words per row, and trace ids as four. */
  parentWords(): Uint32Array {
    return new Uint32Array(this.parentSpanId.bytes.data.buffer, 0, this.table.rows * 2);
  }
  traceWords(): Uint32Array {
    return new Uint32Array(this.traceId.bytes.data.buffer, 0, this.table.rows * 4);
  }

  forget(): void {
    this.#attributeWriter.forget();
    this.#eventWriter.forget();
    this.#linkWriter.forget();
  }
}

/** The status code as sent: an int, or a text of digits (older conventions). 0 when absent or not one. */
const httpStatus = (view: SpanView, index: number): number => {
  if (index < 0) return 0;
  const { slots } = view.attributes;
  const at = index * ATTRIBUTE_STRIDE;
  const from = slots[at + 3] as number;
  const to = slots[at + 4] as number;
  if (slots[at + 2] === ValueType.int) {
    readVarint(view.bytes, from);
    return word.high === 0 && word.low < 1000 ? word.low : 0;
  }
  if (slots[at + 2] !== ValueType.string || to - from !== 3) return 0;
  let value = 0;
  for (let i = from; i < to; i++) {
    const digit = (view.bytes[i] as number) - 48;
    if (digit < 0 || digit > 9) return 0;
    value = value * 10 + digit;
  }
  return value;
};
