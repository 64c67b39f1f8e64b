import type { LogsResponse, TracesResponse } from '@nightglass/model';
import { useApi } from '../../api/use-api.ts';
import { usePreferences } from '../../frame/preferences.ts';
import { useTime } from '../../frame/time-context.tsx';
import { useText } from '../../i18n/use-text.ts';
import { groupLines, type LogGroup } from '../../logic/log-groups.ts';
import { tracePath } from '../../logic/paths.ts';
import { severityOf } from '../../logic/severity.ts';
import { formatFull, formatNanoClock } from '../../logic/times.ts';
import { Link } from '../../router/link.tsx';
import { useLinks } from '../../router/place.ts';
import { logText, SeverityMark } from '../../ui/log-line.tsx';
import { Section, ServiceName } from '../../ui/parts.tsx';
import { ErrorNotice, SkeletonRows } from '../../ui/states.tsx';
import { TraceList } from '../traces/trace-list.tsx';

const shown = 6;
/** Of this many newest lines the alike ones are counted. */
const lookedAt = 100;

/** The why without a click: what failed last, in its own words. Not there when nothing failed. */
export const NewestFailures = () => {
  const t = useText();
  const to = useLinks();
  const { window } = useTime();
  const range = { start: window.start, end: window.end };
  const traces = useApi<TracesResponse>('/traces', { ...range, status: 'error', limit: shown });
  const logs = useApi<LogsResponse>('/logs', { ...range, severity: 'error', limit: lookedAt });
  const none = traces.data?.traces.length === 0 && logs.data?.logs.length === 0;
  if (none) return null;
  const groups = groupLines(logs.data?.logs ?? [], logText).slice(0, shown);
  return (
    <div className="two-columns">
      <Section
        title={t('overview.errorLines')}
        stale={logs.stale}
        aside={
          <Link className="text-link" href={to('/logs', { severity: 'error' })}>
            {t('action.all')}
          </Link>
        }
      >
        <ErrorNotice error={logs.error} retry={logs.retry} />
        {logs.loading ? <SkeletonRows rows={shown} /> : null}
        {logs.data?.logs.length === 0 ? <p className="muted quiet">{t('overview.noErrorLines')}</p> : null}
        <ol className="error-lines" aria-label={t('overview.errorLines')}>
          {groups.map((group) => (
            <ErrorLine key={group.log.id} group={group} />
          ))}
        </ol>
      </Section>
      <Section
        title={t('service.failing')}
        stale={traces.stale}
        aside={
          <Link className="text-link" href={to('/traces', { status: 'error' })}>
            {t('action.all')}
          </Link>
        }
      >
        <ErrorNotice error={traces.error} retry={traces.retry} />
        {traces.loading ? <SkeletonRows rows={shown} /> : null}
        {traces.data?.traces.length === 0 ? <p className="muted quiet">{t('service.failingNone')}</p> : null}
        <TraceList traces={traces.data?.traces ?? []} label={t('service.failing')} compact />
      </Section>
    </div>
  );
};

/** Leads to the span that wrote it, or to the line itself. */
const ErrorLine = ({ group }: { group: LogGroup }) => {
  const { log, count } = group;
  const t = useText();
  const to = useLinks();
  const { language } = usePreferences();
  const href =
    log.traceId === ''
      ? to('/logs', { severity: 'error', open: log.id })
      : to(tracePath(log.traceId), { span: log.spanId, tab: 'logs' });
  return (
    <li>
      <Link className="error-line" href={href}>
        <time className="log-time" title={formatFull(log.timeUnixNano, language)}>
          {formatNanoClock(log.timeUnixNano, language)}
        </time>
        <SeverityMark severity={severityOf(log.severityNumber)} />
        <ServiceName name={log.service} />
        <span className="error-text">{logText(log)}</span>
        <span className="tag" title={t('overview.alike', { count })}>
          ×{count}
        </span>
      </Link>
    </li>
  );
};
