export { bucketGoroutines } from './buckets/buckets.ts';
export { diffGoroutines, type LongerWait, stillWaiting } from './buckets/diff.ts';
export { filterGoroutines, type GoroutineFilter } from './buckets/filter.ts';
export { countStates } from './buckets/tally.ts';
export { businessKeys } from './crash/business-keys.ts';
export { type CompleteOptions, completeCrash } from './crash/complete.ts';
export { crashFingerprint } from './crash/fingerprint.ts';
export { isWrapperType, messageTemplate, rootType } from './crash/types.ts';
export { groupCrashSightings } from './crash-groups.ts';
export { type ExplainOptions, explain } from './explain.ts';
export { explainTogether, type NamedResult } from './explain-together.ts';
export {
  type FrameOwner,
  isSystemGoroutine,
  ownerOf,
  packageOf,
  place,
  position,
  stableName,
  userFrame,
} from './functions.ts';
export { whatItHolds } from './holds.ts';
export { waitGraph } from './waits/graph.ts';
