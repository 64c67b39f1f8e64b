import type { Goroutine, RuntimeFinding } from '@nightglass/model';
import { countStates } from '../buckets/tally.ts';
import { place, userFrame } from '../functions.ts';
import type { DumpContext } from './dump.ts';
import { supports } from './evidence.ts';
import { recursionOf } from './recursion.ts';

/** A tenth of Go's own limit of 10,000 threads. */
const MANY_THREADS = 1000;
/** Go prints 100 frames of a deep stack: a recursion that fills them is at least this deep. */
const DEEP = 90;

/** What the stacks and states show by number and depth: threads that run out, a recursion without end. */
export function stackFindings({ artifact }: DumpContext): RuntimeFinding[] {
  const { goroutines, crash } = artifact;
  const findings: RuntimeFinding[] = [];
  const threads = crash?.message.startsWith('thread exhaustion') ? null : threadFinding(goroutines);
  if (threads !== null) findings.push(threads);
  const deep = crash?.message.startsWith('stack overflow') ? null : recursionFinding(goroutines);
  if (deep !== null) findings.push(deep);
  return findings;
}

function threadFinding(goroutines: readonly Goroutine[]): RuntimeFinding | null {
  const holding = goroutines.filter(({ state, lockedToThread }) => state === 'syscall' || lockedToThread);
  const count = holding.reduce((sum, one) => sum + one.count, 0);
  if (count < MANY_THREADS) return null;
  const states = countStates(holding).map(({ state, count: n }) => `${n} ${state}`);
  return {
    id: 'thread-growth',
    severity: 'warning',
    confidence: 'likely',
    title: `${count} goroutines each keep an operating system thread; at 10,000 threads Go ends the process.`,
    detail: [
      'A goroutine inside a blocking system call or C function, or locked to its thread, keeps that thread for itself.',
    ],
    evidence: [
      supports(`In a system call or locked to a thread: ${states.slice(0, 5).join(', ')}.`, holding),
    ],
    sites: [],
    advice: [
      {
        text: 'Bound how many goroutines may be in such calls at once (a semaphore), or use calls that go through the network poller.',
      },
    ],
  };
}

function recursionFinding(goroutines: readonly Goroutine[]): RuntimeFinding | null {
  for (const goroutine of goroutines) {
    if (goroutine.frames.length < DEEP) continue;
    const recursion = recursionOf(goroutine);
    if (recursion === null || recursion.frames < DEEP) continue;
    const hidden = goroutine.elided.reduce((sum, { count }) => sum + (count ?? 0), 0);
    const frame = userFrame(goroutine.frames);
    const depth = recursion.frames + hidden;
    return {
      id: 'deep-recursion',
      severity: 'info',
      confidence: 'proved',
      title: `${goroutine.id > 0 ? `Goroutine ${goroutine.id}` : 'A goroutine'} is in a recursion at least ${depth} calls deep: ${recursion.functions.join(' -> ')}${frame === null ? '' : `, now in ${place(frame)}`}.`,
      detail: [
        'Depth alone is no defect: it is one when it follows from input, since a stack that reaches 1 GB ends the process.',
      ],
      evidence: [
        supports(
          `${recursion.frames} printed frames repeat${hidden > 0 ? `, ${hidden} more are elided` : ''}.`,
          [goroutine],
        ),
      ],
      sites: [],
      advice: [],
    };
  }
  return null;
}
