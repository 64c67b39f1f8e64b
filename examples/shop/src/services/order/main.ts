/** order: prices an order, keeps it in SQLite, reserves its pieces. Runs as a child process of the shop. */
import { createHttpClient } from '../../http/client.ts';
import { HttpProblem } from '../../http/problem.ts';
import { type Reply, type Request, type RunningServer, startHttpServer } from '../../http/server.ts';
import { serveParent } from '../../processes/serve-parent.ts';
import { startTelemetry, type Telemetry } from '../../telemetry/telemetry.ts';
import { type OrderLine, wrongLines } from '../catalogue.ts';
import { newId } from '../ids.ts';
import type { OrderConfig, ServiceStarted } from '../service.ts';
import { OrderStore } from './order-store.ts';
import { price } from './pricing.ts';
import { TracedDatabase } from './traced-database.ts';

const inventoryTimeoutMs = 4_000;
const keepOrdersMs = 3600 * 1000;
const housekeepingMs = 60_000;

interface NewOrder {
  customerId: string;
  items: OrderLine[];
  currency: string;
  discountCode?: string;
}

let telemetry: Telemetry | undefined;
let server: RunningServer | undefined;
let database: TracedDatabase | undefined;

const parseOrder = (body: unknown): NewOrder => {
  const order = (body ?? {}) as Partial<NewOrder>;
  const wrong = wrongLines(order.items);
  if (wrong !== undefined) throw new HttpProblem(400, 'bad_items', wrong);
  if (typeof order.customerId !== 'string' || typeof order.currency !== 'string')
    throw new HttpProblem(400, 'bad_order', 'customerId and currency must be texts');
  return order as NewOrder;
};

const start = async (config: OrderConfig): Promise<ServiceStarted> => {
  const started = startTelemetry(config.telemetry);
  telemetry = started;
  const { meter, log, histogram } = started;
  database = new TracedDatabase(started, config.databaseFile, 'orders.db');
  const store = new OrderStore(database);
  const callPeer = createHttpClient(started);
  const placed = meter.createCounter('shop.orders', {
    unit: '{order}',
    description: 'Orders by what became of them.',
  });
  const value = histogram('shop.order.value', [10, 25, 50, 100, 250, 500, 1000], {
    unit: '{EUR}',
    description: 'Value of a confirmed order.',
  });

  const place = async ({ body, span }: Request): Promise<Reply> => {
    const order = parseOrder(body);
    const id = newId('ORD');
    span.setAttributes({ 'order.id': id, 'customer.id': order.customerId });
    if (order.discountCode !== undefined) span.setAttribute('order.discount_code', order.discountCode);
    const total = price(config.release, order.items, order.discountCode);
    span.setAttributes({ 'order.total': total / 100, 'order.currency': order.currency });
    store.insert({ ...order, id, total, status: 'pending' }, order.items, Date.now());

    const answer = await callPeer({
      method: 'POST',
      baseUrl: config.inventoryUrl,
      template: '/reserve',
      body: { orderId: id, items: order.items },
      timeoutMs: inventoryTimeoutMs,
      peer: 'inventory',
    });
    const confirmed = answer.status === 201;
    store.setStatus(id, confirmed ? 'confirmed' : 'rejected');
    placed.add(1, { 'order.status': confirmed ? 'confirmed' : 'rejected' });
    if (!confirmed) {
      log.warn(`order ${id} rejected: inventory answered ${answer.status}`, { 'order.id': id });
      throw answer.status === 409
        ? new HttpProblem(409, 'out_of_stock', `order ${id} cannot be filled`)
        : new HttpProblem(502, 'inventory_failed', `inventory answered ${answer.status}`);
    }
    value.record(total / 100, { 'order.currency': order.currency });
    log.info(`order ${id} confirmed: ${(total / 100).toFixed(2)} ${order.currency}`, {
      'order.id': id,
      'order.total': total / 100,
      'customer.id': order.customerId,
    });
    return { status: 201, body: { orderId: id, total, currency: order.currency, status: 'confirmed' } };
  };

  const find = ({ params, span }: Request): Reply => {
    const id = params.id ?? '';
    span.setAttribute('order.id', id);
    const order = store.find(id);
    if (order === undefined) throw new HttpProblem(404, 'no_order', `there is no order ${id}`);
    return { status: 200, body: order };
  };

  setInterval(() => store.forget(Date.now() - keepOrdersMs), housekeepingMs).unref();
  server = await startHttpServer(started, [
    { method: 'POST', path: '/orders', handle: place },
    { method: 'GET', path: '/orders/{id}', handle: find },
  ]);
  log.info(`order ${config.telemetry.serviceVersion} is listening`, { 'url.full': server.url });
  return { url: server.url };
};

serveParent({ start }, async () => {
  await server?.stop();
  await telemetry?.stop(500);
  database?.close();
});
