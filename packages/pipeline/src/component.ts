/**
 * The component contract. Every receiver, processor and exporter is a folder with the same files (config, factory,
 * the component, its test, its README) and goes through the same life: create -> start -> stop.
 */
import type { HealthResponse, Logger, MetricsRegistry, Signal } from '@nightglass/model';
import type { ZodType } from 'zod';
import type { ByteBudget } from './byte-budget.ts';
import type { Clock } from './clock.ts';
import type { IngestLedger } from './conservation.ts';

/** One OTLP export request on its way through the pipeline. */
export interface Batch {
  readonly signal: Signal;
  /** An ExportTraceServiceRequest, ExportLogsServiceRequest or ExportMetricsServiceRequest in protobuf. */
  readonly bytes: Uint8Array;
  /** Spans, log records or data points in `bytes`. */
  readonly records: number;
  readonly receivedAtUnixNano: bigint;
}

/**
 * Takes a batch over. Resolves only when the batch is durable: it may be acknowledged then. Rejects with a
 * NightglassError when it was not taken; NG_QUEUE_FULL, NG_QUEUE_IO and NG_OTLP_OVERLOADED mean "send it again later".
 * `bytes` may not be changed before the promise settles.
 */
export interface Consumer {
  consume(batch: Batch): Promise<void>;
}

export interface ComponentHealth {
  status: HealthResponse['status'];
  message?: string;
  /** How long the oldest record that it acknowledged and has not passed on waits, seconds. */
  oldestWaitingSeconds?: number;
}

export interface Component {
  /** Takes its ports and files. Rejects with a NightglassError that names what cannot be used. */
  start(): Promise<void>;
  /**
   * Gives everything back within `deadlineMs`, finishing what is under way if time allows.
   * May be called more than once, and without `start`.
   */
  stop(deadlineMs: number): Promise<void>;
  health(): ComponentHealth;
}
export interface Receiver extends Component {
  /** Where it listens, by protocol, once started: `{grpc: '127.0.0.1:4317'}`. */
  addresses(): Readonly<Record<string, string>>;
}
export type Processor = Component & Consumer;
export type Exporter = Component & Consumer;

/** What every component gets from the runner. */
export interface ComponentContext {
  /** `type` or `type/name`, as in the configuration. */
  readonly id: string;
  readonly logger: Logger;
  readonly metrics: MetricsRegistry;
  /** The one budget for bytes held in memory. */
  readonly budget: ByteBudget;
  readonly ledger: IngestLedger;
  readonly clock: Clock;
  /** Folder under which components keep their files. */
  readonly dataDir: string;
}

interface FactoryBase<Config> {
  readonly type: string;
  readonly signals: readonly Signal[];
  /** Schema with defaults: parsing `{}` gives the default configuration (or says what is missing). */
  readonly config: ZodType<Config>;
}
/** Where a receiver sends each signal; a signal without a pipeline is absent. */
export type Consumers = Partial<Record<Signal, Consumer>>;

export interface ReceiverFactory<Config = unknown> extends FactoryBase<Config> {
  readonly kind: 'receiver';
  create(context: ComponentContext, config: Config, next: Consumers): Receiver;
}
export interface ProcessorFactory<Config = unknown> extends FactoryBase<Config> {
  readonly kind: 'processor';
  create(context: ComponentContext, config: Config, next: Consumer): Processor;
}
export interface ExporterFactory<Config = unknown> extends FactoryBase<Config> {
  readonly kind: 'exporter';
  create(context: ComponentContext, config: Config): Exporter;
}
export type Factory = ReceiverFactory | ProcessorFactory | ExporterFactory;

/** Forgets the type of the configuration: the runner parses with `config` before it calls `create`. */
export const receiverFactory = <C>(factory: Omit<ReceiverFactory<C>, 'kind'>): ReceiverFactory =>
  ({ ...factory, kind: 'receiver' }) as ReceiverFactory as ReceiverFactory<unknown>;
export const processorFactory = <C>(factory: Omit<ProcessorFactory<C>, 'kind'>): ProcessorFactory =>
  ({ ...factory, kind: 'processor' }) as ProcessorFactory as ProcessorFactory<unknown>;
export const exporterFactory = <C>(factory: Omit<ExporterFactory<C>, 'kind'>): ExporterFactory =>
  ({ ...factory, kind: 'exporter' }) as ExporterFactory as ExporterFactory<unknown>;
