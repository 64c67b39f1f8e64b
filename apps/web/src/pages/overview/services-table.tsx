import type { ServiceSummary } from '@nightglass/model';
import { usePreferences } from '../../frame/preferences.ts';
import { useTime } from '../../frame/time-context.tsx';
import { useText } from '../../i18n/use-text.ts';
import { formatCount, formatDuration, formatPercent, formatRate } from '../../logic/format.ts';
import { servicePath } from '../../logic/paths.ts';
import { formatAgo, formatFull } from '../../logic/times.ts';
import { Link } from '../../router/link.tsx';
import { useLinks } from '../../router/place.ts';
import { ExplainButton } from '../../ui/explain-button.tsx';
import { ServiceName } from '../../ui/parts.tsx';
import { Sparkline } from '../../ui/sparkline.tsx';
import { type Column, Table } from '../../ui/table.tsx';

/** Above this an error share is marked; below it is normal life. */
const badShare = 0.02;

interface Props {
  services: readonly ServiceSummary[];
  /** Every column there is, for the page that holds nothing else. */
  full?: boolean;
}

export const ServicesTable = ({ services, full = false }: Props) => {
  const t = useText();
  const to = useLinks();
  const { language } = usePreferences();
  const { window } = useTime();
  const columns: Column<ServiceSummary>[] = [
    {
      key: 'name',
      title: t('column.service'),
      sort: (s) => s.name,
      cell: (s) => (
        <Link href={to(servicePath(s.name))} className="row-link">
          <ServiceName name={s.name} />
          {full ? null : <span className="muted version ellipsis">{s.versions.at(-1) ?? ''}</span>}
        </Link>
      ),
    },
    {
      key: 'rate',
      title: t('column.rate'),
      unit: t('unit.perSecond'),
      number: true,
      sort: (s) => s.rate,
      cell: (s) => <WithLine text={formatRate(s.rate)} values={s.sparkline.calls} colour="var(--accent)" />,
    },
    {
      key: 'errors',
      title: t('column.errors'),
      number: true,
      sort: (s) => s.errorRate,
      cell: (s) => (
        <WithLine
          text={formatPercent(s.errorRate)}
          bad={s.errorRate >= badShare}
          values={s.sparkline.calls.map((c, i) => (c === 0 ? null : (s.sparkline.errors[i] ?? 0) / c))}
          colour="var(--bad)"
          least={0.05}
        />
      ),
    },
    {
      key: 'p95',
      title: 'p95',
      number: true,
      sort: (s) => s.p95 ?? -1,
      cell: (s) => (
        <WithLine text={formatDuration(s.p95)} values={s.sparkline.p95} colour="var(--series-1)" />
      ),
    },
  ];
  if (full) {
    columns.splice(3, 0, {
      key: 'p50',
      title: 'p50',
      number: true,
      sort: (s) => s.p50 ?? -1,
      cell: (s) => formatDuration(s.p50),
    });
    columns.push(
      {
        key: 'p99',
        title: 'p99',
        number: true,
        sort: (s) => s.p99 ?? -1,
        cell: (s) => formatDuration(s.p99),
      },
      {
        key: 'calls',
        title: t('column.calls'),
        number: true,
        sort: (s) => s.calls,
        cell: (s) => formatCount(s.calls),
      },
      { key: 'versions', title: t('column.versions'), cell: (s) => s.versions.join(', ') || '–' },
      {
        key: 'language',
        title: t('column.language'),
        sort: (s) => s.language,
        cell: (s) => s.language || '–',
      },
      {
        key: 'seen',
        title: t('column.lastSeen'),
        number: true,
        sort: (s) => s.lastSeenUnixNano,
        cell: (s) => (
          <time title={formatFull(s.lastSeenUnixNano, language)}>
            {formatAgo(s.lastSeenUnixNano, language, Math.max(Date.now(), window.end * 1000))}
          </time>
        ),
      },
      {
        key: 'explain',
        title: '',
        cell: (s) => (
          <ExplainButton
            className="button button-s button-plain"
            subject={{ service: s.name, operation: '' }}
            text={t('explain.ask')}
            label={t('explain.service', { service: s.name })}
          />
        ),
      },
    );
  }
  return (
    <Table
      columns={columns}
      rows={services}
      rowKey={(s) => s.name}
      param="sort"
      order="errors-"
      label={t('overview.services')}
    />
  );
};

const WithLine = (props: {
  text: string;
  values: readonly (number | null)[];
  colour: string;
  bad?: boolean;
  least?: number;
}) => (
  <span className="with-line">
    <Sparkline values={props.values} colour={props.colour} width={72} height={20} least={props.least ?? 0} />
    <span className={props.bad === true ? 'bad with-line-text' : 'with-line-text'}>
      {props.bad === true ? '▲ ' : ''}
      {props.text}
    </span>
  </span>
);
