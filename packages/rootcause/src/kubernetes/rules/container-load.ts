/**
 * Containers at the limit of their CPU or memory. At its CPU limit a container is throttled by the kernel (CFS quota): its use
 * stands at the limit and its throttled time grows. At its memory limit it is killed.
 */
import type { SeriesShift } from '../../metrics/shifts.ts';
import { quotedName } from '../../words/subject.ts';
import { against, type Claim, claim, kubectl, look, words } from '../claim.ts';
import type { Cluster } from '../cluster.ts';
import { alertEvidence, type Figures, ratioOf, shareOf, shiftEvidence } from '../figures.ts';
import { workloadNamed } from './named.ts';
import { isNode } from './node-load.ts';

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

/** The kernel lets nobody use much more than the limit: what lies above is the sum of several replicas. */
const mostOfLimit = 1.15;

/** Share of the limit that one replica uses; null when there is no limit. */
const shareOfLimit = (cluster: Cluster, name: string, resource: string, use: SeriesShift): number | null => {
  const limit = limitOf(cluster, name, resource);
  if (limit === null) return shareOf(use);
  const whole = high(use.incident) / limit;
  const replicas = workloadNamed(cluster, name)?.pods.length ?? 1;
  return whole > mostOfLimit && replicas > 1 ? whole / replicas : whole;
};

/** Containers at the limit of their CPU or memory. */
export const containerLoad = (cluster: Cluster, figures: Figures): Claim[] =>
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
  const share = use === undefined ? null : shareOfLimit(cluster, name, 'cpu', use);
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
      entity: workloadNamed(cluster, name)?.entity ?? figures.entity(name),
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
  const share = use === undefined ? null : shareOfLimit(cluster, name, 'memory', use);
  const atLimit = share !== null && share >= 0.85 && share <= 1.5;
  if (!atLimit && told.length === 0) return [];
  return [
    claim({
      entity: workloadNamed(cluster, name)?.entity ?? figures.entity(name),
      faultClass: 'memory',
      detail: 'memory_overload',
      // A process may well live near its limit; that its requests suffer shows that it does not.
      p: atLimit && told.length > 0 ? 0.94 : figures.latency(name).slow ? 0.86 : 0.7,
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
