/** The shop the data is about: 20 services with 24 operations each, and how a request travels through them. */
import type { Random } from '../payload/index.ts';

export const services = [
  'frontend',
  'checkout',
  'payment',
  'order',
  'inventory',
  'shipping',
  'recommendation',
  'cart',
  'catalogue',
  'search',
  'pricing',
  'tax',
  'risk',
  'customer',
  'loyalty',
  'notification',
  'invoice',
  'returns',
  'warehouse',
  'media',
] as const;

const nouns = ['orders', 'items', 'stock', 'payments', 'customers', 'carts', 'prices', 'labels'];

/** 8 routes the service answers, 8 calls it makes inside, 8 tables it reads. */
export const routeOf = (service: number, n: number): string => `/api/${services[service]}/${nouns[n]}/{id}`;
const inside = ['validate', 'load', 'merge', 'price', 'reserve', 'sign', 'render', 'publish'];
export const insideOf = (service: number, n: number): string => `${services[service]}.${inside[n]}`;
export const tableOf = (service: number, n: number): string => `${services[service]}_${nouns[n]}`;

export interface PlannedSpan {
  service: number;
  kind: 'server' | 'client' | 'inside' | 'database';
  /** 0 to 7: which of the service's operations of this kind; of the called service's for `client`. */
  operation: number;
  /** Of a client span: the service it calls. */
  calls: number;
  /** -1: the root. */
  parent: number;
  /** Nanoseconds after the trace's begin, and until its own end. */
  offset: number;
  duration: number;
  failed: boolean;
}

/** One trace: about 11.5 spans over one to six services, each waiting for the next. */
export const planTrace = (random: Random): PlannedSpan[] => {
  const hops = 1 + Math.floor(random.next() * random.next() * 3) + random.below(5);
  const spans: PlannedSpan[] = [];
  const total = Math.round(random.logNormal(40e6, 0.8)) * hops;
  let parent = -1;
  let offset = 0;
  let duration = total;
  let service = random.chance(0.7) ? 0 : random.below(services.length);
  const failsAt = random.chance(0.03) ? hops - 1 : -1;
  for (let hop = 0; hop < hops; hop++) {
    const failed = failsAt >= 0;
    const operation = random.below(8);
    const server = spans.length;
    spans.push({ service, kind: 'server', operation, calls: -1, parent, offset, duration, failed });
    const child = (
      kind: PlannedSpan['kind'],
      part: number,
      calls = -1,
      callOperation = random.below(8),
    ): number => {
      const length = Math.max(1000, Math.round(duration * part));
      const at = offset + Math.round((duration - length) * random.next());
      const childFailed = failed && kind === 'client';
      spans.push({
        service,
        kind,
        operation: callOperation,
        calls,
        parent: server,
        offset: at,
        duration: length,
        failed: childFailed,
      });
      return spans.length - 1;
    };
    child('inside', 0.05 + random.next() * 0.1);
    if (random.chance(0.65)) child('database', 0.05 + random.next() * 0.2);
    if (hop === hops - 1) break;
    const next = (service + 1 + random.below(4)) % services.length;
    const client = child('client', 0.6 + random.next() * 0.2, next);
    parent = client;
    offset = (spans[client]?.offset ?? 0) + 300_000;
    duration = Math.max(1000, (spans[client]?.duration ?? 0) - 600_000);
    service = next;
  }
  return spans;
};
