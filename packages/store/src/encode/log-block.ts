import { type LogSink, type LogView, type ResourceView, type ScopeView, ValueType } from '@nightglass/otlp';
import { logs } from '../schema/logs.ts';
import { AttributeWriter } from './attributes.ts';
import { utf8Boundary } from './bytes.ts';
import {
  ArrayColumn,
  FixedColumn,
  LabelColumn,
  MapColumn,
  StringColumn,
  Uint8Column,
  Uint32Column,
  Uint64Column,
} from './columns.ts';
import type { EncodeScope, RequestContext } from './context.ts';
import type { KnownResource } from './dimensions.ts';
import { marks } from './limits.ts';
import { readFixed64, toBigInt, word } from './numbers.ts';
import { TableWriter } from './table-writer.ts';
import { fitsDateTime } from './times.ts';

/** Log records as columns. */
export class LogBlock implements LogSink {
  readonly timestamp: Uint64Column = new Uint64Column();
  readonly attributes: MapColumn = new MapColumn();
  readonly #observed = new Uint64Column();
  readonly #traceId = new FixedColumn(16);
  readonly #spanId = new FixedColumn(8);
  readonly #flags = new Uint32Column();
  readonly #severityText = new LabelColumn();
  readonly #severityNumber = new Uint8Column();
  readonly #serviceName = new LabelColumn();
  readonly #body = new StringColumn();
  readonly #eventName = new LabelColumn();
  readonly #resourceId = new Uint64Column();
  readonly #scopeId = new Uint64Column();
  readonly #scopeName = new LabelColumn();
  readonly #types = new ArrayColumn(new LabelColumn());
  readonly #dropped = new Uint32Column();
  readonly #seq = new Uint64Column();
  readonly table: TableWriter;

  readonly #scope: EncodeScope;
  readonly #attributeWriter: AttributeWriter;
  #request!: RequestContext;
  #resource!: KnownResource;
  #serviceId = 0;
  #scopeLow = 0;
  #scopeHigh = 0;
  #scopeNameId = 0;

  constructor(scope: EncodeScope) {
    this.#scope = scope;
    this.#attributeWriter = new AttributeWriter(this.attributes, this.#types.inner, scope);
    this.table = new TableWriter(logs, {
      Timestamp: this.timestamp,
      ObservedTimestamp: this.#observed,
      TraceId: this.#traceId,
      SpanId: this.#spanId,
      TraceFlags: this.#flags,
      SeverityText: this.#severityText,
      SeverityNumber: this.#severityNumber,
      ServiceName: this.#serviceName,
      Body: this.#body,
      EventName: this.#eventName,
      ResourceId: this.#resourceId,
      ScopeId: this.#scopeId,
      ScopeName: this.#scopeName,
      LogAttributes: this.attributes,
      AttributeTypes: this.#types,
      DroppedAttributesCount: this.#dropped,
      Seq: this.#seq,
    });
  }

  begin(request: RequestContext): void {
    this.#request = request;
  }

  resource(view: ResourceView): void {
    const { dimensions, block } = this.#scope;
    this.#resource = dimensions.resource(view, block, 'logs', this.#request.hour);
    const { service } = this.#resource;
    this.#serviceId = this.#serviceName.dictionary.intern(service, 0, service.length);
  }

  scope(view: ScopeView): void {
    const { dimensions, block } = this.#scope;
    const known = dimensions.scope(view, block, 'logs', this.#request.hour);
    this.#scopeLow = known.low;
    this.#scopeHigh = known.high;
    const end = utf8Boundary(view.bytes, view.nameFrom, view.nameTo, this.#scope.limits.textBytes);
    this.#scopeNameId = this.#scopeName.dictionary.intern(view.bytes, view.nameFrom, end);
  }

  log(view: LogView): void {
    const b = view.bytes;
    const attributes = this.#attributeWriter;
    this.table.rows++;
    const overLimit = attributes.write(b, view.attributes, '');
    this.#times(view);
    this.#traceId.push(b, view.traceId);
    this.#spanId.push(b, view.spanId);
    this.#flags.push(view.flags);
    this.#label(this.#severityText, b, view.severityTextFrom, view.severityTextTo, 'severity_text');
    this.#severityNumber.push(Math.max(0, Math.min(255, view.severityNumber)));
    this.#serviceAndScope();
    if (view.bodyType !== ValueType.string) attributes.noteKeyless('body', view.bodyType);
    const { bodyBytes } = this.#scope.limits;
    if (!attributes.text(this.#body, b, view.bodyType, view.bodyFrom, view.bodyTo, bodyBytes)) {
      attributes.noteCut('body');
    }
    this.#label(this.#eventName, b, view.eventNameFrom, view.eventNameTo, 'event_name');
    this.#dropped.push(view.droppedAttributesCount + overLimit);
    this.#request.nextSeq(this.#seq);
    attributes.end();
    this.#types.end(this.#types.inner.length);
  }

  #serviceAndScope(): void {
    this.#serviceName.pushId(this.#serviceId);
    this.#resourceId.push(this.#resource.low, this.#resource.high);
    this.#scopeId.push(this.#scopeLow, this.#scopeHigh);
    this.#scopeName.pushId(this.#scopeNameId);
  }

  /** The record's time, else when it was observed, else when it was received (logs data model, field Timestamp). */
  #times(view: LogView): void {
    const { times } = this.#request;
    const { counters } = this.#scope;
    readFixed64(view.bytes, view.observedTime);
    const observedLow = word.low;
    const observedHigh = word.high;
    if (fitsDateTime(observedHigh)) this.#observed.push(observedLow, observedHigh);
    else {
      counters.clampedTimes++;
      this.#observed.push(times.receivedLow, times.receivedHigh);
    }
    readFixed64(view.bytes, view.time);
    const given = word.low !== 0 || word.high !== 0;
    const low = given ? word.low : observedLow;
    const high = given ? word.high : observedHigh;
    if (times.allows(low, high)) {
      this.timestamp.push(low, high);
      return;
    }
    this.timestamp.push(times.receivedLow, times.receivedHigh);
    if (low === 0 && high === 0) return;
    counters.clampedTimes++;
    this.#attributeWriter.add(marks.originalTime, toBigInt(low, high).toString());
  }

  #label(column: LabelColumn, b: Uint8Array, from: number, to: number, name: string): void {
    const end = utf8Boundary(b, from, to, this.#scope.limits.textBytes);
    if (end !== to) this.#attributeWriter.noteCut(name);
    column.push(b, from, end);
  }

  forget(): void {
    this.#attributeWriter.forget();
  }
}
