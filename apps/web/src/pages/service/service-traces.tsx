import type { OperationSummary, ServiceSummary, TraceSummary, TracesResponse } from '@nightglass/model';
import { useApi } from '../../api/use-api.ts';
import { useTime } from '../../frame/time-context.tsx';
import { useText } from '../../i18n/use-text.ts';
import { Link } from '../../router/link.tsx';
import { useLinks } from '../../router/place.ts';
import { Section } from '../../ui/parts.tsx';
import { ErrorNotice, SkeletonRows } from '../../ui/states.tsx';
import { TraceList } from '../traces/trace-list.tsx';

const shown = 6;

interface Props {
  service: ServiceSummary;
  operation: OperationSummary | undefined;
}

/** The two lists one looks into first: what failed, and what was slower than 95 of 100. */
export const ServiceTraces = ({ service, operation }: Props) => {
  const p95 = operation?.p95 ?? service.p95;
  const filter = { service: service.name, operation: operation?.name };
  return (
    <div className="two-columns">
      <List kind="failing" filter={{ ...filter, status: 'error' }} />
      {p95 === null ? null : (
        <List
          kind="slow"
          // In whole milliseconds, so that the address stays readable and the answer is found again.
          filter={{ ...filter, minDuration: `${Math.max(1, Math.floor(p95 / 1e6))}ms` }}
          order={(a, b) => b.durationNano - a.durationNano}
        />
      )}
    </div>
  );
};

interface ListProps {
  kind: 'failing' | 'slow';
  filter: Record<string, string | undefined>;
  order?: (a: TraceSummary, b: TraceSummary) => number;
}
const List = ({ kind, filter, order }: ListProps) => {
  const t = useText();
  const to = useLinks();
  const { window } = useTime();
  const found = useApi<TracesResponse>(
    '/traces',
    { ...filter, start: window.start, end: window.end, limit: order === undefined ? shown : 50 },
    { subject: `${kind} ${filter.operation ?? ''}` },
  );
  const traces = found.data?.traces;
  return (
    <Section
      title={t(`service.${kind}`)}
      stale={found.stale}
      aside={
        <Link className="text-link" href={to('/traces', filter)}>
          {t('action.all')}
        </Link>
      }
    >
      <ErrorNotice error={found.error} retry={found.retry} />
      {found.loading ? <SkeletonRows rows={shown} /> : null}
      {traces?.length === 0 ? <p className="muted quiet">{t(`service.${kind}None`)}</p> : null}
      {traces === undefined || traces.length === 0 ? null : (
        <TraceList
          traces={(order === undefined ? traces : traces.toSorted(order)).slice(0, shown)}
          label={t(`service.${kind}`)}
          compact
        />
      )}
    </Section>
  );
};
