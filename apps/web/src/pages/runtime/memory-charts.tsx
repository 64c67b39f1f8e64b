import type { RuntimeMemoryResponse } from '@nightglass/model';
import { usePreferences } from '../../frame/preferences.ts';
import { useTime } from '../../frame/time-context.tsx';
import { useText } from '../../i18n/use-text.ts';
import { formatBytes, formatDuration, formatPercent } from '../../logic/format.ts';
import { artifactPath } from '../../logic/paths.ts';
import type { MemorySeries } from '../../logic/runtime/memory-series.ts';
import { formatClock, nanoToSeconds } from '../../logic/times.ts';
import { navigate, useLinks, usePlace } from '../../router/place.ts';
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

/** Three charts above each other with one cursor and one axis: the heap, what the collector costs, how long it stops all. */
export const MemoryCharts = ({ data, series, stale }: Props) => {
  const t = useText();
  const to = useLinks();
  const { language } = usePreferences();
  const { window, brush: zoom } = useTime();
  /** It narrows the evidence to its range, which the header then shows. */
  const brush = (from: number, to: number): void => zoom(from, to, { when: 'range' });
  const ranged = usePlace().params.get('when') === 'range';
  const { live, goal, cpu, pauses } = series;
  const apart = ranged ? null : series.apart;
  const range = ranged ? window : (apart?.cycles ?? series.range);
  // Without a GC trace the profiles still need an axis.
  const bare = series.times.length === 0;
  const sorted = data.heaps.toSorted((a, b) => nanoToSeconds(a.timeUnixNano) - nanoToSeconds(b.timeUnixNano));
  const profiles = {
    times: sorted.map((h) => nanoToSeconds(h.timeUnixNano)),
    line: {
      label: t('memory.profiles'),
      colour: 'var(--text-3)',
      values: sorted.map((h) => h.inuseBytes),
    },
  };
  const times = bare ? profiles.times : series.times;
  const common = { times, range, onBrush: brush, sync: 'memory', axisWidth: 76 };
  const [first, last] = ends(live);
  const dots = data.heaps.map((h) => ({
    time: nanoToSeconds(h.timeUnixNano),
    value: h.inuseBytes,
    label: t('memory.inuse', { bytes: formatBytes(h.inuseBytes) }),
    bad: false,
    onOpen: () => navigate(to(artifactPath(h.id))),
  }));
  const dotted = { bytes: true, dots, dotHint: t('memory.openProfile'), format: formatBytes };
  const summary = t('memory.heapSummary', {
    first: formatBytes(first),
    last: formatBytes(last),
    profiles: dots.length,
  });
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
      {apart === null ? null : (
        <>
          <p className="notice small">
            {t('memory.apart', {
              profiles: spanText(apart.heaps, language),
              trace: spanText(apart.cycles, language),
            })}
          </p>
          <TimeChart
            {...dotted}
            times={profiles.times}
            range={apart.heaps}
            onBrush={brush}
            axisWidth={common.axisWidth}
            height={170}
            lines={[profiles.line]}
            summary={summary}
          />
        </>
      )}
      <TimeChart
        {...common}
        {...dotted}
        {...(apart === null ? {} : { dots: [] })}
        height={240}
        lines={
          bare
            ? [profiles.line]
            : [
                { label: t('memory.live'), colour: 'var(--accent)', values: live, fill: true },
                { label: t('memory.goal'), colour: 'var(--text-3)', values: goal, dashed: true },
              ]
        }
        summary={summary}
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

const spanText = ({ start, end }: { start: number; end: number }, language: string): string =>
  `${formatClock(start, language)} – ${formatClock(end, language)}`;

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
