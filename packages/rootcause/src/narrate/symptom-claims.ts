/** What is wrong, since when, and how bad it is. */
import type { Evidence, ExplanationClaim } from '@nightglass/model';
import { count, duration, moment, percent, times } from './format.ts';
import { code } from './text.ts';
import type { Voice } from './voice.ts';

export const symptomClaims = (voice: Voice): ExplanationClaim[] => {
  const { diagnosis, say } = voice;
  const { incident } = diagnosis;
  const who = say.who(
    incident.operation === '' ? '' : code(incident.operation),
    incident.service === '' ? '' : code(incident.service),
  );
  const evidence = symptomEvidence(voice)
    .slice(0, 3)
    .map((e) => e.id);
  if (evidence.length === 0) return [{ text: say.asked(who), evidence: [] }];
  const when =
    incident.onsetMs === null
      ? say.within(moment(incident.window.startMs), moment(incident.window.endMs))
      : say.since(moment(incident.onsetMs));
  const claims = [{ text: say.symptom[incident.symptom](who, when), evidence }];
  const { requests, badRequests, thresholdMs } = incident;
  if (requests !== null && badRequests !== null && requests > 0) {
    const threshold = thresholdMs === null ? '' : duration(thresholdMs);
    const text = say.extent(count(badRequests), count(requests), percent(badRequests / requests), threshold);
    claims.push({ text, evidence });
  }
  return [...claims, ...radiusClaims(voice)];
};

/** Evidence of the service that was asked about, supporting before contradicting; of the first cause when there is none. */
const symptomEvidence = ({ diagnosis }: Voice): Evidence[] => {
  const of = (test: (e: Evidence) => boolean): Evidence[] => diagnosis.evidence.filter(test);
  const { service } = diagnosis.incident;
  const own = of((e) => e.entity.name === service && service !== '');
  if (own.length > 0)
    return [...own.filter((e) => e.stance === 'supports'), ...own.filter((e) => e.stance !== 'supports')];
  const cause = diagnosis.hypotheses[0]?.supports ?? [];
  const causes = of((e) => cause.includes(e.id));
  return causes.length > 0 ? causes : of(() => true);
};

/** The worst hit, as far as evidence of them was kept. */
const radiusClaims = ({ diagnosis, say }: Voice): ExplanationClaim[] =>
  [...diagnosis.blastRadius]
    .sort((a, b) => (b.badShare ?? 0) - (a.badShare ?? 0))
    .flatMap(({ entity, badShare, slowdown }) => {
      const found = diagnosis.evidence.find(
        (e) => e.entity.name === entity.name && e.entity.kind === entity.kind,
      );
      if (found === undefined) return [];
      const parts: string[] = [];
      if (badShare !== null && badShare > 0) parts.push(say.badShare(code(entity.name), percent(badShare)));
      if (slowdown !== null && slowdown > 1.1) parts.push(say.slowdown(code(entity.name), times(slowdown)));
      return parts.map((text) => ({ text, evidence: [found.id] }));
    })
    .slice(0, 4);
