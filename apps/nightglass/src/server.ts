/** The composition root: makes the parts, hands them to each other, and ends them in the opposite order. */
import { readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { type Logger, MetricsRegistry, NightglassError } from '@nightglass/model';
import {
  type BlockTarget,
  builtInFactories,
  defaultConfig,
  loadConfig,
  type OpenBlock,
  type PipelineConfig,
  Runner,
} from '@nightglass/pipeline';
import { type ApiServer, createApiServer } from './api/index.ts';
import { keepEdgesFresh } from './edges-job.ts';
import { openExplain } from './explain/index.ts';
import { serveSql } from './local-sql.ts';
import { createNarrator, endpointOf, type NarratorFlags } from './narrator/index.ts';
import { type OpenStore, openStore, type StoreOptions } from './open-store.ts';
import { RuntimeService } from './runtime/index.ts';
import { version } from './version.ts';

export interface ServerOptions {
  data: string;
  host: string;
  port: number;
  otlpGrpcPort: number;
  otlpHttpPort: number;
  config?: string;
  logger: Logger;
  clickhouse?: StoreOptions['clickhouse'];
  retention?: StoreOptions['retention'];
  leanSchema?: boolean;
  /** Host names, besides localhost and addresses, that the page and the API are reached by. */
  allowedHosts?: readonly string[];
  /** What MCP clients must show; without one only programs of this machine may ask. */
  mcpToken?: string;
  /** A language model that may put diagnoses into words; none by default. */
  narrator?: NarratorFlags;
  /** Folder of the built pages. */
  webRoot?: string;
}

export interface RunningServer {
  urls: { ui: string; otlpGrpc: string; otlpHttp: string };
  useWebRoot(folder: string): void;
  stop(deadlineMs?: number): Promise<void>;
}

const defaultStopMs = 4_000;

/**
 * Starts everything but the pages' build and the demo. The API listens first and says "starting"; the promise resolves
 * when telemetry is taken in. NightglassError says what is in the way; what was started by then is stopped again.
 */
export const startServer = async (options: ServerOptions): Promise<RunningServer> => {
  const registry = new MetricsRegistry();
  registry.gauge('nightglass_build_info', 'Always 1; the version is a label.').set(1, { version });
  const parts = new Parts(options.logger);
  try {
    const api = createApiServer({
      version,
      registry,
      logger: options.logger,
      webRoot: options.webRoot,
      allowedHosts: options.allowedHosts,
      mcpToken: options.mcpToken,
    });
    parts.add('api', () => api.close());
    const { url } = await api.listen(options.host, options.port);

    // Mistakes in the configuration are told before anything is made on disk.
    const target = new LateTarget();
    const config = await readConfig(options, target);
    const { narrator = {}, logger } = options;
    const narrate = createNarrator({
      language: narrator.narratorLanguage ?? 'en',
      endpoint: endpointOf(narrator),
      logger,
    });
    const store = await openStore(options);
    target.open(store.target);
    parts.add('store', () => store.close());
    watchStore(store, api, registry);
    await takeSql(store, options, parts);
    let runner: Runner | undefined;
    const waiting = (): number =>
      Math.max(0, ...(runner?.health() ?? []).map((part) => part.oldestWaitingSeconds ?? 0));
    const edges = keepEdgesFresh(store.engine, options.logger, waiting);
    parts.add('edges', () => edges.stop());

    const pipelines = await startPipelines(options, config, registry);
    runner = pipelines;
    parts.add('pipelines', (left) => pipelines.stop(left));
    api.addHealth({ name: 'pipelines', check: () => worst(pipelines.health()) });
    api.useQueries(store.queries);
    const runtime = new RuntimeService({
      queries: store.queries,
      store: store.storeRuntime,
      logger: options.logger,
    });
    parts.add('runtime', () => runtime.close());
    api.useRuntime(runtime);
    const explain = await openExplain(options.data, options.logger, {
      queries: store.queries,
      runtime,
      droppedRecords: () => dropped(pipelines),
      narrate,
    });
    parts.add('explain', () => explain.close());
    api.useExplain(explain);
    const addresses = Object.values(pipelines.addresses())[0] ?? {};
    return {
      urls: { ui: url, otlpGrpc: asUrl(addresses.grpc), otlpHttp: asUrl(addresses.http) },
      useWebRoot: (folder) => api.useWebRoot(folder),
      stop: (deadlineMs = defaultStopMs) => parts.stop(deadlineMs),
    };
  } catch (error) {
    await parts.stop(defaultStopMs);
    throw error;
  }
};

/** Records that were received and are lost, since the start. */
const dropped = (pipelines: Runner): number =>
  Object.values(pipelines.ledger.check()).reduce((sum, signal) => sum + signal.dropped, 0);

const asUrl = (address: string | undefined): string => (address === undefined ? '' : `http://${address}`);

const watchStore = (store: OpenStore, api: ApiServer, registry: MetricsRegistry): void => {
  api.addHealth({ name: 'store', check: () => store.engine.health() });
  const changed = registry.gauge(
    'nightglass_store_changed_values',
    'What had to be cut, left out or moved to fit the store since the start, by kind.',
  );
  changed.observe(() => {
    for (const [kind, count] of Object.entries(store.target.counters)) changed.set(count, { kind });
  });
};

const takeSql = async (store: OpenStore, options: ServerOptions, parts: Parts): Promise<void> => {
  if (store.engine.kind !== 'embedded') return;
  const server: Server | undefined = await serveSql(store.engine, options.data);
  if (server === undefined) return;
  parts.add('sql socket', async () => {
    server.close();
    server.closeAllConnections();
  });
};

const startPipelines = async (
  options: ServerOptions,
  config: PipelineConfig,
  metrics: MetricsRegistry,
): Promise<Runner> => {
  const runner = new Runner({
    config,
    dataDir: join(options.data, 'pipeline'),
    logger: options.logger,
    metrics,
  });
  await runner.start();
  return runner;
};

const readConfig = async (options: ServerOptions, target: BlockTarget): Promise<PipelineConfig> => {
  const factories = builtInFactories({ target });
  const { host, otlpGrpcPort: grpcPort, otlpHttpPort: httpPort, config: file } = options;
  const text =
    file === undefined
      ? defaultConfig({ host, grpcPort, httpPort })
      : await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
          throw new NightglassError('NG_CONFIG_INVALID', `cannot read ${file}: ${error.message}`, {
            parameter: '--config',
          });
        });
  return loadConfig(text, { file: file ?? 'built-in configuration', factories, env: process.env });
};

/** The store's door, known before the store is open: components are configured first and used later. */
class LateTarget implements BlockTarget {
  #target: BlockTarget | undefined;

  open(target: BlockTarget): void {
    this.#target = target;
  }
  newBlock(): OpenBlock {
    return this.#opened().newBlock();
  }
  store(block: OpenBlock, token: string): Promise<void> {
    return this.#opened().store(block, token);
  }
  #opened(): BlockTarget {
    if (this.#target === undefined) throw new Error('used before the store was open');
    return this.#target;
  }
}

type ComponentState = ReturnType<Runner['health']>[number];
const order = ['ok', 'degraded', 'starting', 'failed'] as const;

/** The worst component speaks for the pipelines. */
const worst = (states: readonly ComponentState[]): { status: ComponentState['status']; message?: string } => {
  const bad = [...states].sort((a, b) => order.indexOf(b.status) - order.indexOf(a.status))[0];
  if (bad === undefined || bad.status === 'ok') return { status: 'ok' };
  return { status: bad.status, message: `${bad.name}: ${bad.message ?? bad.status}` };
};

/** What is running, ended last in, first out; one that fails does not keep the others from ending. */
class Parts {
  readonly #logger: Logger;
  readonly #parts: { name: string; stop: (leftMs: number) => Promise<void> }[] = [];

  constructor(logger: Logger) {
    this.#logger = logger;
  }
  add(name: string, stop: (leftMs: number) => Promise<void>): void {
    this.#parts.push({ name, stop });
  }
  async stop(deadlineMs: number): Promise<void> {
    const end = performance.now() + deadlineMs;
    for (let part = this.#parts.pop(); part !== undefined; part = this.#parts.pop()) {
      try {
        await part.stop(Math.max(100, end - performance.now()));
      } catch (error) {
        this.#logger.error('did not stop cleanly', { part: part.name, error });
      }
    }
  }
}
