import { type Logger, type MetricsRegistry, NightglassError, type Signal } from '@nightglass/model';
import { ByteBudget } from './byte-budget.ts';
import { type Clock, systemClock } from './clock.ts';
import type {
  Component,
  ComponentContext,
  ComponentHealth,
  Consumer,
  Consumers,
  Exporter,
  ExporterFactory,
  ProcessorFactory,
  Receiver,
  ReceiverFactory,
} from './component.ts';
import type { ComponentPlan, PipelineConfig, PipelinePlan } from './config/load.ts';
import { IngestLedger } from './conservation.ts';
import { fanOut } from './fan-out.ts';

export interface RunnerOptions {
  config: PipelineConfig;
  /** Folder under which components keep their files. */
  dataDir: string;
  logger: Logger;
  metrics: MetricsRegistry;
  /** Most bytes held in memory by all components together. Default 384 MiB. */
  memoryBytes?: number;
  clock?: Clock;
}

interface Part {
  id: string;
  component: Component;
}

/** Builds the components of a configuration and takes them through their life, exporters first, receivers last. */
export class Runner {
  readonly budget: ByteBudget;
  readonly ledger: IngestLedger;
  readonly #options: RunnerOptions;
  /** In the order of starting. */
  readonly #parts: Part[] = [];
  readonly #receivers = new Map<string, Receiver>();
  #started: Part[] = [];
  #stopping: Promise<void> | undefined;

  constructor(options: RunnerOptions) {
    this.#options = options;
    this.budget = new ByteBudget(options.memoryBytes ?? 384 * 1024 ** 2, options.metrics);
    this.ledger = new IngestLedger(options.metrics);
    this.#build();
  }

  /** Starts every component; if one cannot start, those that did are stopped again and its error is thrown. */
  async start(): Promise<void> {
    for (const unused of this.#options.config.unused) {
      this.#options.logger.warn('configured, but no pipeline uses it', { component: unused });
    }
    for (const part of this.#parts) {
      this.#started.push(part);
      try {
        await part.component.start();
      } catch (error) {
        await this.stop(2000);
        throw error;
      }
    }
  }

  /** Receivers first, so that nothing new comes while the rest finishes. Never throws; what fails is logged. */
  stop(deadlineMs: number): Promise<void> {
    this.#stopping ??= this.#stop(deadlineMs);
    return this.#stopping;
  }
  async #stop(deadlineMs: number): Promise<void> {
    const end = performance.now() + deadlineMs;
    for (const { id, component } of this.#started.reverse()) {
      const left = Math.max(50, end - performance.now());
      try {
        await within(component.stop(left), left + 200);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        this.#options.logger.error('a component did not stop cleanly', { component: id, reason });
      }
    }
    this.#started = [];
  }

  health(): ({ name: string } & ComponentHealth)[] {
    return this.#parts.map(({ id, component }) => ({ name: id, ...component.health() }));
  }
  /** By receiver id, then protocol: `{otlp: {grpc: '127.0.0.1:4317', http: '127.0.0.1:4318'}}`. */
  addresses(): Record<string, Readonly<Record<string, string>>> {
    return Object.fromEntries([...this.#receivers].map(([id, r]) => [id, r.addresses()]));
  }

  #build(): void {
    const { config } = this.#options;
    const exporters = new Map<string, Exporter>();
    for (const id of new Set(config.pipelines.flatMap((p) => p.exporters))) {
      const { factory, config: own } = find(config.exporters, id);
      const exporter = (factory as ExporterFactory).create(this.#context(`exporters.${id}`, id), own);
      exporters.set(id, exporter);
      this.#parts.push({ id: `exporters.${id}`, component: exporter });
    }
    const entries = config.pipelines.map((p) => ({ pipeline: p, entry: this.#chain(p, exporters) }));
    for (const id of new Set(config.pipelines.flatMap((p) => p.receivers))) {
      const { factory, config: own } = find(config.receivers, id);
      const next: Consumers = {};
      for (const signal of new Set(entries.map((e) => e.pipeline.signal))) {
        const mine = entries.filter((e) => e.pipeline.signal === signal && e.pipeline.receivers.includes(id));
        if (mine.length > 0) next[signal as Signal] = fanOut(mine.map((e) => e.entry));
      }
      const receiver = (factory as ReceiverFactory).create(this.#context(`receivers.${id}`, id), own, next);
      this.#receivers.set(id, receiver);
      this.#parts.push({ id: `receivers.${id}`, component: receiver });
    }
  }
  /** The pipeline's processors and exporters as one consumer. Each pipeline has its own processors. */
  #chain(pipeline: PipelinePlan, exporters: ReadonlyMap<string, Exporter>): Consumer {
    let next: Consumer = fanOut(pipeline.exporters.map((id) => exporters.get(id) as Exporter));
    for (const id of pipeline.processors.toReversed()) {
      const { factory, config } = find(this.#options.config.processors, id);
      const name = `processors.${id}@${pipeline.id}`;
      const processor = (factory as ProcessorFactory).create(this.#context(name, id), config, next);
      this.#parts.push({ id: name, component: processor });
      next = processor;
    }
    return next;
  }
  #context(name: string, id: string): ComponentContext {
    const { logger, metrics, dataDir, clock = systemClock } = this.#options;
    const named = (level: keyof Logger) => (message: string, fields?: Record<string, unknown>) =>
      logger[level](message, { component: name, ...fields });
    return {
      id,
      metrics,
      dataDir,
      clock,
      budget: this.budget,
      ledger: this.ledger,
      logger: { debug: named('debug'), info: named('info'), warn: named('warn'), error: named('error') },
    };
  }
}

const find = (plans: ReadonlyMap<string, ComponentPlan>, id: string): ComponentPlan => {
  const plan = plans.get(id);
  if (plan === undefined)
    throw new NightglassError('NG_CONFIG_INVALID', `"${id}" is used but not configured`);
  return plan;
};

const within = async (work: Promise<void>, ms: number): Promise<void> => {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`still busy after ${Math.round(ms)} ms`)), ms);
  try {
    await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
};
