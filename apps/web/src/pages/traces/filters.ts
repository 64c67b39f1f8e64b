import type { Query } from '../../api/client.ts';

/** The filters of the trace search as they stand in the URL; the names are those of the API. */
export interface TraceFilters {
  service: string;
  operation: string;
  status: string;
  minDuration: string;
  maxDuration: string;
  q: string;
  attr: string[];
}

const single = ['service', 'operation', 'status', 'minDuration', 'maxDuration', 'q'] as const;

export const readFilters = (params: URLSearchParams): TraceFilters => {
  const text = Object.fromEntries(single.map((key) => [key, params.get(key) ?? ''])) as Omit<
    TraceFilters,
    'attr'
  >;
  return { ...text, attr: params.getAll('attr') };
};

export const toQuery = (filters: TraceFilters): Query => ({ ...filters });

export const anyFilter = (filters: TraceFilters): boolean =>
  filters.attr.length > 0 || single.some((key) => filters[key] !== '');
