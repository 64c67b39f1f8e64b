/**
 * Crashes and errors as logs and spans recorded them, one group per defect. A panic passes through many spans and
 * wrappers on its way up, each of which records it: in one trace it counts once, under the innermost error.
 */
import {
  type CrashGroup,
  type CrashKind,
  type CrashSighting,
  crashKinds,
  type StackFrame,
} from '@nightglass/model';
import { readArtifacts } from '../read.ts';
import { completeCrash } from './crash/complete.ts';
import { crashFingerprint, FINGERPRINT_FRAMES } from './crash/fingerprint.ts';
import { type Meaning, meaningOfPanic } from './crash/reasons.ts';
import { isPanicFrame, originFrame, programFrames } from './crash/stack.ts';
import { isWrapperType, rootType } from './crash/types.ts';

type Understood = Pick<
  CrashGroup,
  'fingerprint' | 'kind' | 'reason' | 'type' | 'message' | 'function' | 'file' | 'line'
>;
interface Seen extends Understood {
  sighting: CrashSighting;
  time: bigint;
}

/** Different errors of one trace that are told apart; a trace with more adds nothing new. */
const mostPerTrace = 50;

/** The newest group first. `artifactId` is empty: sightings know of no artifact. */
export function groupCrashSightings(sightings: readonly CrashSighting[]): CrashGroup[] {
  const stacks = new Map<string, Stack>();
  const traces = new Map<string, Seen[]>();
  const counted: Seen[] = [];
  for (const sighting of sightings) {
    const seen = { ...understand(sighting, stacks), sighting, time: BigInt(sighting.timeUnixNano) };
    if (sighting.traceId === '') counted.push(seen);
    else {
      const trace = traces.get(sighting.traceId);
      if (trace === undefined) traces.set(sighting.traceId, [seen]);
      else trace.push(seen);
    }
  }
  for (const trace of traces.values()) counted.push(...onceEach(trace));
  return collect(counted);
}

function collect(counted: readonly Seen[]): CrashGroup[] {
  const groups = new Map<
    string,
    { newest: Seen; first: bigint; traceId: string; services: Map<string, number> }
  >();
  for (const seen of counted.toSorted((a, b) => byTime(b, a))) {
    const { fingerprint, sighting, time } = seen;
    let group = groups.get(fingerprint);
    if (group === undefined)
      groups.set(fingerprint, (group = { newest: seen, first: time, traceId: '', services: new Map() }));
    // One of them that panicked makes it a panic, recorded as an error or not.
    if (group.newest.kind === 'recorded-error') group.newest = { ...group.newest, kind: seen.kind };
    group.first = time;
    group.traceId ||= sighting.traceId;
    group.services.set(sighting.service, (group.services.get(sighting.service) ?? 0) + 1);
  }
  return [...groups.values()].map(({ newest, first, traceId, services }) => {
    const { sighting, time, ...understood } = newest;
    const list = [...services].map(([name, count]) => ({ name, count }));
    return {
      ...understood,
      count: list.reduce((sum, { count }) => sum + count, 0),
      services: list,
      firstUnixNano: String(first),
      lastUnixNano: String(time),
      artifactId: '',
      traceId,
    };
  });
}

/** One of each error of a trace: the innermost, which has the shortest message, and of equals the earliest. */
function onceEach(trace: Seen[]): Seen[] {
  const inner: Seen[] = [];
  const fingerprints = new Set<string>();
  trace.sort((a, b) => a.message.length - b.message.length || byTime(a, b));
  for (const seen of trace) {
    if (fingerprints.has(seen.fingerprint) || inner.some((known) => wraps(seen, known))) continue;
    if (inner.length === mostPerTrace) break;
    fingerprints.add(seen.fingerprint);
    inner.push(seen);
  }
  return inner;
}

/** Go wraps by prefix (`pay: %w`); a wrapper's text may also go on behind it. */
function wraps({ message, sighting }: Seen, inner: Seen): boolean {
  if (inner.message === '') return false;
  return (
    message.endsWith(`: ${inner.message}`) ||
    (isWrapperType(sighting.type) && message.includes(inner.message))
  );
}

const byTime = (a: Seen, b: Seen): number => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0);

function understand(sighting: CrashSighting, stacks: Map<string, Stack>): Understood {
  const { fingerprint, type, message } = sighting;
  if (fingerprint !== '') {
    const { reason, function: name, file, line } = sighting;
    return { fingerprint, kind: kindOf(sighting.kind), reason, type, message, function: name, file, line };
  }
  const stack = stackOf(sighting.stacktrace, stacks);
  if (stack.crash !== null) return stack.crash;
  const known = isWrapperType(type) ? '' : type;
  const meaning = meaningOfPanic(message, known);
  const own = programFrames(stack.frames, FINGERPRINT_FRAMES, 'panic');
  const origin = originFrame(stack.frames, 'panic');
  const root = rootType(message, meaning.type);
  return {
    fingerprint: crashFingerprint(
      { kind: 'panic', reason: meaning.reason, type: meaning.type, message },
      own,
    ),
    kind: isPanic(meaning, stack.frames) ? 'panic' : 'recorded-error',
    reason: meaning.reason,
    // A template stands in for a type that nobody told: it groups, and is not shown as a type.
    type: root.startsWith('text:') ? '' : root,
    message,
    function: origin?.func ?? '',
    file: origin?.file ?? '',
    line: origin?.line ?? 0,
  };
}

/** RecordError records errors that were returned, too: a panic shows in the stack, or is one that only Go raises. */
function isPanic({ reason, type }: Meaning, frames: readonly StackFrame[]): boolean {
  return (
    reason !== 'custom-error' || /^\*?runtime\./.test(type) || frames.some(({ func }) => isPanicFrame(func))
  );
}

const kindOf = (kind: string): CrashKind => crashKinds.find((known) => known === kind) ?? 'panic';

interface Stack {
  frames: readonly StackFrame[];
  /** When the text holds the death notice too. */
  crash: Understood | null;
}
const noStack: Stack = { frames: [], crash: null };

function stackOf(text: string, known: Map<string, Stack>): Stack {
  if (text === '') return noStack;
  let stack = known.get(text);
  if (stack === undefined) known.set(text, (stack = readStack(text)));
  return stack;
}

function readStack(text: string): Stack {
  for (const artifact of readArtifacts(new TextEncoder().encode(text)).artifacts) {
    if (artifact.format === 'profile' || artifact.format === 'godebug') continue;
    const frames = artifact.goroutines[0]?.frames ?? [];
    if (artifact.crash === null) return { frames, crash: null };
    const { fingerprint, kind, reason, type, message, sites } = completeCrash(artifact);
    const site = sites.find(({ role }) => role === 'origin') ?? sites[0];
    const place = { function: site?.function ?? '', file: site?.file ?? '', line: site?.line ?? 0 };
    return { frames, crash: { fingerprint, kind, reason, type, message, ...place } };
  }
  return noStack;
}
