import {
  ATTRIBUTE_STRIDE,
  type AttributeList,
  MetricKind,
  type MetricView,
  type PointView,
} from '@nightglass/otlp';
import { metricSeries } from '../schema/metrics.ts';
import type { AttributeValues } from './attribute-values.ts';
import { signalNumbers } from './attribute-values.ts';
import { AttributeWriter, type EncodeContext } from './attributes.ts';
import { ByteBuffer, utf8Boundary } from './bytes.ts';
import {
  ArrayColumn,
  LabelColumn,
  MapColumn,
  StringColumn,
  Uint8Column,
  Uint32Column,
  Uint64Column,
} from './columns.ts';
import { Dictionary } from './dictionary.ts';
import type { KnownResource } from './dimensions.ts';
import { Identity } from './identity.ts';
import { forgetRow, type Known, markStored, needsRow, newKnown } from './memory.ts';
import { TableWriter } from './table-writer.ts';

/** The enum numbers of MetricType by MetricKind. */
const typeNumbers = new Uint8Array(16);
typeNumbers[MetricKind.gauge] = 1;
typeNumbers[MetricKind.sum] = 2;
typeNumbers[MetricKind.histogram] = 3;
typeNumbers[MetricKind.exponentialHistogram] = 4;
typeNumbers[MetricKind.summary] = 5;

/** Series seen by this process, found by the bytes they were sent as. Full, it forgets and finds the same ids again. */
export class SeriesMemory {
  readonly identity: Identity = new Identity();
  readonly keys: Dictionary = new Dictionary();
  known: Known[] = [];
  readonly #capacity: number;
  constructor(capacity = 200_000) {
    this.#capacity = capacity;
  }
  makeRoom(): void {
    if (this.keys.count < this.#capacity) return;
    this.keys.reset();
    this.known = [];
  }
}

/** Rows of `metric_series` a block brings with it. */
export class SeriesBlock {
  readonly #memory: SeriesMemory;
  readonly #context: EncodeContext;
  readonly #key = new ByteBuffer(512);
  readonly #name = new LabelColumn();
  readonly #id = new Uint64Column();
  readonly #type = new Uint8Column();
  readonly #unit = new LabelColumn();
  readonly #description = new StringColumn();
  readonly #temporality = new Uint8Column();
  readonly #monotonic = new Uint8Column();
  readonly #service = new LabelColumn();
  readonly #resourceId = new Uint64Column();
  readonly #scopeId = new Uint64Column();
  readonly #scopeName = new LabelColumn();
  readonly #attributes: AttributeWriter;
  readonly #types = new ArrayColumn(new LabelColumn());
  readonly #seen = new Uint32Column();
  readonly table: TableWriter;
  readonly #added: { known: Known; hour: number }[] = [];
  #marked = 0;

  constructor(memory: SeriesMemory, context: EncodeContext) {
    this.#memory = memory;
    this.#context = context;
    this.#attributes = new AttributeWriter(new MapColumn(), this.#types.inner, context);
    this.table = new TableWriter(metricSeries, {
      MetricName: this.#name,
      SeriesId: this.#id,
      MetricType: this.#type,
      MetricUnit: this.#unit,
      MetricDescription: this.#description,
      AggregationTemporality: this.#temporality,
      IsMonotonic: this.#monotonic,
      ServiceName: this.#service,
      ResourceId: this.#resourceId,
      ScopeId: this.#scopeId,
      ScopeName: this.#scopeName,
      Attributes: this.#attributes.map,
      AttributeTypes: this.#types,
      LastSeen: this.#seen,
    });
  }

  /** The series of a point, and its row when the table may not have it. */
  series(
    metric: MetricView,
    point: PointView,
    resource: KnownResource,
    scope: Known,
    scopeName: Uint8Array,
    block: number,
    hour: number,
  ): Known {
    this.#memory.makeRoom();
    const { keys } = this.#memory;
    const key = this.#keyOf(metric, point.attributes, resource, scope);
    const index = keys.intern(key.data, 0, key.length);
    const known = this.#memory.known[index] ?? this.#remember(index, metric, point, resource, scope);
    if (needsRow(known, block, 'metrics', hour)) {
      this.#added.push({ known, hour });
      this.#write(metric, point, known, resource, scope, scopeName, hour);
    }
    return known;
  }

  /** The bytes that tell series apart, in the order they were sent. */
  #keyOf(metric: MetricView, list: AttributeList, resource: Known, scope: Known): ByteBuffer {
    const key = this.#key;
    const b = metric.bytes;
    key.length = 0;
    for (const id of [resource.low, resource.high, scope.low, scope.high]) word32(key, id);
    key.byte(metric.kind);
    key.byte((metric.temporality & 3) | (metric.monotonic ? 4 : 0));
    field(key, b, metric.nameFrom, metric.nameTo);
    field(key, b, metric.unitFrom, metric.unitTo);
    const { slots } = list;
    for (let at = 0; at < list.count * ATTRIBUTE_STRIDE; at += ATTRIBUTE_STRIDE) {
      field(key, b, slots[at] as number, slots[at + 1] as number);
      key.byte(slots[at + 2] as number);
      field(key, b, slots[at + 3] as number, slots[at + 4] as number);
    }
    return key;
  }

  #remember(index: number, metric: MetricView, point: PointView, resource: Known, scope: Known): Known {
    const b = metric.bytes;
    const id = this.#memory.identity
      .begin('series')
      .bytes(b, metric.nameFrom, metric.nameTo)
      .bytes(b, metric.unitFrom, metric.unitTo)
      .number(metric.kind)
      .number(metric.temporality)
      .number(metric.monotonic ? 1 : 0)
      .text(`${resource.low} ${resource.high} ${scope.low} ${scope.high}`)
      .attributes(b, point.attributes)
      .end();
    const known = newKnown(id);
    this.#memory.known[index] = known;
    return known;
  }

  #write(
    metric: MetricView,
    point: PointView,
    known: Known,
    resource: KnownResource,
    scope: Known,
    scopeName: Uint8Array,
    hour: number,
  ): void {
    const b = metric.bytes;
    const { textBytes } = this.#context.limits;
    const push = (column: LabelColumn | StringColumn, from: number, to: number, name: string): void => {
      const end = utf8Boundary(b, from, to, textBytes);
      if (end !== to) this.#attributes.noteCut(name);
      column.push(b, from, end);
    };
    this.table.rows++;
    push(this.#name, metric.nameFrom, metric.nameTo, 'name');
    this.#id.push(known.low, known.high);
    this.#type.push(typeNumbers[metric.kind] as number);
    push(this.#unit, metric.unitFrom, metric.unitTo, 'unit');
    push(this.#description, metric.descriptionFrom, metric.descriptionTo, 'description');
    this.#temporality.push(metric.temporality >= 0 && metric.temporality <= 2 ? metric.temporality : 0);
    this.#monotonic.push(metric.monotonic ? 1 : 0);
    this.#service.push(resource.service, 0, resource.service.length);
    this.#resourceId.push(resource.low, resource.high);
    this.#scopeId.push(scope.low, scope.high);
    this.#scopeName.push(scopeName, 0, scopeName.length);
    this.#attributes.write(b, point.attributes, '');
    this.#attributes.end();
    this.#types.end(this.#types.inner.length);
    this.#seen.push(hour * 3600);
  }

  countValues(values: AttributeValues): void {
    const { map } = this.#attributes;
    values.count('metric', map, signalNumbers.metrics, (row) => (this.#seen.values[row] as number) / 3600);
  }
  mark(): void {
    this.table.mark();
    this.#marked = this.#added.length;
  }
  rewind(): void {
    this.table.rewind();
    for (const { known } of this.#added.splice(this.#marked)) forgetRow(known, 'metrics');
    this.#attributes.forget();
  }
  reset(): void {
    this.table.reset();
    this.#added.length = 0;
    this.#marked = 0;
    this.#attributes.forget();
  }
  stored(): void {
    for (const { known, hour } of this.#added) markStored(known, 'metrics', hour);
  }
}

const word32 = (out: ByteBuffer, value: number): void => {
  for (let shift = 0; shift < 32; shift += 8) out.byte((value >>> shift) & 255);
};
const field = (out: ByteBuffer, b: Uint8Array, from: number, to: number): void => {
  out.varint(to - from);
  out.copy(b, from, to);
};
