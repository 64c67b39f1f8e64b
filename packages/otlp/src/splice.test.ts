import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type KeyValue, type Signal, signals } from '@nightglass/model';
import fc from 'fast-check';
import type { Edit } from './edit.ts';
import { encodeAnyValue, spliceLogs, spliceMetrics, spliceTraces } from './index.ts';
import { requests } from './testdata/arbitraries.ts';
import { encode, type Json, type JsonObject, normal, requestTypes } from './testdata/oracle.ts';
import { scramble } from './testdata/scramble.ts';
import { walked } from './testdata/walked.ts';
import type { AttributeList } from './views.ts';

const utf8 = new TextEncoder();

/** One random decision per message, in the order in which messages are met. */
interface Plan {
  drop: boolean;
  /** By attribute: 0 keep, 1 remove, else replace by a text of that many letters. */
  attributes: number[];
  append: number | undefined;
}
const plan: fc.Arbitrary<Plan> = fc.record({
  drop: fc.nat(4).map((n) => n === 0),
  attributes: fc.array(fc.constantFrom(0, 0, 1, 2, 5, 126, 130, 300), { maxLength: 5 }),
  append: fc.option(fc.constantFrom(1, 100, 127, 20_000), { nil: undefined }),
});
const keep: Plan = { drop: false, attributes: [], append: undefined };

const letters = (n: number): string => 'r'.repeat(n);
const appended = (n: number): KeyValue => ({ key: 'cloud.id', value: { stringValue: letters(n) } });

const carryOut = ({ drop, attributes, append }: Plan, list: AttributeList, edit: Edit): void => {
  if (drop) edit.drop();
  attributes.slice(0, list.count).forEach((action, i) => {
    if (action === 1) edit.removeAttribute(i);
    else if (action > 1) edit.replaceAttribute(i, encodeAnyValue({ stringValue: letters(action) }));
  });
  if (append !== undefined)
    edit.appendAttribute(utf8.encode('cloud.id'), encodeAnyValue(appended(append).value));
};

/** The same on the JSON side. */
const carryOutJson = (p: Plan, record: JsonObject): JsonObject => {
  const before = (record.attributes ?? []) as unknown as KeyValue[];
  const attributes: KeyValue[] = [];
  before.forEach((attribute, i) => {
    const action = p.attributes[i] ?? 0;
    if (action === 0) attributes.push(attribute);
    else if (action > 1) attributes.push({ key: attribute.key, value: { stringValue: letters(action) } });
  });
  if (p.append !== undefined) attributes.push(appended(p.append));
  return { ...record, attributes: attributes as unknown as Json };
};

class Plans {
  readonly #plans: readonly Plan[];
  #next = 0;
  constructor(plans: readonly Plan[]) {
    this.#plans = plans;
  }
  next(): Plan {
    return this.#plans[this.#next++ % this.#plans.length] ?? keep;
  }
}

const splice = (signal: Signal, bytes: Uint8Array, plans: Plans): Uint8Array => {
  const each = (view: { attributes: AttributeList }, edit: Edit) =>
    carryOut(plans.next(), view.attributes, edit);
  const outer = { resource: each, scope: each };
  if (signal === 'traces') return spliceTraces(bytes, { ...outer, span: each });
  if (signal === 'logs') return spliceLogs(bytes, { ...outer, log: each });
  return spliceMetrics(bytes, {
    ...outer,
    metric(_, edit) {
      if (plans.next().drop) edit.drop();
    },
    point: (_, view, edit) => each(view, edit),
  });
};

const list = (value: Json | undefined): JsonObject[] => (value ?? []) as JsonObject[];

/** Children that stay; undefined when there were some and none stays. */
const sift = (
  children: JsonObject[],
  child: (c: JsonObject) => JsonObject | undefined,
): JsonObject[] | undefined => {
  const kept = children.map(child).filter((c) => c !== undefined);
  return children.length > 0 && kept.length === 0 ? undefined : kept;
};

const spliceJson = (signal: Signal, request: JsonObject, plans: Plans): JsonObject => {
  const what = { traces: 'Spans', logs: 'Logs', metrics: 'Metrics' }[signal];
  const records = { traces: 'spans', logs: 'logRecords', metrics: 'metrics' }[signal];
  const one = (record: JsonObject): JsonObject | undefined => {
    const p = plans.next();
    return p.drop ? undefined : carryOutJson(p, record);
  };
  const metric = (record: JsonObject): JsonObject | undefined => {
    if (plans.next().drop) return undefined;
    const kind = ['gauge', 'sum', 'histogram', 'exponentialHistogram', 'summary'].find((k) => k in record);
    if (kind === undefined) return record;
    const data = record[kind] as JsonObject;
    const dataPoints = sift(list(data.dataPoints), one);
    return dataPoints && { ...record, [kind]: { ...data, dataPoints } };
  };
  const group =
    (head: string, name: string, child: (c: JsonObject) => JsonObject | undefined) => (g: JsonObject) => {
      const p = plans.next();
      if (p.drop) return undefined;
      const children = sift(list(g[name]), child);
      return children && { ...g, [head]: carryOutJson(p, (g[head] ?? {}) as JsonObject), [name]: children };
    };
  const scope = group('scope', records, signal === 'metrics' ? metric : one);
  const name = `resource${what}`;
  return {
    [name]: list(request[name])
      .map(group('resource', `scope${what}`, scope))
      .filter((g) => g !== undefined),
  };
};

for (const signal of signals) {
  const type = requestTypes[signal];
  const plans = fc.array(plan, { minLength: 1, maxLength: 12 });

  test(`${signal}: splicing is decoding, editing and encoding`, () => {
    fc.assert(
      fc.property(requests[signal], plans, (request, p) => {
        const spliced = splice(signal, encode(type, request), new Plans(p));
        const expected = spliceJson(signal, request, new Plans(p));
        assert.deepEqual(normal(walked(signal, spliced)), normal(expected));
        // protobufjs agrees that it is a whole request: every length is right.
        type.decode(spliced);
      }),
      { numRuns: 300 },
    );
  });

  test(`${signal}: any other spelling of a request is spliced alike`, () => {
    const dice = fc.infiniteStream(fc.nat()).map((stream) => (below: number) => stream.next().value % below);
    fc.assert(
      fc.property(requests[signal], plans, dice, (request, p, roll) => {
        const spliced = splice(signal, scramble(type, encode(type, request), roll), new Plans(p));
        const expected = spliceJson(signal, request, new Plans(p));
        assert.deepEqual(normal(walked(signal, spliced)), normal(expected));
      }),
      { numRuns: 200 },
    );
  });

  test(`${signal}: without edits the same bytes come back`, () => {
    fc.assert(
      fc.property(requests[signal], (request) => {
        const bytes = encode(type, request);
        assert.equal(splice(signal, bytes, new Plans([keep])), bytes);
      }),
      { numRuns: 50 },
    );
  });
}

test('the result is what protobufjs would have written, byte for byte', () => {
  const attributes = (...texts: string[]) =>
    texts.map((stringValue, i) => ({ key: `key${i}`, value: { stringValue } }));
  const request = (resource: JsonObject, ...spans: JsonObject[]) =>
    encode(requestTypes.traces, { resourceSpans: [{ resource, scopeSpans: [{ spans }] }] });
  const before = request(
    { attributes: attributes('a') },
    { name: 'one', attributes: attributes('a', 'b'), kind: 2 },
    { name: 'two' },
    { name: 'three', attributes: attributes('a', 'b') },
  );
  const after = spliceTraces(before, {
    resource: (_, edit) => edit.appendAttribute(utf8.encode('key1'), encodeAnyValue({ stringValue: 'new' })),
    span(span, edit) {
      if (span.kind === 2) edit.replaceAttribute(1, encodeAnyValue({ stringValue: letters(1000) }));
      else if (span.attributes.count === 0) edit.drop();
      else edit.removeAttribute(0);
    },
  });
  assert.deepEqual(
    after,
    request(
      { attributes: attributes('a', 'new') },
      { name: 'one', attributes: attributes('a', letters(1000)), kind: 2 },
      { name: 'three', attributes: [{ key: 'key1', value: { stringValue: 'b' } }] },
    ),
  );
});

test('a resource that comes twice is edited once, and the one that does not count goes', () => {
  const once = encode(requestTypes.traces, {
    resourceSpans: [{ resource: { attributes: [{ key: 'secret', value: { stringValue: 'x' } }] } }],
  });
  const resourceField = once.subarray(2);
  const twice = Uint8Array.from([10, resourceField.length * 2, ...resourceField, ...resourceField]);
  const spliced = spliceTraces(twice, { resource: (_, edit) => edit.removeAttribute(0) });
  assert.deepEqual([...spliced], [10, 2, 10, 0]);
});
