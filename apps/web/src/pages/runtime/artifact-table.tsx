import type { StoredArtifact } from '@nightglass/model';
import { usePreferences } from '../../frame/preferences.ts';
import { useText } from '../../i18n/use-text.ts';
import { formatCount } from '../../logic/format.ts';
import { artifactPath } from '../../logic/paths.ts';
import { shorten } from '../../logic/runtime/clean-text.ts';
import { markOf, meaningOf } from '../../logic/runtime/views.ts';
import { formatClock, formatFull, nanoToSeconds } from '../../logic/times.ts';
import { Link } from '../../router/link.tsx';
import { useLinks } from '../../router/place.ts';
import { InlineCode } from '../../ui/inline-code.tsx';
import { ServiceName } from '../../ui/parts.tsx';
import { type Column, Table } from '../../ui/table.tsx';

/** Every dump, crash and profile: what it says first. */
export const ArtifactTable = ({ artifacts }: { artifacts: readonly StoredArtifact[] }) => {
  const t = useText();
  const to = useLinks();
  const { language } = usePreferences();
  const columns: Column<StoredArtifact>[] = [
    {
      key: 'title',
      title: t('runtime.says'),
      sort: (a) => a.title,
      cell: (a) => {
        const meaning = meaningOf(a.severity);
        const title =
          meaning === 'neutral' && a.format === 'profile'
            ? t('artifact.profileShort', { variant: a.variant })
            : a.title;
        return (
          <Link className="row-link says" href={to(artifactPath(a.id))} title={`${a.title}\n${a.name}`}>
            <span className={meaning} aria-hidden="true">
              {markOf[meaning]}
            </span>
            <span className="ellipsis">
              <InlineCode text={shorten(title, 200)} />
            </span>
            {a.partial ? <span className="tag tag-warning">◐ {t('artifact.partial')}</span> : null}
          </Link>
        );
      },
    },
    {
      key: 'kind',
      title: t('runtime.kind'),
      sort: (a) => `${a.format} ${a.variant}`,
      cell: (a) => (
        <span className="nowrap">
          {t(`format.${a.format}`)} <span className="muted">{shorten(a.variant, 30)}</span>
        </span>
      ),
    },
    {
      key: 'service',
      title: t('column.service'),
      sort: (a) => a.service,
      cell: (a) => (a.service === '' ? '–' : <ServiceName name={a.service} />),
    },
    {
      key: 'goroutines',
      title: t('runtime.goroutines'),
      number: true,
      sort: (a) => a.goroutineCount,
      cell: (a) => (a.goroutineCount === 0 ? '–' : formatCount(a.goroutineCount)),
    },
    {
      key: 'go',
      title: 'Go',
      wide: true,
      sort: (a) => a.goVersion ?? '',
      cell: (a) => <span className="nowrap">{a.goVersion ?? '–'}</span>,
    },
    {
      key: 'name',
      title: t('runtime.file'),
      sort: (a) => a.name,
      cell: (a) => (
        <span className="ellipsis block" title={a.name}>
          {shorten(a.name, 40)}
        </span>
      ),
    },
    {
      key: 'time',
      title: t('runtime.time'),
      sort: (a) => nanoToSeconds(a.timeUnixNano),
      cell: (a) => (
        <time className="nowrap" title={formatFull(a.timeUnixNano, language)}>
          {formatClock(nanoToSeconds(a.timeUnixNano), language)}
        </time>
      ),
    },
  ];
  return (
    <Table
      columns={columns}
      rows={artifacts}
      rowKey={(a) => a.id}
      param="sort"
      order="time-"
      label={t('runtime.artifactsLabel')}
    />
  );
};
