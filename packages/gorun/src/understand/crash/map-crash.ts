import type { Crash, CrashSite, Goroutine, RaceAccess, StackFrame } from '@nightglass/model';
import type { SiteIndex } from '../../model.ts';
import { firstPointer, ownerOf, packageOf, receiverOf, stableName, userFrame } from '../functions.ts';
import { accessesOf, type MapAccess, shownAccess } from './map-access.ts';

/** Other parties named at most: more would be a list of suspects, not an answer. */
const MOST_OTHERS = 3;

/** What may name the other party beside the goroutines that were printed. */
export interface MapCrashClues {
  index: SiteIndex | undefined;
  /** Accesses of each race report of the same input. */
  races: readonly (readonly RaceAccess[])[];
}

/**
 * Both sides of a concurrent map use. The detecting side is the crashed goroutine. The other one is, in this order, a
 * goroutine that stands in a map operation, a running or runnable goroutine inside a function of the same receiver, the
 * writer of a race report of the same input that holds the detecting line, or one of the program's sites that write the
 * same object; none when the output does not show it. Where dump and race report disagree the report is believed.
 */
export function mapCrashSites(
  crash: Pick<Crash, 'reason'>,
  detector: Goroutine | null,
  goroutines: readonly Goroutine[],
  { index, races }: MapCrashClues,
): CrashSite[] {
  if (detector === null) return [];
  const frame = userFrame(detector.frames);
  if (frame === null) return [];
  const { detected, other } = accessesOf(crash.reason);
  const access = shownAccess(detector.frames) ?? detected;
  const sites: CrashSite[] = [site('detected', frame, detector.id, access, 'dump', 1)];
  const printed = suspects(detector, frame, goroutines, other);
  const raced = racing(frame, races);
  const agreed = printed.filter((one) => raced.some(({ function: name }) => name === one.function));
  if (agreed.length > 0) return [...sites, ...agreed.map((one) => ({ ...one, confidence: 0.95 }))];
  if (raced.length > 0) return [...sites, ...raced];
  if (printed.length > 0) return [...sites, ...printed];
  return index === undefined ? sites : [...sites, ...indexed(frame, index)];
}

interface Suspect {
  score: number;
  site: CrashSite;
}

function suspects(
  detector: Goroutine,
  frame: StackFrame,
  goroutines: readonly Goroutine[],
  other: MapAccess,
): CrashSite[] {
  const found: Suspect[] = [];
  for (const goroutine of goroutines) {
    if (goroutine === detector || !mayRun(goroutine)) continue;
    const suspect = judge(goroutine, frame, other);
    if (suspect !== null) found.push(suspect);
  }
  found.sort((a, b) => b.score - a.score);
  const best = found[0]?.score ?? 0;
  const places = new Set<string>();
  const named: CrashSite[] = [];
  for (const { score, site: suspect } of found) {
    const key = `${suspect.function}:${suspect.line}`;
    if (score < best || places.has(key)) continue;
    places.add(key);
    named.push(suspect);
    if (named.length === MOST_OTHERS) break;
  }
  // Several equal suspects: each is less sure than one alone.
  const share = named.length > 1 ? 0.7 : 1;
  return named.map((one) => ({ ...one, confidence: round(one.confidence * share) }));
}

/** The program goes on for an instant behind the fatal, but a goroutine that waits was not inside a map operation. */
function mayRun({ state }: Goroutine): boolean {
  return (
    state === 'running' ||
    state === 'runnable' ||
    state === 'preempted' ||
    state === 'copystack' ||
    state === ''
  );
}

function judge(goroutine: Goroutine, detected: StackFrame, other: MapAccess): Suspect | null {
  const shown = shownAccess(goroutine.frames);
  if (shown === 'read' || shown === 'iterate' || shown === 'clone') return null;
  const match = closest(goroutine.frames, detected);
  const inner = userFrame(goroutine.frames);
  if (inner === null || ownerOf(inner) === 'runtime') return null;
  const access = shown ?? other;
  if (match === null) {
    if (shown === null) return null;
    return suspect(4, inner, goroutine, access, 0.5);
  }
  const certainty = shown === null ? match.confidence : Math.min(0.95, match.confidence + 0.1);
  return suspect(match.score + (shown === null ? 0 : 4), match.frame, goroutine, access, certainty);
}

function suspect(
  score: number,
  frame: StackFrame,
  goroutine: Goroutine,
  access: MapAccess,
  confidence: number,
): Suspect {
  const running = goroutine.state === 'running' ? 1 : 0;
  return {
    score: score * 2 + running,
    site: site('other', frame, goroutine.id, access, 'dump', confidence),
  };
}

interface Match {
  score: number;
  frame: StackFrame;
  confidence: number;
}

/** The frame that ties a goroutine to the detecting function: same object, same receiver type, same function. */
function closest(frames: readonly StackFrame[], detected: StackFrame): Match | null {
  const receiver = receiverOf(detected.func);
  const pointer = firstPointer(detected.args);
  const pkg = packageOf(detected.func);
  let best: Match | null = null;
  for (const frame of frames) {
    if (packageOf(frame.func) !== pkg) continue;
    const match = compare(frame, detected, receiver, pointer);
    if (match !== null && match.score > (best?.score ?? 0)) best = match;
  }
  return best;
}

function compare(
  frame: StackFrame,
  detected: StackFrame,
  receiver: string,
  pointer: string | null,
): Match | null {
  if (receiver !== '' && receiverOf(frame.func) === receiver) {
    const own = firstPointer(frame.args);
    if (own === null || pointer === null) return { score: 3, frame, confidence: 0.8 };
    // Another object of the same type has another map, unless the map itself is shared between them.
    return own === pointer ? { score: 4, frame, confidence: 0.9 } : null;
  }
  if (frame.func === detected.func) return { score: 3, frame, confidence: 0.8 };
  // A function and its closures share variables.
  if (outermost(frame.func) === outermost(detected.func)) return { score: 2, frame, confidence: 0.5 };
  return null;
}

/** The writers of race reports on maps whose other side is the detecting line, or (less sure) its function. */
function racing(detected: StackFrame, races: readonly (readonly RaceAccess[])[]): CrashSite[] {
  const found: CrashSite[] = [];
  for (const accesses of races) {
    for (const access of accesses) {
      const other = userFrame(access.frames);
      const partner = accesses.find((one) => one !== access && one.address === access.address);
      const own = partner === undefined ? null : userFrame(partner.frames);
      if (access.kind !== 'write' || other === null || own?.func !== detected.func) continue;
      const shown = shownAccess(access.frames);
      if (shown === null && shownAccess(partner?.frames ?? []) === null) continue;
      const certainty = own.line === detected.line ? 0.9 : 0.7;
      const one = site('other', other, access.goroutineId, shown ?? 'write', 'race-report', certainty);
      if (!found.some((known) => known.function === one.function && known.line === one.line)) found.push(one);
    }
  }
  return found.sort((a, b) => b.confidence - a.confidence).slice(0, MOST_OTHERS);
}

function outermost(func: string): string {
  return stableName(func).replace(/\.func$/, '');
}

function indexed(frame: StackFrame, index: SiteIndex): CrashSite[] {
  const found = index.sitesOf({ function: frame.func, file: frame.file, line: frame.line });
  const writers = found.filter(
    ({ access }) => access !== 'read' && access !== 'iterate' && access !== 'clone',
  );
  const elsewhere = writers.filter((one) => one.file !== frame.file || one.line !== frame.line);
  return [...(elsewhere.length > 0 ? elsewhere : writers)]
    .sort((a, b) => b.confidence - a.confidence)
    .slice(0, MOST_OTHERS)
    .map((one) => ({
      role: 'other',
      function: one.function,
      file: one.file,
      line: one.line,
      goroutine: null,
      access: one.access,
      object: one.object,
      from: 'source',
      confidence: one.confidence,
    }));
}

function site(
  role: CrashSite['role'],
  frame: StackFrame,
  goroutine: number,
  access: string,
  from: CrashSite['from'],
  confidence: number,
): CrashSite {
  const { func, file, line } = frame;
  return { role, function: func, file, line, goroutine: goroutine || null, access, from, confidence };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
