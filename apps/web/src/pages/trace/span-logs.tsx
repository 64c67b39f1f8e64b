import type { CorrelateResponse, LogRecord, Resource, Span } from '@nightglass/model';
import { useState } from 'react';
import type { Answer } from '../../api/use-api.ts';
import { useText } from '../../i18n/use-text.ts';
import { isoSeconds } from '../../logic/time-range.ts';
import { nanoToSeconds } from '../../logic/times.ts';
import { Link } from '../../router/link.tsx';
import { useLinks } from '../../router/place.ts';
import { LogDetail, LogLine } from '../../ui/log-line.tsx';
import { ErrorNotice, SkeletonRows } from '../../ui/states.tsx';

export const SpanLogs = ({ span, related }: { span: Span; related: Answer<CorrelateResponse> }) => {
  const t = useText();
  const to = useLinks();
  if (related.data === undefined)
    return related.error === undefined ? (
      <SkeletonRows rows={4} />
    ) : (
      <ErrorNotice error={related.error} retry={related.retry} />
    );
  const { spanLogs, traceLogs, resources } = related.data;
  const start = nanoToSeconds(span.startTimeUnixNano);
  const around = {
    traceId: span.traceId,
    last: null,
    from: isoSeconds(Math.floor(start) - 300),
    to: isoSeconds(Math.ceil(start + span.durationNano / 1e9) + 300),
  };
  return (
    <>
      <h3>{t('panel.spanLogs', { count: spanLogs.length })}</h3>
      {spanLogs.length === 0 ? (
        <p className="muted quiet">{t('panel.noSpanLogs')}</p>
      ) : (
        <Lines logs={spanLogs} resources={resources} first />
      )}
      {traceLogs.length === 0 ? null : (
        <>
          <h3>{t('panel.traceLogs', { count: traceLogs.length })}</h3>
          <Lines logs={traceLogs} resources={resources} />
        </>
      )}
      <p className="quiet">
        <Link className="text-link" href={to('/logs', around)}>
          {t('panel.inLogs')}
        </Link>
      </p>
    </>
  );
};

/** The worst line of the span is open from the start: it is what one came for. */
const Lines = ({
  logs,
  resources,
  first = false,
}: {
  logs: readonly LogRecord[];
  resources: Record<string, Resource>;
  first?: boolean;
}) => {
  const worst = first
    ? logs.reduce<LogRecord | undefined>(
        (w, l) => (l.severityNumber >= 17 && l.severityNumber > (w?.severityNumber ?? 0) ? l : w),
        undefined,
      )
    : undefined;
  const [open, setOpen] = useState<string | undefined>(worst?.id);
  return (
    <ul className="logs">
      {logs.map((log) => (
        <LogLine
          key={log.id}
          log={log}
          compact
          open={open === log.id}
          onToggle={() => setOpen(open === log.id ? undefined : log.id)}
        >
          <LogDetail log={log} resources={resources} inTrace />
        </LogLine>
      ))}
    </ul>
  );
};
