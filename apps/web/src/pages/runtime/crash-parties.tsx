import type { Crash, CrashSite } from '@nightglass/model';
import { useText } from '../../i18n/use-text.ts';
import { shorten } from '../../logic/runtime/clean-text.ts';
import { shortFile } from '../../logic/runtime/stack-fold.ts';
import { partiesOf, printsOneByDefault } from '../../logic/runtime/views.ts';
import { Section } from '../../ui/parts.tsx';

/** Both sides of a concurrent map use next to each other; or where a crash with one side happened. */
export const CrashParties = ({ crash, goVersion }: { crash: Crash; goVersion: string | null }) => {
  const t = useText();
  const parties = partiesOf(crash);
  if (parties === undefined) {
    const origin = crash.sites.filter((s) => s.role !== 'creator').slice(0, 4);
    if (origin.length === 0) return null;
    return (
      <Section title={t('crash.where')}>
        <div className="parties">
          {origin.map((site) => (
            <Party
              key={`${site.role}${site.function}${site.line}`}
              site={site}
              title={t(`site.${site.role}`)}
            />
          ))}
        </div>
      </Section>
    );
  }
  return (
    <Section title={t('crash.parties')}>
      <div className="parties">
        <Party site={parties.detected} title={t('site.detected')} />
        {parties.other === undefined ? (
          <div className="party party-missing">
            <h3>{t('site.other')}</h3>
            <p>
              <b>{t('crash.otherMissing')}</b>
            </p>
            <p className="muted">
              {printsOneByDefault(goVersion)
                ? t('crash.otherWhyVersion', { version: goVersion ?? '' })
                : t('crash.otherWhy')}
            </p>
            <p>
              <code>GOTRACEBACK=all</code> {t('crash.otherNext')}
            </p>
          </div>
        ) : (
          <Party site={parties.other} title={t('site.other')} />
        )}
      </div>
    </Section>
  );
};

const Party = ({ site, title }: { site: CrashSite; title: string }) => {
  const t = useText();
  return (
    <div className="party">
      <h3>
        {title}
        {site.access === '' ? null : <span className="tag">{shorten(site.access, 30)}</span>}
      </h3>
      <p>
        <code className="party-func" title={site.function}>
          {shorten(site.function, 90)}
        </code>
      </p>
      <p>
        <code className="frame-file" title={`${site.file}:${site.line}`}>
          {shortFile(site.file, site.line)}
        </code>
      </p>
      <p className="muted small">
        {site.goroutine === null ? null : `${t('stack.goroutine', { id: site.goroutine })} · `}
        {t(`site.from.${site.from}`)}
        {site.confidence >= 1
          ? null
          : ` · ${t('site.likely', { percent: Math.round(site.confidence * 100) })}`}
      </p>
    </div>
  );
};
