import { useText } from '../../i18n/use-text.ts';
import { Link } from '../../router/link.tsx';
import { useLinks } from '../../router/place.ts';
import { Section } from '../../ui/parts.tsx';
import { ConnectHelp, Empty, ErrorNotice, SkeletonBox, SkeletonRows } from '../../ui/states.tsx';
import { FindingsStrip } from './findings-strip.tsx';
import { NewestFailures } from './newest-failures.tsx';
import { ServiceMap } from './service-map.tsx';
import { ServicesTable } from './services-table.tsx';
import { useServiceMap, useServices } from './use-overview.ts';

export const OverviewPage = () => {
  const t = useText();
  const to = useLinks();
  const services = useServices();
  const map = useServiceMap();
  const list = services.data?.services;
  const none = list?.length === 0;
  return (
    <div className="content">
      <h1 className="hidden-text">{t('page.overview')}</h1>
      <ErrorNotice error={services.error} retry={services.retry} />
      {none ? <NothingYet /> : null}
      {services.loading ? <SkeletonBox height={66} /> : null}
      {list === undefined || none ? null : (
        <div className={services.stale ? 'stale' : undefined}>
          <FindingsStrip services={list} map={map.data} />
        </div>
      )}
      {none ? null : (
        <div className="overview-grid">
          <Section
            title={t('overview.services')}
            stale={services.stale}
            aside={
              <Link href={to('/services')} className="text-link">
                {t('overview.allColumns')}
              </Link>
            }
          >
            {list === undefined ? (
              services.loading ? (
                <SkeletonRows rows={5} />
              ) : null
            ) : (
              <ServicesTable services={list} />
            )}
          </Section>
          <Section title={t('overview.map')} stale={map.stale}>
            <ErrorNotice error={map.error} retry={map.retry} />
            {map.loading ? <SkeletonBox height={220} /> : null}
            {map.data === undefined ? null : map.data.nodes.length === 0 ? (
              <Empty title={t('map.empty')} />
            ) : (
              <ServiceMap map={map.data} />
            )}
          </Section>
        </div>
      )}
      {none || list === undefined ? null : <NewestFailures />}
    </div>
  );
};

/** Nothing in the range: either nothing was ever sent, or the range is the wrong one. */
export const NothingYet = () => {
  const t = useText();
  return (
    <>
      <ConnectHelp />
      <p className="muted centred">{t('connect.range')}</p>
    </>
  );
};
