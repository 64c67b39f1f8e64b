/** FOR TESTS: a quarter of an hour of a small shop: three services, their traces, logs and all kinds of metrics. */
import type { Signal } from '@nightglass/model';
import { attrs, type Json, otlpRequest } from './otlp-requests.ts';

/** Noon of the day before (old data would be forgotten at once), and the clock of the tests 30 minutes later. */
const day = 86_400_000;
export const start = BigInt(Math.floor(Date.now() / day) * day - day / 2) * 1_000_000n;
export const nowMs = Number(start / 1_000_000n) + 30 * 60_000;
export const range = { from: start, to: start + 30n * 60_000_000_000n };
const ms = 1_000_000n;

export const hex = (n: number, digits: number): string => n.toString(16).padStart(digits, '0');
export const traceId = (i: number): string => `${hex(i + 1, 16)}${hex(i * 7919 + 1, 16)}`;
export const spanId = (trace: number, span: number): string => hex((trace + 1) * 100 + span, 16);

const service = (name: string, instance = 1, version = '1.0.0') => ({
  attributes: attrs({
    'service.name': name,
    'service.version': version,
    'service.instance.id': `${name}-${instance}`,
    'telemetry.sdk.language': 'nodejs',
    'k8s.pod.name': `${name}-pod-${instance}`,
  }),
});
const scope = { name: 'shop', version: '0.1.0', attributes: attrs({ 'scope.kind': 'test' }) };

/** Trace i: gateway -> order -> (database), spread over 15 minutes; every tenth fails in order, every 20th is slow. */
const span = (i: number, n: number, over: Json): Json => {
  const at = start + BigInt(i) * 3_000n * ms;
  const slow = i % 20 === 0 ? 40n : 1n;
  const length = BigInt(40 - n * 10) * ms * slow;
  return {
    traceId: traceId(i),
    spanId: spanId(i, n),
    ...(n > 0 ? { parentSpanId: spanId(i, n - 1) } : {}),
    startTimeUnixNano: String(at + BigInt(n) * ms),
    endTimeUnixNano: String(at + BigInt(n) * ms + length),
    ...over,
  };
};

export const traceCount = 300;

const traceRequests = (): Uint8Array[] => {
  const gateway: Json[] = [];
  const order: Json[] = [];
  for (let i = 0; i < traceCount; i++) {
    const failed = i % 10 === 0;
    const status = failed ? { code: 2, message: 'upstream said no' } : {};
    gateway.push(
      span(i, 0, {
        name: 'POST /pay',
        kind: 2,
        status: failed ? { code: 2 } : {},
        attributes: attrs({
          'http.route': '/pay',
          'http.response.status_code': failed ? 504 : 200,
          'user.id': `u${i}`,
        }),
      }),
      span(i, 1, { name: 'call order', kind: 3, attributes: attrs({ 'server.address': 'order.local' }) }),
    );
    order.push(
      span(i, 2, {
        name: i % 3 === 0 ? 'reserve' : 'charge',
        kind: 2,
        status,
        attributes: attrs({ 'order.amount': i + 0.5, urgent: i % 2 === 0 }),
        events: failed
          ? [
              {
                timeUnixNano: String(start),
                name: 'exception',
                attributes: attrs({ 'exception.type': 'TlsError' }),
              },
            ]
          : [],
        links:
          i > 0 ? [{ traceId: traceId(i - 1), spanId: spanId(i - 1, 0), attributes: attrs({ n: i }) }] : [],
      }),
      span(i, 3, { name: 'SELECT', kind: 3, attributes: attrs({ 'db.system': 'sqlite' }) }),
    );
  }
  return [
    otlpRequest('traces', [{ resource: service('gateway'), scope, records: gateway }]),
    otlpRequest('traces', [{ resource: service('order', 1, i2(1)), scope, records: order.slice(0, 300) }]),
    otlpRequest('traces', [{ resource: service('order', 2, i2(2)), scope, records: order.slice(300) }]),
  ];
};
const i2 = (n: number): string => `1.0.${n}`;

const logRequests = (): Uint8Array[] => {
  const records = Array.from({ length: 600 }, (_, i): Json => {
    const bad = i % 10 === 0;
    return {
      timeUnixNano: String(start + BigInt(i) * 1_000n * ms + (i % 3 === 0 ? 0n : 1n)),
      observedTimeUnixNano: String(start + BigInt(i) * 1_000n * ms + 5n),
      severityNumber: bad ? 17 : 9,
      severityText: bad ? 'ERROR' : 'INFO',
      body: bad
        ? { stringValue: `TLS handshake failed: certificate rejected for user u${i}` }
        : { stringValue: `request ${i} done in ${i % 50} ms` },
      attributes: attrs({ 'log.line': i, 'http.route': '/pay' }),
      ...(i % 2 === 0 ? { traceId: traceId(i / 2), spanId: spanId(i / 2, 0), flags: 1 } : {}),
    };
  });
  return [
    otlpRequest('logs', [
      { resource: service('gateway'), scope, records: records.filter((_, i) => i % 3 !== 2) },
    ]),
    otlpRequest('logs', [
      { resource: service('order'), scope, records: records.filter((_, i) => i % 3 === 2) },
    ]),
  ];
};

/** Minute points over the 15 minutes. The counter of order restarts after minute 7. */
const metricRequests = (): Uint8Array[] => {
  const at = (m: number): string => String(start + BigInt(m) * 60_000n * ms);
  const minutes = Array.from({ length: 15 }, (_, m) => m + 1);
  const of = (scale: number, restartAt: number): Json[] => [
    {
      name: 'nodejs.eventloop.utilization',
      unit: '1',
      description: 'Event loop utilization',
      gauge: { dataPoints: minutes.map((m) => ({ timeUnixNano: at(m), asDouble: (m % 5) / 10 })) },
    },
    {
      name: 'queue.length',
      sum: {
        aggregationTemporality: 2,
        dataPoints: ['a', 'b'].flatMap((q) =>
          minutes.map((m) => ({
            startTimeUnixNano: at(0),
            timeUnixNano: at(m),
            asInt: String(m),
            attributes: attrs({ q }),
          })),
        ),
      },
    },
    {
      name: 'requests',
      unit: '{request}',
      sum: {
        aggregationTemporality: 2,
        isMonotonic: true,
        dataPoints: minutes.map((m) => ({
          startTimeUnixNano: at(m >= restartAt ? restartAt - 1 : 0),
          timeUnixNano: at(m),
          asInt: String((m >= restartAt ? m - restartAt + 1 : m) * 60 * scale),
        })),
      },
    },
    {
      name: 'requests.delta',
      sum: {
        aggregationTemporality: 1,
        isMonotonic: true,
        dataPoints: minutes.map((m) => ({
          startTimeUnixNano: at(m - 1),
          timeUnixNano: at(m),
          asDouble: 120 * scale,
        })),
      },
    },
    {
      name: 'duration',
      unit: 's',
      histogram: {
        aggregationTemporality: 2,
        dataPoints: minutes.map((m) => ({
          startTimeUnixNano: at(0),
          timeUnixNano: at(m),
          count: String(m * 10),
          sum: m * 7.5,
          bucketCounts: [0, m * 5, m * 5, 0],
          explicitBounds: [0.25, 0.5, 1],
          min: 0.3,
          max: 0.9,
          exemplars:
            m === 2
              ? [
                  {
                    timeUnixNano: at(1),
                    asDouble: 0.75,
                    traceId: traceId(20),
                    spanId: spanId(20, 0),
                    filteredAttributes: attrs({ k: 1 }),
                  },
                ]
              : [],
        })),
      },
    },
    {
      name: 'size',
      unit: 'By',
      exponentialHistogram: {
        aggregationTemporality: 1,
        dataPoints: minutes.map((m) => ({
          startTimeUnixNano: at(m - 1),
          timeUnixNano: at(m),
          count: '8',
          sum: 40,
          scale: 0,
          zeroCount: '0',
          positive: { offset: 1, bucketCounts: [4, 4] },
          negative: { offset: 0, bucketCounts: [] },
        })),
      },
    },
    {
      name: 'latency.summary',
      summary: {
        dataPoints: minutes.map((m) => ({
          startTimeUnixNano: at(0),
          timeUnixNano: at(m),
          count: String(m),
          sum: m * 2,
          quantileValues: [
            { quantile: 0.5, value: 1 },
            { quantile: 0.99, value: 3 + scale },
          ],
        })),
      },
    },
  ];
  return [
    otlpRequest('metrics', [{ resource: service('gateway'), scope, records: of(1, 99) }]),
    otlpRequest('metrics', [{ resource: service('order'), scope, records: of(2, 8) }]),
  ];
};

export const scenario = (): { signal: Signal; bytes: Uint8Array }[] => [
  ...traceRequests().map((bytes) => ({ signal: 'traces' as const, bytes })),
  ...logRequests().map((bytes) => ({ signal: 'logs' as const, bytes })),
  ...metricRequests().map((bytes) => ({ signal: 'metrics' as const, bytes })),
];
