/** Log lines of two times of one length by template; what changed most comes first. */
import type { LogRecord } from '@nightglass/model';
import { buildTemplates, emptyIncident, type LogTemplate } from '@nightglass/rootcause';
import { anyValueText } from '../text-output.ts';
import { isoMs, short } from './numbers.ts';
import { nameOf, said } from './untrusted.ts';

interface Range {
  from: bigint;
  to: bigint;
}

const ms = (nano: bigint): number => Number(nano / 1_000_000n);
const windowOf = ({ from, to }: Range) => ({ startMs: ms(from), endMs: ms(to) });

/** How many deviations of a Poisson count lie between the two. */
const change = ({ baselineCount, incidentCount }: LogTemplate): number =>
  (incidentCount - baselineCount) / Math.sqrt(incidentCount + baselineCount + 1);

export const patternsOf = (
  before: readonly LogRecord[],
  since: readonly LogRecord[],
  beforeRange: Range,
  range: Range,
) => {
  const baseline = windowOf(beforeRange);
  const incident = windowOf(range);
  const data = emptyIncident({}, baseline, incident);
  data.logs = [...before, ...since].map((record) => ({
    id: record.id,
    timeMs: Number(BigInt(record.timeUnixNano) / 1_000n) / 1_000,
    service: record.service,
    severity: record.severityNumber,
    body: anyValueText(record.body),
    traceId: record.traceId,
    spanId: record.spanId,
    resource: '',
    weight: 1,
  }));
  const { templates } = buildTemplates(data, baseline, incident);
  return [...templates]
    .sort((a, b) => Math.abs(change(b)) - Math.abs(change(a)) || b.incidentCount - a.incidentCount)
    .map((found) => ({
      service: nameOf(found.service),
      severity: found.severity,
      count: found.incidentCount,
      count_before: found.baselineCount,
      change_in_deviations: short(change(found)),
      template: said(found.template, 400),
      example: said(found.samples[0]?.body ?? '', 400),
      first: found.firstIncident === null ? null : isoMs(found.firstIncident.timeMs),
    }));
};
