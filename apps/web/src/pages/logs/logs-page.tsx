import type { LogRecord, LogsResponse, Resource } from '@nightglass/model';
import { useMemo, useState } from 'react';
import { useApi } from '../../api/use-api.ts';
import { useTime } from '../../frame/time-context.tsx';
import { useText } from '../../i18n/use-text.ts';
import { queryWords } from '../../logic/highlight.ts';
import { changeParams, usePlace } from '../../router/place.ts';
import { Icon } from '../../ui/icons.tsx';
import { LogDetail, LogLine } from '../../ui/log-line.tsx';
import { Pager } from '../../ui/pager.tsx';
import { Section } from '../../ui/parts.tsx';
import { ConnectHelp, Empty, ErrorNotice, SkeletonRows } from '../../ui/states.tsx';
import { anyLogFilter, type LogFilters, readLogFilters, toLogQuery } from './filters.ts';
import { LogContext } from './log-context.tsx';
import { LogFilterBar } from './log-filter-bar.tsx';
import { LogHistogram } from './log-histogram.tsx';
import { useTail } from './use-tail.ts';

const perPage = 200;

export const LogsPage = () => {
  const t = useText();
  const { params } = usePlace();
  const filters = useMemo(() => readLogFilters(params), [params]);
  const live = params.get('live') === '1';
  return (
    <div className="content">
      <header className="page-head">
        <h1>{t('page.logs')}</h1>
        <button
          type="button"
          className={live ? 'button button-primary' : 'button'}
          aria-pressed={live}
          onClick={() => changeParams({ live: live ? null : '1', cursor: null })}
        >
          <Icon name={live ? 'pause' : 'play'} size={14} /> {t(live ? 'logs.stopLive' : 'logs.live')}
        </button>
      </header>
      <LogFilterBar filters={filters} />
      {live ? (
        <LiveLogs filters={filters} />
      ) : (
        <>
          <LogHistogram filters={filters} />
          <FoundLogs filters={filters} />
        </>
      )}
    </div>
  );
};

const FoundLogs = ({ filters }: { filters: LogFilters }) => {
  const t = useText();
  const { params } = usePlace();
  const { window } = useTime();
  const cursor = params.get('cursor');
  const found = useApi<LogsResponse>('/logs', {
    ...toLogQuery(filters),
    start: window.start,
    end: window.end,
    limit: perPage,
    cursor,
  });
  const logs = found.data?.logs;
  return (
    <>
      <ErrorNotice error={found.error} retry={found.retry} />
      {found.loading ? <SkeletonRows rows={14} /> : null}
      {logs === undefined || logs.length === 0 ? null : (
        <Section title={t('logs.newest')} stale={found.stale}>
          <LogList logs={logs} resources={found.data?.resources ?? {}} words={queryWords(filters.query)} />
          <Pager nextCursor={found.data?.nextCursor} />
        </Section>
      )}
      {logs?.length === 0 ? (
        anyLogFilter(filters) || cursor !== null ? (
          <Empty title={t('logs.none')}>
            <p>{t('logs.noneHint')}</p>
          </Empty>
        ) : (
          <ConnectHelp />
        )
      ) : null}
    </>
  );
};

const LiveLogs = ({ filters }: { filters: LogFilters }) => {
  const t = useText();
  const [paused, setPaused] = useState(false);
  const tail = useTail(filters, true, paused);
  return (
    <Section
      title={t(paused ? 'logs.paused' : `logs.tail.${tail.state}`)}
      aside={
        <button type="button" className="button button-s" onClick={() => setPaused(!paused)}>
          <Icon name={paused ? 'play' : 'pause'} size={13} /> {t(paused ? 'logs.resume' : 'logs.pause')}
        </button>
      }
    >
      {tail.dropped > 0 ? (
        <p className="warning quiet">◆ {t('logs.dropped', { count: tail.dropped })}</p>
      ) : null}
      {tail.logs.length === 0 ? <p className="muted quiet">{t('logs.waiting')}</p> : null}
      <LogList logs={tail.logs} resources={tail.resources} words={queryWords(filters.query)} />
    </Section>
  );
};

interface ListProps {
  logs: readonly LogRecord[];
  resources: Record<string, Resource>;
  words: readonly string[];
}
const LogList = ({ logs, resources, words }: ListProps) => {
  const t = useText();
  const { params } = usePlace();
  const open = params.get('open');
  const context = params.get('context');
  return (
    <ul className="logs logs-page">
      {logs.map((log) => (
        <LogLine
          key={log.id}
          log={log}
          words={words}
          open={open === log.id}
          onToggle={() =>
            changeParams({ open: open === log.id ? null : log.id, context: null }, { replace: true })
          }
        >
          <LogDetail log={log} resources={resources}>
            <button
              type="button"
              className="button button-s"
              aria-pressed={context === '1'}
              onClick={() => changeParams({ context: context === '1' ? null : '1' }, { replace: true })}
            >
              <Icon name="logs" size={13} /> {t('logs.context')}
            </button>
          </LogDetail>
          {context === '1' ? <LogContext log={log} /> : null}
        </LogLine>
      ))}
    </ul>
  );
};
