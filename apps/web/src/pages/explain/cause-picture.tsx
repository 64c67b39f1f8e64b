import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { type Text, useText } from '../../i18n/use-text.ts';
import { serviceColour } from '../../logic/colours.ts';
import { type Arrow, type CauseMap, type CauseNode, stepInMap } from '../../logic/explain/cause-map.ts';
import { formatPercent } from '../../logic/format.ts';
import { edgePath, layoutMap, type MapSizes } from '../../logic/map-layout.ts';
import { shorten } from '../../logic/runtime/clean-text.ts';
import { navigate } from '../../router/place.ts';
import { useServiceLink } from './answer-context.ts';

const size: MapSizes = { nodeWidth: 152, nodeHeight: 48, gapX: 56, gapY: 26 };
const pad = 8;
/** SVG text has no ellipsis: letters of 12.5 px that fit. */
const nameFits = 17;

const arrows = new Set<string>(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']);

/** How bad it is there, in a word and a figure. */
const noteOf = (node: CauseNode, t: Text): string => {
  const figure =
    node.badShare !== null && node.badShare >= 0.01
      ? t('path.bad', { share: formatPercent(node.badShare) })
      : node.slowdown !== null && node.slowdown >= 1.2
        ? t('path.slower', { times: Number(node.slowdown.toPrecision(2)) })
        : '';
  return figure === '' ? t(`path.${node.role}`) : figure;
};

/**
 * The way as a picture. One stop of the Tab key; arrows move within, Enter opens a service. The list below it says the
 * same in words.
 */
export const CausePicture = ({ map, way }: { map: CauseMap; way: readonly string[] }) => {
  const t = useText();
  const serviceLink = useServiceLink();
  const layout = useMemo(() => layoutMap(map.nodes, map.edges, size), [map]);
  const first = map.nodes.find((n) => n.role === 'symptom') ?? map.nodes[0];
  const [at, setAt] = useState<string | undefined>(undefined);
  const box = useRef<HTMLDivElement>(null);
  const bows = layout.edges.some(
    (e) => (layout.byName.get(e.server)?.layer ?? 0) <= (layout.byName.get(e.client)?.layer ?? 0),
  );
  const width = layout.width + pad * 2;
  const height = layout.height + pad * 2 + (bows ? size.gapY : 0);
  const current = at !== undefined && layout.byName.has(at) ? at : first?.name;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (current === undefined) return;
    const node = layout.byName.get(current)?.node;
    if (arrows.has(event.key)) {
      event.preventDefault();
      const next = stepInMap(layout.nodes, current, event.key as Arrow);
      setAt(next);
      box.current?.querySelector<SVGGElement>(`[data-node="${CSS.escape(next)}"]`)?.focus();
    } else if (event.key === 'Enter' && node?.entity.kind === 'service')
      navigate(serviceLink(node.entity.name));
  };
  return (
    <div ref={box} className="cause-scroll">
      <svg
        className="cause-map"
        width={width}
        height={height}
        viewBox={`${-pad} ${-pad} ${width} ${height}`}
        role="application"
        aria-label={t('path.summary', { steps: way.join(' → ') })}
        onKeyDown={onKeyDown}
      >
        <defs>
          {['way', 'call'].map((kind) => (
            <marker
              key={kind}
              id={`cause-arrow-${kind}`}
              viewBox="0 0 8 8"
              refX={7}
              refY={4}
              markerWidth={kind === 'way' ? 10 : 7}
              markerHeight={kind === 'way' ? 10 : 7}
              orient="auto"
              markerUnits="userSpaceOnUse"
            >
              <path d="M0 0.500L7.500 4L0 7.500Z" className={`cause-arrow-${kind}`} />
            </marker>
          ))}
        </defs>
        {/* The way last, so that no other call is drawn over it. */}
        {layout.edges
          .toSorted((a, b) => Number(a.way) - Number(b.way))
          .map((e) => {
            const [a, b] = [layout.byName.get(e.client), layout.byName.get(e.server)];
            if (a === undefined || b === undefined) return null;
            return (
              <path
                key={`${e.client}>${e.server}`}
                className={e.way ? 'cause-edge cause-edge-way' : 'cause-edge'}
                d={edgePath(a, b, size)}
                markerEnd={`url(#cause-arrow-${e.way ? 'way' : 'call'})`}
              />
            );
          })}
        {layout.nodes.map(({ node, x, y }) => (
          <Node
            key={node.name}
            node={node}
            x={x}
            y={y}
            current={node.name === current}
            tag={
              node.role === 'cause'
                ? t(way.length < 2 ? 'path.both' : 'path.cause')
                : node.role === 'symptom'
                  ? t('path.symptom')
                  : ''
            }
            onFocus={() => setAt(node.name)}
            {...(node.entity.kind === 'service'
              ? { onOpen: () => navigate(serviceLink(node.entity.name)) }
              : {})}
          />
        ))}
      </svg>
    </div>
  );
};

interface NodeProps {
  node: CauseNode;
  x: number;
  y: number;
  current: boolean;
  /** Its part in this, in a word; '' for those between and beside. */
  tag: string;
  onFocus: () => void;
  onOpen?: () => void;
}
const Node = ({ node, x, y, current, tag, onFocus, onOpen }: NodeProps) => {
  const t = useText();
  const { entity, role } = node;
  const service = entity.kind === 'service';
  const note = noteOf(node, t);
  const own = note === t(`path.${role}`) && tag !== '';
  const label = [entity.name, t(`entity.${entity.kind}`), tag, own ? '' : note]
    .filter((s) => s !== '')
    .join(', ');
  const second = [
    tag === '' ? '' : `${role === 'cause' ? '◉' : '▲'} ${tag}`,
    own ? '' : note,
    service || tag !== '' ? '' : t(`entity.${entity.kind}`),
  ].filter((s) => s !== '');
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Enter is taken by the map around it
    <g
      transform={`translate(${x} ${y})`}
      className={`cause-node cause-node-${role}${onOpen === undefined ? '' : ' cause-node-link'}`}
      data-node={node.name}
      // One stop for the whole map, moved by arrow keys.
      tabIndex={current ? 0 : -1}
      role={onOpen === undefined ? 'img' : 'link'}
      aria-label={label}
      onFocus={onFocus}
      onClick={onOpen}
    >
      <title>{label}</title>
      <rect
        className="cause-box"
        width={size.nodeWidth}
        height={size.nodeHeight}
        rx={service ? 8 : size.nodeHeight / 2}
      />
      {service ? (
        <rect
          x={0}
          y={9}
          width={3}
          height={size.nodeHeight - 18}
          rx={1.5}
          fill={serviceColour(entity.name)}
        />
      ) : null}
      <text className="cause-name" x={service ? 14 : 20} y={20}>
        {shorten(entity.name, nameFits)}
      </text>
      <text className="cause-note" x={service ? 14 : 20} y={37}>
        {shorten(second.join(' · '), 26)}
      </text>
    </g>
  );
};
