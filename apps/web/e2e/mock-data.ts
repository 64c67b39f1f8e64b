/**
 * Seeded telemetry of the shop for the test double of the API: fifteen minutes of traffic in which payment-gateway's
 * TLS handshake to risk begins to fail, a batch of 10,000 spans, and one trace that is broken in every way.
 */
import type { LogRecord, Span } from '@nightglass/model';
import { attributes, type Service, seeded, type World } from './mock-shapes.ts';

interface Draft {
  service: Service;
  name: string;
  kind?: Span['kind'];
  /** Milliseconds from the start of the trace. */
  at: number;
  ms: number;
  attrs?: Record<string, string | number | boolean>;
  error?: string;
  events?: Span['events'];
}

const certificate = 'unable to verify the first certificate';
const stack = [
  `Error: ${certificate}`,
  '    at TLSSocket.onConnectSecure (node:_tls_wrap:1679:34)',
  '    at TLSSocket.emit (node:events:508:28)',
  '    at TLSSocket._finishInit (node:_tls_wrap:1085:8)',
  '    at ssl.onhandshakedone (node:_tls_wrap:871:12)',
].join('\n');

export const makeWorld = (now: number, seed = 7): World => {
  const random = seeded(seed);
  const hex = (digits: number): string => {
    let text = '';
    while (text.length < digits)
      text += Math.floor(random() * 2 ** 32)
        .toString(16)
        .padStart(8, '0');
    return text.slice(0, digits);
  };
  const traces = new Map<string, Span[]>();
  const logs: LogRecord[] = [];
  const faultAt = now - 330;
  const nano = (seconds: number, ms: number): string =>
    String(BigInt(Math.floor(seconds * 1000)) * 1_000_000n + BigInt(Math.round(ms * 1e6)));

  const start = (at: number) => {
    const traceId = hex(32);
    const spans: Span[] = [];
    traces.set(traceId, spans);
    const add = (draft: Draft, parent: Span | undefined): Span => {
      const span: Span = {
        traceId,
        spanId: hex(16),
        parentSpanId: parent?.spanId ?? '',
        traceState: '',
        flags: 1,
        name: draft.name,
        kind: draft.kind ?? 'INTERNAL',
        startTimeUnixNano: nano(at, draft.at),
        endTimeUnixNano: nano(at, draft.at + draft.ms),
        durationNano: Math.round(draft.ms * 1e6),
        service: draft.service,
        resourceId: draft.service,
        scope: { name: '@shop/telemetry', version: '0.1.0', attributes: [] },
        status:
          draft.error === undefined
            ? { code: 'UNSET', message: '' }
            : { code: 'ERROR', message: draft.error },
        attributes: attributes(draft.attrs ?? {}),
        droppedAttributesCount: 0,
        events: draft.events ?? [],
        droppedEventsCount: 0,
        links: [],
        droppedLinksCount: 0,
      };
      spans.push(span);
      return span;
    };
    const log = (
      span: Span,
      ms: number,
      severity: [number, string],
      body: string,
      attrs: Record<string, string | number> = {},
    ): void => {
      logs.push({
        id: `l${logs.length}`,
        timeUnixNano: nano(at, ms),
        observedTimeUnixNano: nano(at, ms + 1),
        severityNumber: severity[0],
        severityText: severity[1],
        service: span.service,
        resourceId: span.resourceId,
        scope: span.scope,
        body: { stringValue: body },
        attributes: attributes(attrs),
        droppedAttributesCount: 0,
        eventName: '',
        flags: 1,
        traceId,
        spanId: span.spanId,
      });
    };
    return { traceId, spans, add, log };
  };

  const INFO: [number, string] = [9, 'INFO'];
  const WARN: [number, string] = [13, 'WARN'];
  const ERROR: [number, string] = [17, 'ERROR'];
  const DEBUG: [number, string] = [5, 'DEBUG'];

  const checkout = (at: number): void => {
    const { add, log } = start(at);
    const failing = at >= faultAt && random() < 0.36;
    const r = (low: number, high: number): number => low + random() * (high - low);
    const reserve = r(12, 30) * (random() < 0.04 ? 12 : 1);
    const handshake = failing ? r(3, 9) : r(8, 16);
    const pay = failing ? handshake + r(6, 12) : handshake + r(40, 90);
    const total = reserve + pay + r(14, 26);
    const id = Math.floor(r(10_000, 99_999));
    const root = add(
      {
        service: 'order',
        name: 'POST /orders',
        kind: 'SERVER',
        at: 0,
        ms: total,
        attrs: {
          'http.request.method': 'POST',
          'http.route': '/orders',
          'http.response.status_code': failing ? 502 : 201,
          'order.id': id,
        },
        ...(failing ? { error: '' } : {}),
      },
      undefined,
    );
    log(root, 1, INFO, `order ${id} received`, { 'order.id': id });
    add(
      {
        service: 'order',
        name: 'INSERT orders',
        kind: 'CLIENT',
        at: 2,
        ms: r(1, 3),
        attrs: { 'db.system.name': 'sqlite', 'db.query.text': 'INSERT INTO orders VALUES (?, ?, ?)' },
      },
      root,
    );
    const toInventory = add(
      {
        service: 'order',
        name: 'POST',
        kind: 'CLIENT',
        at: 6,
        ms: reserve,
        attrs: { 'server.address': 'inventory', 'http.request.method': 'POST' },
      },
      root,
    );
    const inventory = add(
      {
        service: 'inventory',
        name: 'POST /reserve',
        kind: 'SERVER',
        at: 7.5,
        ms: reserve - 3,
        attrs: { 'http.route': '/reserve', 'http.response.status_code': 200 },
      },
      toInventory,
    );
    add(
      {
        service: 'inventory',
        name: 'stock.lookup',
        at: 9,
        ms: (reserve - 3) * 0.6,
        attrs: { 'stock.items': 3 },
      },
      inventory,
    );
    log(inventory, reserve, DEBUG, `reserved 3 items for order ${id}`);
    const payAt = 8 + reserve;
    const toPayment = add(
      {
        service: 'order',
        name: 'POST',
        kind: 'CLIENT',
        at: payAt,
        ms: pay,
        attrs: { 'server.address': 'payment-gateway', 'http.response.status_code': failing ? 504 : 200 },
        ...(failing ? { error: '' } : {}),
      },
      root,
    );
    const payment = add(
      {
        service: 'payment-gateway',
        name: 'POST /pay',
        kind: 'SERVER',
        at: payAt + 1.5,
        ms: pay - 3,
        attrs: { 'http.route': '/pay', 'http.response.status_code': failing ? 504 : 200 },
        ...(failing ? { error: '' } : {}),
      },
      toPayment,
    );
    add(
      {
        service: 'payment-gateway',
        name: 'cache.get',
        at: payAt + 2,
        ms: 0.4,
        attrs: { 'cache.hit': random() < 0.7 },
      },
      payment,
    );
    const toRisk = add(
      {
        service: 'payment-gateway',
        name: 'POST risk',
        kind: 'CLIENT',
        at: payAt + 3,
        ms: pay - 6,
        attrs: { 'server.address': 'risk', 'server.port': 8443, 'url.scheme': 'https' },
        ...(failing ? { error: certificate } : {}),
      },
      payment,
    );
    const tls = add(
      {
        service: 'payment-gateway',
        name: 'tls.connect',
        at: payAt + 3.4,
        ms: handshake - 1,
        attrs: {
          'server.address': 'risk',
          'server.port': 8443,
          'tls.protocol.version': '1.3',
          ...(failing ? { 'error.type': 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' } : {}),
        },
        ...(failing
          ? {
              error: certificate,
              events: [
                {
                  timeUnixNano: nano(at, payAt + 2.4 + handshake),
                  name: 'exception',
                  attributes: attributes({
                    'exception.type': 'Error',
                    'exception.message': certificate,
                    'exception.stacktrace': stack,
                  }),
                  droppedAttributesCount: 0,
                },
              ],
            }
          : {}),
      },
      toRisk,
    );
    if (failing) {
      log(tls, payAt + 2.4 + handshake, ERROR, `TLS handshake with risk:8443 failed: ${certificate}`, {
        'server.address': 'risk',
        'error.type': 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      });
      log(payment, payAt + pay - 3, ERROR, `payment of order ${id} refused with 504: risk unreachable`, {
        'order.id': id,
      });
      log(root, total - 1, WARN, `order ${id} not paid, will be cancelled`);
    } else {
      add(
        {
          service: 'payment-gateway',
          name: 'http.exchange',
          at: payAt + 3 + handshake,
          ms: pay - handshake - 8,
        },
        toRisk,
      );
      log(payment, payAt + pay - 3, INFO, `payment of order ${id} accepted`, { 'order.id': id });
      log(root, total - 1, INFO, `order ${id} paid in ${Math.round(total)} ms`);
    }
  };

  const browse = (at: number): void => {
    const { add, log } = start(at);
    const ms = 3 + random() * 9;
    const root = add(
      {
        service: 'inventory',
        name: 'GET /items',
        kind: 'SERVER',
        at: 0,
        ms,
        attrs: { 'http.route': '/items', 'http.response.status_code': 200 },
      },
      undefined,
    );
    add({ service: 'inventory', name: 'stock.lookup', at: 1, ms: ms * 0.6 }, root);
    if (random() < 0.1) log(root, ms, DEBUG, 'stock list served from memory');
  };

  const batch = (at: number): string => {
    const { traceId, spans, add } = start(at);
    const root = add({ service: 'order', name: 'job reconcile-orders', at: 0, ms: 9300 }, undefined);
    for (let i = 0; spans.length < 9990; i++) {
      const t = 10 + i * 9.4;
      const one = add(
        {
          service: 'order',
          name: `reconcile order ${10_000 + i}`,
          at: t,
          ms: 9,
          ...(i % 211 === 210 ? { error: 'amounts differ' } : {}),
        },
        root,
      );
      if (i % 3 === 0)
        for (let k = 0; k < 14; k++)
          add(
            {
              service: 'order',
              name: 'SELECT order_items',
              kind: 'CLIENT',
              at: t + 0.3 + k * 0.4,
              ms: 0.3,
              attrs: { 'db.system.name': 'sqlite' },
            },
            one,
          );
      else {
        const call = add({ service: 'order', name: 'GET', kind: 'CLIENT', at: t + 0.5, ms: 5 }, one);
        const serve = add({ service: 'payment-gateway', name: 'ledger lookup', at: t + 0.9, ms: 4 }, call);
        add({ service: 'payment-gateway', name: 'cache.get', at: t + 1, ms: 0.5 }, serve);
        add({ service: 'payment-gateway', name: 'ledger.read', at: t + 1.8, ms: 2.6 }, serve);
        add(
          {
            service: 'order',
            name: 'UPDATE orders',
            kind: 'CLIENT',
            at: t + 6,
            ms: 1.4,
            attrs: { 'db.system.name': 'sqlite' },
          },
          one,
        );
      }
    }
    for (let i = 0; spans.length < 10_000; i++)
      add({ service: 'order', name: `report page ${i}`, at: 9000 + i * 20, ms: 18 }, root);
    return traceId;
  };

  /** No root, a cycle, a repeated id, and a process whose clock is 2 s behind. */
  const broken = (at: number): string => {
    const { traceId, spans, add } = start(at);
    const call = add({ service: 'order', name: 'POST', kind: 'CLIENT', at: 100, ms: 80 }, undefined);
    call.parentSpanId = 'deadbeefdeadbeef';
    const serve = add(
      { service: 'payment-gateway', name: 'POST /pay', kind: 'SERVER', at: -1900, ms: 60 },
      call,
    );
    add({ service: 'payment-gateway', name: 'cache.get', at: -1890, ms: 5 }, serve);
    const a = add({ service: 'inventory', name: 'retry', at: 120, ms: 10 }, undefined);
    const b = add({ service: 'inventory', name: 'retry inner', at: 122, ms: 5 }, a);
    a.parentSpanId = b.spanId;
    spans.push({
      ...b,
      name: 'same id again',
      startTimeUnixNano: nano(at, 130),
      endTimeUnixNano: nano(at, 140),
    });
    return traceId;
  };

  for (let at = now - 900; at < now - 2; at += 0.9 + random() * 0.8) {
    checkout(at);
    if (random() < 0.6) browse(at + random());
  }
  const bigTraceId = batch(now - 200);
  const brokenTraceId = broken(now - 120);
  logs.sort((a, b) => (BigInt(a.timeUnixNano) < BigInt(b.timeUnixNano) ? -1 : 1));
  return { now, faultAt, traces, logs, bigTraceId, brokenTraceId };
};
