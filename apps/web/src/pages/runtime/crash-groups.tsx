import type { CrashGroup } from '@nightglass/model';
import { usePreferences } from '../../frame/preferences.ts';
import { useText } from '../../i18n/use-text.ts';
import { formatCount } from '../../logic/format.ts';
import { artifactPath, tracePath } from '../../logic/paths.ts';
import { shorten } from '../../logic/runtime/clean-text.ts';
import { shortFile, shortName } from '../../logic/runtime/stack-fold.ts';
import { formatClock, formatFull, nanoToSeconds } from '../../logic/times.ts';
import { Link } from '../../router/link.tsx';
import { useLinks } from '../../router/place.ts';
import { ServiceName } from '../../ui/parts.tsx';
import { type Column, Table } from '../../ui/table.tsx';

/** One row per defect: what, how often, since when, last, where. */
export const CrashGroups = ({ groups }: { groups: readonly CrashGroup[] }) => {
  const t = useText();
  const to = useLinks();
  const { language } = usePreferences();
  const time = (nano: string) => (
    <time title={formatFull(nano, language)}>{formatClock(nanoToSeconds(nano), language)}</time>
  );
  const href = (g: CrashGroup): string =>
    g.artifactId !== ''
      ? to(artifactPath(g.artifactId))
      : g.traceId !== ''
        ? to(tracePath(g.traceId))
        : to('/runtime', { fingerprint: g.fingerprint });
  const columns: Column<CrashGroup>[] = [
    {
      key: 'what',
      title: t('crash.what'),
      sort: (g) => g.reason,
      cell: (g) => (
        <Link href={href(g)} className="row-link says" title={shorten(g.message, 400)}>
          <span className="bad" aria-hidden="true">
            ▲
          </span>
          <span className="ellipsis">{shorten(g.message === '' ? g.reason : g.message, 200)}</span>
          <span className="tag">{t(`crash.kind.${g.kind}`)}</span>
        </Link>
      ),
    },
    {
      key: 'count',
      title: t('crash.count'),
      number: true,
      sort: (g) => g.count,
      cell: (g) => formatCount(g.count),
    },
    {
      key: 'service',
      title: t('column.service'),
      sort: (g) => g.services[0]?.name ?? '',
      cell: (g) => (
        <span className="crash-services">
          {g.services[0] === undefined || g.services[0].name === '' ? (
            '–'
          ) : (
            <ServiceName name={g.services[0].name} />
          )}
          {g.services.length > 1 ? <span className="tag">+{g.services.length - 1}</span> : null}
        </span>
      ),
    },
    {
      key: 'function',
      title: t('bucket.function'),
      sort: (g) => g.function,
      cell: (g) => (
        <code className="ellipsis block" title={`${g.function} ${g.file}:${g.line}`}>
          {g.function === '' ? '–' : shorten(shortName(g.function), 50)}{' '}
          <span className="muted">{shortFile(g.file, g.line)}</span>
        </code>
      ),
    },
    {
      key: 'first',
      title: t('crash.since'),
      sort: (g) => nanoToSeconds(g.firstUnixNano),
      cell: (g) => time(g.firstUnixNano),
    },
    {
      key: 'last',
      title: t('crash.last'),
      sort: (g) => nanoToSeconds(g.lastUnixNano),
      cell: (g) => time(g.lastUnixNano),
    },
  ];
  return (
    <Table
      columns={columns}
      rows={groups}
      rowKey={(g) => g.fingerprint}
      param="crashSort"
      order="last-"
      label={t('crash.groupsLabel')}
    />
  );
};
