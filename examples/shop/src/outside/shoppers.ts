import http from 'node:http';
import type { Random } from '../random.ts';
import { catalogue, limitedEdition } from '../services/catalogue.ts';

export interface ShoppersConfig {
  gatewayUrl: string;
  /** Mean arrivals per second, 0 for none. */
  ratePerSecond: number;
}
export interface ShopperStats {
  sent: number;
  /** Answers by HTTP status; `error` when there was none. */
  answers: Record<string, number>;
  /** Arrivals that were given up because too many were still waiting. */
  skipped: number;
}

/** An open loop must not be bounded by the answers, but this process's memory must be. */
const maxWaiting = 1_000;
const patienceMs = 10_000;
const rememberedPayments = 200;

const createPayment = (random: Random): unknown => {
  const lines = new Map<string, number>();
  for (let i = random.integer(1, 3); i > 0; i--) lines.set(random.pick(catalogue).sku, random.integer(1, 2));
  if (random.chance(0.02)) lines.set(limitedEdition.sku, 1);
  const malformed = random.chance(0.005);
  return {
    customerId: `CUS-${random.integer(1000, 1999)}`,
    card: {
      brand: random.pick(['visa', 'visa', 'mastercard', 'amex']),
      last4: random.chance(0.04) ? '0002' : '4242',
    },
    items: malformed ? [] : [...lines].map(([sku, quantity]) => ({ sku, quantity })),
    currency: 'EUR',
    ...(random.chance(0.3) ? { discountCode: random.pick(['SPRING5', 'WELCOME10', 'FRIENDS15']) } : {}),
  };
};

/**
 * The customers: an open loop with Poisson arrivals (exponential gaps on an absolute time line, so a slow shop does
 * not slow its customers down). Four of five pay, the others look at a payment made before.
 */
export const startShoppers = (
  config: ShoppersConfig,
  random: Random,
): { stats(): ShopperStats; surge(factor: number): void; stop(): void } => {
  const stats: ShopperStats = { sent: 0, answers: {}, skipped: 0 };
  const payments: string[] = [];
  const agent = new http.Agent({ keepAlive: true });
  let waiting = 0;
  let nextAt = performance.now();
  let timer: NodeJS.Timeout | undefined;
  let factor = 1;

  const send = (method: 'GET' | 'POST', path: string, body?: unknown): void => {
    stats.sent++;
    waiting++;
    let counted = false;
    const count = (outcome: string): void => {
      if (counted) return;
      counted = true;
      waiting--;
      stats.answers[outcome] = (stats.answers[outcome] ?? 0) + 1;
    };
    const request = http.request(new URL(path, config.gatewayUrl), {
      method,
      agent,
      timeout: patienceMs,
      headers: { 'user-agent': 'shopper/1.0', 'content-type': 'application/json' },
    });
    request.once('timeout', () => request.destroy(new Error('no answer')));
    request.once('error', () => count('error'));
    request.once('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.once('error', () => count('error'));
      response.once('end', () => {
        count(String(response.statusCode));
        if (response.statusCode === 201) remember(text);
      });
    });
    request.end(body === undefined ? undefined : JSON.stringify(body));
  };

  const remember = (text: string): void => {
    const { paymentId } = JSON.parse(text) as { paymentId: string };
    if (payments.push(paymentId) > rememberedPayments) payments.shift();
  };

  const arrive = (): void => {
    if (waiting >= maxWaiting) {
      stats.skipped++;
      return;
    }
    const [first, ...rest] = payments;
    if (first !== undefined && random.chance(0.2)) send('GET', `/payments/${random.pick([first, ...rest])}`);
    else send('POST', '/pay', createPayment(random));
  };

  const schedule = (): void => {
    nextAt += random.exponential(1000 / (config.ratePerSecond * factor));
    timer = setTimeout(
      () => {
        arrive();
        schedule();
      },
      Math.max(0, nextAt - performance.now()),
    );
  };
  if (config.ratePerSecond > 0) schedule();

  return {
    stats: () => stats,
    surge(times) {
      factor = times;
      clearTimeout(timer);
      nextAt = performance.now();
      if (config.ratePerSecond > 0) schedule();
    },
    stop() {
      clearTimeout(timer);
      agent.destroy();
    },
  };
};
