/** The simulated system: who exists, what stands where, who calls whom and how. */
import type { ExplanationEntity } from '@nightglass/model';

export const languages = ['go', 'java', 'python', 'node'] as const;
export type Language = (typeof languages)[number];

export interface Machine {
  name: string;
  zone: string;
  /** CPU capacity in cores, set from the demand of its pods. */
  cores: number;
  memoryMb: number;
  pods: Pod[];
}

export interface Pod {
  index: number;
  name: string;
  ip: string;
  service: Service;
  machine: Machine;
}

export interface Service {
  index: number;
  name: string;
  /** Word its operations, logs and files are named after. */
  stem: string;
  /** 0 takes requests from outside. */
  layer: number;
  language: Language;
  namespace: string;
  version: string;
  pods: Pod[];
  /** Cores of one pod, its container's limit. */
  cores: number;
  memoryLimitMb: number;
  memoryBaseMb: number;
  /** Requests one pod works on at once; 0: as many as come (goroutines, event loop). */
  threads: number;
  operations: Operation[];
  /** Reads from a queue instead of serving calls. */
  consumes: Queue | null;
  pools: Pool[];
}

/** Connections of a service's pods to one database. */
export interface Pool {
  database: Database;
  /** Per pod. */
  size: number;
  /** Waiting longer for a connection is an error, ms. */
  acquireTimeoutMs: number;
}

export interface Operation {
  index: number;
  service: Service;
  name: string;
  protocol: 'http' | 'grpc' | 'message';
  method: string;
  route: string;
  /** Median CPU time of the entity itself, and its log-normal spread. */
  cpuMs: number;
  sigma: number;
  /** One after the other; the calls of one step run side by side. */
  steps: Call[][];
  /** Share of calls that fail of themselves in normal times. */
  errorRate: number;
  /** Expected spans of one call, itself included. */
  size: number;
  /** Name of an internal span around its own work; '' for none. */
  inner: string;
}

interface CallBase {
  index: number;
  from: Operation;
  /** Share of calls of the operation that make this call. */
  probability: number;
  timeoutMs: number;
  /** Attempts in all: 1 is no retry. */
  attempts: number;
  backoffMs: number;
  /** Retries per call that the budget allows, 0 to 1; Infinity without a budget. */
  retryBudget: number;
  onError: 'fail' | 'ignore' | 'fallback';
  /** Fails fast while most calls fail. */
  breaker: boolean;
}
export interface ServiceCall extends CallBase {
  kind: 'service';
  to: Operation;
}
export interface QueryCall extends CallBase {
  kind: 'query';
  query: Query;
  pool: Pool;
}
/** Look in the cache; on a miss ask the database and fill the cache. */
export interface CachedCall extends CallBase {
  kind: 'cached';
  cache: Cache;
  query: Query;
  pool: Pool;
}
export interface PublishCall extends CallBase {
  kind: 'publish';
  queue: Queue;
  /** Waits for the consumer's answer. */
  reply: boolean;
}
export interface ExternalCall extends CallBase {
  kind: 'external';
  external: External;
  path: string;
}
export type Call = ServiceCall | QueryCall | CachedCall | PublishCall | ExternalCall;

export interface Backend {
  index: number;
  name: string;
  entity: ExplanationEntity;
}
export interface Query {
  index: number;
  database: Database;
  verb: 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE';
  table: string;
  text: string;
  medianMs: number;
  sigma: number;
}
export interface Database extends Backend {
  system: 'postgresql' | 'mysql' | 'mongodb';
  namespace: string;
  /** Queries worked on at once. */
  workers: number;
  /** Where it runs, when it runs in the cluster. */
  machine: Machine | null;
  queries: Query[];
}
export interface Cache extends Backend {
  system: 'redis' | 'memcached';
  hitShare: number;
  medianMs: number;
}
export interface Queue extends Backend {
  system: 'kafka' | 'rabbitmq';
  topic: string;
  consumer: Service;
}
export interface External extends Backend {
  medianMs: number;
  sigma: number;
  errorRate: number;
}

export interface Entry {
  operation: Operation;
  /** Share of all requests from outside. */
  share: number;
}

export interface System {
  domain: string;
  environment: string;
  services: Service[];
  operations: Operation[];
  calls: Call[];
  machines: Machine[];
  pods: Pod[];
  databases: Database[];
  queries: Query[];
  caches: Cache[];
  queues: Queue[];
  externals: External[];
  entries: Entry[];
  /** Requests per second from outside, on average. */
  requestsPerSecond: number;
}

export const serviceEntity = (service: Service): ExplanationEntity => ({
  kind: 'service',
  name: service.name,
});
export const podEntity = (pod: Pod): ExplanationEntity => ({ kind: 'pod', name: pod.name });
export const machineEntity = (machine: Machine): ExplanationEntity => ({ kind: 'node', name: machine.name });
