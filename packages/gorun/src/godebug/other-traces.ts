import type { InitTrace, ScavengeTrace, SchedTrace } from '../model.ts';

/** Queue lengths and ticks of all Ps stand in one line; a machine has no more. */
const longestSched = 64 * 1024;

const sched =
  /^SCHED (\d{1,15})ms: gomaxprocs=(\d{1,6}) idleprocs=(\d{1,6}) threads=(\d{1,9}) spinningthreads=(\d{1,6})(?: needspinning=(\d{1,6}))? idlethreads=(\d{1,9}) runqueue=(\d{1,12})(?: \[([\d ]*)\](?: schedticks=\[[\d ]*\])?| gcwaiting=\w{1,5} nmidlelocked=-?\d{1,9} stopwait=-?\d{1,9} sysmonwait=\w{1,5})?$/;

/** schedtrace, both forms: `[0 18]`, from 1.25 `[ 0 18 ] schedticks=[ 1 2 ]`; scheddetail prints no queues here. */
export const readSched = (text: string, at: number): SchedTrace | null => {
  const found = text.length > longestSched ? null : sched.exec(text);
  if (found === null) return null;
  return {
    atMs: Number(found[1]),
    gomaxprocs: Number(found[2]),
    idleprocs: Number(found[3]),
    threads: Number(found[4]),
    spinningthreads: Number(found[5]),
    needspinning: found[6] === undefined ? null : Number(found[6]),
    idlethreads: Number(found[7]),
    runqueue: Number(found[8]),
    localQueues: (found[9] ?? '')
      .split(' ')
      .filter((q) => q !== '')
      .map(Number),
    at,
  };
};

const detail = /^ {2}(?:P-?\d{1,6}: status=\d|M-?\d{1,9}: p=|G\d{1,15}: status=\d)/;
/** A line of scheddetail about one P, M or G. */
export const isSchedDetail = (text: string): boolean => detail.test(text);

const scavenge =
  /scav (?:\d{1,12} )?(\d{1,15}) KiB work(?: \(bg\), (\d{1,15}) KiB work \(eager\), (\d{1,15}) KiB now|, (\d{1,15}) KiB total), (\d{1,4})% util(?: \(forced\)| \[controller reset\])?$/y;

/**
 * scavtrace that starts at `from` and ends the line: `scav 0 KiB work, 744 KiB total, 98% util` up to 1.20 (before
 * 1.19 with a generation in front), `scav A KiB work (bg), B KiB work (eager), C KiB now, D% util` since 1.21.
 */
export const readScavenge = (text: string, from: number, at: number): ScavengeTrace | null => {
  scavenge.lastIndex = from;
  const found = scavenge.exec(text);
  if (found === null) return null;
  const optional = (index: number): number | null =>
    found[index] === undefined ? null : Number(found[index]);
  return {
    workKib: Number(found[1]),
    eagerKib: optional(2),
    nowKib: optional(3),
    totalKib: optional(4),
    utilPercent: Number(found[5]),
    at,
  };
};

const ms = '(\\d{1,15}(?:\\.\\d{1,9})?)';
const init = new RegExp(
  `^init (\\S{1,400}) @${ms} ms, ${ms} ms clock, (\\d{1,15}) bytes, (\\d{1,15}) allocs$`,
);

/** inittrace: `init strconv @0.34 ms, 0.004 ms clock, 32 bytes, 2 allocs`. */
export const readInit = (text: string, at: number): InitTrace | null => {
  const found = text.length > 600 ? null : init.exec(text);
  if (found === null) return null;
  return {
    package: found[1] as string,
    atMs: Number(found[2]),
    clockMs: Number(found[3]),
    bytes: Number(found[4]),
    allocations: Number(found[5]),
    at,
  };
};

/** gcpacertrace: recognised, its numbers are for those who write the pacer. */
export const isPacer = (text: string): boolean =>
  /^pacer: (?:assist ratio=|sweep done at heap size |-?\d{1,6}% CPU \()/.test(text);

/** gctrace=2 since 1.26 (Green Tea) prints what each size class scanned. */
export const isScan = (text: string): boolean => /^scan: (?:total |class )/.test(text);

/** Up to Go 1.12: `scvg0: inuse: 426, idle: 0, sys: 427, released: 0, consumed: 427 (MB)`. */
export const isOldScavenge = (text: string): boolean => /^scvg-?\d{0,10}: (?:inuse: |\d)/.test(text);
