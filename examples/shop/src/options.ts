import type { FaultName } from './faults.ts';

/** Where the shop says what it does; the Logger of @nightglass/model fits. */
export interface ShopLogger {
  debug(message: string, fields?: Record<string, unknown>): void;
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
}

export interface ScheduledFault {
  /** From the moment the shop is running. */
  afterSeconds: number;
  fault: FaultName;
  /** Absent: it stays on. */
  forSeconds?: number;
  /** The fault's own options; absent ones take their defaults. */
  options?: Record<string, number | string>;
}

export interface ShopOptions {
  /** Base URL of an OTLP/HTTP receiver, for example http://127.0.0.1:4318. */
  otlpEndpoint: string;
  logger: ShopLogger;
  /** Mean arrivals per second of the load, 0 for none. Default 10. */
  ratePerSecond?: number;
  schedule?: readonly ScheduledFault[];
  /** Of arrivals, amounts and latencies. Default 1. */
  seed?: number;
  /** TCP port of the control API on 127.0.0.1; 0, the default, picks a free one. */
  controlPort?: number;
  /** Longest wait before spans and logs are exported, milliseconds. Default 1000. */
  batchDelayMs?: number;
  /** Time between two exports of the metrics, milliseconds. Default 5000. */
  metricIntervalMs?: number;
}

export interface ShopService {
  name: 'payment-gateway' | 'order' | 'inventory';
  version: string;
  url: string;
  pid: number;
}

export interface Shop {
  /** The three services as they are now: a deployment changes the url and pid of order. */
  readonly services: ShopService[];
  /** `GET /`, `GET /faults`, `POST /faults`. */
  controlUrl: string;
  /** Stops every process of the shop, within 2 s. */
  stop(): Promise<void>;
}
