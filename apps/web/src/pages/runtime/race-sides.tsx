import type { RaceAccess } from '@nightglass/model';
import { useText } from '../../i18n/use-text.ts';
import { Section } from '../../ui/parts.tsx';
import { LinesLink } from './lines-link.tsx';
import { Stack } from './stack.tsx';

/** The accesses of a data race side by side, each with where its goroutine was started. */
export const RaceSides = ({ accesses, artifact }: { accesses: readonly RaceAccess[]; artifact: string }) => {
  const t = useText();
  return (
    <Section title={t('race.title')}>
      <div className="parties">
        {accesses.map((access, i) => (
          <div key={`${access.lines.start}`} className="party">
            <h3>
              {t(access.previous ? 'race.previous' : 'race.now')}
              <span className="tag">{access.atomic ? `atomic ${access.kind}` : access.kind}</span>
              <LinesLink artifact={artifact} lines={access.lines} />
            </h3>
            <p className="muted small">
              {t('stack.goroutine', { id: access.goroutineId })} · <code>{access.address}</code>
            </p>
            <Stack name={`race${i}`} frames={access.frames} artifact={artifact} />
            {access.createdAt.length === 0 ? null : (
              <>
                <p className="muted small">{t('stack.created')}</p>
                <Stack name={`made${i}`} frames={access.createdAt} artifact={artifact} />
              </>
            )}
          </div>
        ))}
      </div>
    </Section>
  );
};
