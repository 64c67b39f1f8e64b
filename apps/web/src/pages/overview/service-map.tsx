import type { ServiceMapEdge, ServiceMapResponse } from '@nightglass/model';
import { useMemo } from 'react';
import { useTime } from '../../frame/time-context.tsx';
import { useText } from '../../i18n/use-text.ts';
import { serviceColour } from '../../logic/colours.ts';
import { formatDuration, formatPercent, formatRate } from '../../logic/format.ts';
import { edgePath, layoutMap, type MapSizes, type PlacedNode } from '../../logic/map-layout.ts';
import { servicePath } from '../../logic/paths.ts';
import { navigate, useLinks } from '../../router/place.ts';

const size: MapSizes = { nodeWidth: 148, nodeHeight: 46, gapX: 84, gapY: 34 };
const pad = 10;
const badShare = 0.02;

/** Who calls whom. Thickness is the rate, a red dashed line an edge with errors; every edge says its numbers. */
export const ServiceMap = ({ map }: { map: ServiceMapResponse }) => {
  const t = useText();
  const { window } = useTime();
  const seconds = Math.max(1, window.end - window.start);
  const layout = useMemo(() => layoutMap(map.nodes, map.edges, size), [map]);
  const busiest = Math.max(1, ...layout.edges.map((e) => e.calls));
  const bows = layout.edges.some(
    (e) => (layout.byName.get(e.server)?.layer ?? 0) <= (layout.byName.get(e.client)?.layer ?? 0),
  );
  const height = layout.height + pad * 2 + (bows ? size.gapY : 0);
  const summary = layout.edges
    .map((e) => t('map.edge', { client: e.client, server: e.server, ...edgeNumbers(e, seconds) }))
    .join('. ');
  return (
    <figure className="map-scroll" aria-label={`${t('overview.map')}: ${summary}`}>
      <svg
        className="map"
        width={layout.width + pad * 2}
        height={height}
        viewBox={`${-pad} ${-pad} ${layout.width + pad * 2} ${height}`}
        role="presentation"
      >
        <defs>
          {['good', 'bad'].map((kind) => (
            <marker
              key={kind}
              id={`arrow-${kind}`}
              viewBox="0 0 8 8"
              refX={7}
              refY={4}
              markerWidth={7}
              markerHeight={7}
              orient="auto"
              markerUnits="userSpaceOnUse"
            >
              <path d="M0 0.500L7.500 4L0 7.500Z" className={`map-arrow-${kind}`} />
            </marker>
          ))}
        </defs>
        {layout.edges.map((edge) => (
          <Edge
            key={`${edge.client}>${edge.server}`}
            edge={edge}
            layout={layout.byName}
            busiest={busiest}
            seconds={seconds}
          />
        ))}
        {layout.nodes.map((placed) => (
          <Node key={placed.node.name} placed={placed} seconds={seconds} />
        ))}
      </svg>
    </figure>
  );
};

const edgeNumbers = (e: ServiceMapEdge, seconds: number) => ({
  rate: formatRate(e.calls / seconds),
  share: formatPercent(e.calls === 0 ? 0 : e.errors / e.calls),
  p95: formatDuration(e.p95),
});

interface EdgeProps {
  edge: ServiceMapEdge;
  layout: Map<string, PlacedNode>;
  busiest: number;
  seconds: number;
}
const Edge = ({ edge, layout, busiest, seconds }: EdgeProps) => {
  const t = useText();
  const [a, b] = [layout.get(edge.client), layout.get(edge.server)];
  if (a === undefined || b === undefined) return null;
  const bad = edge.calls > 0 && edge.errors / edge.calls >= badShare;
  const numbers = edgeNumbers(edge, seconds);
  const forward = b.layer > a.layer;
  // Labels stand at the called side, where the edges of one caller have fanned out.
  const x = forward ? b.x - size.gapX * 0.5 : (a.x + b.x + size.nodeWidth) / 2;
  const midA = a.y + size.nodeHeight / 2;
  const midB = b.y + size.nodeHeight / 2;
  const y = forward
    ? (b.layer - a.layer > 1 ? midB : (midA + midB) / 2) - 5
    : Math.max(a.y, b.y) + size.nodeHeight + size.gapY * 0.85;
  return (
    <g className={bad ? 'map-edge map-edge-bad' : 'map-edge'}>
      <title>{t('map.edge', { client: edge.client, server: edge.server, ...numbers })}</title>
      <path
        d={edgePath(a, b, size)}
        strokeWidth={1 + 2 * Math.sqrt(edge.calls / busiest)}
        markerEnd={`url(#arrow-${bad ? 'bad' : 'good'})`}
      />
      <text x={x} y={y} textAnchor="middle">
        {bad ? `▲ ${numbers.share}` : `${numbers.rate}/s`}
      </text>
    </g>
  );
};

const Node = ({ placed, seconds }: { placed: PlacedNode; seconds: number }) => {
  const t = useText();
  const to = useLinks();
  const { node, x, y } = placed;
  const share = node.calls === 0 ? 0 : node.errors / node.calls;
  const bad = share >= badShare;
  const isService = node.kind === 'service';
  const numbers = `${formatRate(node.calls / seconds)}/s · ${formatPercent(share)}`;
  const label = `${node.name}, ${t(`kind.${node.kind}`)}, ${numbers}`;
  const href = to(servicePath(node.name));
  const inside = (
    <>
      <title>{label}</title>
      <rect
        className={`map-node map-node-${node.kind} ${bad ? 'map-node-bad' : ''}`}
        width={size.nodeWidth}
        height={size.nodeHeight}
        rx={isService ? 8 : 23}
      />
      {isService ? (
        <rect x={0} y={8} width={3} height={size.nodeHeight - 16} rx={1.5} fill={serviceColour(node.name)} />
      ) : null}
      <text className="map-name" x={14} y={20}>
        {shorten(node.name)}
      </text>
      <text className={bad ? 'map-numbers map-numbers-bad' : 'map-numbers'} x={14} y={36}>
        {isService ? numbers : `${t(`kind.${node.kind}`)}${bad ? ` · ${formatPercent(share)}` : ''}`}
      </text>
    </>
  );
  return isService ? (
    <a
      href={href}
      aria-label={label}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        navigate(href);
      }}
    >
      <g transform={`translate(${x} ${y})`}>{inside}</g>
    </a>
  ) : (
    <g transform={`translate(${x} ${y})`}>{inside}</g>
  );
};

/** SVG text has no ellipsis of its own; about 19 letters of 12.5 px fit. */
const shorten = (name: string): string =>
  name.length <= 19 ? name : `${name.slice(0, 11)}…${name.slice(-7)}`;
