/**
 * Reports of the race detector in the lines of one stream (compiler-rt: tsan_report.cpp, PrintReport for Go): functions
 * indented by two spaces, positions by six.
 */
import type { RaceAccess, StackFrame } from '@nightglass/model';
import type { DumpArtifact } from '../model.ts';
import type { Budget } from './budget.ts';
import type { StreamLine } from './dump-machine.ts';
import { readPosition } from './frame.ts';
import { createNotes } from './notes.ts';
import { readTime } from './piece.ts';
import { createVersionEvidence, type VersionEvidence } from './version.ts';

export interface RaceMachine {
  line(line: StreamLine): boolean;
  isOpen(): boolean;
  end(): void;
}

interface Report {
  start: number;
  end: number;
  time: string;
  accesses: RaceAccess[];
  /** Goroutine id -> where it was created. */
  created: Map<number, StackFrame[]>;
  /** Where frames go. */
  frames: StackFrame[] | null;
  pending: StackFrame | null;
  version: VersionEvidence;
  foreign: number;
}

const maxForeign = 500;
const maxAccesses = 50;

const access =
  /^(?:(Previous )?(atomic )?(read|write)) at (0x[0-9a-f]{1,16}) by (?:goroutine (\d{1,15})|(main goroutine)):$/i;
const created = /^Goroutine (\d{1,15}) \((?:running|finished)\) created at:$/;

const readRaceCall = (text: string): string | null => {
  if (!text.startsWith('  ') || text.startsWith('   ') || text.length > 8192) return null;
  const func = text.slice(2);
  if (func.endsWith('()')) return func.slice(0, -2);
  return func === '[failed to restore the stack]' ? func : null;
};

export const createRaceMachine = (budget: Budget, emit: (artifact: DumpArtifact) => void): RaceMachine => {
  let report: Report | null = null;

  const finish = (closed: boolean): void => {
    const done = report;
    report = null;
    if (done === null) return;
    const notes = createNotes();
    const lines = { start: done.start, end: done.end };
    if (!closed || done.accesses.length < 2)
      notes.add('cut-off', 'the race report is not printed to its end', lines);
    for (const side of done.accesses) side.createdAt = done.created.get(side.goroutineId) ?? [];
    emit({
      format: 'race-report',
      variant: 'race',
      crash: {
        kind: 'data-race',
        reason: '',
        message: 'DATA RACE',
        type: '',
        recoverable: null,
        endedProcess: false,
        exitCode: null,
        panics: [],
        signal: null,
        goroutineId: done.accesses[0]?.goroutineId ?? null,
        traceback: null,
        sites: [],
        businessKeys: [],
        httpPeer: '',
        runningTests: [],
        race: { accesses: done.accesses },
        fingerprint: '',
        lines,
      },
      goroutines: [],
      overflow: [],
      timeUnixNano: readTime(done.time),
      lines,
      version: done.version.read(),
      notes: notes.all(),
      partial: notes.all().length > 0,
    });
  };

  const takeSection = (open: Report, text: string, at: number): boolean => {
    const side = access.exec(text);
    if (side !== null && open.accesses.length < maxAccesses) {
      const frames: StackFrame[] = [];
      open.frames = frames;
      open.accesses.push({
        kind: side[3]?.toLowerCase() === 'write' ? 'write' : 'read',
        atomic: side[2] !== undefined,
        previous: side[1] !== undefined,
        address: side[4] ?? '',
        // The main goroutine has no number in the report; Go numbers it 1.
        goroutineId: side[5] === undefined ? 1 : Number(side[5]),
        frames,
        createdAt: [],
        lines: { start: at, end: at },
      });
      return true;
    }
    const birth = created.exec(text);
    if (birth === null || open.created.size > maxAccesses) return false;
    open.frames = [];
    open.created.set(Number(birth[1]), open.frames);
    return true;
  };

  const takeFrame = (open: Report, text: string, at: number): boolean => {
    const frames = open.frames;
    if (frames === null) return false;
    const position = open.pending === null ? null : readPosition(text, '      ');
    if (open.pending !== null && position !== null) {
      open.pending.file = budget.intern(position.file) ?? '';
      open.pending.line = position.line;
      open.version.frame(open.pending.func, open.pending.file);
      open.pending = null;
    } else {
      const call = readRaceCall(text);
      const func = call === null || frames.length >= budget.framesPerGoroutine ? null : budget.intern(call);
      if (func === null || !budget.takeFrame()) return false;
      open.pending = { func, args: null, file: '', line: 0, inlined: false, at };
      frames.push(open.pending);
    }
    const last = open.accesses.at(-1);
    if (last !== undefined && last.frames === frames) last.lines.end = at;
    return true;
  };

  return {
    line({ text, at, time }) {
      if (text === 'WARNING: DATA RACE') {
        finish(false);
        report = {
          start: at,
          end: at,
          time,
          accesses: [],
          created: new Map(),
          frames: null,
          pending: null,
          version: createVersionEvidence(),
          foreign: 0,
        };
        return true;
      }
      if (report === null) return false;
      if (text === '==================') {
        report.end = at;
        finish(true);
        return true;
      }
      if (takeSection(report, text, at) || takeFrame(report, text, at)) {
        report.end = at;
        report.foreign = 0;
        return true;
      }
      if (text === '') return true;
      if (++report.foreign > maxForeign) finish(false);
      return false;
    },
    isOpen: () => report !== null,
    end: () => finish(false),
  };
};
