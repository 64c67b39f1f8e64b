import type { GcCycle } from '@nightglass/model';

/** Decimal with two significant digits as the runtime prints it (`138`, `6.1`, `0.020`); exponents are read too. */
const n = '(\\d{1,15}(?:\\.\\d{1,15})?(?:e[+-]?\\d{1,3})?)';

/**
 * `gc 200 @13.009s 31%: 0.027+0.075+0 ms clock, 0.054+0/0.048/0.065+0.001 ms cpu, 50->50->0 MB, 98 MB goal, 0 MB
 * stacks, 0 MB globals, 2 P (forced)`; runtime/mgc.go gcMarkTermination. Clock: stop-the-world sweep termination,
 * concurrent mark, stop-the-world mark termination. CPU: the same with assist/background/idle in the middle.
 */
const cycle = new RegExp(
  `gc (\\d{1,10}) @${n}s (\\d{1,4})%(?: \\(([a-z ]{1,60})\\))?: ${n}\\+${n}\\+${n} ms clock, ` +
    `${n}\\+${n}/${n}/${n}\\+${n} ms cpu, (\\d{1,12})->(\\d{1,12})->(\\d{1,12}) MB, (\\d{1,12}) MB goal, ` +
    '(?:(\\d{1,12}) MB stacks, (\\d{1,12}) MB globals, )?(\\d{1,6}) P( \\(forced\\))?',
  'y',
);

/** A gctrace line cannot be longer: twenty numbers of at most fifteen digits. */
export const longestCycle = 480;

/** The cycle that starts at `from`, and where its text ends. Null when none stands there. */
export const readCycle = (text: string, from: number, at: number): { cycle: GcCycle; end: number } | null => {
  cycle.lastIndex = from;
  const found = cycle.exec(text);
  if (found === null) return null;
  const number = (index: number): number => Number(found[index]);
  const optional = (index: number): number | null => (found[index] === undefined ? null : number(index));
  return {
    end: cycle.lastIndex,
    cycle: {
      number: number(1),
      atSeconds: number(2),
      cpuPercent: number(3),
      clockMs: { sweepTermination: number(5), concurrentMark: number(6), markTermination: number(7) },
      cpuMs: {
        sweepTermination: number(8),
        assist: number(9),
        background: number(10),
        idle: number(11),
        markTermination: number(12),
      },
      heapMb: { start: number(13), end: number(14), live: number(15), goal: number(16) },
      stacksMb: optional(17),
      globalsMb: optional(18),
      processors: number(19),
      forced: found[20] !== undefined,
      leakCheck: found[4] === 'checking for goroutine leaks',
      at,
    },
  };
};
