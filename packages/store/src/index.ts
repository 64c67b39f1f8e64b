export type { ClusterEngineOptions } from './engine/cluster/cluster-engine.ts';
export { openClusterEngine } from './engine/cluster/cluster-engine.ts';
export type { CheckResult } from './engine/embedded/cpu.ts';
export { checkCpu } from './engine/embedded/cpu.ts';
export { checkDataDir, lockOwner } from './engine/embedded/data-dir.ts';
export type { EmbeddedEngine, EmbeddedEngineOptions } from './engine/embedded/embedded-engine.ts';
export { openEmbeddedEngine } from './engine/embedded/embedded-engine.ts';
export { engineVersion } from './engine/embedded/engine-version.ts';
export type {
  Engine,
  InsertOptions,
  QueryBytes,
  QueryClass,
  QueryOptions,
  QueryResult,
} from './engine/engine.ts';
export {
  type IncidentBlocks,
  type IncidentBudget,
  type IncidentParams,
  type IncidentRows,
  incidentBudget,
  type NoticeRow,
  readIncident,
} from './incident/index.ts';
export type { MigrateOptions, MigrationRecord } from './migrate/migrate.ts';
export { appliedMigrations, migrate } from './migrate/migrate.ts';
export {
  type Aggregation,
  type AttributeFilter,
  aggregations,
  type CallOptions,
  createQueries,
  type LogFilter,
  type LogTail,
  type RuntimeArtifactsParams,
  type StoredReport,
  type StoreQueries,
} from './queries/index.ts';
export {
  type AttributeOperator,
  applyRetention,
  attributeCondition,
  bodyWordsCondition,
  defaultRetention,
  dropSearchIndexes,
  type Migration,
  migrations,
  type Placement,
  type Retention,
  tables,
  traceCondition,
} from './schema/index.ts';
export { join, raw, Sql, type SqlValue, sql } from './sql.ts';
export {
  type ChangesFilter,
  type ExplanationsFilter,
  openSqliteState,
  type SignatureTallies,
  type SqliteStateOptions,
  type StateStore,
} from './state/index.ts';
export {
  type BlockBuilder,
  type BlockTarget,
  type BlockTargetOptions,
  createBlockTarget,
  type RuntimeUpload,
  rollServiceEdges,
  type StoredRequest,
  storeRuntimeUpload,
  type UploadedArtifact,
} from './writer/index.ts';
