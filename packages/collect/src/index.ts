export { type CollectEnvironment, systemEnvironment } from './environment.ts';
export type { CollectCounts, CollectEvent, PulledArtifact } from './events.ts';
export { type BurstOptions, PprofCollector, type PprofCollectorOptions } from './pprof/collector.ts';
export { defaultProfiles, type ProfileName, profileNames } from './pprof/profiles.ts';
