/** What every part of an explanation page needs: the diagnosis, its evidence by id, and links in the incident's own time. */
import type { Diagnosis, Evidence, Explanation } from '@nightglass/model';
import { createContext, useContext, useMemo } from 'react';
import { hypothesisKey, openKeys, ownerOf, writeOpen } from '../../logic/explain/hypotheses.ts';
import { rangeOf } from '../../logic/explain/query-link.ts';
import { servicePath } from '../../logic/paths.ts';
import { changeSearch } from '../../logic/url-state.ts';
import { useLinks, usePlace } from '../../router/place.ts';

interface Answer {
  explanation: Explanation;
  diagnosis: Diagnosis;
  evidence: ReadonlyMap<string, Evidence>;
  /** Keys of the hypotheses that are open when the address does not say otherwise. */
  openByDefault: readonly string[];
}

const AnswerContext = createContext<Answer | undefined>(undefined);
export const AnswerProvider = AnswerContext.Provider;

export const useAnswer = (): Answer => {
  const answer = useContext(AnswerContext);
  if (answer === undefined) throw new Error('useAnswer outside of an explanation');
  return answer;
};

/** The page of a service in the time of the incident, whatever range the header shows. */
export const useServiceLink = (): ((name: string) => string) => {
  const { diagnosis } = useAnswer();
  const to = useLinks();
  return (name) => to(servicePath(name), rangeOf(diagnosis.incident.window));
};

/** This page with one piece of evidence in sight: its hypothesis opens, and the page scrolls there. */
export const useEvidenceLink = (): ((id: string) => string) => {
  const { diagnosis, openByDefault } = useAnswer();
  const { path, search, params } = usePlace();
  return useMemo(() => {
    const open = openKeys(params.get('open'), openByDefault);
    return (id) => {
      const owner = ownerOf(diagnosis, id);
      const own = owner === undefined ? undefined : writeOpen(new Set([...open, hypothesisKey(owner)]));
      return path + changeSearch(search, { at: id, ...(own === undefined ? {} : { open: own }) });
    };
  }, [diagnosis, openByDefault, path, search, params]);
};
