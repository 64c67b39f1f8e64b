import type { OperationsResponse, ServiceSummary } from '@nightglass/model';
import { useApi } from '../../api/use-api.ts';
import { useSubject } from '../../frame/subject-context.ts';
import { useTime } from '../../frame/time-context.tsx';
import { useText } from '../../i18n/use-text.ts';
import { formatDuration, formatPercent, formatRate } from '../../logic/format.ts';
import { changeSearch } from '../../logic/url-state.ts';
import { Link } from '../../router/link.tsx';
import { useLinks, usePlace } from '../../router/place.ts';
import { ExplainButton } from '../../ui/explain-button.tsx';
import { Icon } from '../../ui/icons.tsx';
import { Section, ServiceName } from '../../ui/parts.tsx';
import { Empty, ErrorNotice, SkeletonBox, SkeletonRows } from '../../ui/states.tsx';
import { useServices } from '../overview/use-overview.ts';
import { OperationsTable } from './operations-table.tsx';
import { RedCharts } from './red-charts.tsx';
import { ServiceTraces } from './service-traces.tsx';

export const ServicePage = ({ name }: { name: string }) => {
  const t = useText();
  const { params, path, search } = usePlace();
  const { window } = useTime();
  const services = useServices();
  const operations = useApi<OperationsResponse>(`/services/${encodeURIComponent(name)}/operations`, {
    start: window.start,
    end: window.end,
  });
  const service = services.data?.services.find((s) => s.name === name);
  const chosen = params.get('operation');
  const kind = params.get('kind');
  const operation =
    chosen === null
      ? undefined
      : operations.data?.operations.find((o) => o.name === chosen && (kind === null || o.kind === kind));
  const shown = operation ?? (chosen === null ? service : undefined);
  return (
    <div className="content">
      <ServiceHead name={name} service={service} />
      <ErrorNotice error={services.error} retry={services.retry} />
      {chosen === null ? null : (
        <p className="filter-line">
          {t('service.onlyOperation')} <b>{chosen}</b>
          <Link className="chip" replace href={path + changeSearch(search, { operation: null, kind: null })}>
            {t('service.allOperations')} <Icon name="close" size={12} />
          </Link>
        </p>
      )}
      {services.loading ? <SkeletonBox height={220} /> : null}
      {shown !== undefined ? <RedCharts spark={shown.sparkline} stale={services.stale} /> : null}
      {services.data !== undefined && service === undefined ? (
        <Empty title={t('service.silent', { name })}>
          <p>{t('service.silentHint')}</p>
        </Empty>
      ) : null}
      {service === undefined ? null : <ServiceTraces service={service} operation={operation} />}
      <Section title={t('service.operations')} stale={operations.stale}>
        <ErrorNotice error={operations.error} retry={operations.retry} />
        {operations.loading ? <SkeletonRows /> : null}
        {operations.data === undefined ? null : (
          <OperationsTable service={name} operations={operations.data.operations} selected={operation} />
        )}
      </Section>
    </div>
  );
};

const ServiceHead = ({ name, service }: { name: string; service: ServiceSummary | undefined }) => {
  const t = useText();
  const to = useLinks();
  const subject = useSubject();
  return (
    <header className="page-head">
      <div>
        <h1>
          <ServiceName name={name} />
        </h1>
        {service === undefined ? null : (
          <p className="facts">
            <span>
              {t('fact.rate')} <b>{formatRate(service.rate)}/s</b>
            </span>
            <span>
              {t('fact.errors')}{' '}
              <b className={service.errorRate >= 0.02 ? 'bad' : undefined}>
                {formatPercent(service.errorRate)}
              </b>
            </span>
            <span>
              p50 <b>{formatDuration(service.p50)}</b>
            </span>
            <span>
              p95 <b>{formatDuration(service.p95)}</b>
            </span>
            <span>
              p99 <b>{formatDuration(service.p99)}</b>
            </span>
            {service.versions.length === 0 ? null : (
              <span>
                {t('fact.version')} <b>{service.versions.join(' → ')}</b>
              </span>
            )}
            {service.language === '' ? null : <span>{service.language}</span>}
          </p>
        )}
      </div>
      <nav className="page-links" aria-label={t('service.more')}>
        <ExplainButton
          className="button button-primary"
          subject={subject}
          text={t('explain.ask')}
          label={t('explain.service', { service: name })}
        />
        <Link className="button" href={to('/traces', { service: name })}>
          <Icon name="traces" size={14} /> {t('page.traces')}
        </Link>
        <Link className="button" href={to('/logs', { service: name })}>
          <Icon name="logs" size={14} /> {t('page.logs')}
        </Link>
        <Link className="button" href={to('/metrics/explore', { service: name })}>
          <Icon name="metrics" size={14} /> {t('page.metrics')}
        </Link>
      </nav>
    </header>
  );
};
