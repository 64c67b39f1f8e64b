/**
 * A cluster whose objects are all as they should be, and that is slow: what the figures of pods and nodes say.
 *
 * A container at its CPU limit is throttled by the kernel (CFS quota): its use stands at the limit and its throttled time
 * grows. A machine that loses packets makes TCP send them again: the slowest requests become slower by whole retransmission
 * timeouts (200 ms and more) while the middle ones stay; a delay meets every packet, so the middle moves as well, and who
 * waits for answers sends fewer requests.
 */
import type { FaultClass } from '@nightglass/model';
import { nameTokens } from '../../metrics/meaning.ts';
import type { SeriesShift } from '../../metrics/shifts.ts';
import { median } from '../../statistics/robust.ts';
import { quotedName } from '../../words/subject.ts';
import { against, type Claim, claim, kubectl, look, words } from '../claim.ts';
import type { Cluster } from '../cluster.ts';
import { alertEvidence, type Figures, figuresOf, ratioOf, shiftEvidence } from '../figures.ts';
import { entityOf, workloadNamed } from './named.ts';
import { slowestRules } from './slowest.ts';

export const loadRules = (cluster: Cluster): Claim[] => {
  const figures = figuresOf(cluster);
  const found = [...nodeNetwork(cluster, figures), ...nodeLoad(figures), ...containerLoad(cluster, figures)];
  return found.length > 0 ? found : slowestRules(cluster, figures);
};

const isNode = (figures: Figures, name: string): boolean => figures.entity(name).kind === 'node';

const isRetransmission = ({ series }: SeriesShift): boolean => {
  const tokens = nameTokens(series.name);
  return (
    tokens.some((token) => token.startsWith('retrans')) ||
    (tokens.some((token) => /^(?:tcp|net|network|packet|packets)$/.test(token)) &&
      tokens.some((token) => /^(?:loss|lost|drop|dropped|drops)$/.test(token)))
  );
};

/** Segments a second, or share of all, below which retransmission is everyday. */
const everyday = (unit: string): number =>
  unit === '1' || unit === 'ratio' ? 0.005 : unit === '%' ? 0.5 : 0.5;

const nodeNetwork = (cluster: Cluster, figures: Figures): Claim[] => {
  const hosts = new Set(cluster.pods.map((pod) => pod.node));
  const moved = figures.names
    // A machine without pods of the cluster is only the other end (of a load balancer, of a client).
    .filter((name) => isNode(figures, name) && (cluster.pods.length === 0 || hosts.has(name)))
    .flatMap((name) => figures.risen(name).filter(isRetransmission))
    .map((shift) => ({ shift, more: shift.medianAfter - shift.medianBefore }))
    .filter(({ shift, more }) => more > everyday(shift.series.unit))
    .sort((a, b) => b.more - a.more || (a.shift.series.entity.name < b.shift.series.entity.name ? -1 : 1));
  const first = moved[0];
  if (first === undefined) return [];
  // A link's other ends send again as well, each only what goes to it.
  const second = moved.find(({ shift }) => shift.series.entity.name !== first.shift.series.entity.name);
  const parties = figures.names.filter((name) => !isNode(figures, name));
  const slow = parties.map((name) => figures.latency(name)).filter((latency) => latency.slow);
  if (slow.length === 0) return [];
  const delay = isDelay(figures, parties, first.more);
  const { entity } = first.shift.series;
  const name = quotedName(entity.name);
  return [
    claim({
      entity,
      faultClass: 'network',
      detail: delay ? 'network_delay' : 'network_loss',
      // Both ends of a slow way time out; only who loses sends so much again.
      p: second !== undefined && first.more < 2 * second.more ? 0.7 : delay ? 0.8 : 0.93,
      title: delay
        ? words(`The network of node ${name} is slow`, `节点 ${name} 的网络延迟升高`)
        : words(`The network of node ${name} loses packets`, `节点 ${name} 的网络丢包`),
      nextCheck: look(
        'tc qdisc show; ip -s link',
        `on node ${name}: queues, errors and drops of its interface.`,
        `在节点 ${name} 上查看网卡队列、错误与丢包。`,
      ),
      remediation: words(
        'Move the pods to another node (`kubectl drain`), then repair its link.',
        '用 `kubectl drain` 迁走 Pod，再修复网络。',
      ),
      evidence: [
        shiftEvidence(first.shift, {
          en: 'Its TCP sends far more segments again than usual, and than other nodes.',
          zh: '其 TCP 重传远高于平时及其他节点。',
        }),
        ...figures.alerts(entity.name, 'network').map(alertEvidence),
        ...slow
          .flatMap(({ shift }) => shift ?? [])
          .slice(0, 3)
          .map((shift) =>
            shiftEvidence(
              shift,
              delay
                ? {
                    en: 'The middle of the requests became slower: every packet is late.',
                    zh: '请求中位数变慢：每个包都延迟。',
                  }
                : {
                    en: 'The slowest requests became slower, the middle hardly: some packets are lost.',
                    zh: '最慢请求变慢而中位数变化不大：部分包丢失。',
                  },
            ),
          ),
      ],
      onsetMs: first.shift.onsetMs,
      explains: [...figures.names],
    }),
  ];
};

/** Segments a second that are sent again: a lasting rate of several is loss, whatever else it does. */
const lossRate = 3;
/** More than a few retransmission timeouts (RFC 6298: 200 ms to 1 s): no middle request that lost nothing is so late. */
const lateMs = 1000;

/**
 * A loss is repaired by sending again, one segment for each; most requests lose none, so their middle moves by less than a
 * second. A delay sends again only what is late for its timer, but it makes every request late and starves who waits.
 */
const isDelay = (figures: Figures, parties: readonly string[], retransmitted: number): boolean => {
  if (retransmitted >= lossRate) return false;
  const traffic = parties.flatMap((name) =>
    figures
      .of(name)
      .filter((shift) => shift.meaning === 'traffic' && shift.medianBefore > 0)
      .map(ratioOf),
  );
  const starved = traffic.length > 0 && median(traffic) < 0.6;
  return starved || parties.some((name) => figures.latency(name).addedMs >= lateMs);
};

/** Share of the whole, 0 to 1, of a figure in percent or as a ratio; null when it is neither. */
const shareOf = (shift: SeriesShift): number | null => {
  const { unit } = shift.series;
  if (unit === '%' || unit === 'percent') return shift.medianAfter / 100;
  if (unit === '1' || unit === 'ratio') return shift.medianAfter;
  return null;
};

/** A machine is busy from here on; one that doubled and stands at three quarters is as well. */
const full = 0.85;

const nodeLoad = (figures: Figures): Claim[] =>
  figures.names
    .filter((name) => isNode(figures, name))
    .flatMap((name) =>
      (['cpu', 'memory'] as const).flatMap((resource) => {
        const shift = figures.risen(name).find(({ meaning }) => meaning === resource);
        const alerts = figures.alerts(name, resource);
        const share = shift === undefined ? null : shareOf(shift);
        const busy = share !== null && (share >= full || (share >= 0.7 && ratioOf(shift!) >= 2));
        if (!busy && alerts.length === 0) return [];
        const what = resource === 'cpu' ? words('CPU', 'CPU') : words('memory', '内存');
        return [
          claim({
            entity: figures.entity(name),
            faultClass: resource as FaultClass,
            detail: `${resource}_overload`,
            p: busy && alerts.length > 0 ? 0.94 : busy ? 0.9 : 0.85,
            title: words(
              `Node ${quotedName(name)} has no ${what.en} left`,
              `节点 ${quotedName(name)} 的${what.zh}耗尽`,
            ),
            nextCheck: look(
              'kubectl top pods -A',
              `which pod on node ${quotedName(name)} grew; then processes outside of pods.`,
              `查看节点 ${quotedName(name)} 上增长的 Pod 及 Pod 之外的进程。`,
            ),
            remediation: words(
              'Stop or move what grew; set limits so that it cannot happen again.',
              '停止或迁移增长的负载，并设置上限。',
            ),
            evidence: [
              ...(shift === undefined
                ? []
                : [shiftEvidence(shift, { en: `Its ${what.en} use rose.`, zh: `其${what.zh}用量上升。` })]),
              ...alerts.map(alertEvidence),
            ],
            onsetMs: shift?.onsetMs ?? null,
            explains: [...figures.names],
          }),
        ];
      }),
    );

/** Sum of the limits of its containers; null when one has none. */
const limitOf = (cluster: Cluster, name: string, resource: string): number | null => {
  const main = (workloadNamed(cluster, name)?.containers ?? []).filter(({ init }) => !init);
  const limits = main.flatMap((container) => container.limits.get(resource) ?? []);
  return limits.length > 0 && limits.length === main.length ? limits.reduce((a, b) => a + b, 0) : null;
};

const high = (values: Float64Array): number => {
  const ordered = Float64Array.from(values).sort();
  return ordered[Math.floor(0.9 * (ordered.length - 1))] ?? 0;
};

/** Containers at the limit of their CPU or memory. */
const containerLoad = (cluster: Cluster, figures: Figures): Claim[] =>
  figures.names
    .filter((name) => !isNode(figures, name))
    .flatMap((name) => [...cpuLoad(cluster, figures, name), ...memoryLoad(cluster, figures, name)]);

const cpuLoad = (cluster: Cluster, figures: Figures, name: string): Claim[] => {
  const risen = figures.risen(name);
  const use = risen.find(({ meaning }) => meaning === 'cpu');
  const throttled = risen.find(({ meaning }) => meaning === 'cpu_throttling');
  const limited = figures.alerts(name, 'throttling');
  const busy = figures.alerts(name, 'cpu');
  const told = [...limited, ...busy];
  const { slow, shift } = figures.latency(name);
  const limit = limitOf(cluster, name, 'cpu');
  const share = use === undefined ? null : limit === null ? shareOf(use) : high(use.incident) / limit;
  const atLimit = share !== null && share >= 0.8 && share <= 2;
  const signs = [
    atLimit,
    use !== undefined && ratioOf(use) >= 1.5,
    throttled !== undefined || limited.length > 0,
    busy.length > 0,
  ].filter(Boolean).length;
  if (signs < 2) return [];
  const traffic = risen.find((moved) => moved.meaning === 'traffic' && ratioOf(moved) >= 1.5);
  const known = slow || throttled !== undefined || told.length > 0;
  return [
    claim({
      entity: entityOf(cluster, name),
      faultClass: 'cpu',
      detail: 'cpu_overload',
      p: traffic !== undefined ? 0.6 : slow && signs >= 3 ? 0.94 : known ? 0.88 : 0.6,
      title: words(`${quotedName(name)} is at its CPU limit`, `${quotedName(name)} 的 CPU 已达上限`),
      nextCheck: look(
        kubectl('', 'top', 'pods', '', ' --containers -A'),
        `compare the use of ${quotedName(name)} with its limits.`,
        `对比 ${quotedName(name)} 的用量与上限。`,
      ),
      remediation: words(
        'Raise the CPU limit or the replicas; find out what makes it work more than usual.',
        '提高 CPU 上限或副本数，并查明用量增加的原因。',
      ),
      evidence: [
        ...(use === undefined
          ? []
          : [
              shiftEvidence(use, {
                en: `Its CPU use rose${share === null ? '' : ` to ${Math.round(100 * share)} % of the limit`}.`,
                zh: `其 CPU 用量上升${share === null ? '' : `到上限的 ${Math.round(100 * share)}%`}。`,
              }),
            ]),
        ...(throttled === undefined
          ? []
          : [shiftEvidence(throttled, { en: 'The kernel throttles it.', zh: '内核对其限流。' })]),
        ...(shift === null
          ? []
          : [shiftEvidence(shift, { en: 'Its answers became slower.', zh: '其响应变慢。' })]),
        ...told.map(alertEvidence),
        ...(traffic === undefined
          ? []
          : [
              against(
                traffic.series.name,
                words(
                  'Its traffic rose as well: the load may come from its callers.',
                  '其流量同时上升：负载可能来自调用方。',
                ),
                `${traffic.medianBefore} -> ${traffic.medianAfter}`,
              ),
            ]),
      ],
      onsetMs: use?.onsetMs ?? throttled?.onsetMs ?? null,
    }),
  ];
};

const memoryLoad = (cluster: Cluster, figures: Figures, name: string): Claim[] => {
  const use = figures.risen(name).find(({ meaning }) => meaning === 'memory');
  const told = figures.alerts(name, 'memory');
  const limit = limitOf(cluster, name, 'memory');
  const share = use === undefined ? null : limit === null ? shareOf(use) : high(use.incident) / limit;
  const atLimit = share !== null && share >= 0.85 && share <= 1.5;
  if (!atLimit && told.length === 0) return [];
  return [
    claim({
      entity: entityOf(cluster, name),
      faultClass: 'memory',
      detail: 'memory_overload',
      p: atLimit && told.length > 0 ? 0.94 : 0.86,
      title: words(`${quotedName(name)} is near its memory limit`, `${quotedName(name)} 接近内存上限`),
      nextCheck: look(
        kubectl('', 'top', 'pods', '', ' --containers -A'),
        `compare the use of ${quotedName(name)} with its limits.`,
        `对比 ${quotedName(name)} 的用量与上限。`,
      ),
      remediation: words(
        'Raise the memory limit before the kernel kills it; then look for what grew.',
        '在被内核终止前提高内存上限，再查明增长来源。',
      ),
      evidence: [
        ...(use === undefined
          ? []
          : [
              shiftEvidence(use, {
                en: `Its memory use rose${share === null ? '' : ` to ${Math.round(100 * share)} % of the limit`}.`,
                zh: `其内存用量上升${share === null ? '' : `到上限的 ${Math.round(100 * share)}%`}。`,
              }),
            ]),
        ...told.map(alertEvidence),
      ],
      onsetMs: use?.onsetMs ?? null,
    }),
  ];
};
