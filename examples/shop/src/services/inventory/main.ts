/** inventory: reserves pieces in the warehouse. Runs as a child process of the shop. */

import { HttpProblem } from '../../http/problem.ts';
import { type Reply, type Request, type RunningServer, startHttpServer } from '../../http/server.ts';
import { serveParent } from '../../processes/serve-parent.ts';
import { createRandom, sleep } from '../../random.ts';
import { inSpan } from '../../telemetry/span.ts';
import { startTelemetry, type Telemetry } from '../../telemetry/telemetry.ts';
import { type OrderLine, wrongLines } from '../catalogue.ts';
import { newId } from '../ids.ts';
import type { ServiceConfig, ServiceStarted } from '../service.ts';
import { Stock } from './stock.ts';

const restockEveryMs = 5_000;
const slowWarningMs = 500;

let telemetry: Telemetry | undefined;
let server: RunningServer | undefined;
/** Fault slow-inventory: added to every answer of the warehouse. */
let extraDelayMs = 0;

const start = async (config: ServiceConfig): Promise<ServiceStarted> => {
  const started = startTelemetry(config.telemetry);
  telemetry = started;
  const { tracer, meter, log } = started;
  const random = createRandom(config.seed);
  const stock = new Stock();
  const reserved = meter.createCounter('shop.reservations', {
    unit: '{reservation}',
    description: 'Reservations by outcome.',
  });
  meter
    .createObservableGauge('shop.stock.left', { unit: '{piece}', description: 'Pieces on the shelf.' })
    .addCallback((result) => {
      for (const sku of ['SKU-1001', 'SKU-1004', 'SKU-9001'])
        result.observe(stock.left(sku), { 'item.sku': sku });
    });

  const allocate = (items: readonly OrderLine[]): Promise<string | undefined> => {
    const warehouse = random.pick(['fra-1', 'fra-1', 'ams-2']);
    const attributes = { 'warehouse.id': warehouse, 'order.item_count': items.length };
    return inSpan(tracer, 'warehouse.allocate', { attributes }, async () => {
      const took = random.logNormal(9, 0.45) + extraDelayMs;
      await sleep(took);
      if (took > slowWarningMs)
        log.warn(`warehouse ${warehouse} took ${Math.round(took)} ms to allocate`, attributes);
      return stock.take(items);
    });
  };

  const reserve = async ({ body, span }: Request): Promise<Reply> => {
    const { orderId, items } = (body ?? {}) as { orderId?: string; items?: OrderLine[] };
    const wrong = wrongLines(items);
    if (wrong !== undefined || items === undefined)
      throw new HttpProblem(400, 'bad_items', wrong ?? 'no items');
    if (typeof orderId === 'string') span.setAttribute('order.id', orderId);
    const short = await allocate(items);
    reserved.add(1, { 'reservation.outcome': short === undefined ? 'reserved' : 'out_of_stock' });
    if (short !== undefined) {
      log.warn(`${short} is out of stock`, { 'order.id': orderId ?? '', 'item.sku': short });
      throw new HttpProblem(409, 'out_of_stock', `${short} is out of stock`);
    }
    const reservationId = newId('RSV');
    log.info(`reserved ${items.map((line) => `${line.quantity} x ${line.sku}`).join(', ')}`, {
      'order.id': orderId ?? '',
      'reservation.id': reservationId,
    });
    return { status: 201, body: { reservationId } };
  };

  setInterval(
    () => log.debug('shelves restocked', { 'stock.added': stock.restock() }),
    restockEveryMs,
  ).unref();
  server = await startHttpServer(started, [{ method: 'POST', path: '/reserve', handle: reserve }]);
  log.info(`inventory ${config.telemetry.serviceVersion} is listening`, { 'url.full': server.url });
  return { url: server.url };
};

const slow = ({ delayMs }: { delayMs: number }): void => {
  extraDelayMs = delayMs;
};

serveParent({ start, slow }, async () => {
  await server?.stop();
  await telemetry?.stop(500);
});
