import type { TraceResponse } from '@nightglass/model';
import { useApi } from '../../api/use-api.ts';
import { useText } from '../../i18n/use-text.ts';
import { serviceColour } from '../../logic/colours.ts';
import { formatDuration, formatPercent } from '../../logic/format.ts';
import { tracePath } from '../../logic/paths.ts';
import { selfIntervals, totalOf } from '../../logic/trace/critical-path.ts';
import { failureReason } from '../../logic/trace/failing.ts';
import type { TraceNode } from '../../logic/trace/tree.ts';
import { barOf } from '../../logic/trace/view.ts';
import { Link } from '../../router/link.tsx';
import { useLinks } from '../../router/place.ts';
import { ServiceName } from '../../ui/parts.tsx';
import { ErrorNotice, SkeletonRows } from '../../ui/states.tsx';
import { type TraceModel, useTraceModel } from '../trace/use-trace.ts';

const mostAbove = 6;

/** The span and those above it up to the root, outermost first. */
const wayTo = (node: TraceNode): TraceNode[] => {
  const way: TraceNode[] = [];
  for (let at: TraceNode | null = node; at !== null && way.length <= mostAbove; at = at.parent)
    way.unshift(at);
  return way;
};

/** A trace in short: what the span took of the whole, and the chain of spans down to it, as bars. */
export const TraceFacts = ({ traceId, spanId }: { traceId: string; spanId: string }) => {
  const t = useText();
  const found = useApi<TraceResponse>(
    `/traces/${encodeURIComponent(traceId)}`,
    {},
    // The trace page asks the same: it may have answered already.
    { untrusted: true },
  );
  const model = useTraceModel(found.data);
  const node = model?.tree.byKey.get(spanId) ?? model?.tree.roots[0];
  return (
    <>
      <ErrorNotice error={found.error} retry={found.retry} />
      {found.loading ? <SkeletonRows rows={3} /> : null}
      {model === undefined ? null : node === undefined ? (
        <p className="muted quiet">{t('proof.trace.gone')}</p>
      ) : (
        <Facts model={model} node={node} />
      )}
    </>
  );
};

const Facts = ({ model, node }: { model: TraceModel; node: TraceNode }) => {
  const t = useText();
  const to = useLinks();
  const { tree } = model;
  const took = node.end - node.start;
  const whole = Math.max(1, tree.duration);
  const reason = failureReason(node.span);
  return (
    <>
      <p>
        {t('proof.trace.took', {
          service: node.span.service,
          operation: node.span.name,
          took: formatDuration(took),
          whole: formatDuration(whole),
          share: formatPercent(took / whole),
        })}
        {t('finding.pause')}
        {t('proof.trace.own', { own: formatDuration(totalOf(selfIntervals(node))) })}
      </p>
      {reason === '' ? null : <p className="bad">▲ {reason}</p>}
      <ol className="mini-waterfall" aria-label={t('proof.trace.way')}>
        {wayTo(node).map((n) => {
          const bar = barOf(n.start, n.end, [0, whole]);
          return (
            <li key={n.key}>
              <Link
                className={n === node ? 'mini-row mini-row-hit' : 'mini-row'}
                href={to(tracePath(model.response.traceId), { span: n.key })}
              >
                <span className="mini-name">
                  <ServiceName name={n.span.service} />
                  <span className="ellipsis muted">{n.span.name}</span>
                </span>
                <span className="mini-time" aria-hidden="true">
                  <span
                    className="mini-bar"
                    style={{
                      left: `${bar?.left ?? 0}%`,
                      width: `${Math.max(0.5, bar?.width ?? 0)}%`,
                      background: serviceColour(n.span.service),
                    }}
                  />
                </span>
                <span className={n.error ? 'mini-took bad' : 'mini-took'}>
                  {n.error ? '▲ ' : ''}
                  {formatDuration(n.end - n.start)}
                </span>
              </Link>
            </li>
          );
        })}
      </ol>
    </>
  );
};
