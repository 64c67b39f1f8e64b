import assert from 'node:assert/strict';
import { after, before, type TestContext, test } from 'node:test';
import { type Shop, startShop } from './index.ts';
import { alive, getJson, postJson, silent } from './testing/clients.ts';
import { type Sink, startSink } from './testing/sink.ts';

let sink: Sink;
let shop: Shop;

before(async () => {
  sink = await startSink();
  shop = await startShop({
    otlpEndpoint: sink.url,
    logger: silent,
    ratePerSecond: 0,
    batchDelayMs: 50,
    metricIntervalMs: 250,
  });
});
after(async () => {
  await shop.stop();
  sink.stop();
});

const gateway = (): string => shop.services[0]!.url;
const pay = (more: object = {}) =>
  postJson(`${gateway()}/pay`, {
    customerId: 'CUS-1',
    card: { brand: 'visa', last4: '4242' },
    items: [{ sku: 'SKU-1001', quantity: 2 }],
    currency: 'EUR',
    ...more,
  });
/** Switches a fault on for the rest of the test. */
const during = async (t: TestContext, name: string, more: object = {}): Promise<void> => {
  t.after(() => fault(name, false));
  assert.equal((await fault(name, true, more)).status, 200);
};
const fault = (name: string, enabled: boolean, more: object = {}) =>
  postJson(`${shop.controlUrl}/faults`, { fault: name, enabled, ...more });

test('a payment is one trace across three processes, with logs and metrics that point at it', async () => {
  const { status, body } = await pay();
  assert.equal(status, 201);
  assert.match(String(body.orderId), /^ORD-[0-9a-f]{12}$/);

  const mine = await sink.until('the SERVER span of the payment', () =>
    sink.spans.find((s) => s.name === 'POST /pay' && s.attributes['order.id'] === body.orderId),
  );
  assert.equal(mine.parentSpanId, '');
  const trace = () => sink.spans.filter((s) => s.traceId === mine.traceId);
  const find = (service: string, name: string) =>
    sink.until(`${service}: ${name}`, () => trace().find((s) => s.service === service && s.name === name));
  const chain = [
    mine,
    await find('payment-gateway', 'POST /orders'),
    await find('order', 'POST /orders'),
    await find('order', 'POST /reserve'),
    await find('inventory', 'POST /reserve'),
    await find('inventory', 'warehouse.allocate'),
  ];
  for (const [i, span] of chain.entries()) if (i > 0) assert.equal(span.parentSpanId, chain[i - 1]?.spanId);
  assert.deepEqual(
    chain.map((s) => s.kind),
    [2, 3, 2, 3, 2, 1],
  );
  assert.equal(mine.attributes['http.route'], '/pay');
  assert.equal(mine.attributes['http.response.status_code'], 201);

  const insert = await find('order', 'INSERT orders');
  assert.equal(insert.parentSpanId, chain[2]?.spanId);
  assert.equal(insert.attributes['db.system.name'], 'sqlite');
  const handshake = await find('payment-gateway', 'tls.connect');
  assert.equal(handshake.status, 0);
  assert.equal(handshake.attributes['tls.protocol.version'], '1.3');

  for (const service of ['payment-gateway', 'order', 'inventory']) {
    const line = await sink.until(`a log line of ${service}`, () =>
      sink.logs.find((l) => l.service === service && l.traceId === mine.traceId),
    );
    assert.ok(trace().some((s) => s.spanId === line.spanId && s.service === service));
    for (const metric of [
      'nodejs.eventloop.delay.max',
      'v8js.memory.heap.used',
      'http.server.request.duration',
    ])
      await sink.until(`${metric} of ${service}`, () =>
        sink.points.some((p) => p.service === service && p.metric === metric && p.value > 0),
      );
  }
  await sink.until('an exemplar that points at the payment', () =>
    sink.points.some(
      (p) => p.metric === 'http.server.request.duration' && p.exemplars.some((e) => e.spanId === mine.spanId),
    ),
  );
});

test('a payment can be looked up, an unknown one cannot', async () => {
  const { body } = await pay();
  const found = await getJson(`${gateway()}/payments/${body.paymentId}`);
  assert.equal(found.status, 200);
  assert.equal((found.body.order as { status: string }).status, 'confirmed');
  assert.equal((await getJson(`${gateway()}/payments/PAY-0`)).status, 404);
});

test('what customers do wrong is answered with 4xx and is no failure of the shop', async () => {
  assert.equal((await pay({ items: [] })).status, 400);
  assert.equal((await pay({ card: { brand: 'visa', last4: '0002' } })).status, 402);
  assert.equal((await pay({ items: [{ sku: 'SKU-9001', quantity: 99 }] })).status, 409);
  const declined = await sink.until('the declined payment', () =>
    sink.spans.find((s) => s.attributes['payment.outcome'] === 'card_declined'),
  );
  assert.equal(declined.status, 0);
});

test('trust-chain: the real TLS handshake fails, is logged in its span, and the gateway answers 504', async (t) => {
  await during(t, 'trust-chain');
  assert.equal((await pay()).status, 504);

  const handshake = await sink.until('a failed handshake', () =>
    sink.spans.find((s) => s.name === 'tls.connect' && s.status === 2),
  );
  assert.equal(handshake.attributes['error.type'], 'UNABLE_TO_VERIFY_LEAF_SIGNATURE');
  assert.equal(handshake.attributes['tls.client.server_name'], 'risk.internal');
  assert.match(String(handshake.attributes['tls.server.issuer']), /CN=Shop Internal CA G2/);
  const [exception] = handshake.events;
  assert.equal(exception?.name, 'exception');
  assert.equal(exception?.attributes['exception.type'], 'UNABLE_TO_VERIFY_LEAF_SIGNATURE');

  const line = await sink.until('the log line of the handshake', () =>
    sink.logs.find((l) => l.spanId === handshake.spanId),
  );
  assert.equal(line.severity, 'ERROR');
  assert.match(
    line.body,
    /presented CN=risk\.internal.*issued by CN=Shop Internal CA G2.*Trusted roots: CN=Shop Internal CA G1/,
  );

  const answered = await sink.until('the 504', () =>
    sink.spans.find((s) => s.name === 'POST /pay' && s.traceId === handshake.traceId),
  );
  assert.equal(answered.attributes['http.response.status_code'], 504);
  assert.equal(answered.status, 2);

  await fault('trust-chain', false);
  assert.equal((await pay()).status, 201);
});

test('trust-chain in mode timeout: the handshake never ends', async (t) => {
  await during(t, 'trust-chain', { mode: 'timeout' });
  assert.equal((await pay()).status, 504);
  const handshake = await sink.until('a handshake that ran out of time', () =>
    sink.spans.find((s) => s.name === 'tls.connect' && s.attributes['error.type'] === 'ETIMEDOUT'),
  );
  assert.ok(handshake.ms >= 990, `${handshake.ms} ms`);
  await fault('trust-chain', false);
  assert.equal((await pay()).status, 201);
});

test('cache-sweep: one synchronous loop starves the event loop of the gateway', async (t) => {
  await during(t, 'cache-sweep', { entries: 400_000, everySeconds: 0.5 });
  const sweep = await sink.until('a long sweep', () =>
    sink.spans.find((s) => Number(s.attributes['cache.entries.scanned']) >= 400_000),
  );
  assert.equal(sweep.name, 'payment_cache.sweep');
  assert.ok(sweep.ms > 200, `${sweep.ms} ms`);
  await sink.until('a delay of the event loop over 200 ms', () =>
    sink.points.some(
      (p) => p.service === 'payment-gateway' && p.metric === 'nodejs.eventloop.delay.max' && p.value > 0.2,
    ),
  );
});

test('slow-inventory: the allocation takes longer, and so does the payment', async (t) => {
  await during(t, 'slow-inventory', { delayMs: 300 });
  const startedAt = performance.now();
  const { status, body } = await pay();
  assert.equal(status, 201);
  assert.ok(performance.now() - startedAt >= 300);
  const reserve = await sink.until('the slow reservation', () =>
    sink.spans.find((s) => s.service === 'inventory' && s.attributes['order.id'] === body.orderId),
  );
  const allocate = sink.spans.find((s) => s.parentSpanId === reserve.spanId);
  assert.ok((allocate?.ms ?? 0) >= 300);
});

test('bad-deploy: order runs as 1.5.0 and throws on one path only, and can be rolled back', async (t) => {
  const [, old] = shop.services;
  await during(t, 'bad-deploy');
  const [, order] = shop.services;
  assert.equal(order?.version, '1.5.0');
  assert.notEqual(order?.pid, old?.pid);
  assert.equal(alive(old?.pid ?? 0), false);
  assert.equal((await pay({ discountCode: 'SPRING5' })).status, 201);
  assert.equal((await pay({ discountCode: 'WELCOME10' })).status, 502);

  const thrown = await sink.until('the exception of order', () =>
    sink.spans.find((s) => s.service === 'order' && s.events.length > 0),
  );
  assert.equal(thrown.version, '1.5.0');
  assert.equal(thrown.attributes['http.response.status_code'], 500);
  assert.equal(thrown.events[0]?.attributes['exception.type'], 'TypeError');
  assert.match(String(thrown.events[0]?.attributes['exception.stacktrace']), /pricing\.ts:\d+/);

  await fault('bad-deploy', false);
  assert.equal(shop.services[1]?.version, '1.4.2');
  assert.equal((await pay({ discountCode: 'WELCOME10' })).status, 201);
});

test('the control API says what is on, and what is wrong with a request', async () => {
  const { body } = await getJson(`${shop.controlUrl}/faults`);
  const faults = body.faults as { fault: string; enabled: boolean }[];
  assert.deepEqual(
    faults.map((f) => [f.fault, f.enabled]),
    [
      ['trust-chain', false],
      ['cache-sweep', false],
      ['slow-inventory', false],
      ['bad-deploy', false],
      ['traffic-surge', false],
    ],
  );
  assert.equal((await fault('no-such', true)).status, 400);
  assert.equal((await fault('slow-inventory', true, { delayMs: -1 })).status, 400);
  assert.equal((await fault('slow-inventory', true, { delay: 10 })).status, 400);
  const form = await fetch(`${shop.controlUrl}/faults`, { method: 'POST', body: '{"fault":"bad-deploy"}' });
  assert.equal(form.status, 415);
});
