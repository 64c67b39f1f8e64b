/** What Go's runtime leaves: death notices in the log, dumps and profiles with their findings. */
import type { LogRow, RuntimeRow } from '@nightglass/rootcause';
import type { Timeline } from '../engine/timeline.ts';
import type { Residue } from '../faults/family.ts';
import type { Chance } from '../random.ts';
import type { Pod, Service, System } from '../system/system.ts';
import { fill } from './wording.ts';

export interface GoSite {
  /** `orders/cache.(*Index).Put` */
  function: string;
  /** `/src/orders/cache/index.go:88` */
  file: string;
}

const types = ['Index', 'Cache', 'Registry', 'Tracker', 'Pool', 'Store', 'Aggregator', 'Limiter'] as const;
const methods = [
  'Put',
  'Get',
  'Evict',
  'Sweep',
  'Update',
  'Snapshot',
  'Track',
  'Merge',
  'worker',
  'dispatch',
] as const;

export const goSite = (chance: Chance, service: Service): GoSite => {
  const part = chance.pick(['cache', 'internal', 'pkg', 'state', 'worker']);
  const type = chance.pick(types);
  const line = chance.integer(30, 320);
  return {
    function: `${service.stem}/${part}.(*${type}).${chance.pick(methods)}`,
    file: `/src/${service.stem}/${part}/${type.toLowerCase()}.go:${line}`,
  };
};

const fatals = [
  'fatal error: concurrent map writes',
  'fatal error: concurrent map read and map write',
  'fatal error: concurrent map iteration and map write',
] as const;

const dump = (chance: Chance, site: GoSite, title: string): string[] => {
  const lines = [title, '', `goroutine ${chance.integer(20, 90_000)} [running]:`];
  lines.push(
    `${site.function}(0xc000${chance.hex(6)}, {0xc000${chance.hex(6)}, 0x${chance.hex(1)}})`,
    `\t${site.file} +0x${chance.hex(2)}`,
  );
  lines.push('net/http.HandlerFunc.ServeHTTP(...)', '\t/usr/local/go/src/net/http/server.go:2322');
  lines.push(
    `created by net/http.(*Server).Serve in goroutine ${chance.integer(1, 40)}`,
    '\t/usr/local/go/src/net/http/server.go:3493 +0x485',
  );
  return lines;
};

/** As one record, or one per line: collectors differ. */
const writeLines = (
  residue: Residue,
  pod: Pod,
  timeMs: number,
  severity: number,
  lines: string[],
  together: boolean,
): void => {
  const where = { pod, weight: 1 };
  if (together) residue.lines.raw(residue.logs, where, timeMs, severity, lines.join('\n'));
  else
    lines.forEach((line, i) => {
      if (line !== '')
        residue.lines.raw(residue.logs, where, timeMs + i * 0.05, i === 0 ? severity : 0, line);
    });
};

const rowOf = (
  residue: Residue,
  pod: Pod,
  timeMs: number,
  site: GoSite,
  given: Pick<RuntimeRow, 'finding' | 'severity' | 'confidence' | 'title'>,
): RuntimeRow => ({
  artifactId: residue.chance.hex(16),
  service: pod.service.name,
  instance: pod.name,
  timeMs,
  site: `${site.function} ${site.file}`,
  ...given,
});

/** The death notice of every crash in the log; for most also an artifact with the finding. */
export const leaveCrash = (residue: Residue, service: Service, site: GoSite): void => {
  const { chance } = residue;
  const title = residue.wording.choose(fatals, `fatal/${service.index}`);
  const together = chance.chance(0.5);
  const severity = chance.chance(0.5) ? 0 : 17;
  for (const outage of residue.run.state.outages) {
    if (outage.pod.service !== service || outage.exitCode !== 2) continue;
    if (chance.chance(0.85))
      writeLines(residue, outage.pod, outage.startMs, severity, dump(chance, site, title), together);
    if (chance.chance(0.7))
      residue.runtime.push(
        rowOf(residue, outage.pod, outage.startMs, site, {
          finding: 'map-crash',
          severity: 'critical',
          confidence: 'proved',
          title: `The process ended: ${title.replace('fatal error: ', '')}`,
        }),
      );
  }
};

const findingTitles: Record<
  string,
  { severity: RuntimeRow['severity']; confidence: RuntimeRow['confidence']; title: string }
> = {
  'goroutine-leak': {
    severity: 'critical',
    confidence: 'likely',
    title: '{n} goroutines wait at {function} (chan send), none of them moved',
  },
  'gc-falling-behind': {
    severity: 'warning',
    confidence: 'likely',
    title: 'The collector takes {p} % of the CPU; the heap goal is {m} MB',
  },
  'memory-not-enough': {
    severity: 'warning',
    confidence: 'likely',
    title: 'The live heap of {m} MB is near the memory limit: cycle follows cycle',
  },
  'lock-convoy': {
    severity: 'critical',
    confidence: 'likely',
    title: '{k} goroutines queue for one sync.Mutex in {function}',
  },
  'channel-waiters': {
    severity: 'critical',
    confidence: 'likely',
    title: '{k} goroutines wait on one channel in {function}',
  },
  'self-deadlock': {
    severity: 'critical',
    confidence: 'possible',
    title: '{function} waits for a lock that its own goroutine holds',
  },
  'heap-growth': {
    severity: 'warning',
    confidence: 'likely',
    title: 'Memory allocated in {function} grew by {m} MB and was not given back',
  },
};

/** An artifact that somebody, or a collector, took after the trouble began; in some incidents nobody did. */
export const leaveFinding = (
  residue: Residue,
  service: Service,
  site: GoSite,
  finding: keyof typeof findingTitles,
): void => {
  const { chance, timeline } = residue;
  const words = findingTitles[finding];
  if (words === undefined || chance.chance(0.35)) return;
  for (const pod of service.pods.slice(0, chance.integer(1, 2))) {
    const timeMs = chance.between(timeline.onsetMs + 90_000, timeline.endMs);
    const title = fill(words.title, {
      n: chance.integer(2000, 60_000),
      k: chance.integer(40, 900),
      p: chance.integer(28, 49),
      m: chance.integer(60, 900),
      function: site.function,
    });
    residue.runtime.push(
      rowOf(residue, pod, timeMs, site, {
        finding: String(finding),
        severity: words.severity,
        confidence: words.confidence,
        title,
      }),
    );
  }
};

/** net/http prints a recovered panic with its stack, past the service's own logger. */
export const leaveRecovered = (
  residue: Residue,
  service: Service,
  site: GoSite,
  kind: 'null_reference' | 'nil_map',
): void => {
  const { chance, timeline } = residue;
  const what =
    kind === 'nil_map'
      ? 'assignment to entry in nil map'
      : 'runtime error: invalid memory address or nil pointer dereference';
  const count = chance.integer(6, 20);
  const rows: LogRow[] = residue.logs;
  for (let i = 0; i < count; i++) {
    const pod = chance.pick(service.pods);
    const timeMs = chance.between(timeline.onsetMs, timeline.endMs);
    const lines = dump(
      chance,
      site,
      `http: panic serving ${pod.ip}:${chance.integer(30_000, 60_000)}: ${what}`,
    );
    residue.lines.raw(rows, { pod, weight: 1 }, timeMs, 0, lines.join('\n'));
  }
  if (chance.chance(0.5))
    residue.runtime.push(
      rowOf(residue, service.pods[0]!, timeline.onsetMs + 60_000, site, {
        finding: 'recovered-panic',
        severity: 'warning',
        confidence: 'proved',
        title: `A handler panicked and was recovered: ${what}`,
      }),
    );
};

const everyday = [
  {
    finding: 'map-never-shrinks',
    severity: 'info',
    confidence: 'likely',
    title: 'A map keeps the memory of the most entries it ever had',
  },
  {
    finding: 'thread-growth',
    severity: 'info',
    confidence: 'possible',
    title: 'The process has {k} threads, 12 more than an hour ago',
  },
  {
    finding: 'goroutine-leak',
    severity: 'info',
    confidence: 'possible',
    title: '{k} goroutines wait for a timer in {function}',
  },
  {
    finding: 'memory-not-returned',
    severity: 'info',
    confidence: 'likely',
    title: '{m} MB are free in the heap and not given back yet',
  },
] as const;

/** What a collector finds in healthy processes, too. */
export const leaveEveryday = (
  chance: Chance,
  system: System,
  timeline: Timeline,
  runtime: RuntimeRow[],
  spared: ReadonlySet<string>,
): void => {
  const services = system.services.filter(({ language, name }) => language === 'go' && !spared.has(name));
  if (services.length === 0) return;
  const pod = chance.pick(chance.pick(services).pods);
  const site = goSite(chance, pod.service);
  const { title, ...rest } = chance.pick(everyday);
  runtime.push({
    artifactId: chance.hex(16),
    service: pod.service.name,
    instance: pod.name,
    timeMs: chance.between(timeline.startMs, timeline.endMs),
    site: `${site.function} ${site.file}`,
    title: fill(title, { k: chance.integer(20, 90), m: chance.integer(10, 80), function: site.function }),
    ...rest,
  });
};
