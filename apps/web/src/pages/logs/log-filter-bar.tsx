import { useText } from '../../i18n/use-text.ts';
import { shortId } from '../../logic/format.ts';
import { changeParams } from '../../router/place.ts';
import { AttributeFilter, Chips } from '../../ui/attribute-filter.tsx';
import { Icon } from '../../ui/icons.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useServices } from '../overview/use-overview.ts';
import { anyLogFilter, type LogFilters } from './filters.ts';

const change = (changes: Record<string, string | string[] | null>): void =>
  changeParams({ ...changes, cursor: null, open: null });
const classes = ['fatal', 'error', 'warn', 'info', 'debug'] as const;

export const LogFilterBar = ({ filters }: { filters: LogFilters }) => {
  const t = useText();
  const services = useServices();
  return (
    <search className="filter-bar" aria-label={t('filter.label')}>
      <TextField
        className="field-wide"
        label={t('logs.query')}
        type="search"
        value={filters.query}
        placeholder={t('logs.queryHint')}
        onCommit={(query) => change({ query })}
      />
      <TextField
        label={t('filter.service')}
        value={filters.service}
        placeholder={t('filter.any')}
        options={(services.data?.services ?? []).map((s) => s.name)}
        onCommit={(service) => change({ service })}
      />
      <label className="field">
        <span>{t('logs.severity')}</span>
        <select
          className="select"
          value={filters.severity}
          onChange={(event) => change({ severity: event.target.value })}
        >
          <option value="">{t('filter.any')}</option>
          {classes.map((c) => (
            <option key={c} value={c}>
              {c === 'fatal' ? c : t('logs.andWorse', { severity: c })}
            </option>
          ))}
        </select>
      </label>
      <AttributeFilter signal="logs" filters={filters.attr} onChange={(attr) => change({ attr })} />
      <Chips filters={filters.attr} onChange={(attr) => change({ attr })} />
      {filters.traceId === '' ? null : (
        <IdChip
          name={t('trace.id')}
          id={filters.traceId}
          onRemove={() => change({ traceId: null, spanId: null })}
        />
      )}
      {filters.spanId === '' ? null : (
        <IdChip name={t('panel.spanId')} id={filters.spanId} onRemove={() => change({ spanId: null })} />
      )}
      {anyLogFilter(filters) ? (
        <button
          type="button"
          className="button button-plain"
          onClick={() =>
            change({ query: null, service: null, severity: null, traceId: null, spanId: null, attr: null })
          }
        >
          {t('filter.clear')}
        </button>
      ) : null}
    </search>
  );
};

const IdChip = ({ name, id, onRemove }: { name: string; id: string; onRemove: () => void }) => {
  const t = useText();
  return (
    <button type="button" className="chip" title={t('filter.remove')} onClick={onRemove}>
      {name} <code>{shortId(id)}</code>
      <Icon name="close" size={12} />
    </button>
  );
};
