import type { Sparkline } from '@nightglass/model';
import { useTime } from '../../frame/time-context.tsx';
import { useText } from '../../i18n/use-text.ts';
import { formatDuration, formatPercent, formatRate } from '../../logic/format.ts';
import { ratesOf } from '../../logic/rates.ts';
import { changeParams, usePlace } from '../../router/place.ts';
import { Section } from '../../ui/parts.tsx';
import { TimeChart } from '../../ui/time-chart.tsx';

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((a, b) => a + b, 0) / values.length;

/** Rate, errors and duration of a service or of one operation, with one cursor. */
export const RedCharts = ({ spark, stale }: { spark: Sparkline; stale: boolean }) => {
  const t = useText();
  const { window, brush } = useTime();
  const log = usePlace().params.get('scale') === 'log';
  const times = spark.calls.map((_, i) => spark.start + i * spark.step);
  const rates = ratesOf(spark, window.end);
  const knownRates = rates.filter((r) => r !== null);
  const shares = spark.calls.map((c, i) => (c === 0 ? null : (spark.errors[i] ?? 0) / c));
  const known = shares.filter((s) => s !== null);
  const p95 = spark.p95.filter((p) => p !== null);
  const common = { times, range: window, onBrush: brush, sync: 'red' };
  return (
    <div className="chart-grid">
      <Section title={`${t('chart.rate')} (${t('unit.perSecond')})`} stale={stale}>
        <TimeChart
          {...common}
          lines={[{ label: t('chart.rate'), colour: 'var(--accent)', values: rates, fill: true }]}
          format={formatRate}
          summary={t('chart.summary', {
            name: t('chart.rate'),
            mean: formatRate(mean(knownRates)),
            max: formatRate(Math.max(0, ...knownRates)),
          })}
        />
      </Section>
      <Section title={`${t('chart.errors')} (%)`} stale={stale}>
        <TimeChart
          {...common}
          lines={[{ label: t('chart.errors'), colour: 'var(--bad)', values: shares, fill: true }]}
          format={formatPercent}
          summary={t('chart.summary', {
            name: t('chart.errors'),
            mean: formatPercent(mean(known)),
            max: formatPercent(Math.max(0, ...known)),
          })}
        />
      </Section>
      <Section
        title={t('chart.p95')}
        stale={stale}
        aside={
          <button
            type="button"
            className="button button-s"
            aria-pressed={log}
            onClick={() => changeParams({ scale: log ? null : 'log' }, { replace: true })}
          >
            {t('chart.log')}
          </button>
        }
      >
        <TimeChart
          {...common}
          log={log}
          lines={[{ label: 'p95', colour: 'var(--series-1)', values: spark.p95, fill: !log }]}
          format={formatDuration}
          summary={t('chart.summary', {
            name: 'p95',
            mean: formatDuration(mean(p95)),
            max: formatDuration(Math.max(0, ...p95)),
          })}
        />
      </Section>
    </div>
  );
};
