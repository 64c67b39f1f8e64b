/**
 * The outer three messages of a request. Traces, logs and metrics number them alike, so one walker serves all:
 *
 * | here          | traces                            | logs                            | metrics                            |
 * |---------------|-----------------------------------|---------------------------------|------------------------------------|
 * | Request       | ExportTraceServiceRequest         | ExportLogsServiceRequest        | ExportMetricsServiceRequest        |
 * | ResourceGroup | ResourceSpans (scope_spans)       | ResourceLogs (scope_logs)       | ResourceMetrics (scope_metrics)    |
 * | ScopeGroup    | ScopeSpans (spans)                | ScopeLogs (log_records)         | ScopeMetrics (metrics)             |
 */
export const Request = { groups: (1 << 3) | 2 } as const;

export const ResourceGroup = {
  resource: (1 << 3) | 2,
  scopeGroups: (2 << 3) | 2,
  schemaUrl: (3 << 3) | 2,
} as const;

export const ScopeGroup = {
  scope: (1 << 3) | 2,
  records: (2 << 3) | 2,
  schemaUrl: (3 << 3) | 2,
} as const;
