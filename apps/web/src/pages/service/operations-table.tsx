import type { OperationSummary } from '@nightglass/model';
import { useText } from '../../i18n/use-text.ts';
import { formatCount, formatDuration, formatPercent, formatRate } from '../../logic/format.ts';
import { changeSearch } from '../../logic/url-state.ts';
import { Link } from '../../router/link.tsx';
import { useLinks, usePlace } from '../../router/place.ts';
import { Sparkline } from '../../ui/sparkline.tsx';
import { type Column, Table } from '../../ui/table.tsx';

const keyOf = (o: OperationSummary): string => `${o.name}\u0000${o.kind}`;

interface Props {
  service: string;
  operations: readonly OperationSummary[];
  /** The one whose charts are shown. */
  selected: OperationSummary | undefined;
}

/** Choosing an operation narrows the charts and the traces of the page to it. */
export const OperationsTable = ({ service, operations, selected }: Props) => {
  const t = useText();
  const to = useLinks();
  const { path, search } = usePlace();
  const columns: Column<OperationSummary>[] = [
    {
      key: 'name',
      title: t('column.operation'),
      sort: (o) => o.name,
      cell: (o) => {
        const chosen = selected !== undefined && keyOf(selected) === keyOf(o);
        const href =
          path + changeSearch(search, { operation: chosen ? null : o.name, kind: chosen ? null : o.kind });
        return (
          <Link href={href} replace className="row-link" aria-current={chosen ? 'true' : undefined}>
            <span className="ellipsis">{o.name}</span>
            <span className="tag">{o.kind.toLowerCase()}</span>
          </Link>
        );
      },
    },
    {
      key: 'rate',
      title: t('column.rate'),
      unit: t('unit.perSecond'),
      number: true,
      sort: (o) => o.rate,
      cell: (o) => (
        <span className="with-line">
          <Sparkline values={o.sparkline.calls} colour="var(--accent)" width={72} height={20} />
          <span className="with-line-text">{formatRate(o.rate)}</span>
        </span>
      ),
    },
    {
      key: 'errors',
      title: t('column.errors'),
      number: true,
      sort: (o) => o.errorRate,
      cell: (o) => (
        <span className={o.errorRate >= 0.02 ? 'bad' : undefined}>
          {o.errorRate >= 0.02 ? '▲ ' : ''}
          {formatPercent(o.errorRate)}
        </span>
      ),
    },
    {
      key: 'p50',
      title: 'p50',
      number: true,
      wide: true,
      sort: (o) => o.p50 ?? -1,
      cell: (o) => formatDuration(o.p50),
    },
    { key: 'p95', title: 'p95', number: true, sort: (o) => o.p95 ?? -1, cell: (o) => formatDuration(o.p95) },
    {
      key: 'p99',
      title: 'p99',
      number: true,
      wide: true,
      sort: (o) => o.p99 ?? -1,
      cell: (o) => formatDuration(o.p99),
    },
    {
      key: 'calls',
      title: t('column.calls'),
      number: true,
      wide: true,
      sort: (o) => o.calls,
      cell: (o) => formatCount(o.calls),
    },
    {
      key: 'traces',
      title: '',
      cell: (o) => (
        <Link className="text-link" href={to('/traces', { service, operation: o.name })}>
          {t('page.traces')}
        </Link>
      ),
    },
  ];
  return (
    <Table
      columns={columns}
      rows={operations}
      rowKey={keyOf}
      param="sort"
      order="calls-"
      label={t('service.operations')}
      selected={selected === undefined ? undefined : keyOf(selected)}
    />
  );
};
