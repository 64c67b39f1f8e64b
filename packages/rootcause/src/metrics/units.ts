/** Units as UCUM writes them and as people do, and the smallest change of each that means anything. */
import type { MetricMeaning } from './meaning.ts';

/** Factor to the base unit: seconds, bytes or a ratio; null when unknown. */
export const unitScale = (unit: string): { base: 's' | 'By' | '1'; factor: number } | null => {
  switch (unit.trim()) {
    case 's':
    case 'seconds':
      return { base: 's', factor: 1 };
    case 'ms':
    case 'milliseconds':
      return { base: 's', factor: 1e-3 };
    case 'us':
    case 'µs':
    case 'microseconds':
      return { base: 's', factor: 1e-6 };
    case 'ns':
    case 'nanoseconds':
      return { base: 's', factor: 1e-9 };
    case 'By':
    case 'bytes':
    case 'B':
      return { base: 'By', factor: 1 };
    case 'kBy':
      return { base: 'By', factor: 1e3 };
    case 'KiBy':
      return { base: 'By', factor: 1024 };
    case 'MBy':
      return { base: 'By', factor: 1e6 };
    case 'MiBy':
      return { base: 'By', factor: 1024 * 1024 };
    case 'GBy':
      return { base: 'By', factor: 1e9 };
    case 'GiBy':
      return { base: 'By', factor: 1024 ** 3 };
    case '1':
    case 'ratio':
      return { base: '1', factor: 1 };
    case '%':
    case 'percent':
      return { base: '1', factor: 0.01 };
    default:
      return null;
  }
};

/**
 * The change below which a figure says nothing, in the unit of the series (reference 3.1: 1 % CPU, 1 ms, 1 MiB, 0.1 %
 * errors); null when the unit does not tell, then the caller takes it from alike series.
 */
export const unitFloor = (meaning: MetricMeaning | null, unit: string): number | null => {
  const scale = unitScale(unit);
  if (scale === null) return null;
  // Event loops are late by some milliseconds at any time.
  if (scale.base === 's') return (meaning === 'event_loop' ? 20e-3 : 1e-3) / scale.factor;
  if (scale.base === 'By') return (1024 * 1024) / scale.factor;
  switch (meaning) {
    case 'cpu':
    case 'memory':
    case 'memory_free':
    case 'disk_usage':
    case 'disk_free':
    case 'pool_usage':
    case 'event_loop':
      return 0.01 / scale.factor;
    case 'cpu_throttling':
      return 0.05 / scale.factor;
    case 'errors':
    case 'availability':
    case 'network_errors':
    case 'timeouts':
      return 0.001 / scale.factor;
    default:
      return null;
  }
};
