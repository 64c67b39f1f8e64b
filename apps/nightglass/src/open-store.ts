import { existsSync } from 'node:fs';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { type Logger, NightglassError } from '@nightglass/model';
import {
  applyRetention,
  createBlockTarget,
  createQueries,
  defaultRetention,
  dropSearchIndexes,
  type Engine,
  migrate,
  migrations,
  openClusterEngine,
  openEmbeddedEngine,
  type Retention,
  type RuntimeUpload,
  type StoreQueries,
  storeRuntimeUpload,
} from '@nightglass/store';
import { version } from './version.ts';

export interface StoreOptions {
  /** The data folder; the embedded engine lives in its `store` subfolder. */
  data: string;
  logger: Logger;
  /** Refuse to make a new, empty store: somebody wants to read one. */
  mustExist?: boolean;
  clickhouse?: { url: string; user?: string; password?: string; cluster?: string };
  /** Days each signal is kept; the store's defaults for what is not given. */
  retention?: Partial<Retention>;
  /** No text indexes and no roll-ups: for measuring what they cost. */
  leanSchema?: boolean;
}

export interface OpenStore {
  engine: Engine;
  queries: StoreQueries;
  target: ReturnType<typeof createBlockTarget>;
  /** Makes an upload of Go runtime evidence durable. */
  storeRuntime(upload: RuntimeUpload): Promise<void>;
  close(): Promise<void>;
}

/** The embedded engine's own folder in the data folder. */
export const storeDir = (data: string): string => join(data, 'store');

/** Opens the engine, brings its schema up to date, and puts the writer and the queries on it. */
export const openStore = async (options: StoreOptions): Promise<OpenStore> => {
  const { clickhouse, logger } = options;
  const engine =
    clickhouse === undefined
      ? await openEmbedded(options)
      : await openClusterEngine({ ...clickhouse, logger });
  try {
    const placement =
      clickhouse?.cluster === undefined
        ? ({ kind: 'single' } as const)
        : ({ kind: 'cluster', cluster: clickhouse.cluster } as const);
    const retention = { ...defaultRetention, ...options.retention };
    await migrate(engine, migrations, { placement, retention, program: version, logger });
    await applyRetention(engine, placement, retention);
    if (options.leanSchema === true)
      for (const statement of dropSearchIndexes(placement)) await engine.command(statement);
    return {
      engine,
      queries: createQueries(engine),
      target: createBlockTarget(engine, { retention, rollUps: options.leanSchema !== true }),
      storeRuntime: (upload) => storeRuntimeUpload(engine, upload),
      close: () => engine.close(),
    };
  } catch (error) {
    await engine.close();
    throw error;
  }
};

const mib = 1024 ** 2;

/**
 * The engine's cap: a sixteenth of the machine, 800 MiB at least (two blocks and a large merge at once need nearly that),
 * 4 GiB at most (more brings nothing on one machine's disk).
 */
export const engineMemory = (machineBytes: number): number =>
  Math.min(4096 * mib, Math.max(800 * mib, Math.floor(machineBytes / 16)));

const openEmbedded = async ({ data, logger, mustExist }: StoreOptions): Promise<Engine> => {
  const dir = storeDir(data);
  if (mustExist === true && !existsSync(dir))
    throw new NightglassError(
      'NG_NOT_FOUND',
      `no Nightglass runs at the given URL, and ${data} holds no data`,
      {
        hint: 'Start one with "nightglass up", or name the folder with --data.',
      },
    );
  return openEmbeddedEngine({ dir, logger, memoryBytes: engineMemory(totalmem()) });
};
