import { type PointerEvent, useRef, useState } from 'react';
import { usePreferences } from '../frame/preferences.ts';
import { formatCount } from '../logic/format.ts';
import { formatClock } from '../logic/times.ts';
import { timeLabels } from './time-labels.ts';
import { useWidth } from './use-width.ts';

interface Props {
  /** Unix seconds of the first bucket and seconds of each. */
  start: number;
  step: number;
  /** From the bottom of the stack to its top. */
  series: readonly { key: string; label: string; colour: string; counts: readonly number[] }[];
  summary: string;
  height?: number;
  onBrush: (from: number, to: number) => void;
}

const axisLeft = 44;
const axisBottom = 20;

/** Stacked counts over time with a brush: the histogram of logs. */
export const Bars = ({ start, step, series, summary, height = 120, onBrush }: Props) => {
  const { language } = usePreferences();
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const [drag, setDrag] = useState<{ from: number; to: number } | undefined>(undefined);
  const [over, setOver] = useState<number | undefined>(undefined);
  const n = Math.max(1, ...series.map((s) => s.counts.length));
  const inner = Math.max(1, width - axisLeft);
  const tall = height - axisBottom - 6;
  const totals = Array.from({ length: n }, (_, i) => series.reduce((sum, s) => sum + (s.counts[i] ?? 0), 0));
  const top = Math.max(1, ...totals);
  const bar = inner / n;
  const timeAt = (x: number): number => start + (Math.min(Math.max(x - axisLeft, 0), inner) / bar) * step;
  const xOf = (event: PointerEvent): number =>
    event.clientX - (box.current?.getBoundingClientRect().left ?? 0);
  const finish = (): void => {
    if (drag !== undefined && Math.abs(drag.to - drag.from) > 4) onBrush(timeAt(drag.from), timeAt(drag.to));
    setDrag(undefined);
  };
  return (
    <figure className="chart bars">
      <div
        ref={box}
        style={{ height }}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          setDrag({ from: xOf(event), to: xOf(event) });
        }}
        onPointerMove={(event) => {
          const x = xOf(event);
          const i = Math.floor((x - axisLeft) / bar);
          setOver(i >= 0 && i < n ? i : undefined);
          if (drag !== undefined) setDrag({ ...drag, to: x });
        }}
        onPointerUp={finish}
        onPointerCancel={() => setDrag(undefined)}
        onPointerLeave={() => setOver(undefined)}
      >
        {width === 0 ? null : (
          <svg width={width} height={height} role="img" aria-label={summary}>
            <line className="axis-line" x1={axisLeft} x2={width} y1={tall + 6} y2={tall + 6} />
            <text className="axis-text" x={axisLeft - 8} y={13} textAnchor="end">
              {formatCount(top)}
            </text>
            <text className="axis-text" x={axisLeft - 8} y={tall + 6} textAnchor="end">
              0
            </text>
            {totals.map((_, i) => {
              const at = start + i * step;
              let y = tall + 6;
              return series.map((s) => {
                const h = ((s.counts[i] ?? 0) / top) * tall;
                if (h === 0) return null;
                // At least a pixel: one error among ten thousand lines must be seen.
                const shown = Math.max(h, 1.5);
                y -= shown;
                const wide = Math.max(0.8, bar - (bar > 4 ? 1 : 0));
                return (
                  <rect
                    key={`${s.key}${at}`}
                    x={axisLeft + i * bar}
                    y={y}
                    width={wide}
                    height={shown}
                    fill={s.colour}
                  />
                );
              });
            })}
            {over === undefined ? null : (
              <rect className="bars-over" x={axisLeft + over * bar} y={6} width={bar} height={tall} />
            )}
            {drag === undefined ? null : (
              <rect
                className="bars-brush"
                x={Math.min(drag.from, drag.to)}
                y={6}
                width={Math.abs(drag.to - drag.from)}
                height={tall}
              />
            )}
            {timeLabels(start, start + n * step, inner, language).map(({ at, text }) => (
              <text
                key={at}
                className="axis-text"
                x={axisLeft + ((at - start) / step) * bar}
                y={height - 4}
                textAnchor="middle"
              >
                {text}
              </text>
            ))}
          </svg>
        )}
      </div>
      {over === undefined || drag !== undefined || totals[over] === 0 ? null : (
        <div
          className={over > n / 2 ? 'chart-tip chart-tip-left' : 'chart-tip'}
          style={{ left: axisLeft + (over + 0.5) * bar, top: 12 }}
        >
          <strong>{formatClock(start + over * step, language)}</strong>
          {series
            .filter((s) => (s.counts[over] ?? 0) > 0)
            .toReversed()
            .map((s) => (
              <div key={s.key} className="tip-row">
                <span className="swatch" style={{ background: s.colour }} />
                {s.label}
                <b>{formatCount(s.counts[over] ?? 0)}</b>
              </div>
            ))}
        </div>
      )}
    </figure>
  );
};
