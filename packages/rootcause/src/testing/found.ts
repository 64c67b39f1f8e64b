/** FOR TESTS: what a detector found, short enough to compare. */
import type { Detector, Finding } from '../detector.ts';
import { entityKey, type IncidentData } from '../incident.ts';
import { contextOf } from './context-of.ts';

export const findingsOf = (detector: Detector, given: Partial<IncidentData>): Finding[] =>
  detector.detect(contextOf(given));

/** `kind:name class/detail`, sorted; findings below `leastP` left out. */
export const shortly = (findings: readonly Finding[], leastP = 0): string[] =>
  findings
    .filter(({ p }) => p >= leastP)
    .map(
      ({ entity, faultClass, detail }) =>
        `${entityKey(entity)} ${faultClass}${detail === '' ? '' : `/${detail}`}`,
    )
    .sort();

/** The one finding of an entity and class; a failure of the test when there is none or more. */
export const only = (findings: readonly Finding[], what: string): Finding => {
  const matching = findings.filter((one) => shortly([one])[0]!.startsWith(what));
  if (matching.length !== 1)
    throw new Error(`${what}: ${matching.length} of ${shortly(findings).join(', ')}`);
  return matching[0]!;
};
