import type { Goroutine, RuntimeFinding, StackFrame } from '@nightglass/model';
import { ownerOf, place } from '../functions.ts';
import { REQUEST_FRAME } from '../waits/holders.ts';
import { countOf, longestWait, type Member } from '../waits/stacks.ts';
import type { Thing } from '../waits/things.ts';
import type { DumpContext } from './dump.ts';
import { goroutineCount, supports, waited } from './evidence.ts';

/** Fewer are the ordinary back-pressure of a busy moment. */
const LEAST_SENDERS = 5;
const LEAST_CALLS = 3;
const LEAST_REQUESTS = 2;
const MOST_FINDINGS = 5;

/**
 * Goroutines that pile up before something slow: senders nobody receives from, calls to another service that do not
 * come back, requests that do not end. Receivers are not told: idle workers wait like that.
 */
export function pileUpFindings(
  { analysis, stopped }: DumpContext,
  named: ReadonlySet<number>,
): RuntimeFinding[] {
  if (stopped) return [];
  const findings: RuntimeFinding[] = [];
  for (const thing of analysis.things) {
    const waiters = thing.waiters.filter(
      ({ goroutine }) =>
        goroutine.waitMinutes > 0 && !named.has(goroutine.id) && !goroutine.marks.includes('leaked'),
    );
    if (waiters.length === 0) continue;
    const finding = senders(thing, waiters) ?? calls(thing, waiters) ?? requests(thing, waiters);
    if (finding !== null) findings.push(finding);
    if (findings.length === MOST_FINDINGS) break;
  }
  return findings;
}

function senders({ wait }: Thing, waiters: readonly Member[]): RuntimeFinding | null {
  if (wait.kind !== 'channel' || wait.direction !== 'send' || wait.forever) return null;
  const count = countOf(waiters);
  if (count < LEAST_SENDERS) return null;
  return finding(
    'channel-waiters',
    'likely',
    `${goroutineCount(count)} wait to send on a channel in ${site(wait.site)}${waited(longestWait(waiters))}: nobody receives.`,
    [
      'The channel is full or unbuffered and its receiver is gone, stuck or too slow. Each sender keeps its stack and what it wanted to send.',
      'A dump does not print which channel it is: the call site stands for it, and senders on different channels at one site look the same.',
    ],
    waiters,
    'Find the receiver of this channel: has it returned early, or does it wait itself? Let senders give up with their context.',
  );
}

/** Frames of a call that leaves the process: HTTP client, SQL, gRPC client, Redis and Kafka clients. */
const CALL =
  /^(?:net\/http\.\(\*Client\)\.do|net\/http\.\(\*persistConn\)\.roundTrip|database\/sql\.|google\.golang\.org\/grpc\.\(\*(?:ClientConn|clientStream)\)|github\.com\/(?:redis|go-redis|jackc|segmentio|IBM|Shopify)\/)/;

function calls({ wait }: Thing, waiters: readonly Member[]): RuntimeFinding | null {
  if (wait.kind !== 'select' && wait.kind !== 'io' && wait.kind !== 'channel') return null;
  const calling = waiters.filter(({ goroutine }) => isCall(goroutine));
  const count = countOf(calling);
  if (count < LEAST_CALLS) return null;
  const frame = calling[0]?.goroutine.frames.find(({ func }) => CALL.test(func));
  const by = frame === undefined ? '' : ` through ${frame.func.split('.(')[0]}`;
  return finding(
    'stuck-calls',
    'likely',
    `${goroutineCount(count)} wait in ${site(wait.site)} for another service to answer${by}${waited(longestWait(calling))}.`,
    [
      'A call that takes minutes has no time limit, or one that is too long. The other side or the network in between is the place to look.',
    ],
    calling,
    'Give every call a deadline: context.WithTimeout, http.Client.Timeout.',
  );
}

function isCall({ frames }: Goroutine): boolean {
  const call = frames.findIndex(({ func }) => CALL.test(func));
  if (call < 0) return false;
  return frames.slice(call).some((frame) => ownerOf(frame) === 'program');
}

function requests({ wait }: Thing, waiters: readonly Member[]): RuntimeFinding | null {
  const serving = waiters.filter(({ goroutine }) => {
    const { frames } = goroutine;
    return (
      frames.some(({ func }) => REQUEST_FRAME.test(func)) &&
      !frames.some(({ func }) => func.startsWith('net/http/pprof.')) &&
      frames.some((frame) => ownerOf(frame) === 'program')
    );
  });
  const count = countOf(serving);
  if (count < LEAST_REQUESTS) return null;
  return finding(
    'stuck-requests',
    'possible',
    `${goroutineCount(count)} that handle requests stand in ${site(wait.site)}${waited(longestWait(serving))}.`,
    ['Requests that last for minutes are stuck, unless this is a stream, a long poll or a WebSocket.'],
    serving,
    'Give the handler a deadline (http.TimeoutHandler, context.WithTimeout) and the server its WriteTimeout.',
  );
}

function finding(
  id: string,
  confidence: RuntimeFinding['confidence'],
  title: string,
  detail: string[],
  waiters: readonly Member[],
  advice: string,
): RuntimeFinding {
  const frame = waiters[0]?.wait?.site ?? null;
  return {
    id,
    severity: 'warning',
    confidence,
    title,
    detail,
    evidence: [
      supports(
        `${goroutineCount(countOf(waiters))} with state ${waiters[0]?.goroutine.state ?? ''}${waited(longestWait(waiters))}.`,
        waiters.map(({ goroutine }) => goroutine),
      ),
    ],
    sites:
      frame === null
        ? []
        : [
            {
              role: 'waiter',
              function: frame.func,
              file: frame.file,
              line: frame.line,
              goroutine: waiters[0]?.goroutine.id || null,
              access: '',
              from: 'dump',
              confidence: 1,
            },
          ],
    advice: [{ text: advice }],
  };
}

function site(frame: StackFrame | null): string {
  return frame === null ? 'code that is not printed' : place(frame);
}
