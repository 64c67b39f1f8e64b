import type {
  Evidence,
  EvidenceQuery,
  LogsResponse,
  MetricSeriesResponse,
  RuntimeArtifactResponse,
  TracesResponse,
} from '@nightglass/model';
import { useMemo, useState } from 'react';
import { useApi, useRuntime } from '../../api/use-api.ts';
import { useText } from '../../i18n/use-text.ts';
import { logFilters, metricFilters, secondsOf, traceFilters } from '../../logic/explain/query-link.ts';
import { formatValue } from '../../logic/format.ts';
import { alignSeries } from '../../logic/metric-series.ts';
import { artifactPath } from '../../logic/paths.ts';
import { stepFor } from '../../logic/time-range.ts';
import { Link } from '../../router/link.tsx';
import { useLinks } from '../../router/place.ts';
import { InlineCode } from '../../ui/inline-code.tsx';
import { LogDetail, LogLine } from '../../ui/log-line.tsx';
import { ErrorNotice, SkeletonBox, SkeletonRows } from '../../ui/states.tsx';
import { TimeChart } from '../../ui/time-chart.tsx';
import { TraceList } from '../traces/trace-list.tsx';
import { useBands } from './evidence-chart.tsx';
import { TraceFacts } from './trace-facts.tsx';

/** The answer to the query of a piece of evidence, in place: asked anew, so that it is what is stored and not a copy. */
export const EvidenceMore = ({ evidence, query }: { evidence: Evidence; query: EvidenceQuery }) => {
  switch (query.kind) {
    case 'metric':
      return <Chart evidence={evidence} query={query} />;
    case 'traces':
      return <Traces query={query} />;
    case 'trace':
      return <TraceFacts traceId={query.traceId} spanId={query.spanId} />;
    case 'logs':
      return <Lines query={query} />;
    case 'runtime':
      return <Artifact id={query.artifactId} />;
    case 'service':
      return null;
  }
};

type QueryOf<K extends EvidenceQuery['kind']> = Extract<EvidenceQuery, { kind: K }>;

const Chart = ({ evidence, query }: { evidence: Evidence; query: QueryOf<'metric'> }) => {
  const t = useText();
  const bands = useBands(evidence);
  // What is compared belongs into the picture, even when the query names the later window alone.
  const range = secondsOf({
    startMs: Math.min(query.window.startMs, evidence.baseline.startMs),
    endMs: Math.max(query.window.endMs, evidence.window.endMs),
  });
  const found = useApi<MetricSeriesResponse>('/metrics/series', {
    ...metricFilters(query),
    ...range,
    step: stepFor(range, 120),
  });
  const chart = useMemo(
    () => (found.data === undefined ? undefined : alignSeries(found.data.series, query.name)),
    [found.data, query.name],
  );
  const unit = found.data?.unit ?? '';
  return (
    <>
      <ErrorNotice error={found.error} retry={found.retry} />
      {found.loading ? <SkeletonBox height={200} /> : null}
      {chart === undefined ? null : chart.times.length === 0 ? (
        <p className="muted quiet">{t('proof.noSeries')}</p>
      ) : (
        <TimeChart
          times={chart.times}
          lines={chart.lines}
          range={range}
          bands={bands}
          height={200}
          format={(value) => formatValue(value, unit)}
          summary={t('metrics.summary', {
            name: query.name,
            aggregation: found.data?.aggregation ?? '',
            count: chart.lines.length,
          })}
        />
      )}
    </>
  );
};

const shown = 6;

const Traces = ({ query }: { query: QueryOf<'traces'> }) => {
  const t = useText();
  const found = useApi<TracesResponse>('/traces', {
    ...traceFilters(query),
    ...secondsOf(query.window),
    limit: shown,
  });
  const traces = found.data?.traces;
  return (
    <>
      <ErrorNotice error={found.error} retry={found.retry} />
      {found.loading ? <SkeletonRows rows={3} /> : null}
      {traces?.length === 0 ? <p className="muted quiet">{t('proof.noTraces')}</p> : null}
      {traces === undefined || traces.length === 0 ? null : (
        <TraceList traces={traces} label={t('proof.open.traces')} compact />
      )}
    </>
  );
};

const Lines = ({ query }: { query: QueryOf<'logs'> }) => {
  const t = useText();
  const [open, setOpen] = useState<string | undefined>(undefined);
  const found = useApi<LogsResponse>(
    '/logs',
    { ...logFilters(query), ...secondsOf(query.window), limit: shown },
    { untrusted: true },
  );
  const logs = found.data?.logs;
  return (
    <>
      <ErrorNotice error={found.error} retry={found.retry} />
      {found.loading ? <SkeletonRows rows={3} /> : null}
      {logs?.length === 0 ? <p className="muted quiet">{t('proof.noLogs')}</p> : null}
      {logs === undefined || logs.length === 0 ? null : (
        <ul className="logs">
          {logs.map((log) => (
            <LogLine
              key={log.id}
              log={log}
              compact
              open={open === log.id}
              onToggle={() => setOpen(open === log.id ? undefined : log.id)}
            >
              <LogDetail log={log} resources={found.data?.resources ?? {}} />
            </LogLine>
          ))}
        </ul>
      )}
    </>
  );
};

const Artifact = ({ id }: { id: string }) => {
  const to = useLinks();
  const found = useRuntime<RuntimeArtifactResponse>(`/artifacts/${encodeURIComponent(id)}`);
  const data = found.data;
  return (
    <>
      <ErrorNotice error={found.error} retry={found.retry} />
      {found.loading ? <SkeletonRows rows={2} /> : null}
      {data === undefined ? null : (
        <>
          <p>
            <Link className="text-link" href={to(artifactPath(id))}>
              {data.stored.title}
            </Link>
          </p>
          {data.artifact.findings.slice(0, 2).map((f) => (
            <p key={f.id} className="muted">
              <InlineCode text={f.detail[0] ?? f.title} />
            </p>
          ))}
        </>
      )}
    </>
  );
};
