import type { Crash, CrashSite, Goroutine, RaceAccess, StackFrame } from '@nightglass/model';
import type { DumpArtifact, SiteIndex } from '../../model.ts';
import { nameInPackage, stableName, userFrame } from '../functions.ts';
import { businessKeys } from './business-keys.ts';
import { crashFingerprint, FINGERPRINT_FRAMES } from './fingerprint.ts';
import { mapCrashSites } from './map-crash.ts';
import { isMapCrash, type Meaning, meaningOfFatal, meaningOfPanic, meaningOfSignal } from './reasons.ts';
import { crashedGoroutine, originFrame, programFrames } from './stack.ts';

export interface CompleteOptions {
  /** Sites of the program's source, to name the other party of a map crash where the output does not. */
  sites?: SiteIndex;
  /** Accesses of each race report of the same input: they may name it too. */
  races?: readonly (readonly RaceAccess[])[];
}

/**
 * The crash with what follows from what is printed: reason, type, whether recover could catch it, the exit code, the
 * sites and their roles, business keys, the fingerprint. Throws when the artifact holds no crash.
 */
export function completeCrash(artifact: DumpArtifact, options: CompleteOptions = {}): Crash {
  const { crash } = artifact;
  if (crash === null) throw new Error('completeCrash needs an artifact with a crash');
  const { reason, type } = meaningOf(crash);
  const goroutine = crash.kind === 'data-race' ? null : crashedGoroutine(artifact, crash);
  const known = { ...crash, reason, type, ...consequences(crash, reason) };
  return {
    ...known,
    sites: sitesOf(known, goroutine, artifact, options),
    businessKeys: businessKeys(textsOf(crash)),
    fingerprint: crashFingerprint({ ...known, message: rootMessage(crash) }, framesOf(known, goroutine)),
  };
}

/** The value that started it all: Go prints the first panic of a chain first. */
export function rootMessage(crash: Crash): string {
  return crash.panics[0]?.message ?? crash.message;
}

function meaningOf(crash: Crash): Meaning {
  switch (crash.kind) {
    case 'fatal-error':
      return meaningOfFatal(crash.message);
    case 'signal':
      return meaningOfSignal(crash);
    case 'data-race':
      return { reason: 'data-race', type: '' };
    case 'test-timeout':
      return { reason: 'test-timeout', type: 'string' };
    default:
      return meaningOfPanic(rootMessage(crash), crash.panics[0]?.type || crash.type);
  }
}

/** Signals by which somebody asks for a dump; others are faults. */
const ASKED = new Set(['SIGQUIT', 'SIGABRT', 'SIGTERM', 'SIGINT', 'SIGHUP']);

function consequences(
  crash: Crash,
  reason: string,
): Pick<Crash, 'recoverable' | 'exitCode' | 'endedProcess'> {
  switch (crash.kind) {
    case 'http-panic':
      return { recoverable: true, exitCode: null, endedProcess: false };
    case 'data-race':
      // The race detector goes on, and exits with 66 at the end of the program (GORACE exitcode).
      return { recoverable: null, exitCode: 66, endedProcess: false };
    case 'signal':
      return { recoverable: ASKED.has(reason) ? null : false, ...died(crash) };
    case 'panic':
      return { recoverable: true, ...died(crash) };
    // A time-out is a panic in a goroutine of the test framework, where no function of the program can be deferred.
    default:
      return { recoverable: false, ...died(crash) };
  }
}

/** Go exits with 2; GOTRACEBACK=crash raises SIGABRT instead, which shells show as 128 + 6. */
function died(crash: Crash): { exitCode: number; endedProcess: boolean } {
  return { exitCode: crash.traceback === 'crash' ? 134 : 2, endedProcess: true };
}

function textsOf(crash: Crash): string {
  if (crash.panics.length === 0) return crash.message;
  return crash.panics.map(({ message }) => message.slice(0, 1024)).join('\n');
}

function framesOf(crash: Crash, goroutine: Goroutine | null): StackFrame[] {
  if (crash.race !== null) {
    return crash.race.accesses.flatMap(({ frames }) => programFrames(frames, 1, crash.kind));
  }
  if (goroutine === null || crash.kind === 'test-timeout') return [];
  return programFrames(goroutine.frames, FINGERPRINT_FRAMES, crash.kind);
}

function sitesOf(
  crash: Crash,
  goroutine: Goroutine | null,
  artifact: DumpArtifact,
  options: CompleteOptions,
): CrashSite[] {
  if (crash.race !== null) return raceSites(crash.race.accesses);
  if (crash.reason === 'SIGQUIT') return [];
  if (crash.kind === 'test-timeout') return testSites(crash, artifact.goroutines);
  const sites = isMapCrash(crash.reason)
    ? mapCrashSites(crash, goroutine, artifact.goroutines, {
        index: options.sites,
        races: options.races ?? [],
      })
    : originSites(goroutine, crash.kind);
  if (goroutine?.createdBy != null) {
    const { func, file, line } = goroutine.createdBy;
    const at = { function: func, file, line, goroutine: goroutine.creatorId };
    sites.push({ role: 'creator', ...at, access: '', from: 'dump', confidence: 1 });
  }
  return sites;
}

/** Where the tests that were running stand: the goroutines under `testing.tRunner` that run one of them. */
function testSites(crash: Crash, goroutines: readonly Goroutine[]): CrashSite[] {
  const names = new Set(crash.runningTests.map(({ name }) => name.split('/', 1)[0] ?? ''));
  const sites: CrashSite[] = [];
  for (const goroutine of goroutines) {
    const test = goroutine.frames.find(({ func }) =>
      // Up to Go 1.19 the tests that run are not named.
      names.size > 0 ? names.has(testName(func)) : func === 'testing.tRunner',
    );
    const frame = userFrame(goroutine.frames);
    if (test === undefined || frame === null) continue;
    // A test that waits for its subtests is not where the time goes.
    if (goroutine.frames.some(({ func }) => func === 'testing.(*T).Run')) continue;
    const { func, file, line } = frame;
    const at = { function: func, file, line, goroutine: goroutine.id || null };
    sites.push({ role: 'waiter', ...at, access: '', from: 'dump', confidence: 1 });
    if (sites.length === 10) break;
  }
  return sites;
}

/** `shop.TestPay.func1` -> `TestPay`. */
function testName(func: string): string {
  return nameInPackage(stableName(func)).replace(/\.func$/, '');
}

function originSites(goroutine: Goroutine | null, kind: Crash['kind']): CrashSite[] {
  const frame = goroutine === null ? null : originFrame(goroutine.frames, kind);
  if (goroutine === null || frame === null) return [];
  const { func, file, line } = frame;
  const at = { function: func, file, line, goroutine: goroutine.id || null };
  return [{ role: 'origin', ...at, access: '', from: 'dump', confidence: 1 }];
}

function raceSites(accesses: NonNullable<Crash['race']>['accesses']): CrashSite[] {
  const sites: CrashSite[] = [];
  for (const access of accesses) {
    const frame = userFrame(access.frames);
    if (frame === null) continue;
    const { func, file, line } = frame;
    sites.push({
      role: access.previous ? 'other' : 'detected',
      function: func,
      file,
      line,
      goroutine: access.goroutineId || null,
      access: access.kind,
      from: 'race-report',
      confidence: 1,
    });
  }
  return sites;
}
