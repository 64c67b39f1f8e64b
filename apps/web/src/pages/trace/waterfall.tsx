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
  onFind: () => void;
}

/** Only the rows in sight exist: 10,000 spans scroll like ten. */
export const Waterfall = ({ model, rows, zoom, selected, hits, onSelect, onToggle, onFind }: Props) => {
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
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: 'auto' });
    // Only a new choice scrolls; opening a row above must not make the list jump.
    // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  }, [selected]);
  const ticks = rulerTicks(zoom, 4);
  const scale = 100 / (zoom[1] - zoom[0]);
  return (
    <div className="waterfall" role="treegrid" aria-label={t('trace.waterfall')} aria-rowcount={rows.length}>
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
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scroller must be reachable by keyboard */}
      <div className="waterfall-scroll" ref={scroller} tabIndex={0}>
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
