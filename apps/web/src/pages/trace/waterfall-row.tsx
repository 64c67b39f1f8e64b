import { type CSSProperties, memo } from 'react';
import { useText } from '../../i18n/use-text.ts';
import { serviceColour } from '../../logic/colours.ts';
import { formatDuration } from '../../logic/format.ts';
import { type Interval, selfIntervals } from '../../logic/trace/critical-path.ts';
import type { Row, RunRow, SpanRow } from '../../logic/trace/rows.ts';
import { type Bar, barOf, barsOf } from '../../logic/trace/view.ts';
import { Icon } from '../../ui/icons.tsx';

interface Props<R extends Row> {
  row: R;
  top: number;
  index: number;
  zoom: Interval;
  critical: readonly Interval[] | undefined;
  selected: boolean;
  /** Undefined while nothing is searched. */
  hit: boolean | undefined;
  onSelect: (key: string) => void;
  onToggle: (key: string) => void;
  onZoom: (from: number, to: number) => void;
}

/** Deeper than this the names would be pushed out of their column. */
const deepestIndent = 22;
const indentOf = (depth: number): CSSProperties => ({ paddingLeft: 6 + Math.min(depth, deepestIndent) * 12 });
const place = (bar: Bar): CSSProperties => ({ left: `${bar.left}%`, width: `${bar.width}%` });

const classes = (selected: boolean, hit: boolean | undefined): string =>
  `waterfall-row${selected ? ' selected' : ''}${hit === true ? ' hit' : hit === false ? ' no-hit' : ''}`;

export const WaterfallRow = memo((props: Props<Row>) =>
  props.row.kind === 'span' ? <One {...props} row={props.row} /> : <Run {...props} row={props.row} />,
);

const One = ({
  row,
  top,
  index,
  zoom,
  critical,
  selected,
  hit,
  onSelect,
  onToggle,
  onZoom,
}: Props<SpanRow>) => {
  const t = useText();
  const { node, closed } = row;
  const { span } = node;
  const bar = barOf(node.start, node.end, zoom);
  const hasChildren = node.children.length > 0;
  const duration = formatDuration(node.end - node.start);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: arrow keys move the choice for the whole page
    <div
      className={classes(selected, hit)}
      style={{ transform: `translateY(${top}px)` }}
      role="treeitem"
      tabIndex={-1}
      aria-posinset={index + 1}
      aria-setsize={-1}
      aria-level={node.depth + 1}
      aria-selected={selected}
      aria-expanded={hasChildren ? !closed : undefined}
      data-span={row.key}
      onClick={() => onSelect(row.key)}
      onDoubleClick={() =>
        onZoom(node.start - (node.end - node.start) * 0.1, node.end + (node.end - node.start) * 0.1)
      }
    >
      <div className="waterfall-name" style={indentOf(node.depth)}>
        {hasChildren ? (
          <button
            type="button"
            className="fold"
            tabIndex={-1}
            aria-label={closed ? t('trace.open') : t('trace.close')}
            onClick={(event) => {
              event.stopPropagation();
              onToggle(row.key);
            }}
          >
            <Icon name={closed ? 'right' : 'down'} size={11} />
          </button>
        ) : (
          <span className="fold" />
        )}
        <span className="service-bar" style={{ background: serviceColour(span.service) }} />
        <span className="waterfall-label" title={`${span.service} · ${span.name}`}>
          {node.error ? (
            <span className="bad">
              ▲<span className="hidden-text">{t('trace.failed')}</span>{' '}
            </span>
          ) : null}
          {node.parent === null || node.parent.span.service !== span.service ? (
            <b className="waterfall-service">{span.service} </b>
          ) : null}
          {span.name}
          {node.problem === '' ? null : (
            <span className="tag tag-warning" title={t(`problem.${node.problem}`)}>
              ◐ {t(`problem.short.${node.problem}`)}
            </span>
          )}
        </span>
        {closed ? (
          <span className={node.errorsBelow > 0 ? 'tag tag-bad' : 'tag'}>
            {node.errorsBelow > 0 ? '▲ ' : ''}+{node.descendants}
          </span>
        ) : null}
      </div>
      <div className="waterfall-time">
        {bar === undefined ? null : (
          <div
            className={node.error ? 'span-bars span-bars-bad' : 'span-bars'}
            style={{ '--bar': serviceColour(span.service) } as CSSProperties}
          >
            <div className="span-bar" style={place(bar)} />
            {barsOf(selfIntervals(node), zoom).map((b) => (
              <div key={b.left} className="span-self" style={place(b)} />
            ))}
            {barsOf(critical ?? [], zoom).map((b) => (
              <div key={b.left} className="span-critical" style={place(b)} />
            ))}
            <Label bar={bar} text={duration} />
          </div>
        )}
      </div>
    </div>
  );
};

/** Right of the bar, or left of it when there is more room. */
const Label = ({ bar, text }: { bar: Bar; text: string }) => {
  const end = bar.left + bar.width;
  if (end < 86)
    return (
      <span className="span-label" style={{ left: `${end}%` }}>
        {text}
      </span>
    );
  if (bar.left > 14)
    return (
      <span className="span-label span-label-left" style={{ right: `${100 - bar.left}%` }}>
        {text}
      </span>
    );
  return <span className="span-label span-label-inside">{text}</span>;
};

const Run = ({ row, top, index, zoom, hit, onToggle }: Props<RunRow>) => {
  const t = useText();
  const first = row.nodes[0];
  if (first === undefined) return null;
  const { span } = first;
  const parts = row.nodes.map((n): Interval => [n.start, n.end]);
  const bar = barOf(row.start, row.end, zoom);
  const total = formatDuration(row.total);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: arrow keys enter the run
    <div
      className={`${classes(false, hit)} run`}
      style={{ transform: `translateY(${top}px)` }}
      role="treeitem"
      tabIndex={-1}
      aria-posinset={index + 1}
      aria-setsize={-1}
      aria-level={row.depth + 1}
      aria-expanded={false}
      data-run={row.key}
      onClick={() => onToggle(row.key)}
    >
      <div className="waterfall-name" style={indentOf(row.depth)}>
        <span className="fold">
          <Icon name="right" size={11} />
        </span>
        <span className="service-bar" style={{ background: serviceColour(span.service) }} />
        <span className="waterfall-label" title={t('trace.runHint')}>
          {row.errors > 0 ? <span className="bad">▲ {row.errors} </span> : null}
          {span.name}
        </span>
        <span className="tag">×{row.nodes.length}</span>
      </div>
      <div className="waterfall-time">
        {bar === undefined ? null : (
          <div
            className={row.errors > 0 ? 'span-bars span-bars-bad' : 'span-bars'}
            style={{ '--bar': serviceColour(span.service) } as CSSProperties}
          >
            <div className="span-run" style={place(bar)} />
            {barsOf(parts, zoom).map((b) => (
              <div key={b.left} className="span-self" style={place(b)} />
            ))}
            <Label bar={bar} text={`×${row.nodes.length}, ${total}`} />
          </div>
        )}
      </div>
    </div>
  );
};
