import type { RuntimeMemoryResponse } from '@nightglass/model';
import { useText } from '../../i18n/use-text.ts';
import { formatBytes } from '../../logic/format.ts';
import { artifactPath } from '../../logic/paths.ts';
import { shorten } from '../../logic/runtime/clean-text.ts';
import { growthOf } from '../../logic/runtime/memory-series.ts';
import { shortFile } from '../../logic/runtime/stack-fold.ts';
import { formatSample } from '../../logic/runtime/views.ts';
import { Link } from '../../router/link.tsx';
import { useLinks } from '../../router/place.ts';
import { Section } from '../../ui/parts.tsx';
import { Sparkline } from '../../ui/sparkline.tsx';
import { type Column, Table } from '../../ui/table.tsx';

type Site = RuntimeMemoryResponse['sites'][number];
const shown = 60;
const most = (site: Site): number => Math.max(0, ...site.bytes);

/** In-use bytes by site from the first to the last heap profile, the one that ever held most first. */
export const MemorySites = ({ data, stale }: { data: RuntimeMemoryResponse; stale: boolean }) => {
  const t = useText();
  const to = useLinks();
  const [first, last] = [data.heaps[0], data.heaps.at(-1)];
  const columns: Column<Site>[] = [
    {
      key: 'site',
      title: t('memory.site'),
      sort: (s) => s.func,
      cell: (s) => (
        <span className="site-name">
          <code className="ellipsis" title={s.func}>
            {shorten(s.func, 80)}
          </code>{' '}
          <code className="frame-file" title={`${s.file}:${s.line}`}>
            {shortFile(s.file, s.line)}
          </code>
        </span>
      ),
    },
    {
      key: 'curve',
      title: '',
      wide: true,
      cell: (s) => <Sparkline values={s.bytes} colour="var(--accent)" width={110} height={20} />,
    },
    {
      key: 'first',
      title: t('memory.first'),
      number: true,
      sort: (s) => s.bytes[0] ?? 0,
      cell: (s) => formatBytes(s.bytes[0]),
    },
    {
      key: 'last',
      title: t('memory.last'),
      number: true,
      sort: (s) => s.bytes.at(-1) ?? 0,
      cell: (s) => formatBytes(s.bytes.at(-1)),
    },
    {
      key: 'most',
      title: t('memory.most'),
      number: true,
      wide: true,
      sort: most,
      cell: (s) => formatBytes(most(s)),
    },
    {
      key: 'growth',
      title: t('memory.growth'),
      number: true,
      sort: (s) => growthOf(s.bytes),
      cell: (s) => {
        const growth = growthOf(s.bytes);
        return (
          <span className={growth > 0 ? 'bad' : growth < 0 ? 'good' : undefined}>
            {formatSample(growth, 'bytes', true)}
          </span>
        );
      },
    },
  ];
  return (
    <Section
      title={t('memory.sites', { count: data.heaps.length })}
      stale={stale}
      aside={
        first === undefined || last === undefined || first.id === last.id ? null : (
          <Link className="text-link" href={to(artifactPath(last.id), { base: first.id })}>
            {t('memory.difference')}
          </Link>
        )
      }
    >
      <Table
        columns={columns}
        rows={data.sites.toSorted((a, b) => most(b) - most(a)).slice(0, shown)}
        rowKey={(s) => `${s.func}\u0000${s.file}\u0000${s.line}`}
        param="sort"
        order="most-"
        label={t('memory.site')}
      />
    </Section>
  );
};
