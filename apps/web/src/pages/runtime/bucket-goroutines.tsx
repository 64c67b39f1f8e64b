import type { GoroutineBucket, GoroutinesResponse, StackSimilarity } from '@nightglass/model';
import { useRuntime } from '../../api/use-api.ts';
import { useText } from '../../i18n/use-text.ts';
import { formatCount } from '../../logic/format.ts';
import { shorten } from '../../logic/runtime/clean-text.ts';
import { useUrlSet } from '../../router/use-url-set.ts';
import { ErrorNotice, SkeletonBox } from '../../ui/states.tsx';
import { LinesLink } from './lines-link.tsx';
import { Stack } from './stack.tsx';

interface Props {
  /** The dump they are in. */
  artifact: string;
  similarity: StackSimilarity;
  bucket: GoroutineBucket;
}

/** More than these are nothing a person looks at one by one. */
const mostShown = 500;

/** Each goroutine of a bucket by its id; a chosen one shows its own stack, arguments and lines. */
export const BucketGoroutines = ({ artifact, similarity, bucket }: Props) => {
  const t = useText();
  const chosen = useUrlSet('goroutine');
  const found = useRuntime<GoroutinesResponse>(
    `/artifacts/${encodeURIComponent(artifact)}/goroutines/list`,
    { bucket: bucket.key, similarity, limit: mostShown },
    { subject: bucket.key },
  );
  if (found.error !== undefined) return <ErrorNotice error={found.error} retry={found.retry} />;
  if (found.data === undefined) return <SkeletonBox height={26} />;
  const { goroutines, truncated } = found.data;
  const numbered = goroutines.filter((g) => g.id > 0);
  if (numbered.length === 0) return null;
  return (
    <>
      <p className="small muted">
        {t('bucket.ids')} · {t('bucket.idsHint')}
        {truncated ? ` ${t('bucket.idsMore', { count: formatCount(goroutines.length) })}` : ''}
      </p>
      <ul className="bucket-ids" aria-label={t('bucket.ids')}>
        {numbered.map((g) => (
          <li key={g.id}>
            <button
              type="button"
              className={chosen.has(String(g.id)) ? 'chip chip-on' : 'chip'}
              aria-pressed={chosen.has(String(g.id))}
              aria-label={t('stack.goroutine', { id: g.id })}
              onClick={() => chosen.toggle(String(g.id))}
            >
              {g.id}
            </button>
          </li>
        ))}
      </ul>
      {numbered
        .filter((g) => chosen.has(String(g.id)))
        .map((g) => (
          <section key={g.id} className="bucket-one" aria-label={t('stack.goroutine', { id: g.id })}>
            <p className="small">
              <b>{t('stack.goroutine', { id: g.id })}</b> <span className="tag">{shorten(g.state, 40)}</span>{' '}
              {g.waitMinutes === 0 ? null : (
                <span className="tag">{t('goroutine.minutes', { count: g.waitMinutes })}</span>
              )}{' '}
              {Object.entries(g.labels).map(([key, value]) => (
                <span key={key} className="tag tag-label">
                  {shorten(`${key}: ${value}`, 60)}
                </span>
              ))}{' '}
              <LinesLink artifact={artifact} lines={g.lines} />
            </p>
            <Stack
              name={`g${g.id}`}
              frames={g.frames}
              elided={g.elided}
              createdBy={g.createdBy}
              creatorId={g.creatorId}
              artifact={artifact}
            />
          </section>
        ))}
    </>
  );
};
