import type { OperationsResponse } from '@nightglass/model';
import { useApi } from '../../api/use-api.ts';
import { useTime } from '../../frame/time-context.tsx';
import { useText } from '../../i18n/use-text.ts';
import { changeParams } from '../../router/place.ts';
import { AttributeFilter, Chips } from '../../ui/attribute-filter.tsx';
import { Segments } from '../../ui/parts.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useServices } from '../overview/use-overview.ts';
import { anyFilter, type TraceFilters } from './filters.ts';

/** Any change of a filter begins again at the first page. */
const change = (changes: Record<string, string | string[] | null>): void =>
  changeParams({ ...changes, cursor: null });

export const FilterBar = ({ filters }: { filters: TraceFilters }) => {
  const t = useText();
  const { window } = useTime();
  const services = useServices();
  const operations = useApi<OperationsResponse>(
    `/services/${encodeURIComponent(filters.service)}/operations`,
    { start: window.start, end: window.end },
    { enabled: filters.service !== '' },
  );
  return (
    <search className="filter-bar" aria-label={t('filter.label')}>
      <TextField
        label={t('filter.service')}
        value={filters.service}
        placeholder={t('filter.any')}
        options={(services.data?.services ?? []).map((s) => s.name)}
        onCommit={(service) => change({ service, operation: null })}
      />
      <TextField
        label={t('filter.operation')}
        value={filters.operation}
        placeholder={t('filter.any')}
        options={[...new Set((operations.data?.operations ?? []).map((o) => o.name))]}
        onCommit={(operation) => change({ operation })}
      />
      <TextField
        label={t('filter.words')}
        type="search"
        value={filters.q}
        placeholder={t('filter.wordsHint')}
        onCommit={(q) => change({ q })}
      />
      <TextField
        className="field-short"
        label={t('filter.min')}
        value={filters.minDuration}
        placeholder="250ms"
        onCommit={(minDuration) => change({ minDuration })}
      />
      <TextField
        className="field-short"
        label={t('filter.max')}
        value={filters.maxDuration}
        placeholder="1.5s"
        onCommit={(maxDuration) => change({ maxDuration })}
      />
      <AttributeFilter signal="traces" filters={filters.attr} onChange={(attr) => change({ attr })} />
      <Segments
        label={t('filter.status')}
        active={filters.status === 'error' ? 'error' : 'all'}
        options={[
          { key: 'all', label: t('filter.all') },
          { key: 'error', label: `▲ ${t('filter.failed')}` },
        ]}
        onChange={(key) => change({ status: key === 'error' ? 'error' : null })}
      />
      <Chips filters={filters.attr} onChange={(attr) => change({ attr })} />
      {anyFilter(filters) ? (
        <button
          type="button"
          className="button button-plain"
          onClick={() =>
            change({
              service: null,
              operation: null,
              status: null,
              minDuration: null,
              maxDuration: null,
              q: null,
              attr: null,
            })
          }
        >
          {t('filter.clear')}
        </button>
      ) : null}
    </search>
  );
};
