/** FOR TESTS: a store that holds one incident, as bytes of the engine's formats. */
import type { IncidentBlocks, IncidentParams, StoreQueries } from '@nightglass/store';
import { fakeQueries } from '../../api/testing/fixture.ts';

export const nowMs = Date.UTC(2026, 0, 31, 2, 17);
export const now = BigInt(nowMs) * 1_000_000n;

const columns = (rows: readonly object[]): Uint8Array<ArrayBuffer> => {
  const [first] = rows;
  if (first === undefined) return new Uint8Array();
  const names = Object.keys(first) as (keyof typeof first)[];
  return new TextEncoder().encode(
    JSON.stringify(Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name])]))),
  );
};

const hex = (n: number, digits: number): string => n.toString(16).padStart(digits, '0');

/** One request a second to `order`, which calls `stock`; from `brokenMs` on stock fails and says why. */
const requests = (fromMs: number, toMs: number, brokenMs: number, reason: string) => {
  const spans: object[] = [];
  const logs: object[] = [];
  for (let startMs = fromMs; startMs < toMs; startMs += 1000) {
    const failed = startMs >= brokenMs;
    const traceId = hex(startMs, 32);
    const common = { traceId, traceState: '', attributes: {}, exceptionTypes: [], exceptionMessages: [] };
    const one = (n: number, service: string, kind: number, durationMs: number): object => ({
      ...common,
      spanId: hex(startMs * 10 + n, 16),
      parentId: n === 0 ? '' : hex(startMs * 10 + n - 1, 16),
      service,
      name: ['POST /orders', 'POST /reserve', 'POST /reserve'][n],
      kind,
      startMs: startMs + n,
      durationMs: durationMs + (startMs % 7000) / 1000,
      error: failed,
      statusMessage: failed && n === 2 ? reason : '',
      resource: service === 'order' ? '1' : '2',
      exceptionTypes: failed && n === 2 ? ['StockError'] : [],
      exceptionMessages: failed && n === 2 ? [reason] : [],
    });
    spans.push(one(0, 'order', 2, 30), one(1, 'order', 3, 20), one(2, 'stock', 2, 10));
    logs.push({
      time: String(BigInt(startMs + 3) * 1_000_000n),
      seq: String(startMs),
      severity: failed ? 17 : 9,
      service: 'stock',
      body: failed ? `reservation failed: ${reason}` : 'reserved two items',
      structured: false,
      event: '',
      traceId,
      spanId: hex(startMs * 10 + 2, 16),
      resource: '2',
      exceptionType: '',
      exceptionMessage: '',
      samplingThreshold: '',
    });
  }
  return { spans, logs };
};

const resources = [
  { id: '1', service: 'order', attributes: { 'service.name': 'order', 'service.version': '1.0.0' } },
  { id: '2', service: 'stock', attributes: { 'service.name': 'stock', 'service.version': '2.0.0' } },
];

export interface FakeIncident {
  /** When stock begins to fail, milliseconds before now; 0: it never does. */
  brokenForMs?: number;
  reason?: string;
  /** When the data begins, milliseconds before now. */
  dataForMs?: number;
}

export const fakeBlocks = (
  { baseline, incident, budget }: IncidentParams,
  { brokenForMs = 120_000, reason = 'the warehouse is closed', dataForMs = 600_000 }: FakeIncident,
): IncidentBlocks => {
  const end = Number(incident.to / 1_000_000n);
  const from = Math.max(Number(baseline.from / 1_000_000n), nowMs - dataForMs);
  const { spans, logs } = requests(from, end, nowMs - brokenForMs, reason);
  const none = new Uint8Array();
  return {
    baseline,
    incident,
    budget,
    resources: columns(resources),
    spans: { rows: columns(spans), sizes: {}, total: spans.length },
    logs: { rows: columns(logs), sizes: {}, total: logs.length },
    notices: none,
    metrics: {
      plan: { lines: [], series: {} },
      step: 15,
      gauges: none,
      counters: none,
      explicit: none,
      exponential: none,
      summaries: none,
    },
    truncated: [],
  };
};

/** `change` says what the next look finds. */
export const fakeStore = (
  first: FakeIncident = {},
): { queries: StoreQueries; asked: IncidentParams[]; change(next: FakeIncident | Error): void } => {
  let current: FakeIncident | Error = first;
  const asked: IncidentParams[] = [];
  const { queries } = fakeQueries({
    firstSeen: ({ from }) => {
      const { dataForMs = 600_000 } = current instanceof Error ? {} : current;
      const begin = BigInt(nowMs - dataForMs) * 1_000_000n;
      return begin > from ? begin : from;
    },
    serviceNames: () => ['order', 'payment', 'stock'],
    unconnected: () => ['payment'],
    operations: () => ({ service: 'order', operations: [{ name: 'POST /orders' }, { name: 'GET /orders' }] }),
    runtimeArtifacts: () => ({ artifacts: [], nextCursor: null }),
    incidentBlocks: (params) => {
      asked.push(params);
      if (current instanceof Error) throw current;
      return fakeBlocks(params, current);
    },
  });
  return {
    queries,
    asked,
    change: (next) => {
      current = next;
    },
  };
};
