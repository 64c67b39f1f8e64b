import type { LogRecord } from '@nightglass/model';
import { hexId, optionalText, severity } from '../../api/params.ts';
import { resolveRange, wholeTime } from '../../api/range.ts';
import { anyValueText } from '../../text-output.ts';
import { attributes, filters, limit, range, service } from '../arguments.ts';
import { patternsOf } from '../log-patterns.ts';
import { isoNano } from '../numbers.ts';
import { type Tool, tool } from '../tool.ts';
import { nameOf, said } from '../untrusted.ts';

const filter = {
  query: optionalText(
    'Words that are all in the line; "a phrase"; -word for what is not in it; begin* for a beginning.',
    1024,
  ).optional(),
  service,
  severity: severity('This severity and worse.').optional(),
  ...range,
};

const recordOf = (r: LogRecord) => ({
  time: isoNano(r.timeUnixNano),
  severity: nameOf(r.severityText || String(r.severityNumber), 40),
  service: nameOf(r.service),
  ...(r.traceId === '' ? {} : { trace_id: r.traceId, span_id: r.spanId }),
  body: said(anyValueText(r.body), 600),
  ...(r.attributes.length === 0
    ? {}
    : { attributes: said(r.attributes.map((a) => `${a.key}=${anyValueText(a.value)}`).join(' '), 300) }),
});

/** Lines of each time that patterns are counted on. */
const mostLines = 4_000;

export const logTools: readonly Tool[] = [
  tool({
    name: 'search_logs',
    title: 'Log records',
    description: 'Log records that meet every filter, the newest first.',
    shape: {
      ...filter,
      trace_id: hexId('Only of this trace; then the default range is 31 days.', 32).optional(),
      attributes,
      limit: limit('Records', 200, 30),
      cursor: optionalText('next_cursor of the answer before.', 1024).optional(),
    },
    run: async (asked, { now, signal, store }) => {
      const { start, end, trace_id: traceId, attributes: pairs, limit: most = 30, ...rest } = asked;
      const time = resolveRange({ start, end }, now, traceId === undefined ? undefined : wholeTime);
      const found = await store().logs(
        { ...rest, ...time, traceId, attributes: filters(pairs), limit: most },
        { signal },
      );
      return {
        result: { records: found.logs.map(recordOf), next_cursor: found.nextCursor },
        cuttable: [{ list: 'records', how: 'Give a smaller limit, a shorter time or more words in query.' }],
      };
    },
  }),
  tool({
    name: 'log_patterns',
    title: 'Log patterns',
    description:
      'Log lines grouped by template and counted, beside the time of the same length before; what changed most comes ' +
      'first. Counted on the newest 4000 lines of each of the two times.',
    shape: { ...filter, limit: limit('Patterns', 100, 25) },
    run: async (asked, { now, signal, store }) => {
      const { start, end, limit: most = 25, ...rest } = asked;
      const time = resolveRange({ start, end }, now);
      const before = { from: time.from - (time.to - time.from), to: time.from };
      const [then, since] = await Promise.all(
        [before, time].map((t) =>
          store().logs({ ...rest, ...t, from: t.from < 0n ? 0n : t.from, limit: mostLines }, { signal }),
        ),
      );
      const patterns = patternsOf(then?.logs ?? [], since?.logs ?? [], before, time);
      return {
        result: {
          lines_read: { before: then?.logs.length ?? 0, in_range: since?.logs.length ?? 0 },
          more_lines_than_read: (then?.nextCursor ?? null) !== null || (since?.nextCursor ?? null) !== null,
          patterns: patterns.slice(0, most),
          patterns_in_all: patterns.length,
        },
        cuttable: [{ list: 'patterns', how: 'Give a smaller limit, a service, or a severity.' }],
      };
    },
  }),
];
