import type { LogsHistogramResponse } from '@nightglass/model';
import { useApi } from '../../api/use-api.ts';
import { useTime } from '../../frame/time-context.tsx';
import { useText } from '../../i18n/use-text.ts';
import { formatCount } from '../../logic/format.ts';
import { type Severity, severities } from '../../logic/severity.ts';
import { Bars } from '../../ui/bars.tsx';
import { Section } from '../../ui/parts.tsx';
import { ErrorNotice, SkeletonBox } from '../../ui/states.tsx';
import { type LogFilters, toLogQuery } from './filters.ts';

const colours: Record<Severity, string> = {
  fatal: 'var(--severity-fatal)',
  error: 'var(--severity-error)',
  warn: 'var(--severity-warn)',
  info: 'var(--severity-info)',
  debug: 'var(--severity-debug)',
  trace: 'var(--severity-trace)',
  unset: 'var(--severity-unset)',
};

export const LogHistogram = ({ filters }: { filters: LogFilters }) => {
  const t = useText();
  const { window, brush } = useTime();
  const found = useApi<LogsHistogramResponse>('/logs/histogram', {
    ...toLogQuery(filters),
    start: window.start,
    end: window.end,
    buckets: 80,
  });
  const counts = found.data;
  // The worst at the bottom, where the eye compares heights best.
  const series = severities.flatMap((severity) => {
    const own = counts?.series.find((s) => s.severity === severity);
    return own === undefined || own.counts.every((c) => c === 0)
      ? []
      : [{ key: severity, label: severity, colour: colours[severity], counts: own.counts }];
  });
  const totals = series.map((s) => `${s.label} ${formatCount(s.counts.reduce((a, b) => a + b, 0))}`);
  return (
    <Section
      title={
        counts === undefined ? t('logs.histogram') : t('logs.count', { count: formatCount(counts.total) })
      }
      stale={found.stale}
      aside={
        <ul className="legend">
          {series.map((s) => (
            <li key={s.key}>
              <span className="swatch" style={{ background: s.colour }} />
              {s.label}
            </li>
          ))}
        </ul>
      }
    >
      <ErrorNotice error={found.error} retry={found.retry} />
      {counts === undefined ? (
        found.loading ? (
          <SkeletonBox height={120} />
        ) : null
      ) : (
        <Bars
          start={counts.start}
          step={counts.step}
          series={series}
          summary={t('logs.histogramSummary', { count: counts.total, list: totals.join(', ') })}
          onBrush={brush}
        />
      )}
    </Section>
  );
};
