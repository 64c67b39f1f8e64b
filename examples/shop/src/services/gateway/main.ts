/** payment-gateway: takes a payment, asks risk over TLS, places the order. Runs as a child process of the shop. */
import { createHttpClient } from '../../http/client.ts';
import { HttpProblem } from '../../http/problem.ts';
import { type Reply, type Request, type RunningServer, startHttpServer } from '../../http/server.ts';
import { serveParent } from '../../processes/serve-parent.ts';
import { errorType, exceptionAttributes } from '../../telemetry/log.ts';
import { startTelemetry, type Telemetry } from '../../telemetry/telemetry.ts';
import { newId } from '../ids.ts';
import type { GatewayConfig, ServiceStarted } from '../service.ts';
import { type SweepFault, startSweeper } from './cache-sweeper.ts';
import { PaymentCache } from './payment-cache.ts';
import { authorise, listPrice, type PaymentRequest, parsePayment } from './payments.ts';
import { createRiskClient } from './risk-client.ts';

const orderTimeoutMs = 5_000;

let telemetry: Telemetry | undefined;
let server: RunningServer | undefined;
let sweeper: ReturnType<typeof startSweeper> | undefined;
let orderUrl = '';

const orderUnreachable = (error: unknown): never => {
  throw new HttpProblem(
    errorType(error) === 'ETIMEDOUT' ? 504 : 502,
    'order_unreachable',
    `order did not answer: ${errorType(error)}`,
    { cause: error },
  );
};

const start = async (config: GatewayConfig): Promise<ServiceStarted> => {
  const started = startTelemetry(config.telemetry);
  telemetry = started;
  orderUrl = config.orderUrl;
  const { meter, log } = started;
  const callPeer = createHttpClient(started);
  const askRisk = createRiskClient(started, callPeer, config);
  const cache = new PaymentCache();
  sweeper = startSweeper(started, cache);
  const payments = meter.createCounter('shop.payments', {
    unit: '{payment}',
    description: 'Payments by outcome.',
  });

  const placeOrder = async (payment: PaymentRequest): Promise<{ orderId: string; total: number }> => {
    const { status, body } = await callPeer({
      method: 'POST',
      baseUrl: orderUrl,
      template: '/orders',
      body: {
        customerId: payment.customerId,
        items: payment.items,
        currency: payment.currency,
        discountCode: payment.discountCode,
      },
      timeoutMs: orderTimeoutMs,
      peer: 'order',
    }).catch(orderUnreachable);
    if (status === 409) throw new HttpProblem(409, 'out_of_stock', 'an item of the cart is out of stock');
    if (status !== 201) throw new HttpProblem(502, 'order_failed', `order answered ${status}`);
    return body as { orderId: string; total: number };
  };

  const take = async (id: string, { body, span }: Request): Promise<Reply> => {
    const payment = parsePayment(body);
    const amount = listPrice(payment.items);
    span.setAttributes({
      'customer.id': payment.customerId,
      'payment.card.brand': payment.card.brand,
      'payment.amount': amount / 100,
      'payment.currency': payment.currency,
    });
    authorise(payment);
    const risk = await askRisk({ paymentId: id, customerId: payment.customerId, amount });
    span.setAttribute('payment.risk.score', risk.score);
    if (risk.decision === 'deny') throw new HttpProblem(402, 'risk_denied', 'the payment was denied');
    const { orderId, total } = await placeOrder(payment);
    span.setAttribute('order.id', orderId);
    cache.put(
      { id, orderId, customerId: payment.customerId, amount: total, currency: payment.currency },
      Date.now(),
    );
    log.info(`payment ${id} accepted for ${orderId}: ${(total / 100).toFixed(2)} ${payment.currency}`, {
      'payment.id': id,
      'order.id': orderId,
      'payment.amount': total / 100,
    });
    return { status: 201, body: { paymentId: id, orderId, amount: total, currency: payment.currency } };
  };

  const pay = async (request: Request): Promise<Reply> => {
    const id = newId('PAY');
    request.span.setAttribute('payment.id', id);
    try {
      const reply = await take(id, request);
      payments.add(1, { 'payment.outcome': 'accepted' });
      return reply;
    } catch (error) {
      const outcome = error instanceof HttpProblem ? error.code : 'failed';
      payments.add(1, { 'payment.outcome': outcome });
      request.span.setAttribute('payment.outcome', outcome);
      if (!(error instanceof HttpProblem)) throw error;
      if (error.status >= 500)
        log.error(`payment ${id} failed: ${error.message}`, {
          'payment.id': id,
          ...exceptionAttributes(error.cause ?? error),
        });
      else
        log.warn(`payment ${id} refused: ${error.message}`, { 'payment.id': id, 'payment.outcome': outcome });
      throw error;
    }
  };

  const find = async ({ params, span }: Request): Promise<Reply> => {
    const id = params.id ?? '';
    span.setAttribute('payment.id', id);
    const payment = cache.get(id);
    if (payment === undefined) throw new HttpProblem(404, 'no_payment', `there is no payment ${id}`);
    span.setAttribute('order.id', payment.orderId);
    const order = await callPeer({
      method: 'GET',
      baseUrl: orderUrl,
      template: '/orders/{id}',
      params: { id: payment.orderId },
      timeoutMs: orderTimeoutMs,
      peer: 'order',
    }).catch(orderUnreachable);
    return { status: 200, body: { ...payment, order: order.body } };
  };

  server = await startHttpServer(started, [
    { method: 'POST', path: '/pay', handle: pay },
    { method: 'GET', path: '/payments/{id}', handle: find },
  ]);
  log.info(`payment-gateway ${config.telemetry.serviceVersion} is listening`, { 'url.full': server.url });
  return { url: server.url };
};

serveParent(
  {
    start,
    /** order moved: a new release listens elsewhere. */
    orderMoved: ({ url }: { url: string }) => {
      orderUrl = url;
    },
    sweep: ({ fault }: { fault?: SweepFault }) => sweeper?.setFault(fault),
  },
  async () => {
    sweeper?.stop();
    await server?.stop();
    await telemetry?.stop(500);
  },
);
