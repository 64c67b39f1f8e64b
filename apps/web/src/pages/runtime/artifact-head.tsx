import type { RuntimeArtifact, StoredArtifact } from '@nightglass/model';
import { usePreferences } from '../../frame/preferences.ts';
import { useText } from '../../i18n/use-text.ts';
import { formatBytes, formatCount } from '../../logic/format.ts';
import { servicePath, tracePath } from '../../logic/paths.ts';
import { aboutMemory, formatSample, markOf, meaningOf } from '../../logic/runtime/views.ts';
import { aroundRange } from '../../logic/time-range.ts';
import { formatClock, formatFull, nanoToSeconds } from '../../logic/times.ts';
import { Link } from '../../router/link.tsx';
import { useLinks } from '../../router/place.ts';
import { Icon } from '../../ui/icons.tsx';
import { InlineCode } from '../../ui/inline-code.tsx';
import { ServiceName } from '../../ui/parts.tsx';
import { exampleService } from './use-example.ts';

/** What it says, in one sentence, and where, when and from what it comes. */
export const ArtifactHead = ({ stored, artifact }: { stored: StoredArtifact; artifact: RuntimeArtifact }) => {
  const t = useText();
  const to = useLinks();
  const { language } = usePreferences();
  const meaning = meaningOf(stored.severity);
  const { profile } = artifact;
  const shown = profile?.sampleTypes[profile.defaultSampleType];
  // A single profile rarely proves anything: how much it holds says more than that.
  const title =
    meaning === 'neutral' && profile !== null && shown !== undefined
      ? t('artifact.profileTitle', {
          variant: stored.variant,
          total: formatSample(profile.totals[profile.defaultSampleType] ?? 0, shown.unit, profile.difference),
          type: shown.type,
        })
      : // Of a dump without anything grave the list says its size; here the finding says more.
        stored.severity === 'info'
        ? (artifact.findings[0]?.title ?? stored.title)
        : stored.title;
  const owner = { service: stored.service, instance: stored.instance };
  return (
    <header className="page-head">
      <div className="page-head-text">
        <p className="crumbs">
          <Link className="text-link" href={to('/runtime')}>
            {t('page.runtime')}
          </Link>
          {stored.name === '' ? null : <span className="ellipsis muted">{stored.name}</span>}
        </p>
        <h1 className="artifact-title">
          <span className={meaning} aria-hidden="true">
            {markOf[meaning]}
          </span>{' '}
          <InlineCode text={title} />
        </h1>
        <p className="facts">
          {stored.service === exampleService ? (
            <span className="tag tag-warning">{t('example.mark')}</span>
          ) : null}
          <span className="tag">{t(`format.${stored.format}`)}</span>
          <span>{stored.variant}</span>
          {stored.service === '' ? null : (
            <Link href={to(servicePath(stored.service))}>
              <ServiceName name={stored.service} />
            </Link>
          )}
          {stored.instance === '' ? null : <span>{stored.instance}</span>}
          <time title={formatFull(stored.timeUnixNano, language)}>
            {formatClock(nanoToSeconds(stored.timeUnixNano), language)}
          </time>
          {artifact.goVersion === null ? null : (
            <span title={artifact.goVersionFrom}>
              Go <b>{artifact.goVersion}</b>
            </span>
          )}
          {stored.goroutineCount === 0 ? null : (
            <span>
              <b>{formatCount(stored.goroutineCount)}</b>{' '}
              {t('artifact.goroutines', { count: stored.goroutineCount })}
            </span>
          )}
          <span>{formatBytes(stored.sizeBytes)}</span>
          {stored.partial ? <span className="tag tag-warning">◐ {t('artifact.partial')}</span> : null}
        </p>
      </div>
      <nav className="page-links" aria-label={t('artifact.links')}>
        {stored.traceId === '' ? null : (
          <Link className="button" href={to(tracePath(stored.traceId))}>
            <Icon name="traces" size={14} /> {t('artifact.trace')}
          </Link>
        )}
        {stored.service !== '' && aboutMemory(stored) ? (
          <Link className="button" href={to('/runtime/memory', owner)}>
            <Icon name="metrics" size={14} /> {t('memory.title')}
          </Link>
        ) : null}
        {stored.service === '' ? null : (
          <Link
            className="button"
            href={to('/logs', {
              service: stored.service,
              ...aroundRange(nanoToSeconds(stored.timeUnixNano)),
            })}
          >
            <Icon name="logs" size={14} /> {t('page.logs')}
          </Link>
        )}
      </nav>
    </header>
  );
};
