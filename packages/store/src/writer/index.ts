export { BlockBuilder, type StoredRequest } from './block-builder.ts';
export { type BlockTarget, type BlockTargetOptions, createBlockTarget } from './block-target.ts';
export { type RuntimeUpload, storeRuntimeUpload, type UploadedArtifact } from './runtime-uploads.ts';
export { rollServiceEdges } from './service-edges.ts';
