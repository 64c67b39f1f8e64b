import type { TraceSummary } from '@nightglass/model';
import { type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import { usePreferences } from '../../frame/preferences.ts';
import { useText } from '../../i18n/use-text.ts';
import { formatDuration } from '../../logic/format.ts';
import { logTicks } from '../../logic/scatter-scale.ts';
import { nanoToSeconds } from '../../logic/times.ts';
import { navigate } from '../../router/place.ts';
import { resolveColour } from '../../ui/chart-colours.ts';
import { timeLabels } from '../../ui/time-labels.ts';
import { useWidth } from '../../ui/use-width.ts';
import { useTraceLink } from './trace-list.tsx';

interface Props {
  traces: readonly TraceSummary[];
  range: { start: number; end: number };
  onBrush: (from: number, to: number) => void;
}

const height = 190;
const left = 60;
const bottom = 22;
const top = 8;
const right = 10;
const reach = 10;

interface Point {
  x: number;
  y: number;
  trace: TraceSummary;
}

/** Every trace as a dot: when it began, how long it took (log scale). Click opens, dragging zooms. */
export const Scatter = ({ traces, range, onBrush }: Props) => {
  const t = useText();
  const preferences = usePreferences();
  const link = useTraceLink();
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const width = useWidth(box);
  const [over, setOver] = useState<Point | undefined>(undefined);
  const [drag, setDrag] = useState<{ from: number; to: number } | undefined>(undefined);
  const inner = Math.max(1, width - left - right);
  const tall = height - top - bottom;
  const durations = traces.map((trace) => Math.max(1, trace.durationNano));
  const low = Math.min(...durations, 1e6) / 1.4;
  const high = Math.max(...durations, 1e7) * 1.4;
  const yOf = (nano: number): number =>
    top + tall * (1 - Math.log(Math.max(1, nano) / low) / Math.log(high / low));
  // biome-ignore lint/correctness/useExhaustiveDependencies: yOf follows from traces
  const points = useMemo(
    () =>
      traces.map((trace): Point => {
        const at = nanoToSeconds(trace.startTimeUnixNano);
        return {
          x: left + ((at - range.start) / (range.end - range.start)) * inner,
          y: yOf(trace.durationNano),
          trace,
        };
      }),
    [traces, range.start, range.end, inner],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: `preferences` changes when the colours do
  useEffect(() => {
    const ctx = canvas.current?.getContext('2d');
    if (ctx === null || ctx === undefined || canvas.current === null || width === 0) return;
    const ratio = devicePixelRatio;
    canvas.current.width = width * ratio;
    canvas.current.height = height * ratio;
    ctx.scale(ratio, ratio);
    ctx.clearRect(0, 0, width, height);
    ctx.font = `11px ${getComputedStyle(canvas.current).fontFamily}`;
    ctx.lineWidth = 1;
    for (const tick of logTicks(low, high)) {
      const y = Math.round(yOf(tick)) + 0.5;
      ctx.strokeStyle = resolveColour('var(--line)');
      ctx.beginPath();
      ctx.moveTo(left, y);
      ctx.lineTo(width - right, y);
      ctx.stroke();
      ctx.fillStyle = resolveColour('var(--text-3)');
      ctx.textAlign = 'right';
      ctx.fillText(formatDuration(tick), left - 8, y + 4);
    }
    ctx.textAlign = 'center';
    for (const { at, text } of timeLabels(range.start, range.end, inner, preferences.language)) {
      ctx.fillText(text, left + ((at - range.start) / (range.end - range.start)) * inner, height - 6);
    }
    for (const { x, y, trace } of points) drawPoint(ctx, x, y, trace.errorCount > 0);
  }, [points, width, preferences]);

  const at = (event: PointerEvent): { x: number; y: number } => {
    const rect = box.current?.getBoundingClientRect();
    return { x: event.clientX - (rect?.left ?? 0), y: event.clientY - (rect?.top ?? 0) };
  };
  const timeAt = (x: number): number =>
    range.start + (Math.min(Math.max(x - left, 0), inner) / inner) * (range.end - range.start);
  const failed = traces.filter((trace) => trace.errorCount > 0).length;
  return (
    <figure className="chart">
      <div
        ref={box}
        className={over === undefined ? 'scatter' : 'scatter chart-box-link'}
        style={{ height }}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          setDrag({ from: at(event).x, to: at(event).x });
        }}
        onPointerMove={(event) => {
          const p = at(event);
          setOver(nearest(points, p.x, p.y));
          if (drag !== undefined) setDrag({ ...drag, to: p.x });
        }}
        onPointerUp={(event) => {
          const hit = nearest(points, at(event).x, at(event).y);
          if (drag !== undefined && Math.abs(drag.to - drag.from) > 5)
            onBrush(timeAt(drag.from), timeAt(drag.to));
          else if (hit !== undefined) navigate(link(hit.trace));
          setDrag(undefined);
        }}
        onPointerLeave={() => setOver(undefined)}
      >
        <canvas
          ref={canvas}
          className="scatter-canvas"
          role="img"
          aria-label={t('traces.scatterSummary', {
            count: traces.length,
            failed,
            max: formatDuration(Math.max(0, ...traces.map((trace) => trace.durationNano))),
          })}
        />
        {drag === undefined ? null : (
          <div
            className="scatter-brush"
            style={{
              left: Math.min(drag.from, drag.to),
              width: Math.abs(drag.to - drag.from),
              top,
              height: tall,
            }}
          />
        )}
      </div>
      {over === undefined || drag !== undefined ? null : (
        <div
          className={over.x > width / 2 ? 'chart-tip chart-tip-left' : 'chart-tip'}
          style={{ left: over.x, top: Math.max(0, over.y - 20) }}
        >
          <strong>{formatDuration(over.trace.durationNano)}</strong> {over.trace.rootService}
          <br />
          {over.trace.rootOperation}
          {over.trace.errorCount > 0 ? (
            <>
              <br />
              <span className="bad">▲ {t('traces.errors', { count: over.trace.errorCount })}</span>
            </>
          ) : null}
        </div>
      )}
    </figure>
  );
};

/** Failed traces are diamonds, the others rings: told by shape as well. */
const drawPoint = (ctx: CanvasRenderingContext2D, x: number, y: number, failed: boolean): void => {
  ctx.beginPath();
  if (failed) {
    ctx.moveTo(x, y - 5);
    ctx.lineTo(x + 5, y);
    ctx.lineTo(x, y + 5);
    ctx.lineTo(x - 5, y);
    ctx.closePath();
    ctx.fillStyle = resolveColour('var(--bad)');
    ctx.fill();
    return;
  }
  ctx.arc(x, y, 3.2, 0, Math.PI * 2);
  ctx.fillStyle = `${resolveColour('var(--accent)')}40`;
  ctx.fill();
  ctx.strokeStyle = resolveColour('var(--accent)');
  ctx.stroke();
};

const nearest = (points: readonly Point[], x: number, y: number): Point | undefined => {
  let best: Point | undefined;
  let distance = reach;
  for (const p of points) {
    const d = Math.hypot(p.x - x, p.y - y);
    if (d < distance) [best, distance] = [p, d];
  }
  return best;
};
