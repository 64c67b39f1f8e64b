import type { TimeWindow } from '@nightglass/model';
import type { IncidentData, LogRow } from '../incident.ts';
import { drain } from './drain.ts';
import { maskText } from './mask.ts';
import { levelInText, messageOf } from './message-of.ts';
import type { LogTemplate, TemplateTable } from './template-table.ts';

/** Templates of all services together; a service may have this many divided by the number of services, 100 to 2,000. */
const maxTemplates = 20_000;
const maxSamples = 5;
const maxCachedBodies = 20_000;
const minuteMs = 60_000;

/** Records of one service with the same masked body. */
interface Bucket {
  masked: string;
  severity: number;
  baseline: Tally;
  incident: Tally;
  template: LogTemplate | null;
}

/** Weights are counted in units of 1/1024: sums of whole numbers do not depend on their order. */
interface Tally {
  count: number;
  /** Minute of the window -> count; with holes. */
  minutes: number[];
  /** The earliest rows, at most `maxSamples`. */
  earliest: LogRow[];
}

const weightUnit = 1024;

const emptyTally = (): Tally => ({ count: 0, minutes: [], earliest: [] });

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** A total order of records: by time, then by everything that could differ. */
const compareRows = (a: LogRow, b: LogRow): number =>
  a.timeMs - b.timeMs ||
  compareText(a.traceId, b.traceId) ||
  compareText(a.spanId, b.spanId) ||
  compareText(a.id, b.id) ||
  compareText(a.body, b.body) ||
  compareText(a.resource, b.resource) ||
  a.severity - b.severity ||
  a.weight - b.weight;

const keepEarliest = (rows: LogRow[], row: LogRow): void => {
  if (rows.length === maxSamples && compareRows(row, rows[maxSamples - 1]!) >= 0) return;
  let at = rows.length;
  while (at > 0 && compareRows(row, rows[at - 1]!) < 0) at--;
  rows.splice(at, 0, row);
  if (rows.length > maxSamples) rows.pop();
};

const add = (tally: Tally, row: LogRow, minute: number): void => {
  const weight = Math.round(row.weight * weightUnit);
  tally.count += weight;
  tally.minutes[minute] = (tally.minutes[minute] ?? 0) + weight;
  keepEarliest(tally.earliest, row);
};

const perMinute = (window: TimeWindow, tallies: Tally[]): number[] => {
  const minutes = new Array<number>(Math.max(1, Math.ceil((window.endMs - window.startMs) / minuteMs))).fill(
    0,
  );
  // forEach passes over the holes.
  for (const tally of tallies)
    tally.minutes.forEach((count, minute) => {
      if (minute < minutes.length) minutes[minute]! += count;
    });
  return minutes.map((count) => count / weightUnit);
};

const total = (tallies: Tally[]): number => tallies.reduce((sum, tally) => sum + tally.count, 0) / weightUnit;

const earliestOf = (tallies: Tally[]): LogRow[] => {
  const rows: LogRow[] = [];
  for (const tally of tallies) for (const row of tally.earliest) keepEarliest(rows, row);
  return rows;
};

/** Sorts the rows of the two windows into buckets, by service. */
class Sorter {
  readonly services = new Map<string, Map<string, Bucket>>();
  readonly bucketOf = new Map<LogRow, Bucket>();
  /** What was made of a body already seen: most bodies of a busy service repeat, or differ in every line. */
  readonly #seen = new Map<string, { masked: string; severity: number }>();
  #asked = 0;
  #hits = 0;

  add(row: LogRow, window: TimeWindow, incident: boolean): void {
    let buckets = this.services.get(row.service);
    if (!buckets) this.services.set(row.service, (buckets = new Map()));
    const { masked, severity } = this.#maskedOf(row.body);
    let bucket = buckets.get(masked);
    if (!bucket) {
      bucket = { masked, severity: 0, baseline: emptyTally(), incident: emptyTally(), template: null };
      buckets.set(masked, bucket);
    }
    const told = row.severity > 0 ? row.severity : severity;
    if (told > bucket.severity) bucket.severity = told;
    add(
      incident ? bucket.incident : bucket.baseline,
      row,
      Math.floor((row.timeMs - window.startMs) / minuteMs),
    );
    this.bucketOf.set(row, bucket);
  }

  #maskedOf(body: string): { masked: string; severity: number } {
    // Where nearly every body is another, asking costs more than it saves.
    const asks = this.#asked < 5000 || this.#hits * 5 > this.#asked;
    if (asks) {
      this.#asked++;
      const seen = this.#seen.get(body);
      if (seen) {
        this.#hits++;
        return seen;
      }
    }
    const { text, severity } = messageOf(body);
    const made = { masked: maskText(text), severity };
    if (asks && this.#seen.size < maxCachedBodies) this.#seen.set(body, made);
    return made;
  }
}

const templateOf = (
  service: string,
  text: string,
  buckets: Bucket[],
  baseline: TimeWindow,
  incident: TimeWindow,
): LogTemplate => {
  const before = buckets.map((bucket) => bucket.baseline);
  const after = buckets.map((bucket) => bucket.incident);
  const samples = earliestOf(after);
  return {
    template: text,
    service,
    severity: buckets.reduce(
      (highest, bucket) => Math.max(highest, bucket.severity || levelInText(bucket.masked)),
      0,
    ),
    baselineCount: total(before),
    incidentCount: total(after),
    baselinePerMinute: perMinute(baseline, before),
    incidentPerMinute: perMinute(incident, after),
    firstIncident: samples[0] ?? null,
    samples: samples.length > 0 ? samples : earliestOf(before),
  };
};

/**
 * Templates of all log records in the two windows, counted in each. The same for any order of the rows: bodies are masked
 * one by one, and Drain reads the distinct masked bodies of a service in ascending order.
 */
export const buildTemplates = (
  data: IncidentData,
  baseline: TimeWindow,
  incident: TimeWindow,
): TemplateTable => {
  const sorter = new Sorter();
  for (const row of data.logs) {
    if (row.timeMs >= incident.startMs && row.timeMs < incident.endMs) sorter.add(row, incident, true);
    else if (row.timeMs >= baseline.startMs && row.timeMs < baseline.endMs) sorter.add(row, baseline, false);
  }
  const services = [...sorter.services.keys()].sort(compareText);
  const limit = Math.min(2000, Math.max(100, Math.floor(maxTemplates / Math.max(1, services.length))));
  const templates: LogTemplate[] = [];
  for (const service of services) {
    const buckets = [...sorter.services.get(service)!.values()].sort((a, b) =>
      compareText(a.masked, b.masked),
    );
    const groups = drain(
      buckets.map((bucket) => bucket.masked),
      limit,
    );
    const members: Bucket[][] = groups.templates.map(() => []);
    buckets.forEach((bucket, index) => {
      members[groups.of[index]!]!.push(bucket);
    });
    const made = members.map((own, index) =>
      templateOf(service, groups.templates[index]!, own, baseline, incident),
    );
    buckets.forEach((bucket, index) => {
      bucket.template = made[groups.of[index]!]!;
    });
    templates.push(...made.sort((a, b) => compareText(a.template, b.template)));
  }
  return { templates, of: (row) => sorter.bucketOf.get(row)?.template ?? undefined };
};
