import { type GoroutineBucketsResponse, type StackSimilarity, stackSimilarities } from '@nightglass/model';
import { useRuntime } from '../../api/use-api.ts';
import { useText } from '../../i18n/use-text.ts';
import { formatCount } from '../../logic/format.ts';
import { changeParams, usePlace } from '../../router/place.ts';
import { useUrlSet } from '../../router/use-url-set.ts';
import { Section } from '../../ui/parts.tsx';
import { Empty, ErrorNotice, SkeletonRows } from '../../ui/states.tsx';
import { BucketFilters } from './bucket-filters.tsx';
import { BucketGoroutines } from './bucket-goroutines.tsx';
import { BucketRow } from './bucket-row.tsx';

const perStep = 100;
const mostShown = 2000;

const readSimilarity = (text: string | null): StackSimilarity =>
  stackSimilarities.find((s) => s === text) ?? 'same-lines';

/** Goroutines with alike stacks, most numerous first, with filters. */
export const GoroutinesView = ({ id }: { id: string }) => {
  const t = useText();
  const { params } = usePlace();
  const open = useUrlSet('open');
  const similarity = readSimilarity(params.get('similarity'));
  const limit = Math.min(mostShown, Math.max(perStep, Number(params.get('limit')) || perStep));
  const filters = {
    state: params.get('state') ?? '',
    label: params.getAll('label'),
    function: params.get('function') ?? '',
    minMinutes: params.get('minMinutes') ?? '',
  };
  const found = useRuntime<GoroutineBucketsResponse>(
    `/artifacts/${encodeURIComponent(id)}/goroutines`,
    { ...filters, similarity, limit },
    { subject: id },
  );
  const { data } = found;
  const stacks = `${data?.buckets.length ?? 0}${data?.truncated === true ? '+' : ''}`;
  const most = Math.max(1, ...(data?.buckets ?? []).map((b) => b.count));
  return (
    <>
      <BucketFilters filters={filters} similarity={similarity} known={data} />
      <ErrorNotice error={found.error} retry={found.retry} />
      {found.loading ? <SkeletonRows rows={12} /> : null}
      {data === undefined ? null : (
        <Section
          title={
            data.matched === data.total
              ? t('bucket.total', { count: formatCount(data.total), buckets: stacks })
              : t('bucket.matched', {
                  matched: formatCount(data.matched),
                  count: formatCount(data.total),
                  buckets: stacks,
                })
          }
          stale={found.stale}
        >
          {data.buckets.length === 0 ? (
            <Empty title={t('bucket.none')}>
              <p>{t('bucket.noneHint')}</p>
            </Empty>
          ) : (
            <ol className="buckets" aria-label={t('view.goroutines')}>
              {data.buckets.map((b) => (
                <BucketRow
                  key={b.key}
                  bucket={b}
                  most={most}
                  open={open.has(b.key)}
                  onToggle={() => open.toggle(b.key)}
                  members={<BucketGoroutines artifact={id} similarity={similarity} bucket={b} />}
                />
              ))}
            </ol>
          )}
          {data.truncated && limit < mostShown ? (
            <p className="centred">
              <button
                type="button"
                className="button"
                onClick={() => changeParams({ limit: String(limit + perStep * 2) }, { replace: true })}
              >
                {t('action.more')}
              </button>
            </p>
          ) : null}
        </Section>
      )}
    </>
  );
};
