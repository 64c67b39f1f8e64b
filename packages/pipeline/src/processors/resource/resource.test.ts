import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type KeyValue, type Signal, signals } from '@nightglass/model';
import {
  attributesToJson,
  type ResourceView,
  transcodeJson,
  walkLogs,
  walkMetrics,
  walkTraces,
} from '@nightglass/otlp';
import type { Batch } from '../../component.ts';
import { testContext } from '../../testing/fixtures.ts';
import { resourceProcessor } from './factory.ts';

const text = (key: string, stringValue: string): KeyValue => ({ key, value: { stringValue } });

const request = (signal: Signal, attributes: KeyValue[] | undefined): Uint8Array => {
  const resource = attributes === undefined ? {} : { resource: { attributes } };
  const metric = { name: 'm', gauge: { dataPoints: [{ asInt: '1' }] } };
  const json = {
    traces: { resourceSpans: [{ ...resource, scopeSpans: [{ spans: [{ name: 's' }] }] }] },
    logs: { resourceLogs: [{ ...resource, scopeLogs: [{ logRecords: [{ body: { stringValue: 'x' } }] }] }] },
    metrics: { resourceMetrics: [{ ...resource, scopeMetrics: [{ metrics: [metric] }] }] },
  };
  return transcodeJson(signal, Buffer.from(JSON.stringify(json[signal])));
};
/** The attributes of the first resource, and how many records follow it. */
const read = (signal: Signal, bytes: Uint8Array): { attributes: KeyValue[]; records: number } => {
  let attributes: KeyValue[] = [];
  let records = 0;
  const sink = {
    resource: (view: ResourceView) => {
      attributes = attributesToJson(view.bytes, view.attributes);
    },
    scope() {},
    metric() {},
    span: () => records++,
    log: () => records++,
    point: () => records++,
  };
  if (signal === 'traces') walkTraces(bytes, sink);
  else if (signal === 'logs') walkLogs(bytes, sink);
  else walkMetrics(bytes, sink);
  return { attributes, records };
};

const run = async (signal: Signal, attributes: KeyValue[] | undefined): Promise<KeyValue[]> => {
  const out: Batch[] = [];
  const factory = resourceProcessor();
  const config = factory.config.parse({
    attributes: [
      { key: 'cloud.region', value: 'eu-1', action: 'upsert' },
      { key: 'host.id', value: 'given', action: 'insert' },
      { key: 'shard', value: 7, action: 'update' },
      { key: 'secret', action: 'delete' },
    ],
  });
  const next = {
    async consume(batch: Batch) {
      out.push(batch);
    },
  };
  const processor = factory.create(testContext(''), config, next);
  await processor.start();
  const bytes = request(signal, attributes);
  await processor.consume({ signal, bytes, records: 1, receivedAtUnixNano: 1n });
  await processor.stop(10);
  await processor.stop(10);
  const { attributes: result, records } = read(signal, out[0]?.bytes ?? new Uint8Array(0));
  assert.equal(records, 1);
  return result;
};

test('attributes are set and removed in all signals', async () => {
  for (const signal of signals) {
    const before = [text('secret', 'x'), text('cloud.region', 'us'), text('shard', 'a'), text('keep', 'me')];
    assert.deepEqual(await run(signal, before), [
      text('cloud.region', 'eu-1'),
      { key: 'shard', value: { intValue: '7' } },
      text('keep', 'me'),
      text('host.id', 'given'),
    ]);
    const missing = [text('cloud.region', 'eu-1'), text('host.id', 'given')];
    assert.deepEqual(await run(signal, undefined), missing, 'a resource is made when there is none');
    assert.deepEqual(await run(signal, [text('host.id', 'own')]), [text('host.id', 'own'), missing[0]]);
  }
});

test('an action without its value, or with one too many, is a mistake', () => {
  const { config } = resourceProcessor();
  const parse = (change: object): boolean => config.safeParse({ attributes: [change] }).success;
  assert.equal(parse({ key: 'a', action: 'upsert' }), false);
  assert.equal(parse({ key: 'a', action: 'delete', value: 1 }), false);
  assert.equal(parse({ key: 'a', action: 'hash' }), false);
  assert.equal(parse({ key: 'a', action: 'delete' }), true);
});
