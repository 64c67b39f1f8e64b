/** The place in the history, as an external store: `history` is the only state of the product. */
import { useMemo, useSyncExternalStore } from 'react';
import { type Changes, changeSearch, linkTo } from '../logic/url-state.ts';

export interface Place {
  path: string;
  search: string;
  params: URLSearchParams;
}

const listeners = new Set<() => void>();
const notify = (): void => {
  for (const listener of listeners) listener();
};
window.addEventListener('popstate', notify);

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
const current = (): string => location.pathname + location.search;

/** Goes to a path with its query. `replace` for states nobody wants to step back through (typing, resizing). */
export const navigate = (url: string, options: { replace?: boolean } = {}): void => {
  if (url === current()) return;
  const pathChanges = new URL(url, location.href).pathname !== location.pathname;
  if (options.replace === true) history.replaceState(null, '', url);
  else history.pushState(null, '', url);
  notify();
  if (pathChanges) window.scrollTo(0, 0);
};

/** Changes parameters of the page one is on. */
export const changeParams = (changes: Changes, options: { replace?: boolean } = {}): void => {
  const search = changeSearch(location.search, changes);
  navigate(location.pathname + search, options);
};

export const usePlace = (): Place => {
  const url = useSyncExternalStore(subscribe, current);
  return useMemo(() => {
    const at = url.indexOf('?');
    const search = at < 0 ? '' : url.slice(at);
    return { path: at < 0 ? url : url.slice(0, at), search, params: new URLSearchParams(search) };
  }, [url]);
};

/** Makes links that keep the time range. */
export const useLinks = (): ((path: string, own?: Changes) => string) => {
  const { search } = usePlace();
  return useMemo(() => (path, own) => linkTo(search, path, own), [search]);
};
