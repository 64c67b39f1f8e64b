export { builtInFactories } from './built-in.ts';
export { ByteBudget, Lease } from './byte-budget.ts';
export { type Clock, systemClock } from './clock.ts';
export * from './component.ts';
export { type DefaultConfigOptions, defaultConfig } from './config/default-config.ts';
export { ConfigError, type ConfigIssue } from './config/issue.ts';
export { type LoadOptions, loadConfig, type PipelineConfig } from './config/load.ts';
export { byteSize, duration, section } from './config/units.ts';
export {
  type Conservation,
  checkConservation,
  IngestLedger,
  type Outcome,
  type SignalCounts,
} from './conservation.ts';
export { nightglassExporter } from './exporters/nightglass/factory.ts';
export { goruntimeProcessor } from './processors/goruntime/factory.ts';
export { resourceProcessor } from './processors/resource/factory.ts';
export type { BlockTarget, OpenBlock, StoredRequest } from './queue/block-target.ts';
export { otlpReceiver } from './receivers/otlp/factory.ts';
export { Runner, type RunnerOptions } from './runner.ts';
