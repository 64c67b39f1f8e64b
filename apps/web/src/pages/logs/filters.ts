import type { Query } from '../../api/client.ts';

/** The filters of the log search as they stand in the URL; the names are those of the API. */
export interface LogFilters {
  query: string;
  service: string;
  severity: string;
  traceId: string;
  spanId: string;
  attr: string[];
}

const single = ['query', 'service', 'severity', 'traceId', 'spanId'] as const;

export const readLogFilters = (params: URLSearchParams): LogFilters => {
  const text = Object.fromEntries(single.map((key) => [key, params.get(key) ?? ''])) as Omit<
    LogFilters,
    'attr'
  >;
  return { ...text, attr: params.getAll('attr') };
};

export const toLogQuery = (filters: LogFilters): Query => ({ ...filters });

export const anyLogFilter = (filters: LogFilters): boolean =>
  filters.attr.length > 0 || single.some((key) => filters[key] !== '');
