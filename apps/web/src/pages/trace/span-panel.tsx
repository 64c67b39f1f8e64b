import type { CorrelateResponse, Span } from '@nightglass/model';
import { useEffect, useState } from 'react';
import { useApi } from '../../api/use-api.ts';
import { useText } from '../../i18n/use-text.ts';
import { formatDuration } from '../../logic/format.ts';
import { servicePath } from '../../logic/paths.ts';
import { nanoToSeconds } from '../../logic/times.ts';
import { selfIntervals, totalOf } from '../../logic/trace/critical-path.ts';
import { failureReason } from '../../logic/trace/failing.ts';
import type { TraceNode } from '../../logic/trace/tree.ts';
import { Link } from '../../router/link.tsx';
import { changeParams, useLinks, usePlace } from '../../router/place.ts';
import { AttributesTable } from '../../ui/attributes-table.tsx';
import { Id, ServiceName, Tabs } from '../../ui/parts.tsx';
import { SpanEvents, SpanLinks } from './span-events.tsx';
import { SpanLogs } from './span-logs.tsx';
import { SpanMetrics } from './span-metrics.tsx';
import { SpanRuntime } from './span-runtime.tsx';
import type { TraceModel } from './use-trace.ts';

const tabKeys = ['attributes', 'events', 'links', 'logs', 'metrics', 'runtime'] as const;
type TabKey = (typeof tabKeys)[number];

/** How long a choice must rest before its logs and metrics are asked for: holding an arrow key asks once. */
const restMs = 120;

/** Logs travel apart from spans: those of a span this young may still be on their way. */
const youngSeconds = 60;
const againMs = 2000;

const mayStillCome = (span: Span, data: unknown): boolean =>
  Date.now() / 1000 - nanoToSeconds(span.startTimeUnixNano) < youngSeconds &&
  (data as CorrelateResponse | undefined)?.spanLogs.length === 0;

export const SpanPanel = ({ model, node }: { model: TraceModel; node: TraceNode }) => {
  const t = useText();
  const { params } = usePlace();
  const [rested, setRested] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setRested(true), restMs);
    return () => clearTimeout(timer);
  }, []);
  const { span } = node;
  const related = useApi<CorrelateResponse>(
    '/correlate',
    { traceId: span.traceId, spanId: span.spanId },
    { enabled: rested, subject: node.key, again: (data) => (mayStillCome(span, data) ? againMs : false) },
  );
  const tab: TabKey = tabKeys.find((k) => k === params.get('tab')) ?? 'attributes';
  const logs = related.data?.spanLogs.length;
  return (
    <aside className="panel" aria-label={t('panel.label', { name: span.name })}>
      <PanelHead node={node} />
      <Tabs
        label={t('panel.tabs')}
        active={tab}
        onChange={(key) =>
          changeParams({ tab: key === 'attributes' ? null : key, span: node.key }, { replace: true })
        }
        tabs={[
          { key: 'attributes', label: t('panel.attributes'), count: span.attributes.length },
          { key: 'events', label: t('panel.events'), count: span.events.length },
          { key: 'links', label: t('panel.links'), count: span.links.length },
          { key: 'logs', label: t('panel.logs'), count: logs },
          { key: 'metrics', label: t('panel.metrics') },
          { key: 'runtime', label: t('page.runtime') },
        ]}
      />
      <div className="panel-body" role="tabpanel">
        {tab === 'attributes' ? <Attributes model={model} node={node} /> : null}
        {tab === 'events' ? <SpanEvents span={span} /> : null}
        {tab === 'links' ? <SpanLinks span={span} /> : null}
        {tab === 'logs' ? <SpanLogs span={span} related={related} /> : null}
        {tab === 'metrics' ? <SpanMetrics span={span} related={related} /> : null}
        {tab === 'runtime' && rested ? <SpanRuntime span={span} /> : null}
      </div>
    </aside>
  );
};

const PanelHead = ({ node }: { node: TraceNode }) => {
  const t = useText();
  const to = useLinks();
  const { span } = node;
  const reason = failureReason(span);
  return (
    <header className="panel-head">
      <p className="panel-service">
        <Link href={to(servicePath(span.service))}>
          <ServiceName name={span.service} />
        </Link>
        <span className="tag">{span.kind.toLowerCase()}</span>
        {span.status.code === 'OK' ? <span className="tag tag-good">✓ ok</span> : null}
      </p>
      <h2 className="panel-title">{span.name}</h2>
      <p className="facts">
        <span>
          <b>{formatDuration(node.end - node.start)}</b>
        </span>
        <span>
          {t('panel.self')} <b>{formatDuration(totalOf(selfIntervals(node)))}</b>
        </span>
        <span>
          {t('panel.startsAt')} <b>+{formatDuration(node.start)}</b>
        </span>
        <Id id={span.spanId} what={t('panel.spanId')} />
      </p>
      {span.status.code === 'ERROR' ? (
        <p className="panel-reason">
          <span aria-hidden="true">▲ </span>
          <b>{t('panel.failed')}</b> {reason}
        </p>
      ) : null}
      {node.problem === '' ? null : <p className="panel-note">◐ {t(`problem.${node.problem}`)}</p>}
      {node.shift === 0 ? null : (
        <p className="panel-note">◐ {t('panel.shifted', { shift: formatDuration(node.shift) })}</p>
      )}
    </header>
  );
};

const Attributes = ({ model, node }: { model: TraceModel; node: TraceNode }) => {
  const t = useText();
  const to = useLinks();
  const { span } = node;
  const resource = model.response.resources[span.resourceId];
  const filterLink = (pair: string): string => to('/traces', { attr: [pair] });
  const none = span.attributes.length === 0 && (resource?.attributes.length ?? 0) === 0;
  return (
    <>
      {none ? <p className="muted quiet">{t('panel.noAttributes')}</p> : null}
      <AttributesTable
        title={t('panel.span')}
        attributes={span.attributes}
        dropped={span.droppedAttributesCount}
        filterLink={filterLink}
      />
      <AttributesTable
        title={t('panel.resource')}
        attributes={resource?.attributes ?? []}
        dropped={resource?.droppedAttributesCount}
        filterLink={filterLink}
      />
      <AttributesTable
        title={`${t('panel.scope')} ${span.scope.name} ${span.scope.version}`}
        attributes={span.scope.attributes}
        dropped={span.scope.droppedAttributesCount}
      />
      {span.scope.name === '' || span.scope.attributes.length > 0 ? null : (
        <p className="muted small quiet">
          {t('panel.scope')} <code>{`${span.scope.name} ${span.scope.version}`.trim()}</code>
        </p>
      )}
      {span.traceState === '' ? null : (
        <p className="muted small quiet">
          tracestate <code>{span.traceState}</code>
        </p>
      )}
    </>
  );
};
