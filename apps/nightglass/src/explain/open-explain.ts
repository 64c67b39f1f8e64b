import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from '@nightglass/model';
import { openSqliteState, type StateStore } from '@nightglass/store';
import { ExplainService, type ExplainServiceOptions } from './explain-service.ts';

export interface OpenExplain {
  service: ExplainService;
  state: StateStore;
  close(): Promise<void>;
}

/**
 * The state store of a data folder and the service that explains with it. NG_STATE_CORRUPT, NG_STATE_UNAVAILABLE or
 * NG_MIGRATION_REFUSED when `state.db` cannot be used.
 */
export const openExplain = async (
  data: string,
  logger: Logger,
  options: Omit<ExplainServiceOptions, 'state' | 'logger'>,
): Promise<OpenExplain> => {
  await mkdir(data, { recursive: true });
  const state = openSqliteState({ path: join(data, 'state.db'), logger });
  const service = new ExplainService({ ...options, state, logger });
  await service.recover();
  return {
    service,
    state,
    close: async () => {
      await service.close();
      await state.close();
    },
  };
};
