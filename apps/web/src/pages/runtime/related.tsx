import type { RuntimeArtifactResponse } from '@nightglass/model';
import { usePreferences } from '../../frame/preferences.ts';
import { useText } from '../../i18n/use-text.ts';
import { tracePath } from '../../logic/paths.ts';
import { shorten } from '../../logic/runtime/clean-text.ts';
import { aroundRange } from '../../logic/time-range.ts';
import { formatClock, formatFull, nanoToSeconds } from '../../logic/times.ts';
import { Link } from '../../router/link.tsx';
import { useLinks } from '../../router/place.ts';
import { Icon } from '../../ui/icons.tsx';
import { Id, Section } from '../../ui/parts.tsx';

/** The trace this belongs to, and spans and logs that carry the same business key. */
export const Related = ({ data }: { data: RuntimeArtifactResponse }) => {
  const t = useText();
  const to = useLinks();
  const { language } = usePreferences();
  const { stored, related, artifact } = data;
  const key = artifact.crash?.businessKeys[0]?.value;
  const words = key === undefined ? {} : { query: `"${key}"` };
  if (stored.traceId === '' && related.length === 0)
    return artifact.crash === null ? null : (
      <Section title={t('related.title')}>
        <p className="muted">{t('related.none')}</p>
      </Section>
    );
  return (
    <Section title={t('related.title')}>
      {stored.traceId === '' ? null : (
        <p className="related-trace">
          <Link className="text-link" href={to(tracePath(stored.traceId))}>
            <Icon name="traces" size={13} /> {t('artifact.trace')}
          </Link>
          <Id id={stored.traceId} what={t('trace.id')} />
        </p>
      )}
      <ul className="related">
        {related.map((r) => (
          <li key={`${r.kind}${r.id}`}>
            <Link
              href={
                r.kind === 'trace'
                  ? to(tracePath(r.id))
                  : to('/logs', {
                      ...words,
                      ...aroundRange(nanoToSeconds(r.timeUnixNano)),
                      service: stored.service,
                    })
              }
            >
              <Icon name={r.kind === 'trace' ? 'traces' : 'logs'} size={13} />
              <span className="related-title">{shorten(r.title, 160)}</span>
            </Link>
            <span className="muted small">
              <time title={formatFull(r.timeUnixNano, language)}>
                {formatClock(nanoToSeconds(r.timeUnixNano), language)}
              </time>{' '}
              · {r.why}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
};
