/** Alerts for kinds of fault whose metrics have standard names: spans' metrics, Kubernetes, certificates, Go's end. */
import type { Evidence, ExplanationEntity, FaultClass, LocalText, Prevention } from '@nightglass/model';
import { percent } from '../figures.ts';
import { between, equals, matches, named, number, ofPods, ofService, selector } from './promql.ts';
import { type AlertRule, alertPrevention } from './rule.ts';

interface Case {
  entity: ExplanationEntity;
  operation: string;
  faultClass: FaultClass;
  detail: string;
  evidence: readonly Evidence[];
}

const prevention = (given: Case, rules: readonly AlertRule[], text: LocalText): Prevention =>
  alertPrevention(`${given.entity.name} ${given.faultClass} ${given.detail}`, rules, text);

/** Labels of `http.server.request.duration` for an operation of the form `POST /pay`. */
const routeOf = (operation: string): string[] => {
  const [, method, route] = /^([A-Z]{3,10}) (\/\S{0,180})$/.exec(operation) ?? [];
  return method === undefined || route === undefined
    ? []
    : [equals('http_request_method', method), equals('http_route', route)];
};

const requests = 'http_server_request_duration_seconds';

/** From a share of failing requests before and now. */
const errorRatio = (given: Case): Prevention | null => {
  if (given.entity.kind !== 'service') return null;
  const shown = given.evidence.find(
    ({ signal, unit, stance, query }) =>
      stance === 'supports' &&
      signal === 'trace' &&
      unit === '1' &&
      query?.kind === 'traces' &&
      query.status === 'error',
  );
  const threshold = between(shown?.before ?? null, shown?.after ?? null);
  if (threshold === null || threshold >= 1 || shown === undefined) return null;
  const all = [ofService(given.entity.name), ...routeOf(given.operation)];
  const failed = selector(...all, matches('http_response_status_code', '5..'));
  const rule: AlertRule = {
    alert: 'ErrorRatioHigh',
    expr: `sum(rate(${requests}_count${failed}[5m])) / sum(rate(${requests}_count${selector(...all)}[5m])) > ${number(threshold)}`,
    for: '5m',
    severity: 'critical',
    summary: `More than ${percent(threshold)} of the requests of ${named(given.entity.name)} fail`,
  };
  return prevention(given, [rule], {
    en: `Warns when more than ${percent(threshold)} of the requests fail for 5m (usually ${percent(shown.before ?? 0)}, in this incident ${percent(shown.after ?? 0)}).`,
    zh: `当失败请求超过 ${percent(threshold)} 并持续 5m 时告警（平常 ${percent(shown.before ?? 0)}，本次 ${percent(shown.after ?? 0)}）。`,
  });
};

/** From own time before and now: half of the rise, over the same hour of the day before. */
const slower = (given: Case): Prevention | null => {
  if (given.entity.kind !== 'service') return null;
  const shown = given.evidence.find(
    ({ signal, unit, stance, before, after }) =>
      stance === 'supports' &&
      signal === 'trace' &&
      unit === 'ms' &&
      before !== null &&
      after !== null &&
      after > before,
  );
  if (shown === undefined) return null;
  const seconds = Number((((shown.after ?? 0) - (shown.before ?? 0)) / 2000).toPrecision(2));
  if (!(seconds > 0)) return null;
  const where = selector(ofService(given.entity.name), ...routeOf(given.operation));
  const p95 = (window: string): string =>
    `histogram_quantile(0.95, sum by (le) (rate(${requests}_bucket${where}[${window}])))`;
  const rule: AlertRule = {
    alert: 'RequestsSlower',
    expr: `${p95('5m')} - histogram_quantile(0.95, sum by (le) (rate(${requests}_bucket${where}[1h] offset 1d))) > ${number(seconds)}`,
    for: '5m',
    severity: 'warning',
    summary: `Requests of ${named(given.entity.name)} take ${seconds} s longer than a day ago (95th percentile)`,
  };
  return prevention(given, [rule], {
    en: `Warns when the 95th percentile of the requests is ${seconds} s above that of the day before for 5m: half of what this incident added.`,
    zh: `当请求的 95 百分位比前一天同时段高出 ${seconds} s 并持续 5m 时告警：即本次增量的一半。`,
  });
};

/** A process that ended takes its gauges with it: what outlives it is the restart and the exit code. */
const goEnded = (given: Case): Prevention => {
  const pods = selector(ofPods(given.entity.name));
  const service = named(given.entity.name);
  return prevention(
    given,
    [
      {
        alert: 'GoProcessRestarts',
        expr: `changes(process_start_time_seconds${selector(ofService(given.entity.name))}[15m]) >= 2`,
        for: '',
        severity: 'critical',
        summary: `${service} restarted twice or more in 15 minutes`,
      },
      {
        alert: 'GoContainerExited2',
        expr: `increase(kube_pod_container_status_restarts_total${pods}[15m]) > 0 and on (namespace, pod, container) kube_pod_container_status_last_terminated_exitcode${pods} == 2`,
        for: '',
        severity: 'critical',
        summary: `A container of ${service} ended with exit code 2 (panic or fatal error of Go) and was restarted`,
      },
    ],
    {
      en: 'Warns at restarts and at exit code 2: the process’s own metrics end with it and start again healthy.',
      zh: '在重启以及退出码 2 时告警：进程自身的指标随它结束，重启后又是健康的。',
    },
  );
};

const certificate = (given: Case): Prevention =>
  prevention(
    given,
    [
      {
        alert: 'CertificateExpiresSoon',
        expr: '(probe_ssl_earliest_cert_expiry - time()) / 86400 < 21',
        for: '1h',
        severity: 'critical',
        summary: 'The certificate of {{ $labels.instance }} expires in {{ $value | printf "%.0f" }} days',
      },
    ],
    {
      en: 'Warns 21 days before a certificate expires (needs a blackbox exporter that probes the address).',
      zh: '在证书到期前 21 天告警（需要 blackbox exporter 探测该地址）。',
    },
  );

const waitingReasons =
  'CrashLoopBackOff|ImagePullBackOff|ErrImagePull|InvalidImageName|CreateContainerConfigError|CreateContainerError|RunContainerError';

/** From kube-state-metrics. */
const cluster = (given: Case): Prevention => {
  const name = given.entity.name;
  const who = named(name);
  const pods = ofPods(name);
  const rules: AlertRule[] = [
    {
      alert: 'ContainerWaiting',
      expr: `kube_pod_container_status_waiting_reason${selector(pods, matches('reason', waitingReasons))} == 1`,
      for: '5m',
      severity: 'critical',
      summary: `A container of ${who} does not start`,
    },
    {
      alert: 'PodNotReady',
      expr: `sum by (namespace, pod) (kube_pod_status_ready${selector(pods, equals('condition', 'false'))}) > 0`,
      for: '10m',
      severity: 'warning',
      summary: `A pod of ${who} is not ready`,
    },
    {
      alert: 'PodUnschedulable',
      expr: `kube_pod_status_unschedulable${selector(pods)} == 1`,
      for: '5m',
      severity: 'critical',
      summary: `No node takes a pod of ${who}`,
    },
  ];
  return prevention(given, rules, {
    en: 'Warns when a container waits to start, a pod is not ready or no node takes it (kube-state-metrics).',
    zh: '当容器无法启动、Pod 未就绪或没有节点可调度时告警（kube-state-metrics）。',
  });
};

const quota = (given: Case): Prevention => {
  const where = given.entity.kind === 'namespace' ? [equals('namespace', given.entity.name)] : [];
  const of = (type: string): string => `kube_resourcequota${selector(...where, equals('type', type))}`;
  return prevention(
    given,
    [
      {
        alert: 'QuotaNearlyUsed',
        expr: `${of('used')} / ignoring (type) (${of('hard')} > 0) > 0.9`,
        for: '15m',
        severity: 'warning',
        summary: 'More than 90 % of the quota of {{ $labels.resource }} in {{ $labels.namespace }} is used',
      },
    ],
    {
      en: 'Warns when more than 90 % of a quota is used (kube-state-metrics).',
      zh: '当配额使用超过 90 % 时告警（kube-state-metrics）。',
    },
  );
};

const machine = (given: Case): Prevention =>
  prevention(
    given,
    [
      {
        alert: 'NodeNotHealthy',
        expr: `kube_node_status_condition${selector(equals('node', given.entity.name), equals('condition', 'Ready'), equals('status', 'true'))} == 0 or kube_node_status_condition${selector(equals('node', given.entity.name), matches('condition', 'MemoryPressure|DiskPressure|PIDPressure'), equals('status', 'true'))} == 1`,
        for: '5m',
        severity: 'critical',
        summary: `Node ${named(given.entity.name)} is not ready or under pressure`,
      },
    ],
    {
      en: 'Warns when the node is not ready or reports pressure (kube-state-metrics).',
      zh: '当节点未就绪或报告资源压力时告警（kube-state-metrics）。',
    },
  );

const nameServer = (given: Case): Prevention =>
  prevention(
    given,
    [
      {
        alert: 'DnsAnswersFail',
        expr: 'sum(rate(coredns_dns_responses_total{rcode=~"SERVFAIL|REFUSED"}[5m])) / sum(rate(coredns_dns_responses_total[5m])) > 0.05',
        for: '5m',
        severity: 'critical',
        summary: 'More than 5 % of the DNS answers are failures',
      },
    ],
    {
      en: 'Warns when more than 5 % of CoreDNS’s answers are failures for 5m.',
      zh: '当 CoreDNS 的失败应答超过 5 % 并持续 5m 时告警。',
    },
  );

const memoryNearLimit = (given: Case): Prevention | null => {
  if (!['service', 'pod', 'workload'].includes(given.entity.kind)) return null;
  const where = selector(ofPods(given.entity.name), 'container!=""');
  return prevention(
    given,
    [
      {
        alert: 'MemoryNearLimit',
        expr: `container_memory_working_set_bytes${where} / on (namespace, pod, container) group_left () kube_pod_container_resource_limits${selector(ofPods(given.entity.name), equals('resource', 'memory'))} > 0.9`,
        for: '5m',
        severity: 'warning',
        summary: `A container of ${named(given.entity.name)} uses more than 90 % of its memory limit`,
      },
    ],
    {
      en: 'Warns when a container is above 90 % of its memory limit for 5m, before the kernel kills it.',
      zh: '当容器内存超过上限的 90 % 并持续 5m 时告警，早于被内核杀死。',
    },
  );
};

const poolWaiting = (given: Case): Prevention | null =>
  given.entity.kind !== 'service'
    ? null
    : prevention(
        given,
        [
          {
            alert: 'PoolRequestsWait',
            expr: `sum(db_client_connection_pending_requests${selector(ofService(given.entity.name))}) > 0`,
            for: '5m',
            severity: 'warning',
            summary: `Requests of ${named(given.entity.name)} wait for a database connection`,
          },
        ],
        {
          en: 'Warns when requests have waited for a free connection for 5m.',
          zh: '当请求持续 5m 在等空闲连接时告警。',
        },
      );

/** Null for kinds of fault without a standard metric. */
export const knownAlert = (given: Case): Prevention | null => {
  switch (given.faultClass) {
    case 'go_map_race':
    case 'go_panic':
      return goEnded(given);
    case 'deadlock':
      return given.detail === 'all_asleep' ? goEnded(given) : errorRatio(given);
    case 'tls':
      return /expired|not_yet_valid/.test(given.detail) ? certificate(given) : errorRatio(given);
    case 'kubernetes':
      if (/quota/.test(given.detail)) return quota(given);
      return given.entity.kind === 'node' ? machine(given) : cluster(given);
    case 'node':
      return given.entity.kind === 'node' ? machine(given) : null;
    case 'dns':
      return nameServer(given);
    case 'memory':
      return memoryNearLimit(given);
    case 'pool_exhaustion':
      return poolWaiting(given);
    default:
      return errorRatio(given) ?? slower(given);
  }
};
