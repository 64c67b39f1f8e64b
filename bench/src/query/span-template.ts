/** Templates of trace requests: about 500 spans of 44 traces, grouped by service as a gateway forwards them. */
import { EventView, ProtoWriter, proto, readEvent, walkTraces } from '@nightglass/otlp';
import { attribute, resourceGroup, type Value } from '../payload/attributes.ts';
import { Random } from '../payload/index.ts';
import { placeholders } from './identity.ts';
import { insideOf, type PlannedSpan, planTrace, routeOf, services, tableOf } from './shop.ts';
import { findValues, type RecordPlaces, type Template, template } from './template.ts';

const { Span, Event, Status } = proto;
const id16 = new Uint8Array(16);
const id8 = new Uint8Array(8);
const builtAt = 1_767_225_600_000_000_000n;
export const tracesPerTemplate = 44;
/** Pods of each service: templates share their resources. */
const pods = 3;

interface Placed extends PlannedSpan {
  trace: number;
  index: number;
}

/** `spreadNano`: the traces begin within this time from the template's start. */
export const spanTemplate = (seed: number, spreadNano: number): Template => {
  const random = new Random(seed);
  const planned: Placed[] = [];
  for (let trace = 0; trace < tracesPerTemplate; trace++) {
    const begin = Math.round((spreadNano * trace) / tracesPerTemplate);
    planTrace(random).forEach((span, index) => {
      planned.push({ ...span, offset: begin + span.offset, trace, index });
    });
  }
  const w = new ProtoWriter(planned.length * 700);
  const written: Placed[] = [];
  services.forEach((name, service) => {
    const own = planned.filter((span) => span.service === service);
    if (own.length === 0) return;
    const pod = new Random(service * 100 + (seed % pods));
    resourceGroup(w, pod, name, '@opentelemetry/instrumentation-http', () => {
      for (const span of own) {
        w.message(proto.ScopeGroup.records, () => writeSpan(w, random, span));
        written.push(span);
      }
    });
  });
  const bytes = w.copy();
  return template(bytes, tracesPerTemplate, places(bytes, written), builtAt);
};

const kinds = { inside: 1, server: 2, client: 3, database: 3 } as const;

const nameOf = (span: PlannedSpan): string => {
  if (span.kind === 'server') return `POST ${routeOf(span.service, span.operation)}`;
  if (span.kind === 'client') return `POST ${services[span.calls]}`;
  if (span.kind === 'inside') return insideOf(span.service, span.operation);
  return `SELECT ${tableOf(span.service, span.operation)}`;
};

const writeSpan = (w: ProtoWriter, random: Random, span: Placed): void => {
  const start = builtAt + BigInt(span.offset);
  w.bytesField(Span.traceId, id16);
  w.bytesField(Span.spanId, id8);
  w.bytesField(Span.parentSpanId, id8);
  w.stringField(Span.name, nameOf(span));
  w.varintField(Span.kind, kinds[span.kind]);
  w.int64Field(Span.startTimeUnixNano, start);
  w.int64Field(Span.endTimeUnixNano, start + BigInt(span.duration));
  const put = (key: string, value: Value): void => attribute(w, Span.attributes, key, value);
  attributesOf[span.kind](put, random, span);
  if (span.failed) writeException(w, start + BigInt(span.duration));
  else if (random.chance(0.1)) writeCacheMiss(w, random, start);
  w.message(Span.status, () => {
    if (!span.failed) return;
    w.stringField(Status.message, 'upstream request timeout');
    w.varintField(Status.code, 2);
  });
};

type Put = (key: string, value: Value) => void;

const attributesOf: Record<PlannedSpan['kind'], (put: Put, random: Random, span: PlannedSpan) => void> = {
  server: (put, random, span) => {
    put('http.request.method', 'POST');
    put('http.route', routeOf(span.service, span.operation));
    put('url.scheme', 'https');
    put('http.response.status_code', span.failed ? 504 : 200);
    put('server.address', `${services[span.service]}.shop.example.com`);
    put('server.port', 8443);
    put('client.address', `10.${random.below(4)}.${random.below(256)}.${random.below(256)}`);
    put('user_agent.original', 'Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0');
    put('network.protocol.version', '1.1');
    put('shop.request.id', placeholders.request);
    if (span.parent < 0) put('enduser.id', placeholders.user);
    put('shop.cart.value', Math.round(random.next() * 100_000) / 100 + 0.001);
  },
  client: (put, random, span) => {
    put('http.request.method', 'POST');
    put('http.response.status_code', span.failed ? 504 : 200);
    put('server.address', `${services[span.calls]}.shop.example.com`);
    put('server.port', 8443);
    put('url.full', `https://${services[span.calls]}.shop.example.com${routeOf(span.calls, span.operation)}`);
    put('network.peer.address', `10.0.${random.below(8)}.${random.below(256)}`);
    put('http.request.resend_count', random.below(3));
  },
  inside: (put, random, span) => {
    put('code.function.name', insideOf(span.service, span.operation));
    put('code.file.path', '/app/dist/server.js');
    put('code.line.number', random.below(900));
    put('thread.id', random.below(64));
    put('shop.retry', random.chance(0.01));
  },
  database: (put, random, span) => {
    const table = tableOf(span.service, span.operation);
    put('db.system.name', 'postgresql');
    put('db.namespace', 'shop');
    put('db.collection.name', table);
    put('db.operation.name', 'SELECT');
    put(
      'db.query.text',
      `SELECT id, status, total, currency FROM ${table} WHERE id = $1 AND tenant = $2 LIMIT 1`,
    );
    put('db.response.returned_rows', random.below(20));
    put('server.address', `postgres-${span.service % 4}.shop.svc`);
    put('server.port', 5432);
    put('thread.id', random.below(64));
  },
};

const writeException = (w: ProtoWriter, time: bigint): void =>
  w.message(Span.events, () => {
    w.int64Field(Event.timeUnixNano, time);
    w.stringField(Event.name, 'exception');
    const put: Put = (key, value) => attribute(w, Event.attributes, key, value);
    put('exception.type', 'TimeoutError');
    put('exception.message', 'upstream request timeout');
    put(
      'exception.stacktrace',
      'TimeoutError: upstream request timeout\n    at call (/app/dist/server.js:411:17)',
    );
  });

const writeCacheMiss = (w: ProtoWriter, random: Random, time: bigint): void =>
  w.message(Span.events, () => {
    w.int64Field(Event.timeUnixNano, time);
    w.stringField(Event.name, 'cache.miss');
    attribute(w, Event.attributes, 'cache.key', `product:${random.below(100_000)}`);
  });

const places = (bytes: Uint8Array, written: readonly Placed[]): RecordPlaces[] => {
  const found: Omit<RecordPlaces, 'requestAt' | 'userAt'>[] = [];
  const event = new EventView();
  walkTraces(bytes, {
    resource() {},
    scope() {},
    span(span) {
      const planned = written[found.length];
      if (planned === undefined) throw new Error('the walker found more spans than were written');
      const timesAt = [span.startTime, span.endTime];
      for (let i = 0; i < span.events.count; i++) {
        readEvent(bytes, span.events.slots[2 * i] ?? 0, span.events.slots[2 * i + 1] ?? 0, event);
        timesAt.push(event.time);
      }
      found.push({
        trace: planned.trace,
        span: planned.index,
        parent: planned.parent,
        traceIdAt: span.traceId,
        spanIdAt: span.spanId,
        // Still zero, so the walker calls it a root; it follows the span id (8 bytes, then tag and length).
        parentIdAt: span.spanId + 10,
        timesAt,
        stuckAt: planned.kind === 'inside' || planned.kind === 'database' ? -1 : span.endTime,
      });
    },
  });
  return found.map((p, i) => ({
    ...p,
    ...findValues(bytes, p.traceIdAt, found[i + 1]?.traceIdAt ?? bytes.length),
  }));
};
