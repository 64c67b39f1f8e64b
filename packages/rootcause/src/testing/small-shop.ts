/** A small system with one fault, the same for the same arguments: gateway -> order -> inventory, order -> database. */
import { emptyIncident, type IncidentData, type MetricSeries, type SpanRow } from '../incident.ts';

export type ShopFault =
  | 'none'
  | 'slow-inventory'
  | 'failing-inventory'
  | 'slow-database'
  | 'cpu-order'
  | 'surge';

const minuteMs = 60_000;
export const shopOnsetMs = Date.UTC(2026, 5, 1, 2, 17);

/** Numbers in [0, 1) from a seed (mulberry32). */
export const numbers = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
};

export const smallShop = (fault: ShopFault, seed = 1): IncidentData => {
  const next = numbers(seed);
  const data = emptyIncident(
    { service: 'gateway' },
    { startMs: shopOnsetMs - 20 * minuteMs, endMs: shopOnsetMs },
    { startMs: shopOnsetMs, endMs: shopOnsetMs + 8 * minuteMs },
  );
  let ids = 0;
  const id = (): string => (++ids).toString(16).padStart(16, '0');
  const about = (ms: number): number => ms * (0.8 + 0.4 * next());
  const span = (given: Partial<SpanRow> & Pick<SpanRow, 'traceId' | 'spanId' | 'service' | 'name'>): void => {
    data.spans.push({
      parentId: '',
      kind: 'server',
      startMs: 0,
      durationMs: 0,
      error: false,
      statusMessage: '',
      weight: 1,
      resource: '',
      peer: null,
      attributes: {},
      exceptions: [],
      ...given,
    });
  };
  const request = (startMs: number): void => {
    const bad = startMs >= shopOnsetMs;
    const traceId = id() + id();
    const [gateway, toOrder, order, toInventory, inventory, query] = [id(), id(), id(), id(), id(), id()];
    const allocate = about(20) + (bad && fault === 'slow-inventory' ? about(900) : 0);
    const fails = bad && fault === 'failing-inventory' && next() < 0.5;
    const select = about(5) + (bad && fault === 'slow-database' ? about(600) : 0);
    const own = about(10) + (bad && fault === 'cpu-order' ? about(400) : 0);
    const orderStart = startMs + 3;
    const inventoryStart = orderStart + own / 2 + 2;
    const queryStart = inventoryStart + allocate + 3;
    const orderEnd = queryStart + select + own / 2;
    span({
      traceId,
      spanId: gateway,
      service: 'gateway',
      name: 'POST /pay',
      startMs,
      durationMs: orderEnd - startMs + 5,
      error: fails,
    });
    span({
      traceId,
      spanId: toOrder,
      parentId: gateway,
      service: 'gateway',
      name: 'POST',
      kind: 'client',
      startMs: startMs + 2,
      durationMs: orderEnd - startMs,
      error: fails,
    });
    span({
      traceId,
      spanId: order,
      parentId: toOrder,
      service: 'order',
      name: 'POST /orders',
      startMs: orderStart,
      durationMs: orderEnd - orderStart,
      error: fails,
    });
    span({
      traceId,
      spanId: toInventory,
      parentId: order,
      service: 'order',
      name: 'POST',
      kind: 'client',
      startMs: inventoryStart - 1,
      durationMs: allocate + 2,
      error: fails,
    });
    span({
      traceId,
      spanId: inventory,
      parentId: toInventory,
      service: 'inventory',
      name: 'POST /reserve',
      startMs: inventoryStart,
      durationMs: allocate,
      error: fails,
      exceptions: fails
        ? [{ type: 'TypeError', message: "Cannot read properties of undefined (reading 'stock')" }]
        : [],
    });
    span({
      traceId,
      spanId: query,
      parentId: order,
      service: 'order',
      name: 'SELECT orders',
      kind: 'client',
      startMs: queryStart,
      durationMs: select,
      peer: { kind: 'database', name: 'orders-db' },
    });
    const log = (service: string, severity: number, body: string, spanId: string): void => {
      data.logs.push({
        id: '',
        timeMs: inventoryStart,
        service,
        severity,
        body,
        traceId,
        spanId,
        resource: '',
        weight: 1,
      });
    };
    log('order', 9, `order ${ids} placed`, order);
    log('inventory', 9, `reserved ${Math.floor(next() * 9) + 1} of item ${ids % 97}`, inventory);
    if (fails) log('inventory', 17, `allocation failed for item ${ids % 97}: undefined stock`, inventory);
  };
  for (let minute = -20; minute < 8; minute++) {
    const count = fault === 'surge' && minute >= 0 ? 60 : 12;
    for (let i = 0; i < count; i++) request(shopOnsetMs + minute * minuteMs + next() * minuteMs);
  }
  for (const service of ['gateway', 'order', 'inventory'])
    data.series.push(
      figures(service, 'process.cpu.utilization', '1', next, (bad) =>
        bad && fault === 'cpu-order' && service === 'order' ? 0.95 : bad && fault === 'surge' ? 0.5 : 0.12,
      ),
      figures(service, 'process.memory.usage', 'By', next, () => 200 * 1024 * 1024),
    );
  return data;
};

const figures = (
  service: string,
  name: string,
  unit: string,
  next: () => number,
  level: (bad: boolean) => number,
): MetricSeries => {
  const timesMs: number[] = [];
  const values: number[] = [];
  for (let at = shopOnsetMs - 20 * minuteMs; at < shopOnsetMs + 8 * minuteMs; at += 15_000) {
    timesMs.push(at);
    values.push(level(at >= shopOnsetMs) * (0.97 + 0.06 * next()));
  }
  return {
    entity: { kind: 'service', name: service },
    name,
    unit,
    aggregation: 'avg',
    labels: {},
    timesMs,
    values,
  };
};

/** The same rows in another order. */
export const shuffled = (data: IncidentData, seed: number): IncidentData => {
  const next = numbers(seed);
  const mix = <T>(rows: readonly T[]): T[] => {
    const list = [...rows];
    for (let i = list.length - 1; i > 0; i--) {
      const j = Math.floor(next() * (i + 1));
      [list[i], list[j]] = [list[j]!, list[i]!];
    }
    return list;
  };
  return {
    ...data,
    spans: mix(data.spans),
    logs: mix(data.logs),
    series: mix(data.series),
    topology: mix(data.topology),
    changes: mix(data.changes),
    alerts: mix(data.alerts),
    runtime: mix(data.runtime),
  };
};
