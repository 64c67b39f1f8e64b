import type { OperationsResponse } from '@nightglass/model';
import { useApi } from '../../api/use-api.ts';
import { usePreferences } from '../../frame/preferences.ts';
import { useAsk } from '../../frame/subject-context.ts';
import { useTime } from '../../frame/time-context.tsx';
import { useText } from '../../i18n/use-text.ts';
import { spanLabel } from '../../logic/times.ts';
import { changeParams, usePlace } from '../../router/place.ts';
import { Icon } from '../../ui/icons.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useServices } from '../overview/use-overview.ts';

/** Whom to ask about, in the time range of the header. The whole question stands in the address. */
export const AskForm = () => {
  const t = useText();
  const { language } = usePreferences();
  const { params } = usePlace();
  const { range, window } = useTime();
  const askAbout = useAsk();
  const services = useServices();
  const service = params.get('service') ?? '';
  const operation = params.get('operation') ?? '';
  const watch = params.get('watch') === '1';
  const operations = useApi<OperationsResponse>(
    `/services/${encodeURIComponent(service)}/operations`,
    { start: window.start, end: window.end },
    { enabled: service !== '' },
  );
  const span = spanLabel(window.start, window.end, language);
  return (
    <section className="ask" aria-labelledby="ask-title">
      <h2 id="ask-title">{t('ask.title')}</h2>
      <p className="muted">{t('ask.hint')}</p>
      <div className="ask-fields">
        <TextField
          label={t('filter.service')}
          value={service}
          placeholder={t('ask.anyService')}
          options={(services.data?.services ?? []).map((s) => s.name)}
          onCommit={(text) => changeParams({ service: text, operation: null, cursor: null })}
        />
        {service === '' ? null : (
          <TextField
            label={t('filter.operation')}
            value={operation}
            placeholder={t('ask.anyOperation')}
            options={[...new Set((operations.data?.operations ?? []).map((o) => o.name))]}
            onCommit={(text) => changeParams({ operation: text })}
          />
        )}
        <div className="field ask-range">
          <span>{t('ask.range')}</span>
          <b title={t('ask.rangeHint')}>
            {range.kind === 'relative' ? t('time.last', { span: range.text }) : span}
          </b>
        </div>
        <button
          type="button"
          className="button button-primary ask-button"
          onClick={() => askAbout({ service, operation }, watch)}
        >
          <Icon name="explain" size={14} /> {t('explain.ask')} <kbd>e</kbd>
        </button>
      </div>
      <label className="ask-watch">
        <input
          type="checkbox"
          checked={watch}
          onChange={(event) => changeParams({ watch: event.target.checked ? '1' : null }, { replace: true })}
        />
        {t('ask.watch')}
      </label>
    </section>
  );
};
