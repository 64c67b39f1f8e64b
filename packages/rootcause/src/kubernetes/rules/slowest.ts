/** Only latency moved: which of the slow services is slow by itself, by their places in the call graph. */
import { quotedName } from '../../words/subject.ts';
import { against, type Claim, claim, look, words } from '../claim.ts';
import type { Cluster } from '../cluster.ts';
import { entityOf, type Figures, shiftEvidence } from './load.ts';

const slowRatio = 2;

/**
 * The deepest slow service: it waits for nobody that is slow. CPU and memory as usual leave the way of its packets. Where
 * spans tell of each call, other detectors know better.
 */
export const slowestRules = (cluster: Cluster, figures: Figures): Claim[] => {
  if (cluster.context.data.spans.length > 0) return [];
  const slow = figures.names.filter((name) => {
    const { middle, tail } = figures.latency(name);
    return figures.entity(name).kind !== 'node' && Math.max(middle, tail) >= slowRatio;
  });
  if (slow.length === 0) return [];
  const deepest = slow
    .filter((name) => !slow.some((callee) => callee !== name && cluster.callersOf(callee).includes(name)))
    .map((name) => ({ name, ratio: Math.max(figures.latency(name).middle, figures.latency(name).tail) }))
    .sort((a, b) => b.ratio - a.ratio || (a.name < b.name ? -1 : 1));
  return deepest.flatMap(({ name }, rank) => {
    const own = slowClaim(cluster, figures, name, slow, rank);
    return [own, ...silentCallees(cluster, figures, name)];
  });
};

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
    p: rank === 0 ? (load.length > 0 || waiting.length > 0 ? 0.88 : 0.75) : 0.4,
    title: words(
      `${shown} is slow by itself, with CPU and memory as usual: its network`,
      `${shown} 自身变慢而 CPU 与内存正常：网络延迟`,
    ),
    nextCheck: look(
      `kubectl exec`,
      `from a pod of its callers, time a connection to ${shown}; on its node look at \`tc qdisc show\`.`,
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
          'kubectl exec',
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
