/** What the page at hand is about, when its address alone does not say so: a trace is of some service at some time. */
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { ask } from '../api/ask.ts';
import { requestOf, type Subject, subjectOf } from '../logic/explain/subject.ts';
import { matchRoute } from '../logic/url-state.ts';
import { usePlace } from '../router/place.ts';
import { useTime } from './time-context.tsx';

let told: Subject | undefined;
const listeners = new Set<() => void>();
const tell = (subject: Subject | undefined): void => {
  told = subject;
  for (const listener of listeners) listener();
};
const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Says it for as long as the page is shown. */
export const useTellSubject = (subject: Subject | undefined): void => {
  const text = JSON.stringify(subject);
  useEffect(() => {
    tell(text === undefined ? undefined : (JSON.parse(text) as Subject));
    return () => tell(undefined);
  }, [text]);
};

export const useSubject = (): Subject => {
  const { path, params } = usePlace();
  const own = useSyncExternalStore(subscribe, () => told);
  return useMemo(() => own ?? subjectOf(matchRoute(path), params), [own, path, params]);
};

/** Asks about a subject; without a time of its own, about the range of the header. */
export const useAsk = (): ((subject: Subject, watch?: boolean) => void) => {
  const { window } = useTime();
  return (subject, watch = false) => void ask(requestOf(subject, window, watch));
};
