import type { WaitEdge, WaitGraph, WaitNode } from '@nightglass/model';
import { useMemo } from 'react';
import { useText } from '../../i18n/use-text.ts';
import { formatCount } from '../../logic/format.ts';
import { artifactPath } from '../../logic/paths.ts';
import { shorten } from '../../logic/runtime/clean-text.ts';
import { shortFile, shortName } from '../../logic/runtime/stack-fold.ts';
import { waitGroups } from '../../logic/runtime/wait-layout.ts';
import { Link } from '../../router/link.tsx';
import { useLinks } from '../../router/place.ts';

/** For each thing: who waits for it and who likely holds it. */
export const WaitList = ({ artifact, graph }: { artifact: string; graph: WaitGraph }) => {
  const t = useText();
  const groups = useMemo(() => waitGroups(graph), [graph]);
  const nodes = useMemo(() => new Map(graph.nodes.map((n) => [n.id, n])), [graph]);
  const things = groups.flatMap((g) =>
    g.nodes
      .filter((n) => n.kind !== 'goroutines')
      .map((thing) => ({
        thing,
        waits: g.edges.filter((e) => e.kind === 'waits' && e.to === thing.id),
        holds: g.edges.filter((e) => e.kind === 'holds' && e.from === thing.id),
      })),
  );
  return (
    <ol className="wait-list" aria-label={t('waits.words')}>
      {things.map(({ thing, waits, holds }) => (
        <li key={thing.id}>
          <p>
            <b title={thing.label}>{shorten(thing.label, 100)}</b>{' '}
            <span className="tag">{t(`wait.kind.${thing.kind}`)}</span>
          </p>
          <Side artifact={artifact} nodes={nodes} edges={holds} end="to" title={t('waits.heldBy')} />
          <Side artifact={artifact} nodes={nodes} edges={waits} end="from" title={t('waits.waiting')} />
        </li>
      ))}
    </ol>
  );
};

interface SideProps {
  artifact: string;
  nodes: ReadonlyMap<string, WaitNode>;
  edges: readonly WaitEdge[];
  end: 'from' | 'to';
  title: string;
}
const Side = ({ artifact, nodes, edges, end, title }: SideProps) => {
  const t = useText();
  const to = useLinks();
  if (edges.length === 0) return null;
  return (
    <div className="wait-side">
      <span className="muted">{title}</span>
      <ul>
        {edges.map((edge) => {
          const node = nodes.get(edge[end]);
          if (node === undefined) return null;
          const text = node.function === '' ? node.label : shortName(node.function);
          return (
            <li key={node.id}>
              <b>×{formatCount(edge.count)}</b>{' '}
              {node.bucket === '' ? (
                <code>{shorten(text, 90)}</code>
              ) : (
                <Link
                  className="text-link wait-link"
                  href={to(artifactPath(artifact), { view: 'goroutines', open: node.bucket })}
                >
                  <code title={node.function}>{shorten(text, 90)}</code>
                </Link>
              )}{' '}
              <code className="frame-file">{shortFile(node.file, node.line)}</code>
              {node.maxWaitMinutes > 0 ? (
                <span className="tag">{t('goroutine.minutes', { count: node.maxWaitMinutes })}</span>
              ) : null}
              {edge.confidence === 'proved' ? null : (
                <span className="tag tag-warning">? {t(`confidence.${edge.confidence}`)}</span>
              )}
              {edge.why === '' ? null : <span className="muted small"> {edge.why}</span>}
            </li>
          );
        })}
      </ul>
    </div>
  );
};
