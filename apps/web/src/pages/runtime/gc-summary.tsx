import type { RuntimeArtifact, StoredArtifact } from '@nightglass/model';
import { useText } from '../../i18n/use-text.ts';
import { formatBytes, formatCount, formatDuration } from '../../logic/format.ts';
import { Link } from '../../router/link.tsx';
import { useLinks } from '../../router/place.ts';
import { Section } from '../../ui/parts.tsx';

interface Props {
  gc: NonNullable<RuntimeArtifact['gc']>;
  stored: StoredArtifact;
}

/** A GC trace in one sentence, and the way to its chart. */
export const GcSummary = ({ gc, stored }: Props) => {
  const t = useText();
  const to = useLinks();
  const mib = 1024 * 1024;
  return (
    <Section
      title={t('memory.title')}
      aside={
        <Link
          className="text-link"
          href={to('/runtime/memory', { service: stored.service, instance: stored.instance })}
        >
          {t('memory.open')}
        </Link>
      }
    >
      <p>
        {t('memory.gcSentence', {
          cycles: formatCount(gc.cycles),
          span: formatDuration((gc.lastSeconds - gc.firstSeconds) * 1e9),
          before: formatBytes(gc.liveMbFirst * mib),
          after: formatBytes(gc.liveMbLast * mib),
        })}
      </p>
    </Section>
  );
};
