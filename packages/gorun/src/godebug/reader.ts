import type { GcCycle, RuntimeNote } from '@nightglass/model';
import type { GodebugArtifact, InitTrace, ScavengeTrace, SchedTrace } from '../model.ts';
import { createVersionEvidence } from '../text/version.ts';
import { longestCycle, readCycle } from './gctrace.ts';
import {
  isOldScavenge,
  isPacer,
  isScan,
  isSchedDetail,
  readInit,
  readScavenge,
  readSched,
} from './other-traces.ts';

/** Lines kept of each kind. */
const most = 200_000;

export interface GodebugReader {
  /**
   * True when the whole line is GODEBUG output. A trace glued to other text (the runtime writes in pieces, so lines of
   * the program come in between) is kept too, but the answer is false: the rest of the line is somebody else's.
   */
  line(text: string, number: number): boolean;
  /** Null when no line was GODEBUG output. */
  end(): GodebugArtifact | null;
}

const kinds = ['gctrace', 'schedtrace', 'scavtrace', 'inittrace', 'gcpacertrace'] as const;
type Kind = (typeof kinds)[number];

/** Reads the lines of gctrace, schedtrace, scavtrace, inittrace and gcpacertrace out of any text. */
export const createGodebugReader = (): GodebugReader => {
  const gc: GcCycle[] = [];
  const schedules: SchedTrace[] = [];
  const scavenges: ScavengeTrace[] = [];
  const inits: InitTrace[] = [];
  const restarts: number[] = [];
  const seen = new Set<Kind>();
  const version = createVersionEvidence();
  let dropped = 0;
  let first = 0;
  let last = 0;
  let lastNumber = Number.POSITIVE_INFINITY;

  const mark = (kind: Kind, number: number): true => {
    seen.add(kind);
    if (first === 0) first = number;
    last = number;
    return true;
  };
  const keep = <T>(list: T[], entry: T): void => {
    if (list.length < most) list.push(entry);
    else dropped++;
  };

  const takeCycle = (cycle: GcCycle): void => {
    mark('gctrace', cycle.at);
    if (cycle.stacksMb !== null) version.atLeast(18, 'gctrace lines with stacks and globals');
    else version.atMost(18, 'gctrace lines without stacks');
    if (cycle.leakCheck) version.atLeast(26, 'a GC cycle that checked for goroutine leaks');
    if (cycle.number <= lastNumber && gc.length < most) restarts.push(gc.length);
    lastNumber = cycle.number;
    keep(gc, cycle);
  };
  const takeScavenge = (trace: ScavengeTrace): void => {
    mark('scavtrace', trace.at);
    if (trace.totalKib !== null) version.atMost(20, 'scavtrace lines with a total');
    else version.atLeast(21, 'scavtrace lines with background and eager work');
    keep(scavenges, trace);
  };

  /** Cheap look at the end of the line for a trace that follows other text. */
  const glued = (text: string, number: number): void => {
    const end = text.charCodeAt(text.length - 1);
    // ` P`, `(forced)`, `% util`
    if (end !== 0x50 && end !== 0x29 && end !== 0x6c) return;
    if (text.endsWith(' P') || text.endsWith(' P (forced)')) {
      const at = text.lastIndexOf('gc ');
      const found = at < Math.max(1, text.length - longestCycle) ? null : readCycle(text, at, number);
      if (found !== null && found.end === text.length) takeCycle(found.cycle);
    } else if (text.endsWith('% util')) {
      const at = text.lastIndexOf('scav ');
      const found = at < Math.max(1, text.length - longestCycle) ? null : readScavenge(text, at, number);
      if (found !== null) takeScavenge(found);
    }
  };

  const startsWithTrace = (text: string, number: number): boolean => {
    switch (text.charCodeAt(0)) {
      case 0x67: {
        const found = text.startsWith('gc ') ? readCycle(text, 0, number) : null;
        if (found === null) return false;
        takeCycle(found.cycle);
        return found.end === text.length;
      }
      case 0x53: {
        const found = text.startsWith('SCHED ') ? readSched(text, number) : null;
        if (found === null) return false;
        if (found.needspinning !== null) version.atLeast(21, 'schedtrace lines with needspinning');
        else version.atMost(20, 'schedtrace lines without needspinning');
        if (text.includes(' schedticks=[')) version.atLeast(25, 'schedtrace lines with schedticks');
        keep(schedules, found);
        return mark('schedtrace', number);
      }
      case 0x73: {
        if (text.startsWith('scan: ') && isScan(text)) {
          version.atLeast(26, 'gctrace=2 lines of the Green Tea collector');
          return mark('gctrace', number);
        }
        if (text.startsWith('scvg')) return isOldScavenge(text) && mark('scavtrace', number);
        const found = text.startsWith('scav ') ? readScavenge(text, 0, number) : null;
        if (found !== null) takeScavenge(found);
        return found !== null;
      }
      case 0x69: {
        const found = text.startsWith('init ') ? readInit(text, number) : null;
        if (found === null) return false;
        keep(inits, found);
        return mark('inittrace', number);
      }
      case 0x70:
        return text.startsWith('pacer: ') && isPacer(text) && mark('gcpacertrace', number);
      case 0x20:
        return seen.has('schedtrace') && isSchedDetail(text) && mark('schedtrace', number);
      default:
        return false;
    }
  };

  return {
    line: (raw, number) => {
      const text = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
      const before = gc.length + dropped;
      if (startsWithTrace(text, number)) return true;
      if (before === gc.length + dropped) glued(text, number);
      return false;
    },
    end: () => {
      if (seen.size === 0) return null;
      const notes: RuntimeNote[] = [];
      if (dropped > 0)
        notes.push({
          code: 'limit-reached',
          message: `Only the first ${most.toLocaleString('en')} lines of each GODEBUG trace were kept.`,
          lines: null,
          count: dropped,
        });
      return {
        format: 'godebug',
        variant: kinds.filter((kind) => seen.has(kind)).join('+'),
        gc,
        sched: schedules,
        scavenge: scavenges,
        init: inits,
        restarts,
        lines: { start: first, end: last },
        version: version.read(),
        notes,
        partial: dropped > 0,
      };
    },
  };
};
