import { readSet, toggled } from '../logic/url-state.ts';
import { changeParams, usePlace } from './place.ts';

/** What is open on a page, as one parameter of its URL: `open=a,b`. */
export const useUrlSet = (
  param: string,
): { has: (key: string) => boolean; toggle: (key: string) => void } => {
  const { params } = usePlace();
  const set = readSet(params, param);
  return {
    has: (key) => set.has(key),
    toggle: (key) => changeParams({ [param]: toggled(set, key) }, { replace: true }),
  };
};
