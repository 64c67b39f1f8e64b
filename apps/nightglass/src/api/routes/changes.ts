import { createHash } from 'node:crypto';
import type { ChangesResponse, ReportedChange } from '@nightglass/model';
import { readJsonBody } from '../body.ts';
import { integer, optionalText, range, readMoment } from '../params.ts';
import { parseBody } from '../parse.ts';
import { resolveRange } from '../range.ts';
import { type Route, route } from '../route.ts';
import { changeReport, mostDiff } from '../schemas/explanations.ts';

const mib = 1024 * 1024;
const day = 86_400_000_000_000n;
/** Clocks of pipelines differ from ours. */
const ahead = 5n * 60_000_000_000n;

const ms = (nano: bigint): number => Number(nano / 1_000_000n);

export const changeRoutes: readonly Route[] = [
  route({
    path: '/api/v1/changes',
    method: 'POST',
    operationId: 'reportChange',
    tag: 'changes',
    summary: 'Tell of a deployment, a commit, a flag, a change of configuration',
    description:
      'For a pipeline to call. Changes before an incident are weighed with everything else; one told with a diff is ' +
      'compared with what the telemetry says. Kept for 90 days, the newest 5000.',
    body: { schema: 'ChangeReport' },
    queryParams: {},
    answer: { schema: 'ReportedChange', status: 201 },
    errors: ['NG_STATE_UNAVAILABLE'],
    handle: async ({ request, now, state }) => {
      const told = parseBody(changeReport, await readJsonBody(request, mib));
      const at = readMoment('time', told.time, now) ?? now;
      const change = changeOf(told, ms(at > now + ahead ? now : at));
      await state().saveChange(change);
      return change;
    },
  }),
  route({
    path: '/api/v1/changes',
    operationId: 'listChanges',
    tag: 'changes',
    summary: 'Changes that were told, the newest first',
    description:
      'Without a start, those of the last day. Deployments seen in telemetry stand in explanations.',
    queryParams: {
      service: optionalText('Of this service, and those of the whole system.', 1024).optional(),
      ...range,
      limit: integer('Changes returned at most.', 1, 500, 100).optional(),
    },
    answer: { schema: 'ChangesResponse' },
    handle: async ({ query, now, state }): Promise<ChangesResponse> => {
      const { service, start, end, limit = 100 } = query;
      const { from, to } = resolveRange({ start, end: end ?? { at: now + ahead } }, now, day);
      const services = service === undefined ? {} : { services: [service] };
      const found = await state().changes({
        fromMs: ms(from),
        toMs: ms(to),
        ...services,
        limit: limit + 1,
      });
      return { changes: found.slice(0, limit), truncated: found.length > limit };
    },
  }),
];

type Told = ReturnType<typeof parseBody<typeof changeReport>>;

const changeOf = (told: Told, timeMs: number): ReportedChange => {
  const { kind, service = '', summary = '', version = '', author = '', diff = '', files = [] } = told;
  const what = version || summary || new Date(timeMs).toISOString();
  const made = createHash('sha256')
    .update(JSON.stringify([summary, version, diff, timeMs]))
    .digest('hex');
  return {
    id: told.id || version || made.slice(0, 12),
    kind,
    timeMs,
    service,
    summary: summary || `${kind} ${what}`,
    version,
    author,
    diff: diff.slice(0, mostDiff),
    files,
  };
};
