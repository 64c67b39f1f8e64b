import type { WaitGraph, WaitNode } from '@nightglass/model';
import { useMemo } from 'react';
import { useText } from '../../i18n/use-text.ts';
import { formatCount } from '../../logic/format.ts';
import { artifactPath } from '../../logic/paths.ts';
import { shorten } from '../../logic/runtime/clean-text.ts';
import { shortFile, shortName } from '../../logic/runtime/stack-fold.ts';
import { labelParts, layoutWaits, type WaitSizes } from '../../logic/runtime/wait-layout.ts';
import { Link } from '../../router/link.tsx';
import { useLinks } from '../../router/place.ts';

const size: WaitSizes = { nodeWidth: 256, nodeHeight: 52, gapX: 84, gapY: 18 };
const pad = 8;
/** SVG text has no ellipsis: how many letters of a code font of 12 px fit, and of a text font of 11 px. */
const namesFit = { people: 32, thing: 28 };
const notesFit = { people: 42, thing: 38 };

/** The wait graph as a picture; the list below it says the same in words, so a screen reader skips this. */
export const WaitPicture = ({ artifact, graph }: { artifact: string; graph: WaitGraph }) => {
  const layout = useMemo(() => layoutWaits(graph, size), [graph]);
  const width = layout.width + pad * 2;
  const height = layout.height + pad * 2 + size.gapY;
  return (
    <div className="wait-scroll" aria-hidden="true">
      <svg
        className="wait-picture"
        width={width}
        height={height}
        viewBox={`${-pad} ${-pad} ${width} ${height}`}
        role="presentation"
      >
        <defs>
          <marker
            id="wait-arrow"
            viewBox="0 0 8 8"
            refX={7}
            refY={4}
            markerWidth={8}
            markerHeight={8}
            orient="auto"
            markerUnits="userSpaceOnUse"
          >
            <path d="M0 0.500L7.500 4L0 7.500Z" className="wait-arrow" />
          </marker>
        </defs>
        {layout.edges.map((e) => (
          <g
            key={`${e.from}>${e.to}`}
            className={e.confidence === 'proved' ? 'wait-edge' : 'wait-edge wait-edge-inferred'}
          >
            <title>{e.why}</title>
            <path
              d={e.path}
              strokeWidth={Math.min(4, 1.2 + Math.log10(Math.max(1, e.count)))}
              markerEnd="url(#wait-arrow)"
            />
            <text x={e.labelX} y={e.labelY} textAnchor="middle">
              {e.count > 1 ? `×${formatCount(e.count)}` : ''}
              {e.confidence === 'proved' ? '' : ' ?'}
            </text>
          </g>
        ))}
        {layout.nodes.map(({ node, x, y }) => (
          <g key={node.id} transform={`translate(${x} ${y})`}>
            <NodeShape artifact={artifact} node={node} />
          </g>
        ))}
      </svg>
    </div>
  );
};

const NodeShape = ({ artifact, node }: { artifact: string; node: WaitNode }) => {
  const t = useText();
  const to = useLinks();
  const people = node.kind === 'goroutines';
  const place = shortFile(node.file, node.line);
  const [what, where] = labelParts(node.label);
  const second = [
    people ? `×${formatCount(node.count)}` : where === '' ? t(`wait.kind.${node.kind}`) : where,
    node.maxWaitMinutes > 0 ? t('goroutine.minutes', { count: node.maxWaitMinutes }) : '',
    people ? place : '',
  ].filter((part) => part !== '');
  const inside = (
    <>
      <title>{`${node.label} ${node.function} ${node.file}:${node.line}`}</title>
      <rect
        className={`wait-node wait-node-${people ? 'people' : 'thing'}`}
        width={size.nodeWidth}
        height={size.nodeHeight}
        rx={people ? 6 : size.nodeHeight / 2}
      />
      <text className="wait-name" x={people ? 12 : 24} y={21}>
        {shorten(
          people && node.function !== '' ? shortName(node.function) : people ? node.label : what,
          namesFit[people ? 'people' : 'thing'],
        )}
      </text>
      <text className="wait-note" x={people ? 12 : 24} y={39}>
        {shorten(second.join(' · '), notesFit[people ? 'people' : 'thing'])}
      </text>
    </>
  );
  return node.bucket === '' ? (
    inside
  ) : (
    <Link href={to(artifactPath(artifact), { view: 'goroutines', open: node.bucket })} tabIndex={-1}>
      {inside}
    </Link>
  );
};
