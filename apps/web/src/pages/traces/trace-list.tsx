import type { TraceSummary } from '@nightglass/model';
import { usePreferences } from '../../frame/preferences.ts';
import { useText } from '../../i18n/use-text.ts';
import { formatCount, formatDuration } from '../../logic/format.ts';
import { tracePath } from '../../logic/paths.ts';
import { formatFull, formatNanoClock } from '../../logic/times.ts';
import { Link } from '../../router/link.tsx';
import { useLinks } from '../../router/place.ts';
import { ServiceDot, ServiceName } from '../../ui/parts.tsx';

/**
 * Where a click on a trace leads: a failed one opens at its deepest failure (the page finds it), any other one at the
 * span that met the filter.
 */
export const useTraceLink = (): ((trace: TraceSummary) => string) => {
  const to = useLinks();
  return (trace) =>
    to(tracePath(trace.traceId), { span: trace.errorCount > 0 ? undefined : trace.matchedSpanId });
};

interface Props {
  traces: readonly TraceSummary[];
  label: string;
  /** Without the services, for narrow columns. */
  compact?: boolean;
}

export const TraceList = ({ traces, label, compact = false }: Props) => {
  const longest = Math.max(1, ...traces.map((trace) => trace.durationNano));
  return (
    <ol className={compact ? 'trace-list trace-list-compact' : 'trace-list'} aria-label={label}>
      {traces.map((trace) => (
        <TraceItem key={trace.traceId} trace={trace} longest={longest} compact={compact} />
      ))}
    </ol>
  );
};

const TraceItem = ({
  trace,
  longest,
  compact,
}: {
  trace: TraceSummary;
  longest: number;
  compact: boolean;
}) => {
  const t = useText();
  const link = useTraceLink();
  const { language } = usePreferences();
  const failed = trace.errorCount > 0;
  return (
    <li>
      <Link href={link(trace)} className="trace-item" data-trace={trace.traceId}>
        <time className="trace-time" title={formatFull(trace.startTimeUnixNano, language)}>
          {formatNanoClock(trace.startTimeUnixNano, language)}
        </time>
        <span className="trace-name">
          <ServiceName name={trace.rootService} />
          <span className="ellipsis">{trace.rootOperation}</span>
          {trace.rootMissing && !compact ? (
            <span className="tag tag-warning">{t('trace.noRoot')}</span>
          ) : null}
        </span>
        <span className={failed ? 'trace-errors bad' : 'trace-errors muted'}>
          {failed ? `▲ ${t('traces.errors', { count: trace.errorCount })}` : ''}
        </span>
        {compact ? null : (
          <>
            <span
              className="trace-services"
              title={trace.services.map((s) => `${s.name} ${s.spans}`).join(', ')}
            >
              {trace.services.slice(0, 6).map((s) => (
                <span key={s.name} className="trace-service">
                  <ServiceDot name={s.name} />
                  {s.spans}
                </span>
              ))}
            </span>
            <span className="trace-spans muted">
              {t('traces.spans', { count: formatCount(trace.spanCount) })}
            </span>
          </>
        )}
        <span className="trace-duration">
          <span
            className={failed ? 'trace-bar trace-bar-bad' : 'trace-bar'}
            style={{ width: `${Math.max(1, (trace.durationNano / longest) * 100)}%` }}
          />
          <b>{formatDuration(trace.durationNano)}</b>
        </span>
      </Link>
    </li>
  );
};
