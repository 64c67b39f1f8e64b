import { useText } from '../../i18n/use-text.ts';
import { Section } from '../../ui/parts.tsx';
import { ErrorNotice, SkeletonRows } from '../../ui/states.tsx';
import { NothingYet } from './overview-page.tsx';
import { ServicesTable } from './services-table.tsx';
import { useServices } from './use-overview.ts';

export const ServicesPage = () => {
  const t = useText();
  const services = useServices();
  const list = services.data?.services;
  return (
    <div className="content">
      <h1>{t('page.services')}</h1>
      <ErrorNotice error={services.error} retry={services.retry} />
      {services.loading ? <SkeletonRows /> : null}
      {list?.length === 0 ? <NothingYet /> : null}
      {list === undefined || list.length === 0 ? null : (
        <Section title={t('services.count', { count: list.length })} stale={services.stale}>
          <ServicesTable services={list} full />
        </Section>
      )}
    </div>
  );
};
