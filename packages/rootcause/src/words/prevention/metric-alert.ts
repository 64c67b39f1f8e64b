/** An alert out of a figure that moved: its own metric, with a threshold between before and after. */
import type { Evidence, FaultClass, Prevention } from '@nightglass/model';
import { type MetricMeaning, meaningOf } from '../../metrics/meaning.ts';
import { figure } from '../figures.ts';
import { quotedName } from '../subject.ts';
import {
  between,
  equals,
  metricName,
  named,
  number,
  ofPods,
  ofService,
  safeUnit,
  selector,
} from './promql.ts';
import { type AlertRule, alertPrevention } from './rule.ts';

interface Moved {
  evidence: Evidence;
  name: string;
  aggregation: string;
  meaning: MetricMeaning | null;
  service: string;
  labels: Record<string, string>;
  before: number;
  after: number;
  threshold: number;
}

const movedOf = (evidence: Evidence): Moved | null => {
  const { query, before, after } = evidence;
  if (evidence.stance !== 'supports' || query?.kind !== 'metric' || before === null || after === null)
    return null;
  const threshold = between(before, after);
  if (threshold === null) return null;
  return {
    evidence,
    name: query.name,
    aggregation: / \((\w+)\)$/.exec(evidence.subject)?.[1] ?? '',
    meaning: meaningOf(query.name, evidence.unit),
    service: query.service,
    labels: query.labels,
    before,
    after,
    threshold,
  };
};

/** What an alert for a class should watch, best first; others only when none of these moved. */
const watched: Partial<Record<FaultClass, readonly MetricMeaning[]>> = {
  cpu: ['cpu_throttling', 'cpu', 'scheduler'],
  throttling: ['cpu_throttling', 'cpu'],
  memory: ['memory', 'heap'],
  disk: ['disk_usage', 'disk_io'],
  network: ['network_errors', 'network_io'],
  pool_exhaustion: ['pool_wait', 'pool_usage', 'connections', 'threads', 'fd'],
  queue_lag: ['queue_lag', 'queue_depth'],
  cache: ['cache_hit', 'cache_miss'],
  goroutine_leak: ['goroutines'],
  gc_pressure: ['gc', 'heap', 'memory'],
  lock_contention: ['goroutines', 'threads', 'scheduler'],
  event_loop: ['event_loop'],
  retry_storm: ['retries', 'traffic'],
  traffic_surge: ['traffic'],
  tls: ['tls_expiry'],
  code_error: ['errors', 'availability'],
  dependency_down: ['availability', 'errors', 'timeouts'],
  slow_code: ['latency'],
};

/** What takes longer to tell from a wave. */
const patience: Partial<Record<MetricMeaning, string>> = {
  memory: '15m',
  heap: '15m',
  goroutines: '15m',
  disk_usage: '15m',
  cpu: '10m',
  cpu_throttling: '10m',
};

/** The figure that fits the class best, of the entity itself first. */
const bestOf = (
  evidence: readonly Evidence[],
  hypothesis: { entity: { kind: string; name: string }; faultClass: FaultClass },
): Moved | null => {
  const wanted = watched[hypothesis.faultClass] ?? [];
  const place = ({ meaning, evidence: { entity } }: Moved): number => {
    const own = entity.kind === hypothesis.entity.kind && entity.name === hypothesis.entity.name;
    const rank = meaning === null ? -1 : wanted.indexOf(meaning);
    return (rank < 0 ? 100 : rank) + (own ? 0 : 1000);
  };
  const moved = evidence.map(movedOf).filter((m) => m !== null);
  return moved.toSorted((a, b) => place(a) - place(b))[0] ?? null;
};

export const metricAlert = (
  hypothesis: { entity: Evidence['entity']; faultClass: FaultClass },
  evidence: readonly Evidence[],
): Prevention | null => {
  const moved = bestOf(evidence, hypothesis);
  if (moved === null) return null;
  const rule = ruleOf(moved, hypothesis.faultClass);
  if (rule === null) return null;
  const { entity } = moved.evidence;
  const unit = safeUnit(moved.evidence.unit);
  const figures = [moved.before, moved.threshold, moved.after].map((value) => figure(value, unit));
  return alertPrevention(`${entity.name} ${hypothesis.faultClass}`, [rule], {
    en: `Warns when ${quotedName(moved.name)} of ${quotedName(entity.name)} passes ${figures[1]} for ${rule.for} (usually ${figures[0]}, in this incident ${figures[2]}).`,
    zh: `当 ${quotedName(entity.name)} 的 ${quotedName(moved.name)} 越过 ${figures[1]} 并持续 ${rule.for} 时告警（平常 ${figures[0]}，本次 ${figures[2]}）。`,
  });
};

const ruleOf = (moved: Moved, faultClass: FaultClass): AlertRule | null => {
  const { kind: entityKind, name: entityName } = moved.evidence.entity;
  const own =
    moved.service !== ''
      ? ofService(moved.service)
      : entityKind === 'service'
        ? ofService(entityName)
        : entityKind === 'pod'
          ? ofPods(entityName)
          : entityKind === 'node'
            ? equals('node', entityName)
            : '';
  const labels = Object.keys(moved.labels)
    .sort()
    .filter((name) => /[a-zA-Z]/.test(name))
    .slice(0, 8)
    .map((name) => equals(name, moved.labels[name] ?? ''));
  const expr = expressionOf(moved, selector(own, ...labels));
  if (expr === null) return null;
  const rising = moved.after > moved.before;
  const unit = safeUnit(moved.evidence.unit);
  return {
    alert: `${camel(moved.meaning ?? faultClass)}${rising ? 'High' : 'Low'}`,
    expr: growth(moved, expr) ?? `${expr} ${rising ? '>' : '<'} ${number(moved.threshold)}`,
    for: (moved.meaning === null ? undefined : patience[moved.meaning]) ?? '5m',
    severity: 'warning',
    summary: `${named(moved.name)} of ${named(entityName)} is ${rising ? 'above' : 'below'} ${figure(moved.threshold, unit)} (usually ${figure(moved.before, unit)})`,
  };
};

/** What only grows is told by its growth as well, so that a busy hour alone does not warn. */
const growth = (moved: Moved, expr: string): string | null =>
  moved.meaning === 'goroutines' && moved.after > moved.before && isSelector(expr)
    ? `deriv(${expr}[30m]) * 1800 > 0.2 * avg_over_time(${expr}[30m]) and ${expr} > ${number(moved.threshold)}`
    : moved.meaning === 'queue_lag' && moved.after > moved.before && isSelector(expr)
      ? `${expr} > ${number(moved.threshold)} and deriv(${expr}[10m]) > 0`
      : null;

const isSelector = (expr: string): boolean => /^[\w:]+(?:\{|$)/.test(expr);

const expressionOf = (moved: Moved, where: string): string | null => {
  const { unit } = moved.evidence;
  const name = (kind: 'gauge' | 'counter' | 'histogram'): string => metricName(moved.name, unit, kind);
  if (name('gauge') === '') return null;
  const quantile = /^p(\d{2,3})$/.exec(moved.aggregation)?.[1];
  if (quantile !== undefined)
    return `histogram_quantile(0.${quantile}, sum by (le) (rate(${name('histogram')}_bucket${where}[5m])))`;
  if (moved.aggregation === 'rate') {
    // The rate of a histogram is that of its count.
    const counted = moved.meaning === 'latency' || moved.meaning === 'traffic';
    const histogram = moved.name.includes('.') && /duration$/.test(moved.name) && counted;
    return `sum(rate(${histogram ? `${name('histogram')}_count` : name('counter')}${where}[5m]))`;
  }
  const mean = moved.name.includes('.') && /\.duration$/.test(moved.name) && moved.aggregation !== 'max';
  if (mean)
    return `sum(rate(${name('histogram')}_sum${where}[5m])) / sum(rate(${name('histogram')}_count${where}[5m]))`;
  return `${name('gauge')}${where}`;
};

const camel = (slug: string): string =>
  slug
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
