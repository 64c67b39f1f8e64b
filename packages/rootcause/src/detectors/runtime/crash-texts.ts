/** What Go prints when it dies, as it stands in logs. */
import { type FaultClass, printable } from '@nightglass/model';
import { type Context, evidenceDraft, type Finding, finding } from '../../detector.ts';
import { classifyText } from '../../logs/classify-text.ts';
import type { LogTemplate } from '../../logs/template-table.ts';
import { entityText } from '../../words/subject.ts';

/**
 * The runtime's own notices: at the beginning of a line, or of a field when the record is JSON. `PANIC:` in capitals is
 * PostgreSQL's.
 */
const notice =
  /(?:^|[\n"'=]|\s\s|[|>\]:] )(?:fatal error: |panic: |http: panic serving |runtime: out of memory|runtime: goroutine stack exceeds )/;
const fatal = /fatal error: |runtime: out of memory|goroutine stack exceeds/;

/** What of the shared vocabulary Go's notices can mean; any other word in them is the panic's value. */
const runtimeClasses = new Set<FaultClass>(['go_map_race', 'go_panic', 'deadlock', 'memory']);

/**
 * One finding per service and kind. p = .93 for a fatal error (the process is gone), .8 n / (n + 1) for panics, both times
 * (k_A - E) / (k_A + E) with E the count that the normal time gives for as long a time: what always happened is no news.
 */
export const crashTextFindings = (context: Context): Finding[] => {
  const groups = new Map<string, Crash>();
  for (const template of context.templates.templates) {
    if (template.incidentCount <= 0 || template.service === '') continue;
    const body = template.samples
      .map((sample) => sample.body)
      .find((text) => notice.test(text.slice(0, 4000)));
    if (body === undefined) continue;
    const read = classOf(body);
    const key = [template.service, read.faultClass, read.detail].join('\u0000');
    const known = groups.get(key);
    if (known === undefined)
      groups.set(key, {
        ...read,
        template,
        body,
        before: template.baselineCount,
        count: template.incidentCount,
      });
    else {
      known.before += template.baselineCount;
      known.count += template.incidentCount;
    }
  }
  return [...groups.keys()].sort().map((key) => toFinding(context, groups.get(key)!));
};

interface Crash {
  faultClass: FaultClass;
  detail: string;
  template: LogTemplate;
  body: string;
  before: number;
  count: number;
}

const classOf = (body: string): { faultClass: FaultClass; detail: string } => {
  const read = classifyText(body);
  if (read !== null && runtimeClasses.has(read.faultClass)) return read;
  return { faultClass: 'go_panic', detail: fatal.test(body) ? 'fatal_error' : 'panic' };
};

const toFinding = (context: Context, crash: Crash): Finding => {
  const { baseline, incident } = context;
  const { template, count, before } = crash;
  const usual =
    baseline.endMs > baseline.startMs
      ? (before * (incident.endMs - incident.startMs)) / (baseline.endMs - baseline.startMs)
      : 0;
  const base = fatal.test(crash.body) ? 0.93 : (0.8 * count) / (count + 1);
  const entity = { kind: 'service', name: template.service } as const;
  const who = entityText(entity);
  return finding({
    entity,
    faultClass: crash.faultClass,
    detail: crash.detail,
    p: base * Math.max(0, (count - usual) / (count + usual)),
    onsetMs: template.firstIncident?.timeMs ?? null,
    evidence: [
      evidenceDraft({
        signal: 'log',
        entity,
        subject: template.template.slice(0, 300),
        unit: '{record}',
        before: Math.round(usual),
        after: count,
        n: count,
        text: {
          en: `${who.en} printed a death notice of the Go runtime ${count} ${count === 1 ? 'time' : 'times'}; as long a normal time has ${Math.round(usual)}.`,
          zh: `${who.zh} 打印了 ${count} 次 Go 运行时的崩溃信息；同样长的平常时段有 ${Math.round(usual)} 次。`,
        },
        quote: printable(crash.body).slice(0, 500),
        query: {
          kind: 'logs',
          service: template.service,
          text: fatal.test(crash.body) ? 'fatal error' : 'panic',
          minSeverity: 0,
          window: incident,
        },
        exemplars: template.samples.slice(0, 3).map(({ traceId, spanId, id, timeMs }) => ({
          traceId,
          spanId,
          logId: id,
          timeMs,
        })),
      }),
    ],
  });
};
