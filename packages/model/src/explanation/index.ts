/** Root cause: what the engine answers and what the API keeps. `packages/rootcause` makes it. */
export * from './api.ts';
export * from './diagnosis.ts';
export * from './subject.ts';
export * from './words.ts';
