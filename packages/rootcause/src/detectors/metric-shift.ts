import type { FaultClass } from '@nightglass/model';
import { type Context, type Detector, type Finding, finding } from '../detector.ts';
import { entityKey } from '../incident.ts';
import { loadFactor } from '../metrics/load.ts';
import { isOutbound, type MetricMeaning } from '../metrics/meaning.ts';
import { relevance, support } from '../metrics/relevance.ts';
import { shiftEvidence } from '../metrics/shift-evidence.ts';
import { type SeriesShift, seriesShifts, shiftProbability } from '../metrics/shifts.ts';

/**
 * What a moved figure says of the entity that has it. Latency, errors and what else a caller sees as well say only
 * where trouble is, and only until a callee explains it.
 */
const readings: Partial<Record<MetricMeaning, { faultClass: FaultClass; inherits: boolean; trust: number }>> =
  {
    cpu: { faultClass: 'cpu', inherits: false, trust: 1 },
    cpu_throttling: { faultClass: 'throttling', inherits: false, trust: 1 },
    // Requests that wait for a sick callee fill the memory of who waits.
    memory: { faultClass: 'memory', inherits: true, trust: 0.9 },
    memory_free: { faultClass: 'memory', inherits: false, trust: 1 },
    heap: { faultClass: 'memory', inherits: true, trust: 0.8 },
    disk_usage: { faultClass: 'disk', inherits: false, trust: 1 },
    disk_free: { faultClass: 'disk', inherits: false, trust: 1 },
    disk_io: { faultClass: 'disk', inherits: false, trust: 0.9 },
    network_errors: { faultClass: 'network', inherits: false, trust: 1 },
    // How much of the time it takes is for `go_runtime` to say; longer collections alone are usual on a busy machine.
    gc: { faultClass: 'gc_pressure', inherits: true, trust: 0.35 },
    // A pool fills whenever what it leads to is slow: only a full one is a cause, which saturation sees.
    pool_usage: { faultClass: 'pool_exhaustion', inherits: true, trust: 0.35 },
    pool_wait: { faultClass: 'pool_exhaustion', inherits: true, trust: 0.7 },
    // A lock is also held longer when what its holder waits for is slow.
    lock_wait: { faultClass: 'lock_contention', inherits: true, trust: 0.9 },
    queue_lag: { faultClass: 'queue_lag', inherits: true, trust: 0.9 },
    queue_depth: { faultClass: 'queue_lag', inherits: true, trust: 0.9 },
    cache_hit: { faultClass: 'cache', inherits: false, trust: 0.9 },
    cache_miss: { faultClass: 'cache', inherits: false, trust: 0.9 },
    event_loop: { faultClass: 'event_loop', inherits: false, trust: 0.9 },
    restarts: { faultClass: 'unknown', inherits: false, trust: 1 },
    latency: { faultClass: 'unknown', inherits: true, trust: 1 },
    errors: { faultClass: 'unknown', inherits: true, trust: 1 },
    availability: { faultClass: 'unknown', inherits: true, trust: 1 },
    timeouts: { faultClass: 'unknown', inherits: true, trust: 0.9 },
    connections: { faultClass: 'unknown', inherits: true, trust: 0.9 },
    threads: { faultClass: 'unknown', inherits: true, trust: 0.7 },
    fd: { faultClass: 'unknown', inherits: true, trust: 0.7 },
    scheduler: { faultClass: 'cpu', inherits: false, trust: 0.7 },
  };

/** Figures with no known meaning localise a little. */
const unread = { faultClass: 'unknown' as const, inherits: true, trust: 0.6 };
/** Below this nothing is said. */
const minimumZ = 3;

/**
 * Metric shift (reference 3.1): z = dir (x - med_B) / max(1.4826 MAD_B, 5 % of med_B, the drift of B, the unit's floor),
 * of the median over the incident or 0.7 of its 90th percentile's. One finding per entity and reading, by its most
 * moved series.
 */
export const metricShift: Detector = {
  name: 'metric_shift',
  independent: false,
  detect: (context) => {
    const groups = new Map<string, SeriesShift[]>();
    for (const shift of seriesShifts(context)) {
      if (Math.abs(shift.z) < minimumZ || !speaks(shift)) continue;
      const { faultClass, inherits } = readingOf(shift);
      const key = `${entityKey(shift.series.entity)}\u0000${faultClass}\u0000${inherits}`;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [shift]);
      else group.push(shift);
    }
    return [...groups.keys()].sort().map((key) => toFinding(context, groups.get(key)!));
  },
};

const readingOf = (shift: SeriesShift) => {
  const reading = (shift.meaning === null ? undefined : readings[shift.meaning]) ?? unread;
  const ofOthers =
    reading.faultClass === 'unknown' &&
    shift.series.entity.kind === 'service' &&
    isOutbound(shift.series.name);
  const factor = ofOthers
    ? outbound
    : ofClients(shift)
      ? clients
      : shift.series.entity.kind === 'node'
        ? machine
        : 1;
  return { ...reading, trust: reading.trust * factor };
};

/** What a service measures of the parties it calls says where trouble comes from, not that it is here. */
const outbound = 0.3;

/** How many connections a server holds is the doing of its clients, be it slow or they many. */
const clients = 0.6;
const ofClients = ({ meaning, series }: SeriesShift): boolean =>
  meaning === 'connections' && series.entity.kind !== 'service' && series.entity.kind !== 'pod';

/** A machine is there to be used: what it has more of is a fault only near its limit, which `saturation` sees. */
const machine = 0.5;

/** Traffic and limits have detectors of their own. */
const speaks = (shift: SeriesShift): boolean =>
  shift.meaning === null || readings[shift.meaning] !== undefined;

const strength = (context: Context, shift: SeriesShift): number =>
  shiftProbability(shift.z) *
  readingOf(shift).trust *
  support(shift) *
  relevance(context, shift).factor *
  loadFactor(context, shift);

const toFinding = (context: Context, group: readonly SeriesShift[]): Finding => {
  const ranked = group.toSorted((a, b) => strength(context, b) - strength(context, a));
  const first = ranked[0]!;
  const onsets = ranked.slice(0, 3).flatMap(({ onsetMs }) => (onsetMs === null ? [] : [onsetMs]));
  return finding({
    entity: first.series.entity,
    faultClass: readingOf(first).faultClass,
    inherits: readingOf(first).inherits,
    p: strength(context, first),
    coverage: relevance(context, first).coverage,
    onsetMs: onsets.length === 0 ? null : Math.min(...onsets),
    evidence: ranked.slice(0, 3).map((shift) => shiftEvidence(context, shift)),
  });
};
