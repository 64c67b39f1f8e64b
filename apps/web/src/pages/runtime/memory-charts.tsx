import type { RuntimeMemoryResponse } from '@nightglass/model';
import { useTime } from '../../frame/time-context.tsx';
import { useText } from '../../i18n/use-text.ts';
import { formatBytes, formatDuration, formatPercent } from '../../logic/format.ts';
import { artifactPath } from '../../logic/paths.ts';
import type { MemorySeries } from '../../logic/runtime/memory-series.ts';
import { nanoToSeconds } from '../../logic/times.ts';
import { navigate, useLinks } from '../../router/place.ts';
import { Section } from '../../ui/parts.tsx';
import { TimeChart } from '../../ui/time-chart.tsx';

interface Props {
  data: RuntimeMemoryResponse;
  series: MemorySeries;
  stale: boolean;
}

const highest = (values: readonly (number | null)[]): number => Math.max(0, ...values.map((v) => v ?? 0));
const ends = (values: readonly (number | null)[]): [number, number] => {
  const known = values.filter((v) => v !== null);
  return [known[0] ?? 0, known.at(-1) ?? 0];
};

/** Three charts with one cursor and one axis: the heap, what the collector costs, how long it stops the world. */
export const MemoryCharts = ({ data, series, stale }: Props) => {
  const t = useText();
  const to = useLinks();
  const { brush } = useTime();
  const { times, live, goal, cpu, pauses, range } = series;
  const common = { times, range, onBrush: brush, sync: 'memory' };
  const dots = data.heaps.map((h) => ({
    time: nanoToSeconds(h.timeUnixNano),
    value: h.inuseBytes,
    label: t('memory.inuse', { bytes: formatBytes(h.inuseBytes) }),
    bad: false,
    onOpen: () => navigate(to(artifactPath(h.id))),
  }));
  const [first, last] = ends(live);
  const heapDots = dots.length === 0 ? {} : { dots, dotHint: t('memory.openProfile') };
  return (
    <>
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
          {...heapDots}
          height={240}
          // Without a GC trace the profiles still need an axis.
          times={times.length > 0 ? times : [range.start, range.end]}
          lines={[
            {
              label: t('memory.live'),
              colour: 'var(--accent)',
              values: times.length > 0 ? live : dots.length > 0 ? [0, 0] : [],
              fill: true,
            },
            { label: t('memory.goal'), colour: 'var(--text-3)', values: goal, dashed: true },
          ]}
          format={formatBytes}
          summary={t('memory.heapSummary', {
            first: formatBytes(first),
            last: formatBytes(last),
            profiles: dots.length,
          })}
        />
      </Section>
      {times.length === 0 ? null : (
        <div className="chart-grid">
          <Section title={t('memory.cpu')} stale={stale}>
            <TimeChart
              {...common}
              height={140}
              lines={[{ label: t('memory.cpu'), colour: 'var(--series-3)', values: cpu, fill: true }]}
              format={formatPercent}
              summary={t('memory.atMost', { name: t('memory.cpu'), max: formatPercent(highest(cpu)) })}
            />
          </Section>
          <Section title={t('memory.pauses')} stale={stale}>
            <TimeChart
              {...common}
              height={140}
              lines={[{ label: t('memory.pauses'), colour: 'var(--series-2)', values: pauses, fill: true }]}
              format={formatDuration}
              summary={t('memory.atMost', { name: t('memory.pauses'), max: formatDuration(highest(pauses)) })}
            />
          </Section>
        </div>
      )}
    </>
  );
};
