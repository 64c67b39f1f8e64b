/** Which hypotheses are open, by a name that stays the same when the next look ranks them otherwise. */
import type { Diagnosis, Evidence, Hypothesis } from '@nightglass/model';

/** FNV-1a over what makes it the same hypothesis: rank and score may change from look to look. */
export const hypothesisKey = ({
  entity,
  faultClass,
  detail,
  operation,
}: Pick<Hypothesis, 'entity' | 'faultClass' | 'detail' | 'operation'>): string => {
  let h = 0x811c9dc5;
  for (const c of JSON.stringify([entity.kind, entity.name, faultClass, detail, operation]))
    h = Math.imul(h ^ (c.codePointAt(0) ?? 0), 0x01000193);
  return (h >>> 0).toString(36);
};

/** Nothing in the address: the first is open. `none`: all are closed. */
const allClosed = 'none';

export const openKeys = (param: string | null, byDefault: readonly string[]): Set<string> =>
  new Set(param === null ? byDefault : param.split(',').filter((k) => k !== '' && k !== allClosed));

export const writeOpen = (keys: ReadonlySet<string>): string =>
  keys.size === 0 ? allClosed : [...keys].join(',');

/** The hypothesis that shows a piece of evidence; undefined when none does. */
export const ownerOf = (diagnosis: Diagnosis, evidenceId: string): Hypothesis | undefined =>
  diagnosis.hypotheses.find((h) => h.supports.includes(evidenceId) || h.contradicts.includes(evidenceId));

/** Evidence by id, in the order of the list; ids that resolve to nothing are left out. */
export const evidenceOf = (
  byId: ReadonlyMap<string, Evidence>,
  ids: readonly string[],
): readonly Evidence[] => ids.flatMap((id) => byId.get(id) ?? []);
