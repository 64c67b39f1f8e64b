/** The small parts of the seeded telemetry: random numbers, attributes, the three services. */
import type { AnyValue, KeyValue, LogRecord, Resource, Span } from '@nightglass/model';

/** mulberry32: small, fast, the same on every machine. */
export const seeded = (seed: number): (() => number) => {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
};

const value = (v: string | number | boolean): AnyValue =>
  typeof v === 'string'
    ? { stringValue: v }
    : typeof v === 'boolean'
      ? { boolValue: v }
      : { intValue: String(v) };
export const attributes = (map: Record<string, string | number | boolean>): KeyValue[] =>
  Object.entries(map).map(([key, v]) => ({ key, value: value(v) }));

const services = ['order', 'inventory', 'payment-gateway'] as const;
export type Service = (typeof services)[number];

export const resources: Record<string, Resource> = Object.fromEntries(
  services.map((name, i) => [
    name,
    {
      attributes: attributes({
        'service.name': name,
        'service.version': name === 'order' ? '1.4.2' : '1.3.0',
        'service.instance.id': `${name}-7c9f-${i}`,
        'host.name': 'shop-1',
        'process.pid': 4100 + i,
        'process.runtime.name': 'nodejs',
        'telemetry.sdk.language': 'nodejs',
        'telemetry.sdk.version': '2.9.0',
      }),
    },
  ]),
);

export interface World {
  /** Unix seconds. */
  now: number;
  /** Unix seconds: when the handshakes begin to fail. */
  faultAt: number;
  traces: Map<string, Span[]>;
  /** Ascending by time. */
  logs: LogRecord[];
  bigTraceId: string;
  brokenTraceId: string;
}
