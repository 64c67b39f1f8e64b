import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { cleanAll } from '../logic/runtime/clean-text.ts';
import { ApiError, apiUrl, getJson, type Query } from './client.ts';

export interface Answer<T> {
  /** The newest data there is; older than asked for while `stale`. */
  data: T | undefined;
  error: ApiError | undefined;
  /** Nothing to show yet. */
  loading: boolean;
  /** The data answers an earlier question and the new answer is on its way: draw it dimmed. */
  stale: boolean;
  retry: () => void;
}

interface Options {
  enabled?: boolean;
  /** Data of another subject is never shown in place of this one (a trace id, a metric name). */
  subject?: string;
  /** The answer quotes what strangers wrote: control and direction characters in it are made visible. */
  untrusted?: boolean;
  /** What is at hand is shown, and asked for again whenever the page is opened. */
  fresh?: boolean;
  /** Milliseconds after which it is asked again, as long as this says so of the newest data; false: not again. */
  again?: (data: unknown) => number | false;
}

/**
 * One GET of the API. While the next answer is on its way, and when it fails, the last good one of the same subject
 * stays. Answers that take less than a blink do not dim.
 */
export const useApi = <T>(path: string, query: Query = {}, options: Options = {}): Answer<T> => {
  const url = apiUrl(path, query);
  const subject = `${path} ${options.subject ?? ''}`;
  const enabled = options.enabled ?? true;
  const result = useQuery<T, Error>({
    queryKey: [url],
    queryFn: async ({ signal }) => {
      const answer = await getJson<T>(url, signal);
      return options.untrusted === true ? cleanAll(answer) : answer;
    },
    enabled,
    ...(options.fresh === true ? { staleTime: 0 } : {}),
    refetchInterval: (query) => options.again?.(query.state.data) ?? false,
  });
  const last = useRef<{ subject: string; data: T } | undefined>(undefined);
  if (result.data !== undefined) last.current = { subject, data: result.data };
  const kept = enabled && last.current?.subject === subject ? last.current.data : undefined;
  const { error } = result;
  return {
    data: result.data ?? kept,
    error: error === null ? undefined : toApiError(error),
    loading: result.isPending && enabled && kept === undefined,
    stale: result.isPending && enabled && kept !== undefined,
    retry: () => void result.refetch(),
  };
};

/** What react-query calls the answer to a call: to put a newer one in its place. */
export const answerKey = (path: string, query: Query = {}): [string] => [apiUrl(path, query)];

/** An error as the pages show it, whatever was thrown. */
export const toApiError = (error: Error): ApiError =>
  error instanceof ApiError ? error : new ApiError('NG_INTERNAL', error.message, '', 0);

/** GETs below `/runtime`: what they answer comes out of dumps and profiles. */
export const useRuntime = <T>(path: string, query: Query = {}, options: Options = {}): Answer<T> =>
  useApi<T>(`/runtime${path}`, query, { ...options, untrusted: true });
