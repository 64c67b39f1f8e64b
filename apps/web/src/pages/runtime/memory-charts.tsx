import type { RuntimeMemoryResponse } from '@nightglass/model';
import { useTime } from '../../frame/time-context.tsx';
import { useText } from '../../i18n/use-text.ts';
import { formatBytes, formatDuration, formatPercent } from '../../logic/format.ts';
import { artifactPath } from '../../logic/paths.ts';
import type { MemorySeries } from '../../logic/runtime/memory-series.ts';
import { brushRange, writeRange } from '../../logic/time-range.ts';
import { nanoToSeconds } from '../../logic/times.ts';
import { changeParams, navigate, useLinks, usePlace } from '../../router/place.ts';
import { Section } from '../../ui/parts.tsx';
import { TimeChart } from '../../ui/time-chart.tsx';

interface Props {
  data: RuntimeMemoryResponse;
  series: MemorySeries;
  stale: boolean;
}

type Values = readonly (number | null)[];
const highest = (values: Values): number => Math.max(0, ...values.map((v) => v ?? 0));
const ends = (values: Values): [number, number] => {
  const known = values.filter((v) => v !== null);
  return [known[0] ?? 0, known.at(-1) ?? 0];
};

/** A brush narrows the evidence to its range, which the header then shows. */
const brush = (from: number, to: number): void =>
  changeParams({ ...writeRange(brushRange(from, to)), when: 'range' });

/** Three charts above each other with one cursor and one axis: the heap, what the collector costs, how long it stops all. */
export const MemoryCharts = ({ data, series, stale }: Props) => {
  const t = useText();
  const to = useLinks();
  const { window } = useTime();
  const ranged = usePlace().params.get('when') === 'range';
  const { live, goal, cpu, pauses } = series;
  const range = ranged ? window : series.range;
  // Without a GC trace the profiles still need an axis.
  const bare = series.times.length === 0;
  const times = bare ? [range.start, range.end] : series.times;
  const common = { times, range, onBrush: brush, sync: 'memory', axisWidth: 76 };
  const [first, last] = ends(live);
  const dots = data.heaps.map((h) => ({
    time: nanoToSeconds(h.timeUnixNano),
    value: h.inuseBytes,
    label: t('memory.inuse', { bytes: formatBytes(h.inuseBytes) }),
    bad: false,
    onOpen: () => navigate(to(artifactPath(h.id))),
  }));
  return (
    <Section
      title={t('memory.heap')}
      stale={stale}
      aside={
        <span className="legend">
          <span className="line-key line-key-live" aria-hidden="true" /> {t('memory.live')}
          <span className="line-key line-key-goal" aria-hidden="true" /> {t('memory.goal')}
          <span className="dot-key" aria-hidden="true" /> {t('memory.profiles')}
        </span>
      }
    >
      <TimeChart
        {...common}
        bytes
        height={240}
        dots={dots}
        dotHint={t('memory.openProfile')}
        lines={[
          { label: t('memory.live'), colour: 'var(--accent)', values: bare ? [0, 0] : live, fill: true },
          { label: t('memory.goal'), colour: 'var(--text-3)', values: goal, dashed: true },
        ]}
        format={formatBytes}
        summary={t('memory.heapSummary', {
          first: formatBytes(first),
          last: formatBytes(last),
          profiles: dots.length,
        })}
      />
      {bare ? null : (
        <>
          <Small
            {...common}
            name={t('memory.cpu')}
            colour="var(--series-3)"
            values={cpu}
            format={formatPercent}
          />
          <Small
            {...common}
            name={t('memory.pauses')}
            colour="var(--series-2)"
            values={pauses}
            format={formatDuration}
          />
        </>
      )}
    </Section>
  );
};

interface SmallProps {
  times: readonly number[];
  range: { start: number; end: number };
  onBrush: (from: number, to: number) => void;
  sync: string;
  axisWidth: number;
  name: string;
  colour: string;
  values: Values;
  format: (value: number) => string;
}
const Small = ({ name, colour, values, format, ...common }: SmallProps) => {
  const t = useText();
  return (
    <>
      <h3 className="chart-title">{name}</h3>
      <TimeChart
        {...common}
        height={110}
        lines={[{ label: name, colour, values, fill: true }]}
        format={format}
        summary={t('memory.atMost', { name, max: format(highest(values)) })}
      />
    </>
  );
};
