/** Log records grouped by template (Drain), counted before and during the incident. */
import type { LogRow } from '../incident.ts';

export interface LogTemplate {
  /** Stable text with `<*>` for what varies. Untrusted. */
  template: string;
  service: string;
  /** Highest severity seen. */
  severity: number;
  /** Weighted counts. */
  baselineCount: number;
  incidentCount: number;
  /** Weighted counts per minute of baseline and incident, for the dispersion. */
  baselinePerMinute: number[];
  incidentPerMinute: number[];
  /** First record at or after the onset; null when there is none. */
  firstIncident: LogRow | null;
  /** At most 5 records of the incident, earliest first (of the baseline when there are none). */
  samples: LogRow[];
}

export interface TemplateTable {
  /** In ascending order of service and template. */
  templates: readonly LogTemplate[];
  /** Template of a row of the incident data; undefined when the row is outside both windows. */
  of(row: LogRow): LogTemplate | undefined;
}
