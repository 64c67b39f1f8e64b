/** Walks a request, reads everything a view offers, and asserts that each offset lies inside its parent. */
import assert from 'node:assert/strict';
import type { Signal } from '@nightglass/model';
import {
  readEvent,
  readExemplar,
  readLink,
  readQuantile,
  walkLogs,
  walkMetrics,
  walkTraces,
} from '../index.ts';
import {
  ATTRIBUTE_STRIDE,
  type AttributeList,
  EventView,
  ExemplarView,
  type ExtentList,
  LinkView,
  QuantileView,
  ValueType,
} from '../views.ts';

interface Extent {
  from: number;
  to: number;
}

const within = (parent: Extent, from: number, to: number): void => {
  if (from === to) return;
  if (from < parent.from || to > parent.to || from > to) {
    assert.fail(`[${from}, ${to}) is outside [${parent.from}, ${parent.to})`);
  }
};

/** Offsets of fixed-width fields: -1 or `width` bytes inside the parent. */
const fixed = (parent: Extent, width: number, ...offsets: number[]): void => {
  for (const at of offsets) if (at !== -1) within(parent, at, at + width);
};

const attributes = (parent: Extent, list: AttributeList): void => {
  const { slots } = list;
  for (let i = 0; i < list.count; i++) {
    const at = i * ATTRIBUTE_STRIDE;
    within(parent, slots[at]!, slots[at + 1]!);
    const type = slots[at + 2]!;
    assert(type >= ValueType.empty && type <= ValueType.bytes);
    value(parent, type, slots[at + 3]!, slots[at + 4]!);
  }
};

const value = (parent: Extent, type: number, from: number, to: number): void => {
  within(parent, from, to);
  if (type === ValueType.double) assert.equal(to - from, 8);
  if (type === ValueType.int || type === ValueType.bool) assert(to - from >= 1 && to - from <= 10);
};

const extents = (parent: Extent, list: ExtentList, read?: (from: number, to: number) => void): void => {
  for (let i = 0; i < list.count; i++) {
    const from = list.slots[2 * i]!;
    const to = list.slots[2 * i + 1]!;
    within(parent, from, to);
    read?.(from, to);
  }
};

const event = new EventView();
const link = new LinkView();
const exemplar = new ExemplarView();
const quantile = new QuantileView();

export const checkedWalk = (signal: Signal, bytes: Uint8Array): void => {
  const all = { from: 0, to: bytes.length };
  const group = (
    view: Extent & { attributes: AttributeList; schemaUrlFrom: number; schemaUrlTo: number },
  ): void => {
    within(all, view.from, view.to);
    within(all, view.schemaUrlFrom, view.schemaUrlTo);
    attributes(view, view.attributes);
  };
  const outer = { resource: group, scope: group };
  if (signal === 'traces') {
    walkTraces(bytes, {
      ...outer,
      span(span) {
        within(all, span.from, span.to);
        fixed(span, 16, span.traceId);
        fixed(span, 8, span.spanId, span.parentSpanId, span.startTime, span.endTime);
        within(span, span.nameFrom, span.nameTo);
        within(span, span.traceStateFrom, span.traceStateTo);
        within(span, span.statusMessageFrom, span.statusMessageTo);
        attributes(span, span.attributes);
        extents(span, span.events, (from, to) => {
          readEvent(span.bytes, from, to, event);
          fixed({ from, to }, 8, event.time);
          within({ from, to }, event.nameFrom, event.nameTo);
          attributes({ from, to }, event.attributes);
        });
        extents(span, span.links, (from, to) => {
          readLink(span.bytes, from, to, link);
          fixed({ from, to }, 16, link.traceId);
          fixed({ from, to }, 8, link.spanId);
          within({ from, to }, link.traceStateFrom, link.traceStateTo);
          attributes({ from, to }, link.attributes);
        });
      },
    });
  } else if (signal === 'logs') {
    walkLogs(bytes, {
      ...outer,
      log(log) {
        within(all, log.from, log.to);
        fixed(log, 16, log.traceId);
        fixed(log, 8, log.spanId, log.time, log.observedTime);
        within(log, log.severityTextFrom, log.severityTextTo);
        within(log, log.eventNameFrom, log.eventNameTo);
        value(log, log.bodyType, log.bodyFrom, log.bodyTo);
        attributes(log, log.attributes);
      },
    });
  } else {
    walkMetrics(bytes, {
      ...outer,
      metric(metric) {
        within(all, metric.from, metric.to);
        within(metric, metric.nameFrom, metric.nameTo);
        within(metric, metric.descriptionFrom, metric.descriptionTo);
        within(metric, metric.unitFrom, metric.unitTo);
      },
      point(metric, point) {
        within(metric, point.from, point.to);
        fixed(point, 8, point.startTime, point.time, point.asDouble, point.asInt, point.count, point.sum);
        fixed(point, 8, point.min, point.max, point.zeroCount, point.zeroThreshold);
        attributes(point, point.attributes);
        for (const list of [point.bucketCounts, point.explicitBounds]) {
          extents(point, list, (from, to) => assert.equal((to - from) % 8, 0));
        }
        extents(point, point.positiveCounts, (_, to) => assert(point.bytes[to - 1]! < 128));
        extents(point, point.negativeCounts, (_, to) => assert(point.bytes[to - 1]! < 128));
        extents(point, point.quantiles, (from, to) => {
          readQuantile(point.bytes, from, to, quantile);
          fixed({ from, to }, 8, quantile.quantile, quantile.value);
        });
        extents(point, point.exemplars, (from, to) => {
          readExemplar(point.bytes, from, to, exemplar);
          fixed({ from, to }, 16, exemplar.traceId);
          fixed({ from, to }, 8, exemplar.spanId, exemplar.time, exemplar.asDouble, exemplar.asInt);
          attributes({ from, to }, exemplar.attributes);
        });
      },
    });
  }
};
