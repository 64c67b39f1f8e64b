/** Which figures of the system a meter reads, and under which name it reports them. */
import type { ExplanationEntity } from '@nightglass/model';

export interface Meter {
  entity: ExplanationEntity;
  /** Levels of the recorder that are summed, or averaged. */
  keys: string[];
  combine: 'sum' | 'mean';
  name: string;
  unit: string;
  aggregation: string;
  labels: Record<string, string>;
  scale: number;
  /** Added after scaling: what is there at rest. */
  offset: number;
  /** Relative noise of the measurement. */
  noise: number;
}

/** Names as OpenTelemetry's conventions and receivers have them, or as Prometheus exporters do. */
export type Naming = 'otel' | 'prometheus';
/** A figure's name in both. */
export type Names = Record<Naming, string>;
export const named = (otel: string, prometheus: string): Names => ({ otel, prometheus });

export const MiB = 1024 * 1024;

export const meter = (given: Pick<Meter, 'entity' | 'keys' | 'name'> & Partial<Meter>): Meter => ({
  combine: 'sum',
  unit: '1',
  aggregation: 'avg',
  labels: {},
  scale: 1,
  offset: 0,
  noise: 0.015,
  ...given,
});
