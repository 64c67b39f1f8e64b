import type { RuntimeFinding } from '@nightglass/model';
import { isPanicFrame, originFrame, rootIndex } from '../crash/stack.ts';
import { isProgramFrame, place } from '../functions.ts';
import type { DumpContext } from './dump.ts';
import { supports } from './evidence.ts';

/** A stack printed by debug.Stack or PrintStack inside a recover: middleware of servers writes such. */
export function recoveredFindings({ artifact }: DumpContext): RuntimeFinding[] {
  const [goroutine] = artifact.goroutines;
  if (artifact.variant !== 'stack' || goroutine === undefined || artifact.crash !== null) return [];
  const { frames } = goroutine;
  const raised = frames.findIndex(({ func }) => isPanicFrame(func));
  const origin = raised < 0 ? null : originFrame(frames.slice(rootIndex(frames)), 'panic');
  if (origin === null) return [];
  const catcher = frames.slice(0, raised).find(isProgramFrame);
  const by = catcher === undefined ? '' : ` by ${place(catcher)}`;
  const { func, file, line } = origin;
  return [
    {
      id: 'recovered-panic',
      severity: 'warning',
      confidence: 'likely',
      title: `A panic in ${place(origin)} was caught${by}, which printed this stack.`,
      detail: [
        'The stack holds a `panic` frame, and what stands above it is the deferred function that asked for the stack: the process lived on at that moment. The value of the panic is not part of a stack; the log line before it usually has it.',
        'What the function was doing is left half done: locks that were not deferred stay locked, and what it changed stays changed.',
      ],
      evidence: [supports('The goroutine was unwinding a panic.', [goroutine])],
      sites: [
        {
          role: 'origin',
          function: func,
          file,
          line,
          goroutine: goroutine.id || null,
          access: '',
          from: 'dump',
          confidence: 1,
        },
      ],
      advice: [{ text: 'Repair the panic where it is raised; recover is a net, not a way to handle it.' }],
    },
  ];
}
