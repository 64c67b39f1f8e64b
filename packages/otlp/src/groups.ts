/** The outer messages every request has: request, resource group, scope group (see proto/collector.ts). */
import { readAttributes } from './attributes.ts';
import * as collector from './proto/collector.ts';
import * as common from './proto/common.ts';
import type { ResourceView, ScopeView } from './views.ts';
import { noBytes, plainBytes, type Reader } from './wire.ts';

// Not used as imported: see attributes.ts.
const { Request, ResourceGroup, ScopeGroup } = collector;
const { InstrumentationScope, Resource } = common;

/**
 * Finds the Resource and schema_url of the resource group at `[from, to)`, wherever they stand in it, and reads them.
 * Of a repeated `resource` field the last one counts.
 */
export const readResourceGroup = (r: Reader, from: number, to: number, view: ResourceView): void => {
  view.bytes = r.bytes;
  view.from = view.to = view.schemaUrlFrom = view.schemaUrlTo = 0;
  r.at = from;
  for (let tag: number; (tag = r.next(to)) !== 0; ) {
    if (tag === ResourceGroup.resource) {
      view.from = r.from;
      view.to = r.to;
    } else if (tag === ResourceGroup.schemaUrl) {
      view.schemaUrlFrom = r.from;
      view.schemaUrlTo = r.to;
    }
  }
  const { attributes } = view;
  attributes.clear();
  view.droppedAttributesCount = 0;
  r.at = view.from;
  for (let tag: number; (tag = r.next(view.to)) !== 0; ) {
    if (tag === Resource.attributes) readAttributes(r, tag, view.to, attributes);
    else if (tag === Resource.droppedAttributesCount) view.droppedAttributesCount = r.lo >>> 0;
  }
};

/** The same for the InstrumentationScope and schema_url of the scope group at `[from, to)`. */
export const readScopeGroup = (r: Reader, from: number, to: number, view: ScopeView): void => {
  view.bytes = r.bytes;
  view.from = view.to = view.schemaUrlFrom = view.schemaUrlTo = 0;
  r.at = from;
  for (let tag: number; (tag = r.next(to)) !== 0; ) {
    if (tag === ScopeGroup.scope) {
      view.from = r.from;
      view.to = r.to;
    } else if (tag === ScopeGroup.schemaUrl) {
      view.schemaUrlFrom = r.from;
      view.schemaUrlTo = r.to;
    }
  }
  const { attributes } = view;
  attributes.clear();
  view.droppedAttributesCount = 0;
  view.nameFrom = view.nameTo = view.versionFrom = view.versionTo = 0;
  r.at = view.from;
  for (let tag: number; (tag = r.next(view.to)) !== 0; ) {
    switch (tag) {
      case InstrumentationScope.name:
        view.nameFrom = r.from;
        view.nameTo = r.to;
        break;
      case InstrumentationScope.version:
        view.versionFrom = r.from;
        view.versionTo = r.to;
        break;
      case InstrumentationScope.attributes:
        readAttributes(r, tag, view.to, attributes);
        break;
      case InstrumentationScope.droppedAttributesCount:
        view.droppedAttributesCount = r.lo >>> 0;
        break;
    }
  }
};

/** What a signal's walker adds to the common outer walk. `record` leaves the reader at `to`. */
export interface RecordWalker {
  readonly reader: Reader;
  readonly resource: ResourceView;
  readonly scope: ScopeView;
  record(from: number, to: number): void;
}
interface GroupSink {
  resource(view: ResourceView): void;
  scope(view: ScopeView): void;
}

/** Walks a request in order: each resource, its scopes, their records. Throws MalformedOtlp, and what the sink throws. */
export const walkGroups = (bytes: Uint8Array, walker: RecordWalker, sink: GroupSink): void => {
  const r = walker.reader.reset(plainBytes(bytes));
  const end = r.bytes.length;
  for (let tag: number; (tag = r.next(end)) !== 0; ) {
    if (tag !== Request.groups) continue;
    const { from, to } = r;
    readResourceGroup(r, from, to, walker.resource);
    sink.resource(walker.resource);
    r.at = from;
    for (let inner: number; (inner = r.next(to)) !== 0; ) {
      if (inner === ResourceGroup.scopeGroups) walkScopeGroup(r, walker, sink);
    }
  }
  r.reset(noBytes);
};

const walkScopeGroup = (r: Reader, walker: RecordWalker, sink: GroupSink): void => {
  const { from, to } = r;
  readScopeGroup(r, from, to, walker.scope);
  sink.scope(walker.scope);
  r.at = from;
  for (let tag: number; (tag = r.next(to)) !== 0; ) {
    if (tag === ScopeGroup.records) walker.record(r.from, r.to);
  }
};
