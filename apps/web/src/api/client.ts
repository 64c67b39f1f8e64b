import type { ErrorBody } from '@nightglass/model';
import { cleanText } from '../logic/runtime/clean-text.ts';

/** A failed call: what failed, the code and the next step, ready to be shown. */
export class ApiError extends Error {
  readonly code: string;
  readonly hint: string;
  /** HTTP status; 0 when the server was not reached. */
  readonly status: number;

  constructor(code: string, message: string, hint: string, status: number) {
    super(message);
    this.name = 'ApiError';
    this.code = code;
    this.hint = hint;
    this.status = status;
  }
}

export type Query = Record<string, string | number | readonly string[] | null | undefined>;

/** The query of a call; null, undefined, '' and [] are left out. Keys are sorted so that equal calls have equal text. */
export const queryText = (query: Query): string => {
  const params = new URLSearchParams();
  for (const key of Object.keys(query).sort()) {
    const value = query[key];
    if (value === null || value === undefined || value === '') continue;
    if (typeof value === 'object') for (const one of value) params.append(key, one);
    else params.set(key, String(value));
  }
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
};

export const apiUrl = (path: string, query: Query = {}): string => `/api/v1${path}${queryText(query)}`;

/** GETs JSON; every failure is an ApiError. */
export const getJson = <T>(url: string, signal: AbortSignal): Promise<T> =>
  fetchJson<T>(url, { signal, headers: { accept: 'application/json' } });

/** POSTs a JSON body, or nothing; every failure is an ApiError. */
export const postJson = <T>(url: string, body?: object): Promise<T> =>
  fetchJson<T>(url, {
    method: 'POST',
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

const fetchJson = async <T>(url: string, init: RequestInit): Promise<T> => {
  const aborted = (): boolean => init.signal?.aborted === true;
  let response: Response;
  try {
    response = await fetch(url, init);
  } catch (error) {
    if (aborted()) throw error;
    throw new ApiError('NG_UNREACHABLE', 'The Nightglass server does not answer.', '', 0);
  }
  if (response.ok) {
    try {
      return (await response.json()) as T;
    } catch (error) {
      if (aborted()) throw error;
      throw new ApiError('NG_BAD_ANSWER', `${url} did not answer with JSON.`, '', response.status);
    }
  }
  throw apiErrorOf(url, response.status, await response.text().catch(() => ''));
};

/** What a failed answer says, or that it said nothing of use. */
export const apiErrorOf = (url: string, status: number, text: string): ApiError => {
  const body = readError(text);
  return new ApiError(
    body?.error.code ?? `HTTP ${status}`,
    // It may quote what was sent.
    body === undefined ? `${url} answered ${status}` : cleanText(body.error.message),
    body?.error.hint ?? '',
    status,
  );
};

const readError = (text: string): ErrorBody | undefined => {
  try {
    const body = JSON.parse(text) as Partial<ErrorBody>;
    return typeof body.error?.message === 'string' ? (body as ErrorBody) : undefined;
  } catch {
    return undefined;
  }
};
