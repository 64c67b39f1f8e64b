import type { Signal } from '@nightglass/model';
import { ATTRIBUTE_STRIDE, type ResourceView, type ScopeView, ValueType } from '@nightglass/otlp';
import { resources, scopes } from '../schema/dimensions.ts';
import { type AttributeValues, signalNumbers } from './attribute-values.ts';
import { AttributeWriter, type EncodeContext } from './attributes.ts';
import { utf8Boundary } from './bytes.ts';
import { ArrayColumn, LabelColumn, MapColumn, Uint8Column, Uint32Column, Uint64Column } from './columns.ts';
import { Identity } from './identity.ts';
import { BoundedMap, forgetRow, type Known, markStored, needsRow, newKnown } from './memory.ts';
import { TableWriter } from './table-writer.ts';

export interface KnownResource extends Known {
  /** UTF-8. */
  readonly service: Uint8Array;
}

/** Shared by all blocks of one process. */
export class DimensionMemory {
  readonly identity: Identity = new Identity();
  readonly resources: BoundedMap<KnownResource> = new BoundedMap(20_000);
  readonly scopes: BoundedMap<Known> = new BoundedMap(20_000);
}

/** What a sender calls itself when it does not say (OpenTelemetry's own default). */
const unknownService = Buffer.from('unknown_service');

const key = (b: Uint8Array, view: ResourceView | ScopeView): string =>
  `${Buffer.from(b.buffer, b.byteOffset + view.from, view.to - view.from).toString('latin1')}\n${Buffer.from(
    b.buffer,
    b.byteOffset + view.schemaUrlFrom,
    view.schemaUrlTo - view.schemaUrlFrom,
  ).toString('latin1')}`;

/** Rows of `resources` and `scopes` a block brings with it. */
export class DimensionBlock {
  readonly #memory: DimensionMemory;
  readonly #context: EncodeContext;
  readonly #resourceIds = new Uint64Column();
  readonly #services = new LabelColumn();
  readonly #resourceNotes = new ArrayColumn(new LabelColumn());
  readonly #resourceAttributes: AttributeWriter;
  readonly #resourceUrls = new LabelColumn();
  readonly #resourceDropped = new Uint32Column();
  readonly #resourceSeen = new Uint32Column();
  readonly #resourceSignals = new Uint8Column();
  readonly #scopeIds = new Uint64Column();
  readonly #names = new LabelColumn();
  readonly #versions = new LabelColumn();
  readonly #scopeNotes = new ArrayColumn(new LabelColumn());
  readonly #scopeAttributes: AttributeWriter;
  readonly #scopeUrls = new LabelColumn();
  readonly #scopeDropped = new Uint32Column();
  readonly #scopeSeen = new Uint32Column();
  readonly #scopeSignals = new Uint8Column();
  readonly resources: TableWriter;
  readonly scopes: TableWriter;
  readonly #added: { known: Known; signal: Signal; hour: number }[] = [];
  #marked = 0;

  constructor(memory: DimensionMemory, context: EncodeContext) {
    this.#memory = memory;
    this.#context = context;
    this.#resourceAttributes = new AttributeWriter(new MapColumn(), this.#resourceNotes.inner, context);
    this.#scopeAttributes = new AttributeWriter(new MapColumn(), this.#scopeNotes.inner, context);
    this.resources = new TableWriter(resources, {
      ResourceId: this.#resourceIds,
      ServiceName: this.#services,
      ResourceAttributes: this.#resourceAttributes.map,
      AttributeTypes: this.#resourceNotes,
      ResourceSchemaUrl: this.#resourceUrls,
      DroppedAttributesCount: this.#resourceDropped,
      LastSeen: this.#resourceSeen,
    });
    this.scopes = new TableWriter(scopes, {
      ScopeId: this.#scopeIds,
      ScopeName: this.#names,
      ScopeVersion: this.#versions,
      ScopeAttributes: this.#scopeAttributes.map,
      AttributeTypes: this.#scopeNotes,
      ScopeSchemaUrl: this.#scopeUrls,
      DroppedAttributesCount: this.#scopeDropped,
      LastSeen: this.#scopeSeen,
    });
  }

  /** The resource's id and service, and its row when the table may not have it. `hour` in Unix hours. */
  resource(view: ResourceView, block: number, signal: Signal, hour: number): KnownResource {
    const { bytes } = view;
    const cacheKey = key(bytes, view);
    const known =
      this.#memory.resources.get(cacheKey) ?? this.#memory.resources.set(cacheKey, this.#newResource(view));
    if (!needsRow(known, block, signal, hour)) return known;
    this.#added.push({ known, signal, hour });
    this.resources.rows++;
    this.#resourceIds.push(known.low, known.high);
    this.#services.push(known.service, 0, known.service.length);
    const dropped = this.#resourceAttributes.write(bytes, view.attributes, '');
    this.#resourceAttributes.end();
    this.#resourceNotes.end(this.#resourceNotes.inner.length);
    this.#resourceUrls.push(bytes, view.schemaUrlFrom, view.schemaUrlTo);
    this.#resourceDropped.push(view.droppedAttributesCount + dropped);
    this.#resourceSeen.push(hour * 3600);
    this.#resourceSignals.push(signalNumbers[signal]);
    return known;
  }

  scope(view: ScopeView, block: number, signal: Signal, hour: number): Known {
    const { bytes } = view;
    const cacheKey = key(bytes, view);
    const known =
      this.#memory.scopes.get(cacheKey) ?? this.#memory.scopes.set(cacheKey, this.#newScope(view));
    if (!needsRow(known, block, signal, hour)) return known;
    this.#added.push({ known, signal, hour });
    this.scopes.rows++;
    this.#scopeIds.push(known.low, known.high);
    this.#names.push(bytes, view.nameFrom, this.#cut(bytes, view.nameFrom, view.nameTo));
    this.#versions.push(bytes, view.versionFrom, this.#cut(bytes, view.versionFrom, view.versionTo));
    const dropped = this.#scopeAttributes.write(bytes, view.attributes, '');
    this.#scopeAttributes.end();
    this.#scopeNotes.end(this.#scopeNotes.inner.length);
    this.#scopeUrls.push(bytes, view.schemaUrlFrom, this.#cut(bytes, view.schemaUrlFrom, view.schemaUrlTo));
    this.#scopeDropped.push(view.droppedAttributesCount + dropped);
    this.#scopeSeen.push(hour * 3600);
    this.#scopeSignals.push(signalNumbers[signal]);
    return known;
  }

  #cut(bytes: Uint8Array, from: number, to: number): number {
    return utf8Boundary(bytes, from, to, this.#context.limits.textBytes);
  }

  #newResource(view: ResourceView): KnownResource {
    const { bytes, attributes } = view;
    const id = this.#memory.identity
      .begin('resource')
      .attributes(bytes, attributes)
      .number(view.droppedAttributesCount)
      .bytes(bytes, view.schemaUrlFrom, view.schemaUrlTo)
      .end();
    return { ...newKnown(id), service: serviceName(view) };
  }

  #newScope(view: ScopeView): Known {
    const { bytes } = view;
    const id = this.#memory.identity
      .begin('scope')
      .bytes(bytes, view.nameFrom, view.nameTo)
      .bytes(bytes, view.versionFrom, view.versionTo)
      .attributes(bytes, view.attributes)
      .number(view.droppedAttributesCount)
      .bytes(bytes, view.schemaUrlFrom, view.schemaUrlTo)
      .end();
    return newKnown(id);
  }

  mark(): void {
    this.resources.mark();
    this.scopes.mark();
    this.#resourceSignals.mark();
    this.#scopeSignals.mark();
    this.#marked = this.#added.length;
  }
  rewind(): void {
    this.resources.rewind();
    this.scopes.rewind();
    this.#resourceSignals.rewind();
    this.#scopeSignals.rewind();
    for (const { known, signal } of this.#added.splice(this.#marked)) forgetRow(known, signal);
    this.#resourceAttributes.forget();
    this.#scopeAttributes.forget();
  }
  reset(): void {
    this.resources.reset();
    this.scopes.reset();
    this.#resourceSignals.reset();
    this.#scopeSignals.reset();
    this.#added.length = 0;
    this.#marked = 0;
    this.#resourceAttributes.forget();
    this.#scopeAttributes.forget();
  }
  /** Adds the attributes of the new rows to the roll-up of names and values. */
  countValues(values: AttributeValues): void {
    const hourOf = (seen: Uint32Column) => (row: number) => (seen.values[row] as number) / 3600;
    values.count('resource', this.#resourceAttributes.map, this.#resourceSignals, hourOf(this.#resourceSeen));
    values.count('scope', this.#scopeAttributes.map, this.#scopeSignals, hourOf(this.#scopeSeen));
  }
  /** The block is in the tables. */
  stored(): void {
    for (const { known, signal, hour } of this.#added) markStored(known, signal, hour);
  }
}

const serviceKey = Buffer.from('service.name');

const serviceName = (view: ResourceView): Uint8Array => {
  const { bytes, attributes } = view;
  for (let i = 0; i < attributes.count; i++) {
    const [keyFrom = 0, keyTo = 0, type, from = 0, to = 0] = attributes.slots.subarray(
      i * ATTRIBUTE_STRIDE,
      (i + 1) * ATTRIBUTE_STRIDE,
    );
    if (serviceKey.compare(bytes, keyFrom, keyTo) !== 0) continue;
    if (type !== ValueType.string || from === to) break;
    return bytes.slice(from, utf8Boundary(bytes, from, to, 1024));
  }
  return unknownService;
};
