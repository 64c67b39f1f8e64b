import type { ServiceMapResponse, ServiceSummary } from '@nightglass/model';
import { useMemo } from 'react';
import { usePreferences } from '../../frame/preferences.ts';
import { useTime } from '../../frame/time-context.tsx';
import { useText } from '../../i18n/use-text.ts';
import { type Finding, findAnomalies } from '../../logic/anomalies.ts';
import { formatCount, formatPercent, formatRate } from '../../logic/format.ts';
import { servicePath } from '../../logic/paths.ts';
import { Link } from '../../router/link.tsx';
import { useLinks } from '../../router/place.ts';
import { ExplainButton } from '../../ui/explain-button.tsx';
import { Icon } from '../../ui/icons.tsx';
import { Sparkline } from '../../ui/sparkline.tsx';
import { findingDetail, findingHeadline } from './finding-text.ts';

interface Props {
  services: readonly ServiceSummary[];
  map: ServiceMapResponse | undefined;
}

/** What is wrong, since when, how bad: one sentence for each service that is worse than in the rest of the range. */
export const FindingsStrip = ({ services, map }: Props) => {
  const t = useText();
  const { window } = useTime();
  const findings = useMemo(() => findAnomalies(services, map?.edges ?? []), [services, map]);
  if (findings.length === 0) {
    const calls = services.reduce((sum, s) => sum + s.calls, 0);
    const errors = services.reduce((sum, s) => sum + s.errors, 0);
    return (
      <div className="notice notice-good" role="status">
        <Icon name="check" />
        <div className="notice-text">
          <p>
            <strong>{t('overview.calm')}</strong>
          </p>
          <p className="notice-hint">
            {t('overview.calmDetail', {
              services: services.length,
              rate: formatRate(calls / Math.max(1, window.end - window.start)),
              share: formatPercent(calls === 0 ? 0 : errors / calls),
            })}
          </p>
        </div>
      </div>
    );
  }
  return (
    <ol className="findings" aria-label={t('overview.wrong')}>
      {findings.map((f) => (
        <FindingItem
          key={`${f.service}:${f.kind}`}
          finding={f}
          service={services.find((s) => s.name === f.service)}
        />
      ))}
    </ol>
  );
};

const FindingItem = ({ finding, service }: { finding: Finding; service: ServiceSummary | undefined }) => {
  const t = useText();
  const to = useLinks();
  const { language } = usePreferences();
  const { window } = useTime();
  const errors = finding.kind === 'errors';
  const over = finding.until !== null;
  const meaning = over ? 'neutral' : errors ? 'bad' : 'warning';
  const traces = to(
    '/traces',
    errors
      ? { service: finding.service, status: 'error' }
      : { service: finding.service, minDuration: `${Math.round(finding.during / 1e6)}ms` },
  );
  const spark = service?.sparkline;
  // The bad stretch alone, where it is known: the search looks for the onset around its beginning.
  const stretch = {
    start: finding.since ?? window.start,
    end: Math.max(finding.until ?? window.end, (finding.since ?? window.start) + 1),
  };
  const subject = { service: finding.service, operation: '', window: stretch };
  const values = errors
    ? (spark?.calls ?? []).map((c, i) => (c === 0 ? null : (spark?.errors[i] ?? 0) / c))
    : (spark?.p95 ?? []);
  return (
    <li className={`finding finding-${meaning}`}>
      <span className="finding-mark">
        <Icon name={over ? 'clock' : 'bad'} size={18} />
        <span className="hidden-text">{t(`meaning.${meaning}`)}</span>
      </span>
      <div className="finding-text">
        <p className="finding-headline">
          <Link href={to(servicePath(finding.service))} className="finding-link">
            <b>{finding.service}</b>
            {t('finding.colon')}
            {findingHeadline(finding, t, language)}
          </Link>
        </p>
        <p className="finding-detail">{findingDetail(finding, t)}</p>
      </div>
      <Sparkline values={values} colour={`var(--${meaning})`} width={120} height={30} />
      <div className="finding-actions">
        <ExplainButton
          className="button button-s button-primary"
          subject={subject}
          text={t('explain.why')}
          label={t('explain.whyOf', { service: finding.service })}
        />
        <Link href={traces} className="button button-s finding-action">
          {errors ? t('finding.failing', { count: formatCount(finding.affected) }) : t('finding.slow')}
          <Icon name="right" size={13} />
        </Link>
      </div>
    </li>
  );
};
