export { openSqliteState, type SqliteStateOptions } from './sqlite-state-store.ts';
export type {
  ChangesFilter,
  ExplanationsFilter,
  SignatureTallies,
  StateStore,
} from './state-store.ts';
