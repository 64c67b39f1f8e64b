import { useText } from '../../i18n/use-text.ts';
import { Icon } from '../../ui/icons.tsx';
import { ErrorNotice } from '../../ui/states.tsx';
import { exampleService, useExample } from './use-example.ts';

/** Nothing was sent yet: one click shows what the pages make of real Go output. */
export const TryExample = ({ onStored }: { onStored: () => void }) => {
  const t = useText();
  const { load, loading, error } = useExample(onStored);
  return (
    <section className="try-example" aria-label={t('example.try')}>
      <p>
        <b>{t('example.title')}</b>{' '}
        <span className="muted">{t('example.what', { service: exampleService })}</span>
      </p>
      <button type="button" className="button button-primary" disabled={loading} onClick={load}>
        <Icon name="runtime" size={14} /> {t(loading ? 'example.loading' : 'example.try')}
      </button>
      <ErrorNotice error={error} retry={load} />
    </section>
  );
};
