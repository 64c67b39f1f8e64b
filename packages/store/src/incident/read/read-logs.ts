/** Rows of log records from their bytes, weighted. Pure. */
import type { LogRow } from '@nightglass/rootcause';
import { logId } from '../../queries/log-rows.ts';
import { kindOfLogs } from '../logs.ts';
import type { IncidentBlocks } from '../types.ts';
import { bodyLine } from './any-value.ts';
import { type Columns, columnsOf, interner } from './columns.ts';
import { weightOfLog } from './sampling-weight.ts';
import { stratumWeights } from './stratum-weights.ts';

interface Stored {
  time: string;
  seq: string;
  severity: number;
  service: string;
  body: string;
  structured: number | boolean;
  event: string;
  traceId: string;
  spanId: string;
  resource: string;
  exceptionType: string;
  exceptionMessage: string;
  samplingThreshold: string;
  /** Only when not all were taken. */
  stratum?: number;
}

export const readLogs = (blocks: IncidentBlocks['logs']): { logs: LogRow[]; truncated: string[] } => {
  const read = columnsOf<Stored>(blocks.rows);
  if (read === undefined) return { logs: [], truncated: [] };
  const { columns } = read;
  const weights = weightsOf(columns.stratum, blocks.sizes);
  const same = interner();
  const logs = new Array<LogRow>(read.rows);
  for (let i = 0; i < read.rows; i++) {
    const time = columns.time[i] ?? '0';
    logs[i] = {
      id: logId({ time, seq: columns.seq[i] ?? '0' }),
      timeMs: Number(time) / 1e6,
      service: same(columns.service[i] ?? ''),
      severity: columns.severity[i] ?? 0,
      body: textOf(columns, i),
      traceId: columns.traceId[i] ?? '',
      spanId: columns.spanId[i] ?? '',
      resource: same(columns.resource[i] ?? ''),
      weight:
        (weights.get(columns.stratum?.[i] ?? -1) ?? 1) * weightOfLog(columns.samplingThreshold[i] ?? ''),
    };
  }
  const truncated =
    read.rows < blocks.total
      ? [`logs: ${read.rows} of ${blocks.total}, by hash within time, severity and service, weighted`]
      : [];
  return { logs, truncated };
};

/** Records that each one stands for, by stratum. */
const weightsOf = (
  strata: readonly (number | undefined)[] | undefined,
  sizes: Readonly<Record<string, number>>,
): Map<number, number> => {
  const taken = new Map<number, number>();
  for (const stratum of strata ?? [])
    if (stratum !== undefined) taken.set(stratum, (taken.get(stratum) ?? 0) + 1);
  return stratumWeights(sizes, taken, kindOfLogs);
};

/** What the record says: its body, the event it is, and the exception in its attributes when the body leaves it out. */
const textOf = (columns: Columns<Stored>, i: number): string => {
  const stored = columns.body[i] ?? '';
  const body = columns.structured[i] ? bodyLine(stored) : stored;
  const parts = [body || (columns.event[i] ?? '')];
  const type = columns.exceptionType[i] ?? '';
  const message = columns.exceptionMessage[i] ?? '';
  if (type !== '' && !body.includes(type)) parts.push(type);
  if (message !== '' && !body.includes(message)) parts.push(message);
  return parts.filter((part) => part !== '').join(': ');
};
