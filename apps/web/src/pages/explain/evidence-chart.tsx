import type { Evidence } from '@nightglass/model';
import { useMemo } from 'react';
import { useText } from '../../i18n/use-text.ts';
import { meanWithin, pictureOf } from '../../logic/explain/series.ts';
import { formatValue } from '../../logic/format.ts';
import { shorten } from '../../logic/runtime/clean-text.ts';
import type { ChartBand } from '../../ui/chart-drawing.ts';
import { TimeChart } from '../../ui/time-chart.tsx';

/** The two stretches that are compared, as bands of a chart. */
export const useBands = (evidence: Evidence): readonly ChartBand[] => {
  const t = useText();
  const seconds = ({ startMs, endMs }: Evidence['window']) => ({ from: startMs / 1000, to: endMs / 1000 });
  return [
    { ...seconds(evidence.baseline), label: t('proof.before'), colour: 'var(--neutral-soft)' },
    { ...seconds(evidence.window), label: t('proof.after'), colour: 'var(--accent-soft)' },
  ];
};

/** The figures the evidence itself holds: there even when the data has expired. */
export const EvidenceChart = ({ evidence }: { evidence: Evidence }) => {
  const t = useText();
  const bands = useBands(evidence);
  const picture = useMemo(() => pictureOf(evidence), [evidence]);
  if (picture === undefined) return null;
  const format = (value: number | null): string => formatValue(value, evidence.unit);
  return (
    <div className="proof-chart">
      <TimeChart
        times={picture.times}
        range={picture.range}
        lines={[{ label: evidence.subject, colour: 'var(--accent)', values: picture.values }]}
        bands={bands}
        format={format}
        height={112}
        summary={t('proof.chart', {
          subject: shorten(evidence.subject, 80),
          before: format(meanWithin(picture, picture.before)),
          after: format(meanWithin(picture, picture.after)),
        })}
      />
    </div>
  );
};
