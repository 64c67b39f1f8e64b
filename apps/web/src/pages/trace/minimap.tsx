import { type PointerEvent, useEffect, useRef, useState } from 'react';
import { usePreferences } from '../../frame/preferences.ts';
import { useText } from '../../i18n/use-text.ts';
import { serviceColour } from '../../logic/colours.ts';
import { formatDuration } from '../../logic/format.ts';
import type { Interval } from '../../logic/trace/critical-path.ts';
import type { TraceTree } from '../../logic/trace/tree.ts';
import { resolveColour } from '../../ui/chart-colours.ts';
import { useWidth } from '../../ui/use-width.ts';

const height = 56;

interface Props {
  tree: TraceTree;
  zoom: Interval;
  onZoom: (from: number, to: number) => void;
}

/** The whole trace at a glance, failures on top. Dragging zooms the waterfall, a double click shows everything again. */
export const Minimap = ({ tree, zoom, onZoom }: Props) => {
  const t = useText();
  const preferences = usePreferences();
  const canvas = useRef<HTMLCanvasElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const [drag, setDrag] = useState<{ from: number; to: number } | undefined>(undefined);
  const whole = Math.max(1, tree.duration);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `preferences` changes when the colours do
  useEffect(() => {
    const ctx = canvas.current?.getContext('2d');
    if (ctx === null || ctx === undefined || canvas.current === null || width === 0) return;
    canvas.current.width = width * devicePixelRatio;
    canvas.current.height = height * devicePixelRatio;
    ctx.scale(devicePixelRatio, devicePixelRatio);
    const colours = new Map<string, string>();
    const row = Math.min(4, (height - 4) / tree.nodes.length);
    const thick = Math.max(0.6, row * 0.75);
    const draw = (start: number, end: number, i: number, colour: string, size: number): void => {
      ctx.fillStyle = colour;
      ctx.fillRect((start / whole) * width, 2 + i * row, Math.max(1, ((end - start) / whole) * width), size);
    };
    tree.nodes.forEach((node, i) => {
      const { service } = node.span;
      let colour = colours.get(service);
      if (colour === undefined) colours.set(service, (colour = resolveColour(serviceColour(service))));
      draw(node.start, node.end, i, colour, thick);
    });
    const bad = resolveColour('var(--bad)');
    tree.nodes.forEach((node, i) => {
      if (node.error)
        draw(node.start, Math.max(node.end, node.start + (whole / width) * 3), i, bad, Math.max(2, thick));
    });
  }, [tree, width, preferences]);

  const at = (event: PointerEvent): number => {
    const rect = box.current?.getBoundingClientRect();
    const x = event.clientX - (rect?.left ?? 0);
    return (Math.min(Math.max(x, 0), width) / Math.max(1, width)) * whole;
  };
  const [from, to] = drag === undefined ? zoom : [Math.min(drag.from, drag.to), Math.max(drag.from, drag.to)];
  const zoomed = from > 0 || to < whole;
  const errors = tree.nodes.reduce((n, node) => n + (node.error ? 1 : 0), 0);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: z and x zoom by keyboard
    <div
      ref={box}
      className="minimap"
      title={t('trace.minimapHint')}
      style={{ height }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrag({ from: at(event), to: at(event) });
      }}
      onPointerMove={(event) => {
        if (drag !== undefined) setDrag({ ...drag, to: at(event) });
      }}
      onPointerUp={() => {
        if (drag !== undefined && Math.abs(drag.to - drag.from) > (whole / width) * 4)
          onZoom(drag.from, drag.to);
        setDrag(undefined);
      }}
      onDoubleClick={() => onZoom(0, whole)}
    >
      <canvas
        ref={canvas}
        role="img"
        aria-label={t('trace.minimap', {
          duration: formatDuration(tree.duration),
          count: tree.nodes.length,
          failed: errors,
        })}
      />
      {zoomed ? (
        <>
          <div className="minimap-shade" style={{ left: 0, width: `${(from / whole) * 100}%` }} />
          <div className="minimap-shade" style={{ left: `${(to / whole) * 100}%`, right: 0 }} />
          <button
            type="button"
            className="button button-s minimap-reset"
            // Else the drag of the minimap would capture the pointer and swallow the click.
            onPointerDown={(event) => event.stopPropagation()}
            onClick={() => onZoom(0, whole)}
          >
            {t('trace.zoomOut')}
          </button>
        </>
      ) : null}
    </div>
  );
};
