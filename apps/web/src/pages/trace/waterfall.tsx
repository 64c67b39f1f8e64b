import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef } from 'react';
import { useText } from '../../i18n/use-text.ts';
import { formatDuration } from '../../logic/format.ts';
import type { Interval } from '../../logic/trace/critical-path.ts';
import type { Row } from '../../logic/trace/rows.ts';
import { rulerTicks } from '../../logic/trace/view.ts';
import { Icon } from '../../ui/icons.tsx';
import type { TraceModel } from './use-trace.ts';
import { WaterfallRow } from './waterfall-row.tsx';

const rowHeight = 28;

interface Props {
  model: TraceModel;
  rows: readonly Row[];
  zoom: Interval;
  selected: string | undefined;
  /** Undefined while nothing is searched. */
  hits: ReadonlySet<string> | undefined;
  onSelect: (key: string) => void;
  onToggle: (key: string) => void;
  onZoom: (from: number, to: number) => void;
  onFind: () => void;
}

/** Only the rows in sight exist: 10,000 spans scroll like ten. */
export const Waterfall = ({
  model,
  rows,
  zoom,
  selected,
  hits,
  onSelect,
  onToggle,
  onZoom,
  onFind,
}: Props) => {
  const t = useText();
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (i) => rows[i]?.key ?? i,
    overscan: 12,
  });
  const at = useMemo(() => rows.findIndex((r) => r.key === selected), [rows, selected]);
  const last = useRef(-2);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new choice scrolls; opening a row above must not
  useEffect(() => {
    if (at < 0) return;
    const [first, height] = [scroller.current?.scrollTop ?? 0, scroller.current?.clientHeight ?? 0];
    const visible = at * rowHeight >= first && (at + 1) * rowHeight <= first + height;
    // The next row scrolls just enough; a jump shows what is around its goal.
    if (!visible) virtual.scrollToIndex(at, { align: Math.abs(at - last.current) <= 1 ? 'auto' : 'center' });
    last.current = at;
  }, [selected]);
  const scale = 100 / (zoom[1] - zoom[0]);
  // A label at the very edge would be cut.
  const ticks = rulerTicks(zoom, 4).filter((tick) => (tick - zoom[0]) * scale < 92);
  return (
    <div className="waterfall" role="tree" aria-label={t('trace.waterfall')}>
      <div className="waterfall-head">
        <div className="waterfall-name">
          {t('trace.spanHead')}
          <button
            type="button"
            className="icon-button icon-button-s"
            onClick={onFind}
            aria-label={t('trace.find')}
            title={`${t('trace.find')} (f)`}
          >
            <Icon name="search" size={13} />
          </button>
        </div>
        <div className="waterfall-time">
          {ticks.map((tick) => (
            <span key={tick} className="ruler" style={{ left: `${(tick - zoom[0]) * scale}%` }}>
              {formatDuration(tick)}
            </span>
          ))}
        </div>
      </div>
      <div className="waterfall-scroll" ref={scroller} style={{ height: virtual.getTotalSize() }}>
        <div className="waterfall-rows" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index];
            return row === undefined ? null : (
              <WaterfallRow
                key={item.key}
                row={row}
                top={item.start}
                index={item.index}
                zoom={zoom}
                critical={row.kind === 'span' ? model.critical.get(row.key) : undefined}
                selected={row.key === selected}
                hit={hits === undefined ? undefined : isHit(row, hits)}
                onSelect={onSelect}
                onToggle={onToggle}
                onZoom={onZoom}
              />
            );
          })}
        </div>
      </div>
      <p className="waterfall-legend">
        <span className="key-self" /> {t('trace.keySelf')}
        <span className="key-wait" /> {t('trace.keyWait')}
        <span className="key-critical" /> {t('trace.keyCritical')}
        <span className="bad">▲</span> {t('trace.keyError')}
      </p>
    </div>
  );
};

const isHit = (row: Row, hits: ReadonlySet<string>): boolean =>
  row.kind === 'span' ? hits.has(row.key) : row.nodes.some((n) => hits.has(n.key));
