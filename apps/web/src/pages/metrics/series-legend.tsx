import { useText } from '../../i18n/use-text.ts';
import type { ChartLine } from '../../ui/time-chart.tsx';

interface Props {
  lines: readonly ChartLine[];
  format: (value: number) => string;
}

/** The lines by name with their figures: what a screen reader, and an eye that compares, needs. */
export const SeriesLegend = ({ lines, format }: Props) => {
  const t = useText();
  return (
    <div className="table-scroll">
      <table className="table" aria-label={t('metrics.lines')}>
        <thead>
          <tr>
            <th scope="col">{t('metrics.line')}</th>
            <th scope="col" className="num">
              {t('metrics.last')}
            </th>
            <th scope="col" className="num">
              {t('metrics.mean')}
            </th>
            <th scope="col" className="num">
              {t('metrics.max')}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((l) => {
            const known = l.values.filter((v) => v !== null);
            const sum = known.reduce((a, b) => a + b, 0);
            return (
              <tr key={l.label}>
                <td data-title={t('metrics.line')}>
                  <span className="service-name">
                    <span className="swatch" style={{ background: l.colour }} /> {l.label}
                  </span>
                </td>
                <td className="num" data-title={t('metrics.last')}>
                  {format(known.at(-1) ?? Number.NaN)}
                </td>
                <td className="num" data-title={t('metrics.mean')}>
                  {format(sum / known.length)}
                </td>
                <td className="num" data-title={t('metrics.max')}>
                  {format(known.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY))}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
};
