export { openSqliteState, type SqliteStateOptions, summaryOf } from './sqlite-state-store.ts';
export type {
  ChangesFilter,
  ExplanationsFilter,
  ReportedChange,
  SignatureTally,
  StateStore,
} from './state-store.ts';
