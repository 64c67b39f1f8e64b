import { type GoroutineBucketsResponse, type StackSimilarity, stackSimilarities } from '@nightglass/model';
import { useText } from '../../i18n/use-text.ts';
import { shorten } from '../../logic/runtime/clean-text.ts';
import { changeParams } from '../../router/place.ts';
import { Icon } from '../../ui/icons.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { Choice } from './choice.tsx';

interface Filters {
  state: string;
  label: string[];
  function: string;
  minMinutes: string;
}
interface Props {
  filters: Filters;
  similarity: StackSimilarity;
  known: GoroutineBucketsResponse | undefined;
}

/** Another question starts from its first answers. */
const change = (changes: Record<string, string | string[] | null>): void =>
  changeParams({ ...changes, limit: null, open: null, unfold: null, goroutine: null }, { replace: true });

const labelsOffered = 200;

export const BucketFilters = ({ filters, similarity, known }: Props) => {
  const t = useText();
  const any =
    filters.state !== '' || filters.label.length > 0 || filters.function !== '' || filters.minMinutes !== '';
  return (
    <search className="filter-bar" aria-label={t('filter.label')}>
      <Choice
        label={t('bucket.state')}
        value={filters.state}
        onChange={(state) => change({ state })}
        options={[
          { value: '', text: t('filter.any') },
          ...(known?.states ?? []).map((s) => ({
            value: s.state,
            text: `${shorten(s.state, 40)} (${s.count})`,
          })),
        ]}
      />
      {(known?.labels.length ?? 0) === 0 && filters.label.length === 0 ? null : (
        <Choice
          label={t('bucket.label')}
          value=""
          onChange={(label) => change({ label: [...new Set([...filters.label, label])] })}
          options={[
            { value: '', text: t('filter.any') },
            ...(known?.labels ?? []).slice(0, labelsOffered).map((l) => ({
              value: `${l.key}:${l.value}`,
              text: `${shorten(`${l.key}: ${l.value}`, 60)} (${l.count})`,
            })),
          ]}
        />
      )}
      <TextField
        label={t('bucket.function')}
        type="search"
        value={filters.function}
        placeholder="main. net/http Lock"
        onCommit={(text) => change({ function: text })}
      />
      <TextField
        className="field-short"
        label={t('bucket.minMinutes')}
        value={filters.minMinutes}
        placeholder="5"
        onCommit={(text) => change({ minMinutes: /^\d{1,7}$/.test(text) ? text : null })}
      />
      <Choice
        label={t('bucket.similarity')}
        value={similarity}
        onChange={(next) => change({ similarity: next === 'same-lines' ? null : next })}
        options={stackSimilarities.map((s) => ({ value: s, text: t(`similarity.${s}`) }))}
      />
      {filters.label.map((label) => (
        <button
          key={label}
          type="button"
          className="chip"
          title={t('filter.remove')}
          onClick={() => change({ label: filters.label.filter((l) => l !== label) })}
        >
          {shorten(label, 60)} <Icon name="close" size={12} />
        </button>
      ))}
      {any ? (
        <button
          type="button"
          className="button button-plain"
          onClick={() => change({ state: null, label: null, function: null, minMinutes: null })}
        >
          {t('filter.clear')}
        </button>
      ) : null}
    </search>
  );
};
