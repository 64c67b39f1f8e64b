export type { Engine, InsertOptions, QueryClass, QueryOptions, QueryResult } from './engine/engine.ts';
