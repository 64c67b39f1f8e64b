/**
 * Machines that are slow, by their figures.
 *
 * A machine that loses packets makes TCP send them again: the slowest requests become slower by whole retransmission timeouts
 * (200 ms and more) while the middle ones stay; a delay meets every packet, so the middle moves as well, and who waits for
 * answers sends fewer requests.
 */
import type { FaultClass } from '@nightglass/model';
import { nameTokens } from '../../metrics/meaning.ts';
import type { SeriesShift } from '../../metrics/shifts.ts';
import { median } from '../../statistics/robust.ts';
import { quotedName } from '../../words/subject.ts';
import { type Claim, claim, look, words } from '../claim.ts';
import type { Cluster } from '../cluster.ts';
import { alertEvidence, type Figures, ratioOf, shareOf, shiftEvidence } from '../figures.ts';

export const isNode = (figures: Figures, name: string): boolean => figures.entity(name).kind === 'node';
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

export const nodeNetwork = (cluster: Cluster, figures: Figures): Claim[] => {
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
  const ends = delay
    ? [...hosts]
        .filter((host) => host !== '' && host !== entity.name)
        .sort()
        .slice(0, 2)
    : [];
  return [
    ...ends.map((host) => otherEnd(host, first.shift)),
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

/** The segments of a slow way are sent again by whoever has to wait for its end: the fault may stand at the other one. */
const otherEnd = (host: string, shift: SeriesShift): Claim =>
  claim({
    entity: { kind: 'node', name: host },
    faultClass: 'network',
    detail: 'network_delay',
    p: 0.4,
    title: words(
      `The network of node ${quotedName(host)} may be the slow end of the way`,
      `节点 ${quotedName(host)} 可能是网络变慢的一端`,
    ),
    nextCheck: look(
      'tc qdisc show; ip -s link',
      `on node ${quotedName(host)} as well.`,
      `也在节点 ${quotedName(host)} 上查看。`,
    ),
    remediation: words(
      'Move the pods to another node (`kubectl drain`), then repair its link.',
      '用 `kubectl drain` 迁走 Pod，再修复网络。',
    ),
    evidence: [
      shiftEvidence(shift, {
        en: `Node ${quotedName(shift.series.entity.name)} sends again what its peers answer late.`,
        zh: `节点 ${quotedName(shift.series.entity.name)} 重传对端迟迟未确认的数据。`,
      }),
    ],
  });

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

/** A machine is busy from here on; one that doubled and stands at three quarters is as well. */
const full = 0.85;

export const nodeLoad = (figures: Figures): Claim[] =>
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
