import type { AttributeKeysResponse, MetricSeriesResponse, MetricType } from '@nightglass/model';
import { useMemo } from 'react';
import { useApi } from '../../api/use-api.ts';
import { useTime } from '../../frame/time-context.tsx';
import { useText } from '../../i18n/use-text.ts';
import { formatValue } from '../../logic/format.ts';
import { alignSeries } from '../../logic/metric-series.ts';
import { tracePath } from '../../logic/paths.ts';
import { stepFor } from '../../logic/time-range.ts';
import { nanoToSeconds } from '../../logic/times.ts';
import { Link } from '../../router/link.tsx';
import { changeParams, navigate, useLinks, usePlace } from '../../router/place.ts';
import { AttributeFilter, Chips } from '../../ui/attribute-filter.tsx';
import { Section } from '../../ui/parts.tsx';
import { ErrorNotice, SkeletonBox } from '../../ui/states.tsx';
import { TimeChart } from '../../ui/time-chart.tsx';
import { SeriesLegend } from './series-legend.tsx';

const aggregations: Record<MetricType, readonly string[]> = {
  gauge: ['avg', 'min', 'max', 'sum', 'last'],
  sum: ['rate', 'sum', 'avg', 'min', 'max', 'last'],
  histogram: ['p50', 'p90', 'p95', 'p99', 'avg', 'count', 'rate', 'sum', 'min', 'max'],
  exponential_histogram: ['p50', 'p90', 'p95', 'p99', 'avg', 'count', 'rate', 'sum', 'min', 'max'],
  summary: ['last', 'avg', 'count', 'sum'],
};
const shownExemplars = 8;

/** Rates of counters are per second; a number of things has no time unit. */
const unitOf = (answer: MetricSeriesResponse): string => {
  if (answer.aggregation === 'count') return '';
  if (answer.aggregation !== 'rate') return answer.unit;
  return answer.type === 'sum' ? `${answer.unit === '' ? '1' : answer.unit}/s` : '1/s';
};

export const MetricView = ({ name, service }: { name: string; service: string }) => {
  const t = useText();
  const to = useLinks();
  const { params } = usePlace();
  const { window, brush } = useTime();
  const groupBy = params.get('groupBy') ?? '';
  const attr = params.getAll('attr');
  const found = useApi<MetricSeriesResponse>(
    '/metrics/series',
    {
      name,
      service,
      groupBy,
      aggregation: params.get('aggregation'),
      attr,
      start: window.start,
      end: window.end,
      step: stepFor(window, 120),
    },
    { subject: name },
  );
  const answer = found.data;
  const unit = answer === undefined ? '' : unitOf(answer);
  const chart = useMemo(
    () => (answer === undefined ? undefined : alignSeries(answer.series, name)),
    [answer, name],
  );
  // Exemplars are single measurements: they only fit an axis of the same unit.
  const showsValues = answer !== undefined && !['rate', 'count', 'sum'].includes(answer.aggregation);
  const exemplars = showsValues ? answer.exemplars.filter((e) => e.traceId !== '') : [];
  const openTrace = (e: (typeof exemplars)[number]): string => to(tracePath(e.traceId), { span: e.spanId });
  const format = (value: number): string => formatValue(value, unit);
  return (
    <>
      <Controls answer={answer} name={name} groupBy={groupBy} attr={attr} />
      <ErrorNotice error={found.error} retry={found.retry} />
      {found.loading ? <SkeletonBox height={320} /> : null}
      {answer === undefined || chart === undefined ? null : (
        <Section
          title={<span className="mono">{name}</span>}
          stale={found.stale}
          aside={
            <span className="muted">{`${answer.aggregation}${unit === '' || unit === '1' ? '' : ` · ${unit}`}`}</span>
          }
        >
          {answer.description === '' ? null : <p className="muted quiet">{answer.description}</p>}
          <TimeChart
            times={chart.times}
            lines={chart.lines}
            range={window}
            height={300}
            format={format}
            onBrush={brush}
            log={params.get('scale') === 'log'}
            dots={exemplars.map((e) => ({
              time: nanoToSeconds(e.timeUnixNano),
              value: e.value,
              label: format(e.value),
              bad: false,
              onOpen: () => navigate(openTrace(e)),
            }))}
            summary={t('metrics.summary', {
              name,
              aggregation: answer.aggregation,
              count: answer.series.length,
            })}
          />
          {answer.truncated ? (
            <p className="warning quiet">◆ {t('metrics.truncated', { count: answer.series.length })}</p>
          ) : null}
          <SeriesLegend lines={chart.lines} format={format} />
          {exemplars.length === 0 ? null : (
            <p className="exemplars">
              <span className="muted">{t('metrics.exemplars', { count: exemplars.length })}</span>
              {exemplars
                .toSorted((a, b) => b.value - a.value)
                .slice(0, shownExemplars)
                .map((e) => (
                  <Link key={e.spanId + e.timeUnixNano} className="chip" href={openTrace(e)}>
                    ● {format(e.value)}
                  </Link>
                ))}
            </p>
          )}
        </Section>
      )}
    </>
  );
};

interface ControlsProps {
  answer: MetricSeriesResponse | undefined;
  name: string;
  groupBy: string;
  attr: readonly string[];
}
const Controls = ({ answer, name, groupBy, attr }: ControlsProps) => {
  const t = useText();
  const { params } = usePlace();
  const { window } = useTime();
  const keys = useApi<AttributeKeysResponse>('/attributes/keys', {
    signal: 'metrics',
    start: window.start,
    end: window.end,
  });
  const choices = ['service', ...new Set((keys.data?.keys ?? []).map((k) => k.key))];
  const log = params.get('scale') === 'log';
  return (
    <fieldset className="filter-bar" aria-label={t('metrics.controls', { name })}>
      <label className="field">
        <span>{t('metrics.aggregation')}</span>
        <select
          className="select"
          value={params.get('aggregation') ?? answer?.aggregation ?? ''}
          onChange={(event) => changeParams({ aggregation: event.target.value })}
        >
          {[
            ...new Set([...(answer === undefined ? [] : [answer.aggregation, ...aggregations[answer.type]])]),
          ].map((a) => (
            <option key={a} value={a}>
              {a}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        <span>{t('metrics.groupBy')}</span>
        <select
          className="select"
          value={groupBy}
          onChange={(event) => changeParams({ groupBy: event.target.value })}
        >
          <option value="">{t('metrics.noGroup')}</option>
          {[...new Set([...choices, ...(groupBy === '' ? [] : [groupBy])])].map((k) => (
            <option key={k} value={k}>
              {k}
            </option>
          ))}
        </select>
      </label>
      <AttributeFilter signal="metrics" filters={attr} onChange={(next) => changeParams({ attr: next })} />
      <Chips filters={attr} onChange={(next) => changeParams({ attr: next })} />
      <button
        type="button"
        className="button"
        aria-pressed={log}
        onClick={() => changeParams({ scale: log ? null : 'log' }, { replace: true })}
      >
        {t('chart.log')}
      </button>
    </fieldset>
  );
};
