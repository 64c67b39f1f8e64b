/** Only latency moved: which of the slow services is slow by itself, by their places in the call graph. */
import { entityKey } from '../../incident.ts';
import type { MetricMeaning } from '../../metrics/meaning.ts';
import { quotedName } from '../../words/subject.ts';
import { against, type Claim, claim, look, words } from '../claim.ts';
import type { Cluster } from '../cluster.ts';
import { alertEvidence, type Figures, shiftEvidence } from '../figures.ts';
import { entityOf } from './named.ts';

/**
 * Whose packets are late: the party whose own calls, the calls to it and what waits for them make up all that is slow. Latency
 * may be taken at either end, so callees of the party may look slow as well. Of parties that explain equally much the deepest
 * counts: it waits for nobody. CPU and memory as usual leave the way of the packets. Where spans tell of each call, other
 * detectors know better.
 */
export const slowestRules = (cluster: Cluster, figures: Figures): Claim[] => {
  if (cluster.context.data.spans.length > 0) return [];
  const slow = figures.names.filter(
    (name) => figures.entity(name).kind !== 'node' && figures.latency(name).slow,
  );
  const rated = slow
    .map((name) => {
      const above = ancestorsOf(cluster, name);
      const explained = slow.filter(
        (other) => other === name || above.has(other) || cluster.callersOf(other).includes(name),
      );
      const { middle, tail } = figures.latency(name);
      return { name, explains: explained.length, depth: above.size, ratio: Math.max(middle, tail) };
    })
    .sort(
      (a, b) =>
        b.explains - a.explains || b.depth - a.depth || b.ratio - a.ratio || (a.name < b.name ? -1 : 1),
    );
  return rated
    .slice(0, mostNamed)
    .flatMap(({ name }, rank) => [
      slowClaim(cluster, figures, name, slow, rank),
      ...(rank === 0 ? silentCallees(cluster, figures, name) : []),
    ]);
};

const mostNamed = 3;

/** All that wait for it, directly or through others. */
const ancestorsOf = (cluster: Cluster, name: string): Set<string> => {
  const found = new Set<string>();
  const queue = [name];
  for (let at = queue.pop(); at !== undefined; at = queue.pop())
    for (const caller of cluster.callersOf(at))
      if (caller !== name && !found.has(caller)) {
        found.add(caller);
        queue.push(caller);
      }
  return found;
};

const resources = new Set<MetricMeaning | null>(['cpu', 'disk_io', 'disk_usage', 'lock_wait', 'memory']);

/** A database or a cache tells no latency of its own, but that it works more than usual. */
const callsBusy = ({ context: { graph } }: Cluster, figures: Figures, name: string): boolean =>
  graph
    .out(entityKey(figures.entity(name)))
    .map(({ to }) => graph.entity(to))
    .some(
      ({ kind, name: callee }) =>
        (kind === 'database' || kind === 'cache') &&
        figures.risen(callee).some(({ meaning }) => resources.has(meaning)),
    );

const slowClaim = (
  cluster: Cluster,
  figures: Figures,
  name: string,
  slow: readonly string[],
  rank: number,
): Claim => {
  const { shift } = figures.latency(name);
  const shown = quotedName(name);
  const waiting = slow.filter((other) => other !== name && cluster.callersOf(name).includes(other));
  const load = figures.of(name).filter(({ meaning }) => meaning === 'cpu' || meaning === 'memory');
  return claim({
    entity: entityOf(cluster, name),
    faultClass: 'network',
    detail: 'network_delay',
    p:
      (rank === 0 ? (load.length > 0 || waiting.length > 0 ? 0.88 : 0.75) : 0.4) *
      (callsBusy(cluster, figures, name) ? 0.5 : 1),
    title: words(
      `${shown} is slow by itself, with CPU and memory as usual: its network`,
      `${shown} 自身变慢而 CPU 与内存正常：网络延迟`,
    ),
    nextCheck: look(
      'kubectl get pods -A -o wide',
      `find its node; there look at \`tc qdisc show\`, and time a connection to ${shown} from a pod of its callers.`,
      `从调用方 Pod 测试到 ${shown} 的连接耗时；在其节点查看 \`tc qdisc show\`。`,
    ),
    remediation: words(
      'Restart the pod on another node; then repair the way of its packets.',
      '将 Pod 重启到其他节点，再修复网络。',
    ),
    evidence: [
      ...(shift === null
        ? []
        : [
            shiftEvidence(shift, {
              en: 'Its answers became slower, and nothing that it calls did.',
              zh: '其响应变慢，而其下游没有变慢。',
            }),
          ]),
      ...figures.alerts(name, 'latency').map(alertEvidence),
      ...waiting.slice(0, 3).flatMap((caller) => {
        const moved = figures.latency(caller).shift;
        return moved === null
          ? []
          : [shiftEvidence(moved, { en: 'A caller of it waits.', zh: '其调用方在等待。' })];
      }),
      ...load
        .filter(({ z }) => z >= 3)
        .map((moved) =>
          against(
            moved.series.name,
            words('Its own load moved as well.', '其自身负载也有变化。'),
            `${moved.medianBefore} -> ${moved.medianAfter}`,
          ),
        ),
    ],
    onsetMs: shift?.onsetMs ?? null,
  });
};

/** What it calls and what has no latency of its own to show may be the slow one as well. */
const silentCallees = (cluster: Cluster, figures: Figures, name: string): Claim[] =>
  cluster.workloads
    .filter(
      (workload) =>
        workload.name !== name &&
        cluster.callersOf(workload.name).includes(name) &&
        !figures
          .of(workload.name)
          .some(({ meaning, medianAfter }) => meaning === 'latency' && medianAfter > 0),
    )
    .map((workload) =>
      claim({
        entity: workload.entity,
        faultClass: 'network',
        detail: 'network_delay',
        p: 0.4,
        title: words(
          `${quotedName(workload.name)} may be the slow one: ${quotedName(name)} calls it, and it shows no latency of its own`,
          `${quotedName(workload.name)} 可能是变慢者：${quotedName(name)} 调用它，而它没有自身延迟数据`,
        ),
        nextCheck: look(
          'kubectl get pods -A -o wide',
          `time a connection to ${quotedName(workload.name)} from a pod of ${quotedName(name)}.`,
          `从 ${quotedName(name)} 的 Pod 测试到 ${quotedName(workload.name)} 的连接耗时。`,
        ),
        remediation: words(
          'Restart the pod on another node; then repair the way of its packets.',
          '将 Pod 重启到其他节点，再修复网络。',
        ),
        evidence:
          figures.latency(name).shift === null
            ? []
            : [
                shiftEvidence(figures.latency(name).shift!, {
                  en: 'Its caller became slow.',
                  zh: '其调用方变慢。',
                }),
              ],
      }),
    );
