import type { FlameResponse } from '@nightglass/model';
import { type KeyboardEvent, useId, useMemo, useRef, useState } from 'react';
import { useText } from '../../i18n/use-text.ts';
import { serviceColour } from '../../logic/colours.ts';
import { formatPercent } from '../../logic/format.ts';
import { flameAddress, flamePath } from '../../logic/runtime/flame-address.ts';
import {
  type FlameBox,
  flameMatcher,
  layoutFlame,
  moveInFlame,
  trailOf,
} from '../../logic/runtime/flame-layout.ts';
import { packageOf, shortFile, shortName } from '../../logic/runtime/stack-fold.ts';
import { formatSample } from '../../logic/runtime/views.ts';
import { changeParams } from '../../router/place.ts';

const rowHeight = 20;
/** Narrower boxes than this share carry no text. */
const textFits = 0.012;

interface Props {
  data: FlameResponse;
  find: string;
  /** Address of what is zoomed to; empty for everything. */
  address: string;
}

/** Calls from top to bottom. A click or Enter zooms, arrows move, Escape goes one step out. */
export const FlameGraph = ({ data, find, address }: Props) => {
  const t = useText();
  const prefix = useId();
  const zoom = useMemo(() => flamePath(data.root, address), [data, address]);
  const zoomTo = (path: string): void => changeParams({ zoom: flameAddress(data.root, path) });
  const boxes = useMemo(() => layoutFlame(data.root, zoom, data.difference), [data, zoom]);
  const trail = useMemo(() => trailOf(data.root, zoom), [data, zoom]);
  const matches = useMemo(() => flameMatcher(find), [find]);
  const graph = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState('');
  const [over, setOver] = useState<string | undefined>(undefined);
  const current = boxes.find((b) => b.path === at) ?? boxes.find((b) => b.path === zoom) ?? boxes[0];
  const told = boxes.find((b) => b.path === over) ?? current;
  const depth = Math.max(0, ...boxes.map((b) => b.depth)) + 1;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (current === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key.startsWith('Arrow')) {
      const next = moveInFlame(boxes, current.path, event.key);
      setAt(next);
      setOver(undefined);
      graph.current?.querySelector(`[data-flame="${next}"]`)?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter' || event.key === ' ') zoomTo(current.path);
    else if (event.key === 'Escape' && zoom !== '') zoomTo(trail.at(-2)?.path ?? '');
    else return;
    event.preventDefault();
  };
  return (
    <>
      <nav className="flame-trail" aria-label={t('flame.trail')}>
        {trail.map(({ node, path }, i) => (
          <button
            key={path}
            type="button"
            className="flame-crumb"
            aria-current={i === trail.length - 1 ? 'true' : undefined}
            onClick={() => zoomTo(path)}
            title={node.func}
          >
            {path === '' ? t('flame.all') : shortName(node.func)}
          </button>
        ))}
      </nav>
      <p className="flame-told" aria-live="polite">
        {told === undefined ? null : <Told box={told} data={data} />}
      </p>
      <div
        ref={graph}
        className={data.difference ? 'flame flame-difference' : 'flame'}
        role="tree"
        aria-label={t('flame.summary', { total: formatSample(data.total, data.unit, data.difference) })}
        aria-activedescendant={current === undefined ? undefined : `${prefix}${current.path}`}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onPointerLeave={() => setOver(undefined)}
      >
        <div className="flame-rows" style={{ height: depth * rowHeight }}>
          {boxes.map((box) => (
            <Box
              key={box.path}
              id={`${prefix}${box.path}`}
              box={box}
              data={data}
              dimmed={matches !== undefined && !matches(box.node.func)}
              focused={box.path === current?.path}
              onOver={() => setOver(box.path)}
              onZoom={() => {
                setAt(box.path);
                zoomTo(box.path);
              }}
            />
          ))}
        </div>
      </div>
    </>
  );
};

interface BoxProps {
  id: string;
  box: FlameBox;
  data: FlameResponse;
  dimmed: boolean;
  focused: boolean;
  onOver: () => void;
  onZoom: () => void;
}
const Box = ({ id, box, data, dimmed, focused, onOver, onZoom }: BoxProps) => {
  const t = useText();
  const { node } = box;
  const name = node.func === '' || box.path === '' ? t('flame.all') : shortName(node.func);
  const value = formatSample(node.value, data.unit, data.difference);
  const change = node.value > 0 ? 'more' : node.value < 0 ? 'less' : 'same';
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree around it has the keys (aria-activedescendant)
    // biome-ignore lint/a11y/useFocusableInteractive: as above
    <div
      id={id}
      role="treeitem"
      aria-level={box.depth + 1}
      aria-selected={focused}
      aria-label={`${name} ${value}`}
      data-flame={box.path}
      className={`flame-box${data.difference ? ` flame-${change}` : ''}${dimmed ? ' flame-dim' : ''}${focused ? ' flame-at' : ''}`}
      style={{
        top: box.depth * rowHeight,
        left: `${box.left * 100}%`,
        width: `${box.width * 100}%`,
        ...(data.difference || box.path === '' ? {} : { '--box': serviceColour(packageOf(node.func)) }),
      }}
      title={`${node.func}\n${value}`}
      onPointerEnter={onOver}
      onClick={onZoom}
    >
      {box.width < textFits ? null : (
        <span>
          {data.difference ? `${value} ` : ''}
          {name}
          {node.line > 0 ? <span className="flame-line">:{node.line}</span> : null}
        </span>
      )}
    </div>
  );
};

const Told = ({ box, data }: { box: FlameBox; data: FlameResponse }) => {
  const t = useText();
  const { node } = box;
  const sample = (value: number): string => formatSample(value, data.unit, data.difference);
  return (
    <>
      <code className="ellipsis" title={node.func}>
        {box.path === '' ? t('flame.all') : node.func}
      </code>{' '}
      <span className="nowrap">
        <b>{sample(node.value)}</b>
        {data.difference || data.total === 0 ? null : ` (${formatPercent(node.value / data.total)})`}
      </span>{' '}
      <span className="nowrap muted">{t('flame.self', { value: sample(node.self) })}</span>{' '}
      <code className="frame-file">{shortFile(node.file, node.line)}</code>
    </>
  );
};
