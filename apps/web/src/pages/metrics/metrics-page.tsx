import type { MetricNamesResponse } from '@nightglass/model';
import { useApi } from '../../api/use-api.ts';
import { useTime } from '../../frame/time-context.tsx';
import { useText } from '../../i18n/use-text.ts';
import { changeParams, usePlace } from '../../router/place.ts';
import { ConnectHelp, Empty, ErrorNotice, SkeletonRows } from '../../ui/states.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useServices } from '../overview/use-overview.ts';
import { MetricList } from './metric-list.tsx';
import { MetricView } from './metric-view.tsx';

export const MetricsPage = () => {
  const t = useText();
  const { params } = usePlace();
  const { window } = useTime();
  const services = useServices();
  const service = params.get('service') ?? '';
  const q = params.get('q') ?? '';
  const name = params.get('name');
  const found = useApi<MetricNamesResponse>('/metrics/names', {
    q,
    service,
    start: window.start,
    end: window.end,
    limit: 1000,
  });
  const names = found.data?.names;
  return (
    <div className="content">
      <h1>{t('page.metrics')}</h1>
      <div className="metrics-grid">
        <aside className="metrics-side">
          <search className="metrics-filters">
            <TextField
              label={t('metrics.search')}
              type="search"
              value={q}
              placeholder="http.server.request.duration"
              onCommit={(text) => changeParams({ q: text }, { replace: true })}
            />
            <TextField
              label={t('filter.service')}
              value={service}
              placeholder={t('filter.any')}
              options={(services.data?.services ?? []).map((s) => s.name)}
              onCommit={(text) => changeParams({ service: text })}
            />
          </search>
          <ErrorNotice error={found.error} retry={found.retry} />
          {found.loading ? <SkeletonRows rows={12} /> : null}
          {names === undefined || names.length === 0 ? null : (
            <div className={found.stale ? 'stale' : undefined}>
              <MetricList names={names} selected={name} />
            </div>
          )}
          {names?.length === 0 && (q !== '' || service !== '') ? (
            <Empty title={t('metrics.none')}>
              <p>{t('metrics.noneHint')}</p>
            </Empty>
          ) : null}
        </aside>
        <div className="metrics-main">
          {name !== null ? (
            <MetricView name={name} service={service} />
          ) : names?.length === 0 && q === '' && service === '' ? (
            <ConnectHelp />
          ) : (
            <Empty title={t('metrics.choose')}>
              <p>{t('metrics.chooseHint')}</p>
            </Empty>
          )}
        </div>
      </div>
    </div>
  );
};
