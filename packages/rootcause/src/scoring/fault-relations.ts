/** What faults have to do with each other: which symptom supports which explanation. */
import type { FaultClass } from '@nightglass/model';
import type { Finding } from '../detector.ts';

/** What says where trouble is, and which explanations of the same entity it supports. */
const supportsOthers: Partial<Record<FaultClass, readonly FaultClass[] | 'all'>> = {
  unknown: 'all',
  slow_code: [
    'dependency_down',
    'cpu',
    'memory',
    'disk',
    'network',
    'gc_pressure',
    'lock_contention',
    'event_loop',
    'goroutine_leak',
    'throttling',
    'pool_exhaustion',
    'change',
    'node',
    'cache',
    'deadlock',
    'config',
    'queue_lag',
  ],
  // Who takes work up late, and why.
  queue_lag: [
    'slow_code',
    'cpu',
    'memory',
    'throttling',
    'gc_pressure',
    'lock_contention',
    'event_loop',
    'pool_exhaustion',
    'deadlock',
    'code_error',
    'change',
  ],
  code_error: [
    'change',
    'config',
    'go_panic',
    'go_map_race',
    'memory',
    'disk',
    'pool_exhaustion',
    'kubernetes',
    'early_return',
  ],
  network: ['cpu', 'node', 'kubernetes', 'throttling', 'memory', 'event_loop', 'gc_pressure', 'dns'],
  dependency_down: [
    'kubernetes',
    'go_panic',
    'go_map_race',
    'memory',
    'node',
    'network',
    'dns',
    'tls',
    'config',
  ],
  early_return: ['change', 'config', 'code_error'],
  // What broke, and the change that broke it.
  go_panic: ['change'],
  go_map_race: ['change'],
  goroutine_leak: ['change'],
  memory: ['change'],
  gc_pressure: ['change'],
  pool_exhaustion: ['change'],
  lock_contention: ['change'],
  event_loop: ['change'],
  cache: ['change'],
  config: ['change'],
};

export const supports = (symptom: FaultClass, explanation: FaultClass): boolean => {
  const list = supportsOthers[symptom];
  // A surge is nobody's sickness: that a party is sick does not make it likelier.
  if (explanation === 'traffic_surge') return false;
  return list === 'all' ? symptom !== explanation : list?.includes(explanation) === true;
};

/** A process that died did so whatever the traces of others show. */
export const died: ReadonlySet<FaultClass> = new Set<FaultClass>(['go_map_race', 'go_panic', 'deadlock']);

/** Callers that ask for more per request, whatever made them. */
export const amplifies = (finding: Finding): boolean =>
  finding.faultClass === 'retry_storm' ||
  finding.faultClass === 'cache' ||
  finding.detail === 'repeated_calls';
