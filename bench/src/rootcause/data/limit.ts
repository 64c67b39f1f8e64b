/** What a reader with a budget would hand over: at most so many rows, the rest thinned out with weights. */
import type { IncidentData } from '@nightglass/rootcause';
import { sampleTraces } from './ablate.ts';
import { shareOf } from './random.ts';

export const maxSpans = 60_000;
export const maxLogs = 250_000;

export const limitRows = (data: IncidentData): IncidentData => {
  const spanShare = maxSpans / Math.max(maxSpans, data.spans.length);
  const logShare = maxLogs / Math.max(maxLogs, data.logs.length);
  const thinned = spanShare < 1 ? sampleTraces(data, spanShare) : data;
  if (logShare === 1) return thinned;
  return {
    ...thinned,
    logs: thinned.logs
      .filter((log, i) => shareOf(`${log.timeMs} ${log.service} ${i}`) < logShare)
      .map((log) => ({ ...log, weight: log.weight / logShare })),
    coverage: { ...thinned.coverage, truncated: [...thinned.coverage.truncated, 'logs'] },
  };
};
