import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { silentLogger } from '@nightglass/model';
import { type EmbeddedEngine, openEmbeddedEngine } from '../engine/embedded/embedded-engine.ts';
import { migrate } from '../migrate/migrate.ts';
import { migrations } from '../schema/index.ts';
import { raw } from '../sql.ts';
import { createBlockTarget } from './block-target.ts';
import {
  attributes,
  bodyOf,
  eventsOf,
  linksOf,
  type Row,
  selectLogs,
  selectSpans,
} from './testing/read-back.ts';
import { request, Telemetry } from './testing/telemetry.ts';

const dir = mkdtempSync(join(tmpdir(), 'round-trip-'));
const now = BigInt(Date.now()) * 1_000_000n;
let engine: EmbeddedEngine;

before(async () => {
  engine = await openEmbeddedEngine({ dir, logger: silentLogger });
  await migrate(engine, migrations, { placement: { kind: 'single' }, logger: silentLogger });
});
after(async () => {
  await engine.close();
  rmSync(dir, { recursive: true, force: true });
});
const rows = async (text: string): Promise<Row[]> => (await engine.query<Row>(raw(text))).rows;
const zeros = (hex: string): string => (/^0*$/.test(hex) ? '' : hex);
/** Groups of records under random resources and scopes, as a request and as the records in order. */
const group = <T>(t: Telemetry, make: () => T) => ({
  resource: t.resource(`service-${t.int(3)}`),
  schemaUrl: t.text(),
  scope: t.scope(),
  scopeUrl: t.text(),
  records: Array.from({ length: 40 }, make),
});

test('every field of a span is read back as it was sent', async () => {
  const t = new Telemetry(1, now);
  const groups = [0, 1, 2, 3].map(() => group(t, () => t.span()));
  const bytes = request('traces', {
    resourceSpans: groups.map((g) => ({
      resource: g.resource,
      schemaUrl: g.schemaUrl,
      scopeSpans: [{ scope: g.scope, schemaUrl: g.scopeUrl, spans: g.records }],
    })),
  });
  const target = createBlockTarget(engine);
  const block = target.newBlock();
  block.add({ signal: 'traces', bytes, receivedAtUnixNano: now, position: 5_000_000_000 });
  await target.store(block, 'spans');
  await engine.command(raw('OPTIMIZE TABLE spans FINAL'));
  const back = await rows(selectSpans);
  const resources = new Map((await rows('SELECT * FROM resources')).map((r) => [r.ResourceId, r]));
  const scopes = new Map((await rows('SELECT * FROM scopes')).map((r) => [r.ScopeId, r]));
  const sent = groups.flatMap((g) => g.records.map((span) => ({ ...g, span })));
  assert.equal(back.length, sent.length);
  back.forEach((row, i) => {
    const { span, resource, scope, schemaUrl, scopeUrl } = sent[i] as (typeof sent)[number];
    const start = BigInt(row.Start as string);
    assert.deepEqual(
      {
        traceId: row.Trace,
        spanId: row.Span,
        traceState: row.TraceState,
        parentSpanId: zeros(row.Parent as string),
        flags: row.Flags,
        name: row.SpanName,
        kind: ['Unspecified', 'Internal', 'Server', 'Client', 'Producer', 'Consumer'].indexOf(
          row.SpanKind as string,
        ),
        startTimeUnixNano: String(start),
        endTimeUnixNano: String(start + BigInt(row.Duration as string)),
        attributes: attributes(row.SpanAttributes, row.AttributeTypes),
        droppedAttributesCount: row.DroppedAttributesCount,
        events: eventsOf(row),
        droppedEventsCount: row.DroppedEventsCount,
        links: linksOf(row),
        droppedLinksCount: row.DroppedLinksCount,
        status: {
          code: ['Unset', 'Ok', 'Error'].indexOf(row.StatusCode as string),
          message: row.StatusMessage,
        },
      },
      span,
    );
    assert.equal(row.Seq, String(5_000_000_000 + i));
    const r = resources.get(row.ResourceId) as Row;
    assert.deepEqual(attributes(r.ResourceAttributes, r.AttributeTypes), resource.attributes);
    assert.equal(r.DroppedAttributesCount, resource.droppedAttributesCount);
    assert.equal(r.ResourceSchemaUrl, schemaUrl);
    assert.equal(r.ServiceName, row.ServiceName);
    const s = scopes.get(row.ScopeId) as Row;
    assert.deepEqual(
      {
        name: s.ScopeName,
        version: s.ScopeVersion,
        attributes: attributes(s.ScopeAttributes, s.AttributeTypes),
        droppedAttributesCount: s.DroppedAttributesCount,
      },
      scope,
    );
    assert.equal(s.ScopeSchemaUrl, scopeUrl);
    assert.equal(row.ScopeName, scope.name);
  });
});

test('every field of a log record is read back as it was sent', async () => {
  const t = new Telemetry(2, now);
  const groups = [0, 1].map(() => group(t, () => t.log()));
  const bytes = request('logs', {
    resourceLogs: groups.map((g) => ({
      resource: g.resource,
      scopeLogs: [{ scope: g.scope, logRecords: g.records }],
    })),
  });
  const target = createBlockTarget(engine);
  const block = target.newBlock();
  block.add({ signal: 'logs', bytes, receivedAtUnixNano: now, position: 0 });
  await target.store(block, 'logs');
  const back = await rows(selectLogs);
  const sent = groups.flatMap((g) => g.records);
  assert.equal(back.length, sent.length);
  back.forEach((row, i) => {
    assert.deepEqual(
      {
        timeUnixNano: row.Time,
        observedTimeUnixNano: row.Observed,
        severityNumber: row.SeverityNumber,
        severityText: row.SeverityText,
        body: bodyOf(row),
        attributes: attributes(row.LogAttributes, row.AttributeTypes),
        droppedAttributesCount: row.DroppedAttributesCount,
        flags: row.TraceFlags,
        traceId: zeros(row.Trace as string),
        spanId: zeros(row.Span as string),
        eventName: row.EventName,
      },
      sent[i],
    );
  });
});

test('every field of the five kinds of metric points is read back as it was sent', async () => {
  const t = new Telemetry(3, now);
  const metrics = Array.from({ length: 25 }, (_, i) => t.metric(i));
  const bytes = request('metrics', {
    resourceMetrics: [{ resource: t.resource('meter'), scopeMetrics: [{ scope: t.scope(), metrics }] }],
  });
  const target = createBlockTarget(engine);
  const block = target.newBlock();
  block.add({ signal: 'metrics', bytes, receivedAtUnixNano: now, position: 0 });
  assert.equal(block.records.metrics, 50);
  await target.store(block, 'metrics');
  for (const metric of metrics) await comparePoints(metric as unknown as SentMetric);
});

interface SentPoints {
  dataPoints: Record<string, unknown>[];
  aggregationTemporality?: number;
  isMonotonic?: boolean;
}
interface SentMetric extends Record<string, unknown> {
  name: string;
  gauge?: SentPoints;
  sum?: SentPoints;
  histogram?: SentPoints;
  exponentialHistogram?: SentPoints;
  summary?: SentPoints;
}

const tables = {
  gauge: 'metric_samples',
  sum: 'metric_samples',
  histogram: 'metric_histograms',
  exponentialHistogram: 'metric_exponential_histograms',
  summary: 'metric_summaries',
} as const;

/** Doubles as text: JSON has no infinities. */
const texts: Record<keyof typeof tables, string> = {
  gauge: 'REPLACE (toString(Value) AS Value)',
  sum: 'REPLACE (toString(Value) AS Value)',
  histogram: 'REPLACE (toString(Sum) AS Sum, toString(Min) AS Min, toString(Max) AS Max)',
  exponentialHistogram: 'REPLACE (toString(Sum) AS Sum, toString(Min) AS Min, toString(Max) AS Max)',
  summary:
    'REPLACE (toString(Sum) AS Sum, arrayMap(x -> toString(x), `ValueAtQuantiles.Value`) AS `ValueAtQuantiles.Value`)',
};

const comparePoints = async (metric: SentMetric): Promise<void> => {
  const kind = (Object.keys(tables) as (keyof typeof tables)[]).find((k) => metric[k] !== undefined);
  assert.ok(kind);
  const { dataPoints, aggregationTemporality = 0, isMonotonic = false } = metric[kind] as SentPoints;
  const name = metric.name.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
  const back = await rows(
    `SELECT * ${texts[kind]}, toString(toUnixTimestamp64Nano(StartTimeUnix)) AS Start, toString(toUnixTimestamp64Nano(p.TimeUnix)) AS Time
     FROM ${tables[kind]} AS p INNER JOIN metric_series AS s USING (MetricName, SeriesId) WHERE MetricName = '${name}'`,
  );
  const exemplars = await rows(
    `SELECT * REPLACE (toString(Value) AS Value), toString(toUnixTimestamp64Nano(PointTimeUnix)) AS PointTime, toString(toUnixTimestamp64Nano(TimeUnix)) AS Time,
       lower(hex(TraceId)) AS Trace, lower(hex(SpanId)) AS Span FROM metric_exemplars WHERE MetricName = '${name}'`,
  );
  const read = back.map((row) => pointOf(kind, row, exemplars));
  const key = (p: Record<string, unknown>): string => String(p.timeUnixNano);
  const sort = (points: Record<string, unknown>[]) => points.sort((a, b) => (key(a) < key(b) ? -1 : 1));
  assert.deepEqual(sort(read), sort(dataPoints.map(sentPoint)), metric.name);
  for (const row of back) {
    assert.equal(row.MetricUnit, metric.unit);
    assert.equal(row.MetricDescription, metric.description);
    assert.equal(row.IsMonotonic, isMonotonic);
    assert.equal(
      ['unspecified', 'delta', 'cumulative'].indexOf(String(row.AggregationTemporality)),
      aggregationTemporality,
    );
    assert.equal(row.ServiceName, 'meter');
  }
};

/** Exemplars in a fixed order. */
const sentPoint = (point: Record<string, unknown>): Record<string, unknown> => ({
  ...point,
  ...(Array.isArray(point.exemplars) ? { exemplars: [...point.exemplars].sort(bySpan) } : {}),
});
const bySpan = (a: { spanId: string }, b: { spanId: string }): number => (a.spanId < b.spanId ? -1 : 1);

/** As ClickHouse writes doubles in text: nan, inf, -inf. */
const double = (value: unknown): number | string => {
  const number = Number(String(value).replace('inf', 'Infinity'));
  return Number.isFinite(number) ? number : String(number);
};
const numberOf = (row: Row): Record<string, unknown> =>
  row.NumberType === 'int' ? { asInt: row.ValueInt } : { asDouble: double(row.Value) };

const pointOf = (kind: keyof typeof tables, row: Row, exemplars: Row[]): Record<string, unknown> => {
  const present = Number(row.Present ?? 0);
  const moments = {
    ...(row.Count === undefined ? {} : { count: row.Count }),
    ...(present & 1 || kind === 'summary' ? { sum: double(row.Sum) } : {}),
    ...(present & 2 ? { min: double(row.Min) } : {}),
    ...(present & 4 ? { max: double(row.Max) } : {}),
  };
  const own = exemplars
    .filter((x) => x.SeriesId === row.SeriesId && x.PointTime === row.Time)
    .map((x) => ({
      filteredAttributes: attributes(x.FilteredAttributes, x.AttributeTypes),
      timeUnixNano: x.Time,
      traceId: x.Trace,
      spanId: x.Span as string,
      ...numberOf(x),
    }))
    .sort(bySpan);
  const more: Record<keyof typeof tables, () => Record<string, unknown>> = {
    gauge: () => ({ ...numberOf(row), exemplars: own }),
    sum: () => numberOf(row),
    histogram: () => ({
      bucketCounts: row.BucketCounts,
      explicitBounds: row.ExplicitBounds,
      exemplars: own,
    }),
    exponentialHistogram: () => ({
      scale: row.Scale,
      zeroCount: row.ZeroCount,
      zeroThreshold: row.ZeroThreshold,
      positive: { offset: row.PositiveOffset, bucketCounts: row.PositiveBucketCounts },
      negative: { offset: row.NegativeOffset, bucketCounts: row.NegativeBucketCounts },
    }),
    summary: () => ({
      quantileValues: (row['ValueAtQuantiles.Quantile'] as number[]).map((quantile, i) => ({
        quantile,
        value: double((row['ValueAtQuantiles.Value'] as unknown[])[i]),
      })),
    }),
  };
  return {
    attributes: attributes(row.Attributes, row.AttributeTypes),
    startTimeUnixNano: row.Start,
    timeUnixNano: row.Time,
    flags: row.Flags,
    ...moments,
    ...more[kind](),
  };
};
