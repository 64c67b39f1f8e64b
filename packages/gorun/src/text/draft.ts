/** A dump while its lines come in, and the artifact made of it. */
import type { Crash, Goroutine, LineRange, StackFrame } from '@nightglass/model';
import type { DumpArtifact } from '../model.ts';
import type { Budget } from './budget.ts';
import { createNotes, type Notes } from './notes.ts';
import { type Notice, readLinks, readRunningTests } from './notice.ts';
import { createVersionEvidence, type VersionEvidence } from './version.ts';

export interface Draft {
  notice: Notice | null;
  start: number;
  end: number;
  /** Spaces before every line. */
  indent: string;
  goroutines: Goroutine[];
  ids: Set<number>;
  overflow: Map<string, number>;
  version: VersionEvidence;
  notes: Notes;
  current: Goroutine | null;
  /** A frame, or `created by`, whose position has not come yet. */
  pending: StackFrame | null;
  /** A line that may be the name of a C function: it is when `\t... pc=0x` follows. */
  unread: { text: string; at: number } | null;
  inRuntimeStack: boolean;
  framesDropped: number;
  headerAt: number;
  foreign: number;
  foreignSince: number;
  system: boolean;
  createdPlain: number;
  createdNumbered: number;
  timeUnixNano: bigint | null;
  /** The last line read is a position without ` +0x`, which Go prints behind all but inlined calls. */
  lastIsShort: boolean;
  /** The input ended in that line. */
  lastLineCut: boolean;
}

export const createDraft = (notice: Notice | null, start: number, time: bigint | null): Draft => ({
  notice,
  start,
  end: start,
  indent: '',
  goroutines: [],
  ids: new Set(),
  overflow: new Map(),
  version: createVersionEvidence(),
  notes: createNotes(),
  current: null,
  pending: null,
  unread: null,
  inRuntimeStack: false,
  framesDropped: 0,
  headerAt: 0,
  foreign: 0,
  foreignSince: 0,
  system: false,
  createdPlain: 0,
  createdNumbered: 0,
  timeUnixNano: time,
  lastIsShort: false,
  lastLineCut: false,
});

/**
 * Up to Go 1.20 a deep stack ends after 100 frames, often without a word. Frames of the runtime are counted too and not
 * printed, so a few less are seen.
 */
const isSilentlyCut = (goroutine: Goroutine): boolean => {
  const depth = goroutine.frames.length;
  if (goroutine.elided.length > 0 || depth > 100) return false;
  return goroutine.createdBy !== null
    ? depth >= 99
    : depth >= 90 && goroutine.frames.at(-1)?.func !== 'main.main';
};

/** A goroutine whose stack goes down to where every stack begins. */
const hasBottom = (goroutine: Goroutine): boolean => {
  if (goroutine.createdBy !== null || goroutine.id === 0) return true;
  // Go prints `created by` behind that, but for the main goroutine.
  if (goroutine.stackUnavailable) return goroutine.id === 1;
  if (goroutine.id === 1 && (goroutine.elided.length > 0 || isSilentlyCut(goroutine))) return true;
  const last = goroutine.frames.at(-1)?.func ?? '';
  if (goroutine.id === 1 && /^(?:main\.main$|main\.init|runtime\.)/.test(last)) return true;
  return (
    /^(?:runtime\.(?:goexit|mstart|rt0_go|main|asmcgocall|systemstack|mcall|cgocallback)|non-Go function)/.test(
      last,
    ) ||
    (goroutine.id === 1 && /\.init(?:\.\d+)?$/.test(last))
  );
};

/** Marks what the end of the input left unfinished. */
const markCut = (draft: Draft): void => {
  const goroutine = draft.goroutines.at(-1);
  if (goroutine === undefined) return;
  const open = draft.pending !== null && draft.pending.file === '';
  const hasStack = goroutine.frames.length > 0 || goroutine.stackUnavailable;
  if (!open && !draft.lastLineCut && hasStack && hasBottom(goroutine)) return;
  goroutine.truncated = true;
  draft.notes.add(
    'cut-off',
    `goroutine ${goroutine.id} is not printed to its end: the input was cut off there`,
    goroutine.lines,
  );
};

const settleElided = (draft: Draft, max: number | null, min: number | null): void => {
  const old = max !== null ? max <= 20 : min === null;
  for (const goroutine of draft.goroutines) {
    if (old && !goroutine.truncated && isSilentlyCut(goroutine))
      goroutine.elided = [{ before: goroutine.frames.length, count: null }];
    if (goroutine.elided.length > 0)
      draft.notes.add('elided-frames', 'Go left out frames of deep stacks', goroutine.lines);
  }
};

/** Two goroutines that both run behind one panic: one is text of a message, but which cannot be told. */
const noteDoubt = (draft: Draft, min: number | null): void => {
  const [first, second] = draft.goroutines;
  if (draft.notice?.kind !== 'panic' || draft.system || first === undefined || second === undefined) return;
  if ((min !== null && min >= 23) || second.stackUnavailable) return;
  if (first.state !== 'running' || second.state !== 'running') return;
  draft.notes.add(
    'forged-header',
    `goroutines ${first.id} and ${second.id} both read [running] behind one panic: up to Go 1.22 a message can hold text like that, so one of them may be forged`,
    { start: first.lines.start, end: second.lines.end },
  );
};

const tracebackOf = (draft: Draft): string | null => {
  if (draft.goroutines.length === 0) return draft.notice?.closed ? 'none' : null;
  if (draft.notice?.relayed) return 'crash';
  if (draft.system) return 'system';
  return draft.goroutines.length + draft.overflow.size > 1 ? 'all' : 'single';
};

const variantOf = (draft: Draft, crash: Crash | null): string => {
  if (crash?.kind === 'test-timeout') return 'test timeout';
  if (draft.notice?.kind === 'signal') return draft.notice.signal?.name ?? 'signal';
  if (draft.notice !== null) return draft.notice.kind;
  const writesAll =
    draft.goroutines[0]?.frames.some((f) => f.func.startsWith('runtime/pprof.write')) ?? false;
  return writesAll || draft.goroutines.length > 1 ? 'debug=2' : 'stack';
};

const kindOf = (notice: Notice, message: string): Crash['kind'] => {
  if (notice.kind === 'http panic') return 'http-panic';
  if (notice.kind === 'signal') return 'signal';
  if (notice.kind === 'fatal error') return 'fatal-error';
  return message.startsWith('test timed out after ') ? 'test-timeout' : 'panic';
};

const crashOf = (draft: Draft, notice: Notice, lines: LineRange): Crash => {
  const { min, max } = draft.version.read();
  const followed = draft.goroutines.length > 0;
  const panics =
    notice.kind === 'signal'
      ? []
      : readLinks(notice, {
          min,
          max,
          followed,
          headerAt: followed ? draft.headerAt : Number.MAX_SAFE_INTEGER,
        });
  const last = panics.at(-1);
  const first = draft.goroutines[0];
  if (last !== undefined && notice.kind === 'panic' && first !== undefined)
    last.goexit = first.frames.some((frame) => frame.func === 'runtime.Goexit');
  const whole = last?.message ?? notice.signal?.description ?? '';
  const kind = kindOf(notice, whole);
  return {
    kind,
    reason: '',
    message: kind === 'test-timeout' ? (whole.split('\n')[0] ?? '') : whole,
    type: '',
    recoverable: null,
    endedProcess: kind !== 'http-panic',
    exitCode: null,
    panics: notice.kind === 'fatal error' ? [] : panics,
    signal: notice.signal,
    goroutineId: first?.id ?? null,
    traceback: tracebackOf(draft),
    sites: [],
    businessKeys: [],
    httpPeer: notice.httpPeer,
    runningTests: kind === 'test-timeout' ? readRunningTests(whole) : [],
    race: null,
    fingerprint: '',
    lines,
  };
};

/** Null when the lines were no Go output after all: a logger's own `panic: ` without a stack. */
export const finishDraft = (draft: Draft, budget: Budget, atEnd: boolean): DumpArtifact | null => {
  const { notice, goroutines, notes, version } = draft;
  const counted = goroutines.length > 0 || draft.overflow.size > 0;
  if (!counted && (notice === null || notice.weak)) return null;
  if (draft.createdNumbered === 0 && draft.createdPlain > 1)
    version.atMost(20, 'no creating goroutine in `created by`');
  if (atEnd) markCut(draft);
  const { min, max } = version.read();
  settleElided(draft, max, min);
  noteDoubt(draft, min);
  if (draft.framesDropped > 0)
    notes.add(
      'limit-reached',
      `${draft.framesDropped} frames over the limit of ${budget.framesPerGoroutine} per goroutine were not kept`,
    );
  if (draft.overflow.size > 0)
    notes.add(
      'limit-reached',
      `${goroutines.length} goroutines are kept; those over the limit are only counted by state`,
    );
  const lines = { start: draft.start, end: draft.end };
  const crash = notice === null ? null : crashOf(draft, notice, lines);
  const all = notes.all();
  return {
    format:
      crash !== null && notice?.kind !== 'signal'
        ? 'crash'
        : notice?.signal?.name === 'SIGQUIT' || notice === null
          ? 'goroutine-dump'
          : 'crash',
    variant: variantOf(draft, crash),
    crash,
    goroutines,
    overflow: [...draft.overflow].map(([state, count]) => ({ state, count })),
    timeUnixNano: draft.timeUnixNano,
    lines,
    version: version.read(),
    notes: all,
    partial: all.some((note) => ['cut-off', 'limit-reached', 'elided-frames'].includes(note.code)),
  };
};
