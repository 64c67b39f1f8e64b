import {
  constants,
  type EventLoopUtilization,
  monitorEventLoopDelay,
  type PerformanceEntry,
  PerformanceObserver,
  performance,
} from 'node:perf_hooks';
import { getHeapSpaceStatistics, getHeapStatistics } from 'node:v8';
import type { Meter } from '@opentelemetry/api';

const nanosecondsPerSecond = 1e9;
/** How often the delay of the event loop is sampled; a delay shorter than this cannot be seen. */
const resolutionMs = 20;

const gcTypes: Record<number, string> = {
  [constants.NODE_PERFORMANCE_GC_MAJOR]: 'major',
  [constants.NODE_PERFORMANCE_GC_MINOR]: 'minor',
  [constants.NODE_PERFORMANCE_GC_INCREMENTAL]: 'incremental',
  [constants.NODE_PERFORMANCE_GC_WEAKCB]: 'weakcb',
};

/**
 * The `nodejs.*` and `v8js.*` metrics of the semantic conventions: event loop delay and utilisation, heap, garbage
 * collection, and the process's memory and CPU. Delays cover the time since the last export. Returns the way to stop.
 */
export const watchRuntime = (meter: Meter): (() => void) => {
  watchEventLoopUtilization(meter);
  watchMemory(meter);
  watchCpu(meter);
  const stopDelay = watchEventLoopDelay(meter);
  const stopGc = watchGc(meter);
  return () => {
    stopDelay();
    stopGc();
  };
};

const watchEventLoopDelay = (meter: Meter): (() => void) => {
  const delay = monitorEventLoopDelay({ resolution: resolutionMs });
  delay.enable();
  const read: Record<string, [string, () => number]> = {
    min: ['Event loop minimum delay.', () => delay.min],
    max: ['Event loop maximum delay.', () => delay.max],
    mean: ['Event loop mean delay.', () => delay.mean],
    stddev: ['Event loop standard deviation delay.', () => delay.stddev],
    p50: ['Event loop 50 percentile delay.', () => delay.percentile(50)],
    p90: ['Event loop 90 percentile delay.', () => delay.percentile(90)],
    p99: ['Event loop 99 percentile delay.', () => delay.percentile(99)],
  };
  const gauges = Object.entries(read).map(([name, [description, value]]) => {
    const gauge = meter.createObservableGauge(`nodejs.eventloop.delay.${name}`, { unit: 's', description });
    return [gauge, value] as const;
  });
  meter.addBatchObservableCallback(
    (result) => {
      if (delay.count > 0)
        for (const [gauge, value] of gauges) result.observe(gauge, value() / nanosecondsPerSecond);
      delay.reset(); // otherwise one stall would show for ever as the maximum
    },
    gauges.map(([gauge]) => gauge),
  );
  return () => delay.disable();
};

const watchEventLoopUtilization = (meter: Meter): void => {
  let last: EventLoopUtilization = performance.eventLoopUtilization();
  meter
    .createObservableGauge('nodejs.eventloop.utilization', {
      unit: '1',
      description: 'Event loop utilization.',
    })
    .addCallback((result) => {
      const now = performance.eventLoopUtilization();
      result.observe(performance.eventLoopUtilization(now, last).utilization);
      last = now;
    });
  meter
    .createObservableCounter('nodejs.eventloop.time', {
      unit: 's',
      description: 'Cumulative duration of time the event loop has been in each state.',
    })
    .addCallback((result) => {
      const { active, idle } = performance.eventLoopUtilization();
      result.observe(active / 1000, { 'nodejs.eventloop.state': 'active' });
      result.observe(idle / 1000, { 'nodejs.eventloop.state': 'idle' });
    });
};

const watchMemory = (meter: Meter): void => {
  const bytes = (description: string) => ({ unit: 'By', description });
  const used = meter.createObservableUpDownCounter('v8js.memory.heap.used', bytes('Heap memory used.'));
  const available = meter.createObservableUpDownCounter(
    'v8js.memory.heap.space.available_size',
    bytes('Heap space available size.'),
  );
  const physical = meter.createObservableUpDownCounter(
    'v8js.memory.heap.space.physical_size',
    bytes('Committed size of a heap space.'),
  );
  meter.addBatchObservableCallback(
    (result) => {
      for (const space of getHeapSpaceStatistics()) {
        const attributes = { 'v8js.heap.space.name': space.space_name };
        result.observe(used, space.space_used_size, attributes);
        result.observe(available, space.space_available_size, attributes);
        result.observe(physical, space.physical_space_size, attributes);
      }
    },
    [used, available, physical],
  );
  meter
    .createObservableUpDownCounter('v8js.memory.heap.limit', bytes('Total heap memory size pre-allocated.'))
    .addCallback((result) => result.observe(getHeapStatistics().heap_size_limit));
  meter
    .createObservableUpDownCounter('process.memory.usage', bytes('The amount of physical memory in use.'))
    .addCallback((result) => result.observe(process.memoryUsage.rss()));
};

const watchCpu = (meter: Meter): void => {
  meter
    .createObservableCounter('process.cpu.time', {
      unit: 's',
      description: 'Total CPU seconds broken down by different states.',
    })
    .addCallback((result) => {
      const { user, system } = process.cpuUsage();
      result.observe(user / 1e6, { 'cpu.mode': 'user' });
      result.observe(system / 1e6, { 'cpu.mode': 'system' });
    });
};

/** @types/node has no type for the entries of garbage collections. */
interface GcEntry extends PerformanceEntry {
  detail?: { kind: number };
}

const watchGc = (meter: Meter): (() => void) => {
  const duration = meter.createHistogram('v8js.gc.duration', {
    unit: 's',
    description: 'Garbage collection duration.',
    advice: { explicitBucketBoundaries: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1] },
  });
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const kind = (entry as GcEntry).detail?.kind ?? 0;
      duration.record(entry.duration / 1000, { 'v8js.gc.type': gcTypes[kind] ?? 'other' });
    }
  });
  observer.observe({ entryTypes: ['gc'] });
  return () => observer.disconnect();
};
