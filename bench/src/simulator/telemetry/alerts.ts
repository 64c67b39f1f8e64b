/** Alert rules that somebody wrote before the incident, evaluated on what happened: some fire, some stay silent. */
import type { ExplanationEntity } from '@nightglass/model';
import type { AlertRow } from '@nightglass/rootcause';
import type { Recorder } from '../engine/recorder.ts';
import type { Timeline } from '../engine/timeline.ts';
import type { Chance } from '../random.ts';
import { type System, serviceEntity } from '../system/system.ts';
import type { Wording } from './wording.ts';

interface Rule {
  names: readonly string[];
  texts: readonly string[];
  severity: string;
  /** What it watches: entities with the level's keys, and above what it fires. */
  watched(system: System): { entity: ExplanationEntity; keys: string[]; above: number }[];
}

const podKeys = (system: System, level: string, limit: (service: System['services'][number]) => number) =>
  system.services.map((service) => ({
    entity: serviceEntity(service),
    keys: service.pods.map((pod) => `pod:${pod.index}:${level}`),
    above: limit(service) * service.pods.length,
  }));

const rules: readonly Rule[] = [
  {
    names: ['ContainerCPUHigh', 'HighCpuUsage', 'CPUNearLimit'],
    texts: ['CPU usage above 90 % of the limit', 'containers use nearly all of their CPU'],
    severity: 'warning',
    watched: (system) => podKeys(system, 'cores', (service) => service.cores * 0.9),
  },
  {
    names: ['ContainerMemoryHigh', 'MemoryNearLimit', 'HighMemoryUsage'],
    texts: ['memory above 90 % of the limit', 'container memory close to its limit'],
    severity: 'warning',
    watched: (system) => podKeys(system, 'resident', (service) => service.memoryLimitMb * 0.9),
  },
  {
    names: ['CPUThrottlingHigh', 'ContainersThrottled'],
    texts: ['containers are throttled in more than half of the periods', 'CPU throttling is high'],
    severity: 'info',
    watched: (system) => podKeys(system, 'throttled', () => 0.5),
  },
  {
    names: ['TooManyGoroutines', 'GoroutineCountHigh'],
    texts: ['more than 5000 goroutines', 'goroutine count keeps growing'],
    severity: 'warning',
    watched: (system) =>
      podKeys(
        { ...system, services: system.services.filter((one) => one.language === 'go') },
        'goroutines',
        () => 5000,
      ),
  },
  {
    names: ['NodeCPUHigh', 'HostHighCpuLoad', 'NodeSaturated'],
    texts: ['node CPU above 90 %', 'the machine is busy'],
    severity: 'warning',
    watched: (system) =>
      system.machines.map((machine, i) => ({
        entity: { kind: 'node' as const, name: machine.name },
        keys: [`machine:${i}:cores`],
        above: machine.cores * 0.9,
      })),
  },
  {
    names: ['ConsumerLagHigh', 'KafkaConsumerLag', 'QueueGrowing'],
    texts: ['more than 1000 messages wait', 'consumers are behind'],
    severity: 'critical',
    watched: (system) =>
      system.queues.map((queue) => ({
        entity: queue.entity,
        keys: [`queue:${queue.index}:lag`],
        above: 1000,
      })),
  },
  {
    names: ['DatabaseBusy', 'DBCpuHigh', 'DatabaseSaturated'],
    texts: ['database CPU above 85 %', 'the database works at its limit'],
    severity: 'critical',
    watched: (system) =>
      system.databases.map((database) => ({
        entity: database.entity,
        keys: [`database:${database.index}:busy`],
        above: 0.93,
      })),
  },
  {
    names: ['DiskIOHigh', 'DiskSaturated', 'HighIOWait'],
    texts: ['disk busy above 80 %', 'disk utilisation high'],
    severity: 'warning',
    watched: (system) =>
      system.databases.map((database) => ({
        entity: database.entity,
        keys: [`database:${database.index}:io`],
        above: 0.65,
      })),
  },
];

/** When the mean over a minute was first above the bound, after the onset; null: never. */
const firstAbove = (
  recorder: Recorder,
  keys: readonly string[],
  above: number,
  timeline: Timeline,
): number | null => {
  const levels = keys.map((key) => recorder.levels.get(key)).filter((one) => one !== undefined);
  if (levels.length === 0) return null;
  let run = 0;
  for (let step = 0; step < recorder.steps; step++) {
    const timeMs = recorder.startMs + (step + 1) * recorder.stepMs;
    if (timeMs < timeline.onsetMs) continue;
    let sum = 0;
    for (const level of levels) sum += Number.isNaN(level[step]!) ? 0 : level[step]!;
    run = sum > above ? run + 1 : 0;
    if (run >= 4) return timeMs;
  }
  return null;
};

export const makeAlerts = (
  chance: Chance,
  system: System,
  recorder: Recorder,
  timeline: Timeline,
  wording: Wording,
  target: { entity: ExplanationEntity; kind: 'latency' | 'errors' } | null,
): AlertRow[] => {
  const alerts: AlertRow[] = [];
  if (target !== null) {
    const errors = target.kind === 'errors';
    alerts.push({
      name: wording.choose(
        errors
          ? ['HighErrorRate', 'ErrorBudgetBurn', 'Http5xxHigh']
          : ['HighRequestLatency', 'LatencyBudgetBurn', 'SlowResponses'],
        'alert/target',
      ),
      entity: target.entity,
      startMs: timeline.onsetMs + chance.integer(60, 180) * 1000,
      severity: 'critical',
      text: errors ? 'share of failed requests above the objective' : 'p95 above the objective',
      firing: true,
    });
  }
  for (const rule of rules) {
    // Not every team writes every rule.
    if (!chance.chance(0.6)) continue;
    const name = wording.choose(rule.names, `alert/${rule.names[0]}`);
    const text = wording.choose(rule.texts, `alert-text/${rule.names[0]}`);
    for (const { entity, keys, above } of rule.watched(system)) {
      const startMs = firstAbove(recorder, keys, above, timeline);
      if (startMs === null && !chance.chance(0.25)) continue;
      alerts.push({
        name,
        entity,
        startMs: startMs ?? timeline.endMs,
        severity: rule.severity,
        text,
        firing: startMs !== null,
      });
    }
  }
  return alerts;
};
