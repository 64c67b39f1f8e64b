export { createGodebugReader, type GodebugReader } from './godebug/reader.ts';
export { memoryAlerts } from './memory/alerts.ts';
export { explainMemory, type MemoryInput } from './memory/explain.ts';
export { type Trend, trendOf } from './memory/trend.ts';
export type * from './model.ts';
export { diffProfiles, whyNotComparable } from './profile/difference.ts';
export { type FlameOptions, flameTree } from './profile/flame.ts';
export { goroutineProfile } from './profile/goroutines.ts';
export { createLegacyProfileReader, type LegacyProfileReader } from './profile/legacy.ts';
export { type PprofRead, type PprofResult, readPprof, readPprofArtifact } from './profile/pprof.ts';
export { profileSummary, type TableOptions, type TableRow, topTable } from './profile/table.ts';
export { type ArtifactReader, createReader, type ReadOptions, readArtifacts } from './read.ts';
export {
  type Assembled,
  type AssemblerOptions,
  createDumpAssembler,
  type DumpAssembler,
  type Taken,
} from './text/assembler.ts';
export * from './understand/index.ts';
