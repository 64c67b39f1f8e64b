import type { RuntimeArtifactsResponse, RuntimeFormat, StoredArtifact } from '@nightglass/model';
import { type Answer, useRuntime } from '../../api/use-api.ts';
import { nanoToSeconds } from '../../logic/times.ts';

const week = 7 * 86_400;

/** Artifacts of the same service within a week of this one, itself left out: what it can be held against. */
export const useOthers = (
  stored: StoredArtifact,
  formats: readonly RuntimeFormat[],
): Answer<RuntimeArtifactsResponse> & { others: StoredArtifact[] } => {
  const at = Math.floor(nanoToSeconds(stored.timeUnixNano));
  const answer = useRuntime<RuntimeArtifactsResponse>('/artifacts', {
    service: stored.service,
    start: at - week,
    end: at + week,
    limit: 500,
  });
  const others = (answer.data?.artifacts ?? []).filter(
    (a) => a.id !== stored.id && formats.includes(a.format) && a.service === stored.service,
  );
  return { ...answer, others };
};
