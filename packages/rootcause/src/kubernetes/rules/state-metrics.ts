/**
 * States told by metrics alone: kube-state-metrics (`kube_pod_container_status_waiting_reason`, ...) and the OpenTelemetry
 * semantic conventions for Kubernetes (`k8s.container.status.reason`, `k8s.pod.phase`, `k8s.node.condition_ready`, ...). They
 * say what, not why, so they weigh less than objects do; they are read only where objects of the kind were not given.
 */
import type { ExplanationEntity, FaultClass } from '@nightglass/model';
import { type Context, evidenceDraft } from '../../detector.ts';
import type { MetricSeries } from '../../incident.ts';
import { commandWord, quotedName } from '../../words/subject.ts';
import { type Claim, claim, look, words } from '../claim.ts';

export const stateMetricRules = (context: Context, has: (kind: string) => boolean): Claim[] => {
  const claims: Claim[] = [];
  for (const series of context.data.series) {
    if (!/^(?:kube_|k8s[._])/.test(series.name)) continue;
    const value = lastIn(context, series);
    if (value === null) continue;
    const before = lastBefore(context, series);
    const name = series.name.replaceAll('.', '_').replace(/_total$/, '');
    if (!has('Pod')) claims.push(...containerState(series, name, value, before));
    if (!has('Node')) claims.push(...nodeState(series, name, value, before));
  }
  return claims;
};

const lastIn = (context: Context, series: MetricSeries): number | null =>
  lastWithin(series, context.incident.startMs, context.incident.endMs);
const lastBefore = (context: Context, series: MetricSeries): number | null =>
  lastWithin(series, context.baseline.startMs, context.baseline.endMs);

const lastWithin = (series: MetricSeries, startMs: number, endMs: number): number | null => {
  for (let i = series.timesMs.length - 1; i >= 0; i--) {
    const time = series.timesMs[i]!;
    const value = series.values[i]!;
    if (time >= startMs && time < endMs && Number.isFinite(value)) return value;
  }
  return null;
};

const label = (series: MetricSeries, ...names: string[]): string => {
  for (const name of names) {
    const value = series.labels[name];
    if (value !== undefined && value !== '') return value;
  }
  return '';
};

/** The workload of a pod: by label, or by the way controllers name pods. */
const workloadOf = (series: MetricSeries): ExplanationEntity => {
  const known = label(
    series,
    'k8s.deployment.name',
    'k8s.statefulset.name',
    'k8s.daemonset.name',
    'deployment',
    'statefulset',
    'daemonset',
    'workload',
  );
  if (known !== '') return { kind: 'workload', name: known };
  const pod = label(series, 'pod', 'k8s.pod.name', 'pod_name');
  if (pod === '') return series.entity;
  const match = /^(.+)-[a-f0-9]{6,10}-[a-z0-9]{5}$/.exec(pod) ?? /^(.+)-(?:\d+|[a-z0-9]{5})$/.exec(pod);
  return match === null ? { kind: 'pod', name: pod } : { kind: 'workload', name: match[1]! };
};

interface State {
  faultClass: FaultClass;
  detail: string;
  p: number;
  en: string;
  zh: string;
}

const reasons: Readonly<Record<string, State>> = {
  OOMKilled: {
    faultClass: 'memory',
    detail: 'oom_killed',
    p: 0.93,
    en: 'is killed for its memory',
    zh: '因内存超限被终止',
  },
  CrashLoopBackOff: {
    faultClass: 'code_error',
    detail: 'crash_loop',
    p: 0.7,
    en: 'keeps ending after its start',
    zh: '启动后反复退出',
  },
  ImagePullBackOff: {
    faultClass: 'config',
    detail: 'image_pull',
    p: 0.85,
    en: 'cannot pull its image',
    zh: '无法拉取镜像',
  },
  ErrImagePull: {
    faultClass: 'config',
    detail: 'image_pull',
    p: 0.85,
    en: 'cannot pull its image',
    zh: '无法拉取镜像',
  },
  InvalidImageName: {
    faultClass: 'config',
    detail: 'image_reference',
    p: 0.93,
    en: 'asks for an image by an invalid name',
    zh: '镜像名无效',
  },
  CreateContainerConfigError: {
    faultClass: 'config',
    detail: 'container_config',
    p: 0.88,
    en: 'refers to a ConfigMap or Secret that is not there',
    zh: '引用的 ConfigMap 或 Secret 不存在',
  },
  CreateContainerError: {
    faultClass: 'config',
    detail: 'container_create',
    p: 0.8,
    en: 'cannot be created by the runtime',
    zh: '容器运行时无法创建',
  },
  RunContainerError: {
    faultClass: 'config',
    detail: 'container_run',
    p: 0.8,
    en: 'cannot be started by the runtime',
    zh: '容器运行时无法启动',
  },
};

const containerState = (
  series: MetricSeries,
  name: string,
  value: number,
  before: number | null,
): Claim[] => {
  const isReason =
    name === 'kube_pod_container_status_waiting_reason' ||
    name === 'kube_pod_container_status_last_terminated_reason' ||
    name === 'kube_pod_container_status_terminated_reason' ||
    name === 'k8s_container_status_reason';
  // A reason that stood before already is not what began now.
  if (isReason && value > 0 && !(before !== null && before >= value)) {
    const reason = label(series, 'reason', 'k8s.container.status.reason');
    const state = Object.hasOwn(reasons, reason) ? reasons[reason] : undefined;
    return state === undefined ? [] : [stateClaim(series, workloadOf(series), state, value, before)];
  }
  const unschedulable =
    name === 'kube_pod_status_unschedulable' && value > 0 && !(before !== null && before > 0);
  return unschedulable
    ? [
        stateClaim(
          series,
          workloadOf(series),
          { faultClass: 'config', detail: 'unschedulable', p: 0.75, en: 'finds no node', zh: '无法被调度' },
          value,
          before,
        ),
      ]
    : [];
};

const nodeConditions: readonly { pattern: RegExp; bad(value: number): boolean; state: State }[] = [
  {
    pattern: /^k8s_node_condition(?:_ready)?$/,
    bad: (value) => value <= 0,
    state: { faultClass: 'node', detail: 'node_not_ready', p: 0.9, en: 'is not ready', zh: '未就绪' },
  },
  {
    pattern: /^k8s_node_condition_memory_pressure$/,
    bad: (value) => value === 1,
    state: {
      faultClass: 'memory',
      detail: 'node_memory_pressure',
      p: 0.9,
      en: 'is short of memory',
      zh: '内存不足',
    },
  },
  {
    pattern: /^k8s_node_condition_disk_pressure$/,
    bad: (value) => value === 1,
    state: {
      faultClass: 'disk',
      detail: 'node_disk_pressure',
      p: 0.9,
      en: 'is short of disk space',
      zh: '磁盘空间不足',
    },
  },
];

const nodeState = (series: MetricSeries, name: string, value: number, before: number | null): Claim[] => {
  const node = label(series, 'node', 'k8s.node.name') || series.entity.name;
  const entity: ExplanationEntity = { kind: 'node', name: node };
  if (name === 'kube_node_status_condition') {
    const condition = label(series, 'condition');
    const status = label(series, 'status');
    const wanted = condition === 'Ready' ? status === 'false' || status === 'unknown' : status === 'true';
    const state =
      condition === 'Ready'
        ? nodeConditions[0]!.state
        : condition === 'MemoryPressure'
          ? nodeConditions[1]!.state
          : condition === 'DiskPressure'
            ? nodeConditions[2]!.state
            : undefined;
    return state !== undefined && wanted && value === 1 && before !== 1
      ? [stateClaim(series, entity, state, value, before)]
      : [];
  }
  const known = nodeConditions.find(({ pattern }) => pattern.test(name));
  if (known === undefined || !known.bad(value) || (before !== null && known.bad(before))) return [];
  return [stateClaim(series, entity, known.state, value, before)];
};

const stateClaim = (
  series: MetricSeries,
  entity: ExplanationEntity,
  state: State,
  value: number,
  before: number | null,
): Claim =>
  claim({
    entity,
    faultClass: state.faultClass,
    detail: state.detail,
    p: state.p,
    title: words(`${quotedName(entity.name)} ${state.en}`, `${quotedName(entity.name)} ${state.zh}`),
    nextCheck: look(
      entity.kind === 'node'
        ? `kubectl describe node ${commandWord(entity.name, 'NODE')}`
        : `kubectl get events -A --sort-by=.lastTimestamp`,
      'read the newest warnings: they say why.',
      '查看最新告警事件，其中说明原因。',
    ),
    remediation: words(
      'Undo the last change to it, then correct what the events name.',
      '回退最近变更，再按事件修正。',
    ),
    evidence: [
      evidenceDraft({
        signal: 'kubernetes',
        subject: series.name,
        text: words('A metric of its state changed.', '其状态指标发生变化。'),
        before,
        after: value,
        quote: Object.keys(series.labels)
          .sort()
          .map((key) => `${key}=${series.labels[key]}`)
          .join(',')
          .slice(0, 500),
      }),
    ],
  });
