/** Findings of packages/gorun on crashes, dumps and profiles of the time. */
import { type FaultClass, printable } from '@nightglass/model';
import { type Context, evidenceDraft, type Finding, finding } from '../../detector.ts';
import type { RuntimeRow } from '../../incident.ts';
import { entityText } from '../../words/subject.ts';

interface Reading {
  faultClass: FaultClass;
  detail: string;
  /** How well it explains an incident when it is proved: a dying process well, a stack that waits for others badly. */
  weight: number;
}
const reading = (faultClass: FaultClass, detail: string, weight: number): Reading => ({
  faultClass,
  detail,
  weight,
});

/** By RuntimeFinding.id; the crash reasons are ids too. Ids that are not here say nothing about a cause. */
const readings: Readonly<Record<string, Reading>> = {
  'map-crash': reading('go_map_race', '', 1),
  deadlock: reading('deadlock', 'all_asleep', 1),
  'deadlock-main-goexit': reading('deadlock', 'all_asleep', 1),
  'lock-order-cycle': reading('deadlock', 'lock_order', 0.9),
  'self-deadlock': reading('deadlock', 'self', 0.9),
  'out-of-memory': reading('memory', 'out_of_memory', 1),
  'stack-overflow': reading('go_panic', 'stack_overflow', 1),
  'thread-exhaustion': reading('pool_exhaustion', 'threads', 0.9),
  'thread-creation-failed': reading('pool_exhaustion', 'threads', 0.9),
  'unlock-of-unlocked-mutex': reading('go_panic', 'fatal_error', 1),
  'unlock-of-unlocked-rwmutex': reading('go_panic', 'fatal_error', 1),
  'runlock-of-unlocked-rwmutex': reading('go_panic', 'fatal_error', 1),
  'inconsistent-mutex-state': reading('go_panic', 'fatal_error', 1),
  'memory-fault': reading('go_panic', 'fatal_error', 0.9),
  'signal-in-runtime': reading('go_panic', 'fatal_error', 0.9),
  'nil-dereference': reading('go_panic', 'nil_dereference', 0.95),
  'index-out-of-range': reading('go_panic', 'out_of_range', 0.95),
  'slice-out-of-range': reading('go_panic', 'out_of_range', 0.95),
  'slice-to-array': reading('go_panic', 'out_of_range', 0.95),
  'divide-by-zero': reading('go_panic', 'divide_by_zero', 0.95),
  'type-assertion': reading('go_panic', 'type_assertion', 0.95),
  'nil-map-write': reading('go_panic', 'nil_map', 0.95),
  'close-of-closed-channel': reading('go_panic', 'closed_channel', 0.95),
  'close-of-nil-channel': reading('go_panic', 'closed_channel', 0.95),
  'send-on-closed-channel': reading('go_panic', 'closed_channel', 0.95),
  'custom-error': reading('go_panic', 'panic', 0.9),
  'panic-nil': reading('go_panic', 'panic', 0.9),
  'unhashable-key': reading('go_panic', 'panic', 0.9),
  uncomparable: reading('go_panic', 'panic', 0.9),
  'negative-waitgroup': reading('go_panic', 'panic', 0.9),
  'waitgroup-misuse': reading('go_panic', 'panic', 0.9),
  // It was caught: the request is lost, the process lives.
  'recovered-panic': reading('go_panic', 'panic', 0.7),
  signal: reading('code_error', 'segmentation_fault', 0.7),
  'cgo-fault': reading('code_error', 'segmentation_fault', 0.9),
  'goroutine-leak': reading('goroutine_leak', '', 0.9),
  'channel-waiters': reading('goroutine_leak', '', 0.6),
  'starved-writer': reading('lock_contention', 'starved_writer', 0.9),
  'lock-convoy': reading('lock_contention', 'convoy', 0.85),
  'lock-wait': reading('lock_contention', '', 0.5),
  'heap-growth': reading('memory', 'leak', 0.9),
  'map-never-shrinks': reading('memory', 'leak', 0.5),
  'gc-falling-behind': reading('gc_pressure', '', 0.85),
  'thread-growth': reading('pool_exhaustion', 'threads', 0.5),
  'deep-recursion': reading('go_panic', 'stack_overflow', 0.5),
  'spinning-goroutine': reading('cpu', 'spinning', 0.6),
  // Whoever waits is not who is slow.
  'stuck-calls': reading('goroutine_leak', 'waiting_for_callee', 0.2),
  'stuck-requests': reading('goroutine_leak', 'waiting_for_callee', 0.2),
};

const certainty: Record<RuntimeRow['confidence'], number> = { proved: 0.95, likely: 0.75, possible: 0.55 };
const urgency: Record<RuntimeRow['severity'], number> = { critical: 1, warning: 0.9, info: 0.35 };

/** An artifact is of the incident when it was taken from a little before its start to a little after its end. */
const beforeMs = 10 * 60_000;
const afterMs = 10 * 60_000;
/** Taken after the end it may show something else; taken in the incident it shows the incident. */
const outside = 0.6;

/**
 * p = certainty(proved .95, likely .75, possible .55) x urgency(critical 1, warning .9, info .35) x how well such a finding
 * explains an incident (table) x .6 when it was taken outside the incident x .5 when the same was found in the normal time.
 */
export const artifactFindings = (context: Context): Finding[] => {
  const groups = new Map<string, { row: RuntimeRow; reading: Reading; count: number }>();
  const usual = new Set(
    context.data.runtime
      .filter(({ timeMs }) => timeMs < context.incident.startMs - beforeMs)
      .map((row) => `${row.service}\u0000${row.finding}\u0000${row.site}`),
  );
  for (const row of context.data.runtime) {
    const read = readingOf(row);
    if (read === null || row.service === '') continue;
    if (row.timeMs < context.incident.startMs - beforeMs || row.timeMs >= context.incident.endMs + afterMs)
      continue;
    const key = [row.service, read.faultClass, read.detail, row.site].join('\u0000');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { row, reading: read, count: 1 });
    else group.count++;
  }
  return [...groups.keys()].sort().map((key) => {
    const { row, reading: read, count } = groups.get(key)!;
    const inside = row.timeMs >= context.incident.startMs && row.timeMs < context.incident.endMs;
    const known = usual.has(`${row.service}\u0000${row.finding}\u0000${row.site}`);
    const p =
      certainty[row.confidence] *
      urgency[row.severity] *
      read.weight *
      (inside ? 1 : outside) *
      (known ? 0.5 : 1);
    return toFinding(row, read, count, p, known);
  });
};

const readingOf = (row: RuntimeRow): Reading | null => {
  if (row.finding === 'data-race')
    return /\bon a map\b/.test(row.title)
      ? reading('go_map_race', 'data_race', 0.9)
      : reading('code_error', 'data_race', 0.7);
  const found = Object.hasOwn(readings, row.finding) ? readings[row.finding]! : null;
  return row.finding === 'map-crash' && found !== null ? { ...found, detail: mapConflict(row.title) } : found;
};

/** By the words of packages/gorun's titles; '' when they do not tell. */
const mapConflict = (title: string): string =>
  /\biterat|\brang/i.test(title)
    ? 'iteration_and_write'
    : /\bclon/i.test(title)
      ? 'clone_and_write'
      : /\bread/i.test(title)
        ? 'read_and_write'
        : /\bwr(?:i|o)t/i.test(title)
          ? 'writes'
          : '';

const toFinding = (row: RuntimeRow, read: Reading, count: number, p: number, known: boolean): Finding => {
  const entity = { kind: 'service', name: row.service } as const;
  const who = entityText(entity);
  const title = printable(row.title).slice(0, 300).replace(/\.$/, '');
  const site = printable(row.site).slice(0, 160);
  const at = site === '' ? { en: '', zh: '' } : { en: `, at \`${site}\``, zh: `，位于 \`${site}\`` };
  const times = count === 1 ? { en: '', zh: '' } : { en: ` (${count} artifacts)`, zh: `（${count} 份）` };
  return finding({
    entity,
    faultClass: read.faultClass,
    detail: read.detail,
    p,
    inherits: read.detail === 'waiting_for_callee',
    onsetMs: null,
    evidence: [
      evidenceDraft({
        signal: 'runtime',
        entity,
        subject: row.finding,
        n: count,
        text: {
          en: `The Go runtime of ${who.en} tells: ${title}${at.en}${times.en}.`,
          zh: `${who.zh} 的 Go 运行时显示：${title}${at.zh}${times.zh}。`,
        },
        caveat: known
          ? {
              en: 'The same was found in the normal time.',
              zh: '平常时段也发现过同样的情况。',
            }
          : row.confidence === 'possible'
            ? {
                en: 'Inferred from stacks, not printed by the runtime.',
                zh: '由堆栈推断，并非运行时直接打印。',
              }
            : null,
        query: { kind: 'runtime', artifactId: row.artifactId },
      }),
    ],
  });
};
