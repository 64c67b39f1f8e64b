import type { Sql } from '../sql.ts';
import { attributeValues, resources, scopes } from './dimensions.ts';
import { logs } from './logs.ts';
import {
  metricExemplars,
  metricExponentialHistograms,
  metricHistograms,
  metricSamples,
  metricSeries,
  metricSummaries,
} from './metrics.ts';
import { runtimeArtifacts, runtimeUploads } from './runtime.ts';
import { createTable, defaultRetention, type Placement, type Retention, type Table } from './table.ts';
import { red1m, serviceEdges1m, spans, traceIndex } from './traces.ts';
import { compatibilityViews } from './views.ts';

/** The tables of the first release, dimensions first. What a released migration does never changes. */
const firstTables: readonly Table[] = [
  resources,
  scopes,
  attributeValues,
  spans,
  red1m,
  traceIndex,
  serviceEdges1m,
  logs,
  metricSeries,
  metricSamples,
  metricHistograms,
  metricExponentialHistograms,
  metricSummaries,
  metricExemplars,
];

const runtimeTables: readonly Table[] = [runtimeArtifacts, runtimeUploads];

/** Every table, dimensions first. */
export const tables: readonly Table[] = [...firstTables, ...runtimeTables];

/**
 * A numbered change of the schema. Every statement can be run again after a stop in the middle (IF NOT EXISTS,
 * OR REPLACE), and runs in the session's current database.
 */
export interface Migration {
  /** 1, 2, 3 without gaps; never changed once released. */
  version: number;
  name: string;
  statements(placement: Placement, retention?: Retention): Sql[];
}

export const migrations: readonly Migration[] = [
  {
    version: 1,
    name: 'tables',
    statements: (placement, retention = defaultRetention) =>
      firstTables.flatMap((table) => createTable(table, placement, retention)),
  },
  { version: 2, name: 'exporter-views', statements: (placement) => compatibilityViews(placement) },
  {
    version: 3,
    name: 'runtime-artifacts',
    statements: (placement, retention = defaultRetention) =>
      runtimeTables.flatMap((table) => createTable(table, placement, retention)),
  },
];
