/** Log records that tell of more than themselves: objects and events of a cluster, deployments, flags. */
import type { Call } from '../queries/call.ts';
import { minute, touching, within } from '../queries/time.ts';
import { raw, type Sql, sql } from '../sql.ts';
import { orSmaller } from './smaller.ts';
import { own } from './spans.ts';
import type { IncidentParams } from './types.ts';

/** Attributes that mark them (semantic conventions; receivers of the Collector). */
const marks = [
  'k8s.resource.name',
  'k8s.event.reason',
  'deployment.id',
  'deployment.name',
  'deployment.status',
  'feature_flag.key',
];
const mostNotices = 20_000;
/** Objects are pulled every hour by default. */
const lookBack = 120n * minute;
/** Characters of a body: an object with its status; and when that is too much. */
const bodyCharacters = [100_000, 8_000] as const;

const isNotice = raw(`(${marks.map((key) => `mapContains(LogAttributes, '${key}')`).join(' OR ')})`);

/** Records of this kind are no lines of a program. Nothing is excluded when there are none, which is cheap to know. */
export interface Notices {
  rows: Uint8Array<ArrayBuffer>;
  others: Sql;
}

export const readNotices = async (call: Call, params: IncidentParams): Promise<Notices> => {
  const earlier = params.incident.to - lookBack;
  const from = earlier < params.baseline.from ? earlier : params.baseline.from;
  const range = { from: from < 0n ? 0n : from, to: params.incident.to };
  const [known] = await call.rows<{ n: string }>(sql`
    SELECT count() AS n FROM attribute_values
    WHERE ${touching('Hour', range, 60n * minute)} AND Signal = 'logs' AND Key IN (${raw(marks.map((key) => `'${key}'`).join(', '))}) LIMIT 1`);
  if (known === undefined || known.n === '0') return { rows: new Uint8Array(), others: raw('1') };
  const rows = await orSmaller(bodyCharacters, (characters) =>
    call.bytes(
      sql`
        SELECT toUnixTimestamp64Nano(Timestamp) / 1e6 AS timeMs, toString(ServiceName) AS service,
          toString(SeverityText) AS severity, toString(EventName) AS event,
          substringUTF8(Body, 1, ${characters}) AS body, has(AttributeTypes, 'body.j:') AS structured,
          mapFromArrays(arraySlice(mapKeys(LogAttributes), 1, 64),
            arrayMap(v -> substringUTF8(v, 1, 1000), arraySlice(mapValues(LogAttributes), 1, 64))) AS attributes,
          toString(ResourceId) AS resource
        FROM logs WHERE ${within('Timestamp', range)} AND ${isNotice}
        ORDER BY Timestamp DESC, Seq DESC LIMIT ${mostNotices}`,
      'JSONColumns',
    ),
  );
  return { rows: own(rows), others: sql`NOT ${isNotice}` };
};
