import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Logger, NightglassError } from '@nightglass/model';
import type { BlockTarget } from '@nightglass/pipeline';
import {
  createBlockTarget,
  createQueries,
  type Engine,
  migrate,
  migrations,
  openClusterEngine,
  openEmbeddedEngine,
  type StoreQueries,
} from '@nightglass/store';
import { version } from './version.ts';

export interface StoreOptions {
  /** The data folder; the embedded engine lives in its `store` subfolder. */
  data: string;
  logger: Logger;
  /** Refuse to make a new, empty store: somebody wants to read one. */
  mustExist?: boolean;
  clickhouse?: { url: string; user?: string; password?: string; cluster?: string };
}

export interface OpenStore {
  engine: Engine;
  queries: StoreQueries;
  target: BlockTarget;
  close(): Promise<void>;
}

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
    await migrate(engine, migrations, { placement, program: version, logger });
    return {
      engine,
      queries: createQueries(engine),
      target: createBlockTarget(engine),
      close: () => engine.close(),
    };
  } catch (error) {
    await engine.close();
    throw error;
  }
};

const openEmbedded = async ({ data, logger, mustExist }: StoreOptions): Promise<Engine> => {
  const dir = join(data, 'store');
  if (mustExist === true && !existsSync(dir))
    throw new NightglassError(
      'NG_NOT_FOUND',
      `no Nightglass runs at the given URL, and ${data} holds no data`,
      {
        hint: 'Start one with "nightglass up", or name the folder with --data.',
      },
    );
  return openEmbeddedEngine({ dir, logger });
};
