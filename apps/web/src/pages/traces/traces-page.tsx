import type { TracesResponse } from '@nightglass/model';
import { useMemo } from 'react';
import { useApi } from '../../api/use-api.ts';
import { useTime } from '../../frame/time-context.tsx';
import { useText } from '../../i18n/use-text.ts';
import { nanoToSeconds } from '../../logic/times.ts';
import { usePlace } from '../../router/place.ts';
import { Pager } from '../../ui/pager.tsx';
import { Section } from '../../ui/parts.tsx';
import { ConnectHelp, Empty, ErrorNotice, SkeletonBox, SkeletonRows } from '../../ui/states.tsx';
import { FilterBar } from './filter-bar.tsx';
import { anyFilter, readFilters, toQuery } from './filters.ts';
import { Scatter } from './scatter.tsx';
import { TraceList } from './trace-list.tsx';

const perPage = 300;

export const TracesPage = () => {
  const t = useText();
  const { params } = usePlace();
  const { window, brush } = useTime();
  const filters = useMemo(() => readFilters(params), [params]);
  const cursor = params.get('cursor');
  const found = useApi<TracesResponse>('/traces', {
    ...toQuery(filters),
    start: window.start,
    end: window.end,
    limit: perPage,
    cursor,
  });
  const traces = found.data?.traces;
  // When there are more than fit a page, the picture begins where the list ends.
  const oldest = found.data?.nextCursor == null ? undefined : traces?.at(-1)?.startTimeUnixNano;
  const newest = cursor === null ? undefined : traces?.[0]?.startTimeUnixNano;
  const shown = {
    start: oldest === undefined ? window.start : Math.max(window.start, Math.floor(nanoToSeconds(oldest))),
    end: newest === undefined ? window.end : Math.min(window.end, Math.ceil(nanoToSeconds(newest)) + 1),
  };
  return (
    <div className="content">
      <h1>{t('page.traces')}</h1>
      <FilterBar filters={filters} />
      <ErrorNotice error={found.error} retry={found.retry} />
      {found.loading ? (
        <>
          <SkeletonBox height={190} />
          <SkeletonRows rows={10} />
        </>
      ) : null}
      {traces === undefined || traces.length === 0 ? null : (
        <>
          <Section
            title={t('traces.scatter')}
            stale={found.stale}
            aside={
              <span className="legend">
                <span className="legend-ring" aria-hidden="true" /> {t('traces.fine')}
                <span className="legend-diamond" aria-hidden="true" /> {t('traces.failed')}
              </span>
            }
          >
            <Scatter traces={traces} range={shown} onBrush={brush} />
          </Section>
          <Section
            title={t(found.data?.nextCursor === null ? 'traces.count' : 'traces.newest', {
              count: traces.length,
            })}
            stale={found.stale}
          >
            <TraceList traces={traces} label={t('page.traces')} />
            <Pager nextCursor={found.data?.nextCursor} />
          </Section>
        </>
      )}
      {traces?.length === 0 ? (
        anyFilter(filters) || cursor !== null ? (
          <Empty title={t('traces.none')}>
            <p>{t('traces.noneHint')}</p>
          </Empty>
        ) : (
          <ConnectHelp />
        )
      ) : null}
    </div>
  );
};
