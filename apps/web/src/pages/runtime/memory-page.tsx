import type { RuntimeMemoryResponse } from '@nightglass/model';
import { useMemo } from 'react';
import { useRuntime } from '../../api/use-api.ts';
import { useText } from '../../i18n/use-text.ts';
import { memorySeries } from '../../logic/runtime/memory-series.ts';
import { Link } from '../../router/link.tsx';
import { changeParams, useLinks, usePlace } from '../../router/place.ts';
import { CodeWithCopy } from '../../ui/code-with-copy.tsx';
import { Section } from '../../ui/parts.tsx';
import { Empty, ErrorNotice, SkeletonBox } from '../../ui/states.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useServices } from '../overview/use-overview.ts';
import { FindingList, Headlines } from './finding-card.tsx';
import { MemoryCharts } from './memory-charts.tsx';
import { MemorySites } from './memory-sites.tsx';
import { useEvidenceRange, WhenChoice } from './when.tsx';

/** Heap growth beside GC cycles on one time axis, which sites grew, and what that means. */
export const MemoryPage = () => {
  const t = useText();
  const to = useLinks();
  const { params } = usePlace();
  const range = useEvidenceRange();
  const services = useServices();
  const service = params.get('service') ?? '';
  const instance = params.get('instance') ?? '';
  const found = useRuntime<RuntimeMemoryResponse>(
    '/memory',
    {
      service,
      instance,
      ...range,
    },
    { subject: `${service} ${instance}`, enabled: service !== '' },
  );
  const { data } = found;
  const series = useMemo(() => (data === undefined ? undefined : memorySeries(data)), [data]);
  const empty = data !== undefined && data.cycles.length === 0 && data.heaps.length === 0;
  return (
    <div className="content">
      <div>
        <p className="crumbs">
          <Link className="text-link" href={to('/runtime')}>
            {t('page.runtime')}
          </Link>
        </p>
        <h1>{t('memory.title')}</h1>
      </div>
      <search className="filter-bar" aria-label={t('filter.label')}>
        <TextField
          label={t('filter.service')}
          value={service}
          placeholder={t('filter.any')}
          options={(services.data?.services ?? []).map((s) => s.name)}
          onCommit={(text) => changeParams({ service: text })}
        />
        <TextField
          label={t('runtime.instance')}
          value={instance}
          placeholder={t('filter.any')}
          onCommit={(text) => changeParams({ instance: text })}
        />
        <WhenChoice />
      </search>
      <ErrorNotice error={found.error} retry={found.retry} />
      {found.loading ? <SkeletonBox height={260} /> : null}
      {service === '' ? <Empty title={t('memory.choose')} /> : null}
      {empty ? (
        <Empty title={t('memory.none')}>
          <p>{t('memory.noneHint')}</p>
          <CodeWithCopy
            text={
              'GODEBUG=gctrace=1 ./my-service 2> gctrace.log\ncurl -s http://localhost:6060/debug/pprof/heap > heap.pb.gz'
            }
            what={t('advice.code')}
          />
        </Empty>
      ) : null}
      {data === undefined || series === undefined || empty ? null : (
        <>
          {data.findings.length === 0 ? null : <Headlines findings={data.findings} />}
          <MemoryCharts data={data} series={series} stale={found.stale} />
          {data.findings.length === 0 ? null : (
            <Section title={t('finding.title')} stale={found.stale}>
              <FindingList findings={data.findings} />
            </Section>
          )}
          {data.sites.length === 0 ? null : <MemorySites data={data} stale={found.stale} />}
        </>
      )}
    </div>
  );
};
