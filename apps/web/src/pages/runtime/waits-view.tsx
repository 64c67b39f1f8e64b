import type { WaitGraphResponse } from '@nightglass/model';
import { useRuntime } from '../../api/use-api.ts';
import { useText } from '../../i18n/use-text.ts';
import { Section } from '../../ui/parts.tsx';
import { Empty, ErrorNotice, SkeletonBox } from '../../ui/states.tsx';
import { WaitList } from './wait-list.tsx';
import { WaitPicture } from './wait-picture.tsx';

/** Who waits for whom: a picture where there is room, and the same in words. */
export const WaitsView = ({ id }: { id: string }) => {
  const t = useText();
  const found = useRuntime<WaitGraphResponse>(`/artifacts/${encodeURIComponent(id)}/waits`);
  const { data } = found;
  return (
    <>
      <ErrorNotice error={found.error} retry={found.retry} />
      {found.loading ? <SkeletonBox height={320} /> : null}
      {data?.nodes.length === 0 ? <Empty title={t('waits.none')} /> : null}
      {data === undefined || data.nodes.length === 0 ? null : (
        <>
          <Section
            className="wait-section"
            title={t('waits.picture')}
            stale={found.stale}
            aside={
              <span className="legend">
                <span className="wait-key" aria-hidden="true" /> {t('waits.printed')}
                <span className="wait-key wait-key-inferred" aria-hidden="true" /> {t('waits.inferred')}
              </span>
            }
          >
            <WaitPicture artifact={id} graph={data} />
            <p className="muted small">{t('waits.direction')}</p>
          </Section>
          <Section title={t('waits.words')} stale={found.stale}>
            <p className="muted small">{t('waits.noOwner')}</p>
            <WaitList artifact={id} graph={data} />
            {data.truncated ? <p className="muted small">{t('waits.truncated')}</p> : null}
          </Section>
        </>
      )}
    </>
  );
};
