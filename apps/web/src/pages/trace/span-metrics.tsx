import type { CorrelateResponse, Span } from '@nightglass/model';
import type { Answer } from '../../api/use-api.ts';
import { useText } from '../../i18n/use-text.ts';
import { formatDuration, formatPercent, formatRate, formatValue } from '../../logic/format.ts';
import { alignSeries } from '../../logic/metric-series.ts';
import { tracePath } from '../../logic/paths.ts';
import { ratesOf } from '../../logic/rates.ts';
import { isoSeconds } from '../../logic/time-range.ts';
import { nanoToSeconds } from '../../logic/times.ts';
import { Link } from '../../router/link.tsx';
import { navigate, useLinks } from '../../router/place.ts';
import type { ChartMark } from '../../ui/chart-drawing.ts';
import { ErrorNotice, SkeletonBox } from '../../ui/states.tsx';
import { TimeChart } from '../../ui/time-chart.tsx';

const small = 110;

/** How the operation and the process were doing around the span: was this one call slow, or everything? */
export const SpanMetrics = ({ span, related }: { span: Span; related: Answer<CorrelateResponse> }) => {
  const t = useText();
  const to = useLinks();
  if (related.data === undefined)
    return related.error === undefined ? (
      <SkeletonBox height={320} />
    ) : (
      <ErrorNotice error={related.error} retry={related.retry} />
    );
  const { red, runtimeMetrics } = related.data;
  const at = nanoToSeconds(span.startTimeUnixNano);
  const marks: ChartMark[] = [{ time: at, label: t('panel.thisSpan') }];
  return (
    <>
      {red === null ? (
        <p className="muted quiet">{t('panel.noRed')}</p>
      ) : (
        <RedOfOperation red={red} marks={marks} />
      )}
      <h3>{t('panel.runtime', { count: runtimeMetrics.length })}</h3>
      {runtimeMetrics.length === 0 ? <p className="muted quiet">{t('panel.noRuntime')}</p> : null}
      {runtimeMetrics.map((metric) => {
        const { times, lines } = alignSeries(metric.series, metric.name);
        const range = { start: times[0] ?? at - 300, end: times.at(-1) ?? at + 300 };
        const href = to('/metrics/explore', {
          name: metric.name,
          service: span.service,
          last: null,
          from: isoSeconds(Math.floor(at) - 900),
          to: isoSeconds(Math.ceil(at) + 900),
        });
        return (
          <div key={metric.name} className="panel-chart">
            <p className="panel-chart-title">
              <Link href={href} title={metric.description}>
                {metric.name}
              </Link>
              <span className="muted">{metric.unit}</span>
            </p>
            <TimeChart
              times={times}
              lines={lines}
              range={range}
              height={small}
              sync="span"
              marks={marks}
              format={(v) => formatValue(v, metric.unit)}
              summary={`${metric.name}: ${metric.description}`}
            />
          </div>
        );
      })}
    </>
  );
};

const RedOfOperation = ({
  red,
  marks,
}: {
  red: NonNullable<CorrelateResponse['red']>;
  marks: readonly ChartMark[];
}) => {
  const t = useText();
  const to = useLinks();
  const times = red.calls.map((_, i) => red.start + i * red.step);
  const range = { start: red.start, end: red.start + red.step * red.calls.length };
  const common = { times, range, height: small, sync: 'span', marks };
  const shares = red.calls.map((c, i) => (c === 0 ? null : (red.errors[i] ?? 0) / c));
  const dots = red.exemplars.map((e) => ({
    time: nanoToSeconds(e.timeUnixNano),
    value: e.durationNano,
    label: formatDuration(e.durationNano),
    bad: e.error,
    onOpen: () => navigate(to(tracePath(e.traceId), { span: e.spanId })),
  }));
  return (
    <>
      <h3>{t('panel.red', { service: red.service, operation: red.operation })}</h3>
      <p className="panel-chart-title">{t('chart.p95')}</p>
      <TimeChart
        {...common}
        lines={[{ label: 'p95', colour: 'var(--series-1)', values: red.p95 }]}
        dots={dots}
        format={formatDuration}
        summary={t('chart.p95')}
      />
      <p className="panel-chart-title">
        {t('chart.rate')} ({t('unit.perSecond')})
      </p>
      <TimeChart
        {...common}
        lines={[
          {
            label: t('chart.rate'),
            colour: 'var(--accent)',
            values: ratesOf(red, Date.now() / 1000),
            fill: true,
          },
        ]}
        format={formatRate}
        summary={t('chart.rate')}
      />
      <p className="panel-chart-title">{t('chart.errors')} (%)</p>
      <TimeChart
        {...common}
        lines={[{ label: t('chart.errors'), colour: 'var(--bad)', values: shares, fill: true }]}
        format={formatPercent}
        summary={t('chart.errors')}
      />
    </>
  );
};
