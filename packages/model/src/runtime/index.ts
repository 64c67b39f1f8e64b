/**
 * Go runtime evidence: what a dump, a crash, a profile or a GC trace says, as JSON-safe nouns. `packages/gorun` makes
 * them, the API, the command line and the pages show them.
 */
export * from './api.ts';
export * from './crash.ts';
export * from './findings.ts';
export * from './goroutines.ts';
export * from './stacks.ts';
