/** Trace requests as a shop sends them: about 580 bytes and 12 attributes per span, 25 % with events, 5 % with links. */
import {
  EventView,
  LinkView,
  type ProtoWriter,
  proto,
  readEvent,
  readLink,
  walkTraces,
} from '@nightglass/otlp';
import { attribute, type Value } from './attributes.ts';
import { generate } from './generate.ts';
import type { Payload, PayloadOptions } from './options.ts';
import type { Random } from './random.ts';
import type { Stamps } from './stamp.ts';

const { Span, Event, Link, Status } = proto;
const id16 = new Uint8Array(16);
const id8 = new Uint8Array(8);
const routes = ['/api/checkout', '/api/cart/{id}', '/api/products/{id}', '/api/orders', '/api/payments/{id}'];
const tables = ['orders', 'order_items', 'stock', 'payments', 'customers'];

const stack = (random: Random): string =>
  [
    'Error: upstream request timeout',
    ...Array.from(
      { length: 7 },
      () => `    at Object.${random.pick(routes).slice(5, 9)} (/app/dist/server.js:${random.below(900)}:17)`,
    ),
  ].join('\n');

/** One ExportTraceServiceRequest whose records form traces of eight spans. */
export const generateTraces = (options: PayloadOptions = {}): Payload =>
  generate({ scope: '@opentelemetry/instrumentation-http', write: writeSpan, find: findStamps }, options);

const writeSpan = (w: ProtoWriter, random: Random, start: bigint): number => {
  const error = random.chance(0.02);
  const server = random.chance(0.4);
  const duration = BigInt(Math.round(random.logNormal(server ? 40e6 : 8e6, 0.8)));
  const route = random.pick(routes);
  w.bytesField(Span.traceId, id16);
  w.bytesField(Span.spanId, id8);
  w.bytesField(Span.parentSpanId, id8);
  w.stringField(Span.name, server ? `POST ${route}` : `SELECT shop.${random.pick(tables)}`);
  w.varintField(Span.kind, server ? 2 : 3);
  w.int64Field(Span.startTimeUnixNano, start);
  w.int64Field(Span.endTimeUnixNano, start + duration);
  const put = (key: string, value: Value) => attribute(w, Span.attributes, key, value);
  if (server) httpAttributes(put, random, route, error);
  else databaseAttributes(put, random);
  if (random.chance(0.25)) writeEvent(w, random, start + duration / 2n, error);
  else if (error) writeEvent(w, random, start + duration / 2n, true);
  if (random.chance(0.05)) {
    w.message(Span.links, () => {
      w.bytesField(Link.traceId, id16);
      w.bytesField(Link.spanId, id8);
      attribute(w, Link.attributes, 'messaging.operation.type', 'process');
    });
  }
  w.message(Span.status, () => {
    if (!error) return;
    w.stringField(Status.message, 'upstream request timeout');
    w.varintField(Status.code, 2);
  });
  w.varint(Span.flags);
  w.fixed32(0x101);
  return 1;
};

type Put = (key: string, value: Value) => void;

const httpAttributes = (put: Put, random: Random, route: string, error: boolean): void => {
  put('http.request.method', 'POST');
  put('http.route', route);
  put('url.path', route.replace('{id}', String(random.below(1_000_000))));
  put('url.scheme', 'https');
  put('http.response.status_code', error ? 504 : 200);
  put('server.address', 'shop.example.com');
  put('server.port', 8443);
  put('client.address', `10.${random.below(256)}.${random.below(256)}.${random.below(256)}`);
  put('user_agent.original', 'Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0');
  put('network.protocol.version', '1.1');
  put('enduser.id', `user-${random.below(200_000)}`);
  put('shop.cart.value', Math.round(random.next() * 100_000) / 100 + 0.001);
};

const databaseAttributes = (put: Put, random: Random): void => {
  const table = random.pick(tables);
  put('db.system.name', 'postgresql');
  put('db.namespace', 'shop');
  put('db.collection.name', table);
  put('db.operation.name', 'SELECT');
  put(
    'db.query.text',
    `SELECT id, status, total, currency, created_at, updated_at FROM ${table} WHERE id = $1 AND tenant = $2 LIMIT 1`,
  );
  put('db.response.returned_rows', random.below(20));
  put('server.address', 'postgres-0.shop.svc');
  put('server.port', 5432);
  put('network.peer.address', `10.0.${random.below(8)}.${random.below(256)}`);
  put('thread.id', random.below(64));
  put('shop.order.id', `ord_${random.hex(16)}`);
  put('shop.retry', random.chance(0.01));
};

const writeEvent = (w: ProtoWriter, random: Random, time: bigint, error: boolean): void => {
  w.message(Span.events, () => {
    w.int64Field(Event.timeUnixNano, time);
    w.stringField(Event.name, error ? 'exception' : 'cache.miss');
    const put = (key: string, value: Value) => attribute(w, Event.attributes, key, value);
    if (!error) {
      put('cache.key', `product:${random.below(100_000)}`);
      return;
    }
    put('exception.type', 'TimeoutError');
    put('exception.message', 'upstream request timeout');
    put('exception.stacktrace', stack(random));
  });
};

const findStamps = (bytes: Uint8Array, stamps: Stamps): void => {
  const event = new EventView();
  const link = new LinkView();
  walkTraces(bytes, {
    resource() {},
    scope() {},
    span(span) {
      stamps.traceIds.push(span.traceId);
      stamps.spanIds.push(span.spanId);
      // Still zero, so the walker calls it a root; it follows the span id (8 bytes, then tag and length).
      stamps.parentIds.push(span.spanId + 10);
      stamps.times.push(span.startTime, span.endTime);
      for (let i = 0; i < span.events.count; i++) {
        readEvent(bytes, span.events.slots[2 * i]!, span.events.slots[2 * i + 1]!, event);
        stamps.times.push(event.time);
      }
      for (let i = 0; i < span.links.count; i++) {
        readLink(bytes, span.links.slots[2 * i]!, span.links.slots[2 * i + 1]!, link);
        // A link names another trace; any valid id does.
        bytes.fill(0xab, link.traceId, link.traceId + 16);
        bytes.fill(0xcd, link.spanId, link.spanId + 8);
      }
    },
  });
};
