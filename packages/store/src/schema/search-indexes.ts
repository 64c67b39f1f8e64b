import { raw, type Sql } from '../sql.ts';
import type { Placement } from './table.ts';

/**
 * Takes the text indexes off spans and logs: what ingest costs without them (`bench:ingest`, the lean row), or for a
 * store that is only ever asked by trace id and service. Searches still work and read everything in their time range.
 */
export const dropSearchIndexes = (placement: Placement): Sql[] => {
  const suffix = placement.kind === 'cluster' ? `_local ON CLUSTER '${placement.cluster}'` : '';
  const drop = (table: string, index: string): Sql =>
    raw(`ALTER TABLE ${table}${suffix} DROP INDEX IF EXISTS ${index}`);
  return [drop('spans', 'idx_attributes'), drop('logs', 'idx_attributes'), drop('logs', 'idx_body')];
};
