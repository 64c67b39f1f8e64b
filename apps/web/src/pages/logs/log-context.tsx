import type { LogContextResponse, LogRecord } from '@nightglass/model';
import { useState } from 'react';
import { useApi } from '../../api/use-api.ts';
import { useText } from '../../i18n/use-text.ts';
import { LogDetail, LogLine } from '../../ui/log-line.tsx';
import { ErrorNotice, SkeletonRows } from '../../ui/states.tsx';

const least = 10;
const most = 200;

/** What the same process wrote before and after a line. */
export const LogContext = ({ log }: { log: LogRecord }) => {
  const t = useText();
  const [lines, setLines] = useState(least);
  const [open, setOpen] = useState<string | undefined>(undefined);
  const found = useApi<LogContextResponse>(
    '/logs/context',
    { id: log.id, before: lines, after: lines },
    { subject: log.id },
  );
  return (
    <section className="log-context" aria-label={t('logs.context')}>
      <h3>{t('logs.contextOf', { service: log.service })}</h3>
      <ErrorNotice error={found.error} retry={found.retry} />
      {found.loading ? <SkeletonRows rows={6} /> : null}
      {found.data === undefined ? null : (
        <ul className={found.stale ? 'logs stale' : 'logs'}>
          {found.data.logs.map((line) => (
            <LogLine
              key={line.id}
              log={line}
              compact
              hit={line.id === log.id}
              open={open === line.id}
              onToggle={() => setOpen(open === line.id ? undefined : line.id)}
            >
              <LogDetail log={line} resources={found.data?.resources ?? {}} />
            </LogLine>
          ))}
        </ul>
      )}
      {lines >= most ? null : (
        <button type="button" className="button button-s" onClick={() => setLines(Math.min(most, lines * 3))}>
          {t('logs.moreContext')}
        </button>
      )}
    </section>
  );
};
