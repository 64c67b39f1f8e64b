/**
 * A cluster whose objects are all as they should be, and that is slow: what the figures of pods and nodes say.
 *
 * A container at its CPU limit is throttled by the kernel (CFS quota): its use stands at the limit and its throttled time
 * grows. A machine that loses packets makes TCP send them again: the slowest requests become slower by whole retransmission
 * timeouts (200 ms and more) while the middle ones stay; a delay meets every packet, so the middle moves as well.
 */
import type { ExplanationEntity, FaultClass } from '@nightglass/model';
import { evidenceDraft } from '../../detector.ts';
import { nameTokens } from '../../metrics/meaning.ts';
import { type SeriesShift, seriesShifts } from '../../metrics/shifts.ts';
import { quotedName } from '../../words/subject.ts';
import { against, type Claim, claim, kubectl, look, words } from '../claim.ts';
import type { Cluster } from '../cluster.ts';
import { workloadsBehind } from './services.ts';
import { slowestRules } from './slowest.ts';

export const loadRules = (cluster: Cluster): Claim[] => {
  const figures = figuresOf(cluster);
  const machines = [...nodeNetwork(figures), ...nodeLoad(figures)];
  const own = containerLoad(cluster, figures);
  const found = [...machines, ...own];
  return found.length > 0 ? found : slowestRules(cluster, figures);
};

/** What moved, by whose figure it is. */
export interface Figures {
  names: readonly string[];
  of(name: string): readonly SeriesShift[];
  entity(name: string): ExplanationEntity;
  /** Largest ratio of its latency to the usual, in the middle and at the slow end; 1 when nothing is known. */
  latency(name: string): { middle: number; tail: number; shift: SeriesShift | null };
}

const figuresOf = (cluster: Cluster): Figures => {
  const byName = new Map<string, SeriesShift[]>();
  for (const shift of seriesShifts(cluster.context)) {
    const list = byName.get(shift.series.entity.name);
    if (list === undefined) byName.set(shift.series.entity.name, [shift]);
    else list.push(shift);
  }
  const of = (name: string): readonly SeriesShift[] => byName.get(name) ?? [];
  return {
    names: [...byName.keys()].sort(),
    of,
    entity: (name) => of(name)[0]?.series.entity ?? { kind: 'service', name },
    latency: (name) => {
      let middle = 1;
      let tail = 1;
      let best: SeriesShift | null = null;
      for (const shift of of(name)) {
        if (shift.meaning !== 'latency' || shift.z < 4) continue;
        const ratio = shift.medianAfter / Math.max(shift.medianBefore, 1e-9);
        if (isMiddle(shift)) middle = Math.max(middle, ratio);
        else tail = Math.max(tail, ratio);
        if (best === null || ratio > best.medianAfter / Math.max(best.medianBefore, 1e-9)) best = shift;
      }
      return { middle, tail, shift: best };
    },
  };
};

const isMiddle = ({ series }: SeriesShift): boolean =>
  /^(?:p50|avg|mean|median)$/.test(series.aggregation) ||
  nameTokens(series.name).some((token) => /^(?:p50|median|avg|mean)$/.test(token));

/** A request that takes twice its usual time is slow. */
const slowRatio = 2;

export const shiftEvidence = (
  shift: SeriesShift,
  text: { en: string; zh: string },
): Claim['evidence'][number] =>
  evidenceDraft({
    signal: 'metric',
    subject: shift.series.name,
    entity: shift.series.entity,
    text: words(text.en, text.zh),
    unit: shift.series.unit,
    before: shift.medianBefore,
    after: shift.medianAfter,
    effect: shift.z,
    effectUnit: 'z',
    n: shift.incident.length,
  });

const isRetransmission = ({ series }: SeriesShift): boolean => {
  const tokens = nameTokens(series.name);
  return (
    tokens.some((token) => /^(?:retrans|retans)/.test(token)) ||
    (tokens.some((token) => /^(?:tcp|net|network)$/.test(token)) &&
      tokens.some((token) => /^(?:loss|lost|drop|retr)/.test(token)))
  );
};

const nodeNetwork = (figures: Figures): Claim[] => {
  const moved = figures.names
    .filter((name) => figures.entity(name).kind === 'node')
    .flatMap((name) => figures.of(name).filter((shift) => isRetransmission(shift)))
    .map((shift) => ({ shift, more: shift.medianAfter - shift.medianBefore }))
    .sort((a, b) => b.more - a.more || (a.shift.series.entity.name < b.shift.series.entity.name ? -1 : 1));
  const first = moved[0];
  const second = moved.find(({ shift }) => shift.series.entity.name !== first?.shift.series.entity.name);
  if (first === undefined || first.more <= 0 || first.shift.z < 5) return [];
  if (second !== undefined && first.more < 2 * second.more) return [];
  const others = figures.names
    .filter((name) => figures.entity(name).kind !== 'node')
    .map((name) => figures.latency(name));
  const middle = others.filter((latency) => latency.middle >= slowRatio).length;
  const tail = others.filter((latency) => latency.tail >= slowRatio).length;
  if (middle + tail === 0) return [];
  const delay = middle > 1 && middle >= 0.5 * tail;
  const { entity } = first.shift.series;
  const name = quotedName(entity.name);
  return [
    claim({
      entity,
      faultClass: 'network',
      detail: delay ? 'network_delay' : 'network_loss',
      p: 0.93,
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
        ...others
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

/** Share of the whole, 0 to 1, of a figure in percent or as a ratio; null when it is neither. */
const shareOf = (shift: SeriesShift): number | null => {
  const { unit } = shift.series;
  if (unit === '%' || unit === 'percent') return shift.medianAfter / 100;
  if (unit === '1' || unit === 'ratio') return shift.medianAfter;
  return null;
};

const nodeLoad = (figures: Figures): Claim[] =>
  figures.names
    .filter((name) => figures.entity(name).kind === 'node')
    .flatMap((name) =>
      figures.of(name).flatMap((shift) => {
        const meaning = shift.meaning;
        const share = shareOf(shift);
        if ((meaning !== 'cpu' && meaning !== 'memory') || share === null || share < 0.85 || shift.z < 4)
          return [];
        const what = meaning === 'cpu' ? words('CPU', 'CPU') : words('memory', '内存');
        return [
          claim({
            entity: shift.series.entity,
            faultClass: meaning as FaultClass,
            detail: `${meaning}_overload`,
            p: 0.92,
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
              shiftEvidence(shift, { en: `Its ${what.en} is used up.`, zh: `其${what.zh}已用尽。` }),
            ],
            onsetMs: shift.onsetMs,
            explains: [...figures.names],
          }),
        ];
      }),
    );

const limitOf = (cluster: Cluster, name: string, resource: string): number | null => {
  const containers = workloadNamed(cluster, name)?.containers ?? [];
  const limits = containers.flatMap((container) => container.limits.get(resource) ?? []);
  return limits.length > 0 && limits.length === containers.filter(({ init }) => !init).length
    ? limits.reduce((a, b) => a + b, 0)
    : null;
};

const workloadNamed = (cluster: Cluster, name: string): Cluster['workloads'][number] | undefined => {
  const own = cluster.workloads.find((workload) => workload.name === name);
  if (own !== undefined) return own;
  const service = cluster.services.find((candidate) => candidate.name === name);
  return service === undefined ? undefined : workloadsBehind(cluster, service)[0];
};

export const entityOf = (cluster: Cluster, name: string): ExplanationEntity =>
  workloadNamed(cluster, name)?.entity ?? { kind: 'service', name };

const high = (values: Float64Array): number => {
  const ordered = Float64Array.from(values).sort();
  return ordered[Math.floor(0.9 * (ordered.length - 1))] ?? 0;
};

/** Containers at the limit of their CPU or memory. */
const containerLoad = (cluster: Cluster, figures: Figures): Claim[] =>
  figures.names
    .filter((name) => figures.entity(name).kind !== 'node')
    .flatMap((name) => {
      const shifts = figures.of(name);
      const throttled = shifts.find(
        (shift) => shift.meaning === 'cpu_throttling' && shift.z >= 8 && shift.medianAfter > 0,
      );
      const slow = figures.latency(name);
      const isSlow = slow.middle >= slowRatio || slow.tail >= slowRatio;
      const traffic = shifts.find((shift) => shift.meaning === 'traffic' && shift.medianBefore > 0);
      const surge = traffic !== undefined && traffic.medianAfter > 1.5 * traffic.medianBefore;
      return (['cpu', 'memory'] as const).flatMap((resource) => {
        const use = shifts.find((shift) => shift.meaning === resource && shift.z >= 5);
        if (use === undefined) return [];
        const limit = limitOf(cluster, name, resource);
        const share = limit === null ? shareOf(use) : high(use.incident) / limit;
        const full = share !== null && share >= (resource === 'cpu' ? 0.8 : 0.9) && share <= 1.5;
        const proven =
          resource === 'cpu'
            ? (full || throttled !== undefined) && (isSlow || throttled !== undefined)
            : full;
        if (!proven) return [];
        const what = resource === 'cpu' ? words('CPU', 'CPU') : words('memory', '内存');
        const sure = resource === 'cpu' ? (throttled !== undefined && isSlow ? 0.94 : 0.85) : 0.88;
        return [
          claim({
            entity: entityOf(cluster, name),
            faultClass: resource,
            detail: `${resource}_overload`,
            p: surge ? 0.6 : sure,
            title: words(
              `${quotedName(name)} is at its ${what.en} limit`,
              `${quotedName(name)} 的${what.zh}已达上限`,
            ),
            nextCheck: look(
              kubectl('', 'top', 'pods', '', ' --containers -A'),
              `compare the use of ${quotedName(name)} with its limits.`,
              `对比 ${quotedName(name)} 的用量与上限。`,
            ),
            remediation: words(
              `Raise the ${what.en} limit or the replicas; find out what makes it work more than usual.`,
              `提高${what.zh}上限或副本数，并查明用量增加的原因。`,
            ),
            evidence: [
              shiftEvidence(use, {
                en: `Its ${what.en} use rose${share === null ? '' : ` to ${Math.round(100 * share)} % of the limit`}.`,
                zh: `其${what.zh}用量上升${share === null ? '' : `到上限的 ${Math.round(100 * share)}%`}。`,
              }),
              ...(throttled === undefined || resource !== 'cpu'
                ? []
                : [shiftEvidence(throttled, { en: 'The kernel throttles it.', zh: '内核对其限流。' })]),
              ...(slow.shift === null
                ? []
                : [shiftEvidence(slow.shift, { en: 'Its answers became slower.', zh: '其响应变慢。' })]),
              ...(surge && traffic !== undefined
                ? [
                    against(
                      traffic.series.name,
                      words(
                        'Its traffic rose as well: the load may come from its callers.',
                        '其流量同时上升：负载可能来自调用方。',
                      ),
                      `${traffic.medianBefore} -> ${traffic.medianAfter}`,
                    ),
                  ]
                : []),
            ],
            onsetMs: use.onsetMs,
          }),
        ];
      });
    });
