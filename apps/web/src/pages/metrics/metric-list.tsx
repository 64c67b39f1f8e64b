import type { MetricName } from '@nightglass/model';
import { useText } from '../../i18n/use-text.ts';
import { changeSearch } from '../../logic/url-state.ts';
import { Link } from '../../router/link.tsx';
import { usePlace } from '../../router/place.ts';

export const MetricList = ({
  names,
  selected,
}: {
  names: readonly MetricName[];
  selected: string | null;
}) => {
  const t = useText();
  const { path, search } = usePlace();
  return (
    <ul className="metric-list" aria-label={t('metrics.list')}>
      {names.map((m) => (
        <li key={`${m.name}:${m.type}`}>
          <Link
            className="metric-item"
            aria-current={m.name === selected ? 'true' : undefined}
            href={path + changeSearch(search, { name: m.name, groupBy: null, aggregation: null })}
            title={m.description}
          >
            <span className="metric-name">{m.name}</span>
            <span className="metric-facts">
              {t(`metric.${m.type}`)}
              {m.unit === '' || m.unit === '1' ? '' : ` · ${m.unit}`}
              {` · ${t('metrics.series', { count: m.seriesCount })}`}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
};
