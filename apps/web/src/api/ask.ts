/**
 * Asking for an explanation. It takes up to two seconds, so the page with the question comes at once and shows the shape
 * of the answer; the address of the answer replaces it. Opened by itself, that page is a form and asks nothing.
 */
import type { Explanation, ExplanationRequest } from '@nightglass/model';
import { useSyncExternalStore } from 'react';
import { askedAt } from '../logic/explain/subject.ts';
import { explanationPath } from '../logic/paths.ts';
import { type Changes, linkTo } from '../logic/url-state.ts';
import { navigate } from '../router/place.ts';
import { type ApiError, apiUrl, postJson } from './client.ts';
import { toApiError } from './use-api.ts';

export interface Asking {
  request: ExplanationRequest;
  /** Set when it failed; the question can be asked again. */
  error: ApiError | undefined;
}

const asked = '/explain';
let current: Asking | undefined;
const listeners = new Set<() => void>();
const set = (next: Asking | undefined): void => {
  current = next;
  for (const listener of listeners) listener();
};
const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** What is being asked at the moment. */
export const useAsking = (): Asking | undefined => useSyncExternalStore(subscribe, () => current);

const rangeAsked = ({ start, end }: ExplanationRequest): Changes => ({ last: null, from: start, to: end });

export const ask = async (request: ExplanationRequest): Promise<void> => {
  const mine: Asking = { request, error: undefined };
  set(mine);
  // The list stays in the history below the answer; the question alone does not.
  const onList = location.pathname === asked;
  if (!onList) navigate(linkTo(location.search, asked, askedAt(request)));
  try {
    const { id } = await postJson<Explanation>(apiUrl('/explanations'), request);
    if (current !== mine) return;
    set(undefined);
    // Who has left the page meanwhile is not called back; the answer is kept in the list.
    if (location.pathname === asked)
      navigate(linkTo(location.search, explanationPath(id), rangeAsked(request)), { replace: !onList });
  } catch (error) {
    if (current === mine) set({ request, error: toApiError(error as Error) });
  }
};
