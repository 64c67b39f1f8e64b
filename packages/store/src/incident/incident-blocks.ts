import type { Call } from '../queries/call.ts';
import { checkRange, minute, secondLiteral } from '../queries/time.ts';
import { sql } from '../sql.ts';
import { readLogBlocks } from './logs.ts';
import { readMetricBlocks } from './metrics.ts';
import { readNotices } from './notices.ts';
import { notOf, own, readSpanBlocks } from './spans.ts';
import type { IncidentBlocks, IncidentParams } from './types.ts';

/** A resource that lives on is written again from time to time, not with every block. */
const slack = 60n * minute;
const mostResources = 20_000;

/** Everything stored of an incident within the budget, all statements at once. */
export const incidentBlocks = async (call: Call, params: IncidentParams): Promise<IncidentBlocks> => {
  checkRange(params.incident);
  const [spans, { logs, notices }, { metrics, truncated }, resources] = await Promise.all([
    readSpanBlocks(call, params),
    readLogsAndNotices(call, params),
    readMetricBlocks(call, params),
    readResources(call, params),
  ]);
  const { baseline, incident, budget } = params;
  return { baseline, incident, budget, resources, spans, logs, notices, metrics, truncated };
};

const readLogsAndNotices = async (
  call: Call,
  params: IncidentParams,
): Promise<Pick<IncidentBlocks, 'logs' | 'notices'>> => {
  const { rows, others } = await readNotices(call, params);
  return { notices: rows, logs: await readLogBlocks(call, params, others) };
};

const readResources = async (call: Call, params: IncidentParams): Promise<Uint8Array<ArrayBuffer>> => {
  const bytes = await call.bytes(
    sql`
      SELECT toString(ResourceId) AS id, toString(ServiceName) AS service,
        mapFromArrays(arraySlice(mapKeys(ResourceAttributes), 1, 64),
          arrayMap(v -> substringUTF8(v, 1, 256), arraySlice(mapValues(ResourceAttributes), 1, 64))) AS attributes
      FROM resources WHERE LastSeen >= ${secondLiteral(params.baseline.from - slack)} AND ${notOf(params.without)}
      ORDER BY ResourceId LIMIT 1 BY ResourceId LIMIT ${mostResources}`,
    'JSONColumns',
  );
  return own(bytes);
};
