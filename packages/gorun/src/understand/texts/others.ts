import type { RaceAccess, RuntimeEvidence } from '@nightglass/model';
import { shownAccess } from '../crash/map-access.ts';
import { supports, waited } from '../findings/evidence.ts';
import { userFrame } from '../functions.ts';
import { waitOf } from '../waits/classify.ts';
import { atSite, type CrashContext, type CrashText, goCode, inOrigin, shell } from './context.ts';

/** A report of the race detector: both accesses, with their stacks. */
export function raceText({ crash }: CrashContext): CrashText {
  const accesses = crash.race?.accesses ?? [];
  const said = accesses.slice(0, 2).map(describeAccess);
  const map = accesses.some(({ frames }) => shownAccess(frames) !== null);
  return {
    id: 'data-race',
    title: `Data race${map ? ' on a map' : ''}: ${said.join(', and ') || 'two goroutines'}, without an order between them.`,
    detail: [
      'The race detector reports what happened, by the order of events: there are no false alarms. Nothing orders the ' +
        'two accesses (no lock that both take, no channel, no WaitGroup), and at least one writes.',
      map
        ? 'On a map this is what ends a process with `fatal error: concurrent map ...` when it is noticed, and loses entries when it is not.'
        : 'The result of a race is not defined: torn values, stale values, or what the compiler makes of it.',
      'The program goes on after a report, and exits with 66 at its end unless GORACE says otherwise.',
    ],
    evidence: accesses.map(accessEvidence),
    advice: [
      {
        text: 'Order the two: one lock around both, or hand the value over through a channel, or sync/atomic for a single word.',
        code: goCode(`package fix

import "sync"

type guarded struct {
	mu    sync.Mutex
	value int
}

func (g *guarded) set(v int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.value = v
}

func (g *guarded) get() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.value
}
`),
      },
    ],
  };
}

function describeAccess(access: RaceAccess): string {
  const frame = userFrame(access.frames);
  const kind = access.atomic ? `an atomic ${access.kind}` : `a ${access.kind}`;
  const who = access.goroutineId > 0 ? ` by goroutine ${access.goroutineId}` : '';
  if (frame === null) return `${kind}${who}`;
  return `${kind}${who} in ${atSite({ ...frame, function: frame.func, role: 'other', goroutine: null, access: '', from: 'race-report', confidence: 1 })}`;
}

function accessEvidence(access: RaceAccess): RuntimeEvidence {
  const created = userFrame(access.createdAt);
  const from = created === null ? '' : `, started in ${created.func}`;
  return {
    stance: 'supports',
    text: `${access.previous ? 'Before that' : 'This access'}: ${describeAccess(access)} at ${access.address}${from}.`,
    lines: [access.lines],
    goroutines: access.goroutineId > 0 ? [access.goroutineId] : [],
  };
}

/** `panic: test timed out`: which test, and what it waits for. */
export function testTimeoutText({ crash, artifact }: CrashContext): CrashText {
  const names = crash.runningTests.map(({ name, seconds }) =>
    seconds === null ? name : `${name} (${seconds} s)`,
  );
  const waiting = crash.sites.filter(({ role }) => role === 'waiter');
  const evidence: RuntimeEvidence[] = [];
  const doing: string[] = [];
  for (const site of waiting) {
    const goroutine = artifact.goroutines.find(({ id }) => id === site.goroutine);
    if (goroutine === undefined) continue;
    const wait = waitOf(goroutine);
    const what = wait === null ? goroutine.state : `${goroutine.state}${waited(goroutine.waitMinutes)}`;
    doing.push(`goroutine ${goroutine.id} stands in ${atSite(site)} (${what})`);
    evidence.push(supports(`Runs the test: ${atSite(site)}, state ${goroutine.state}.`, [goroutine]));
  }
  return {
    id: 'test-timeout',
    title: `${crash.message.split('\n', 1)[0]}${names.length > 0 ? `: ${names.slice(0, 5).join(', ')}` : ''}${waiting[0] === undefined ? '' : `, in ${atSite(waiting[0])}`}.`,
    detail: [
      ...(doing.length > 0 ? [`What the test does: ${doing.join('; ')}.`] : []),
      ...(crash.runningTests.length === 0
        ? ['The output does not name the running test: `running tests:` is printed from Go 1.20.']
        : []),
      'The limit is on the whole test binary (go test -timeout, 10 minutes by default), so an earlier slow test may have used up the time. The panic comes from a goroutine of package testing: no recover of the test can catch it, and deferred clean-ups do not run.',
    ],
    evidence,
    advice: [
      {
        text: 'Run the test alone with a shorter limit, and look at what it waits for.',
        code: shell(
          `go test -run '^${(crash.runningTests[0]?.name ?? 'TestName').replace(/[^\w/]/g, '.')}$' -timeout 30s -race ./...\n`,
        ),
      },
    ],
  };
}

/** SIGABRT, a fault inside C code, and other signals that ended the process. SIGQUIT is somebody's question. */
export function signalText({ crash }: CrashContext): CrashText | null {
  const { reason, signal } = crash;
  if (reason === 'SIGQUIT') return null;
  const cgo = signal?.duringCgo === true;
  const asked = reason === 'SIGABRT' || reason === 'SIGTERM' || reason === 'SIGINT' || reason === 'SIGHUP';
  if (asked) {
    return {
      id: 'aborted',
      severity: reason === 'SIGABRT' ? 'critical' : 'warning',
      title: `The process was ended by ${reason}${inOrigin(crash)}.`,
      detail: [
        'The signal came from outside or from C code (abort, an assertion, a sanitizer, a watchdog). Go prints all goroutines and exits with 2; deferred functions do not run.',
      ],
      advice: [
        {
          text: 'The stack at the top is what ran at that moment; the lines before this output may name the sender.',
        },
      ],
    };
  }
  return {
    id: cgo ? 'cgo-fault' : 'signal',
    title: `${reason}${cgo ? ' inside C code' : ''}${inOrigin(crash)}.`,
    detail: [
      cgo
        ? 'The fault happened while C code ran, called from the Go frame that is shown: Go cannot turn it into a panic, and recover is never reached. The C stack is not printed.'
        : 'The fault did not happen in Go code that can panic: the runtime ends the process, and recover is never reached.',
      ...(signal?.addr
        ? [`The address that was touched: ${signal.addr}. A small one is a nil pointer in C.`]
        : []),
    ],
    advice: [
      {
        text: 'Get the C stack: a core file, read with gdb or lldb.',
        code: shell('ulimit -c unlimited\nGOTRACEBACK=crash ./service\n'),
      },
    ],
  };
}
