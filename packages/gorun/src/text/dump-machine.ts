/**
 * Recognises dumps and death notices in the lines of ONE stream. It never throws: whatever it cannot read is a foreign
 * line, which changes nothing but line numbers.
 */
import type { ElidedFrames, Goroutine, GoroutineAncestor, StackFrame } from '@nightglass/model';
import type { DumpArtifact } from '../model.ts';
import type { Budget } from './budget.ts';
import { createDraft, type Draft, finishDraft } from './draft.ts';
import { isRegister, readAncestor, readCall, readCreatedBy, readElided, readPosition } from './frame.ts';
import { type GoroutineHeader, readGoroutineHeader } from './header.ts';
import { beginNotice, beginSignal, readPcLine, readSignalLine, takeInNotice } from './notice.ts';
import { readTime } from './piece.ts';

export interface StreamLine {
  text: string;
  at: number;
  /** As Piece.time. */
  time: string;
  /** A logger's stamp stood before the text. */
  weak: boolean;
  /** Some stamp stood before the text. */
  stamped: boolean;
  /** The rest of the line was over the limit. */
  cut: boolean;
}

export interface DumpMachine {
  /** True when the line belongs to a dump. */
  line(line: StreamLine): boolean;
  /** A dump has begun and may go on. */
  isOpen(): boolean;
  /** The stream is over. `inLine`: the last line had no end. */
  end(inLine: boolean): void;
}

/** Strangers' lines after which a dump is over. */
const maxForeign = 2000;
/** Go leaves out frames at most once for a goroutine; more come from cut or forged text. */
const maxElided = 20;

/** Editors and forms make spaces of the TAB before a position. */
const leadingSpaces = (text: string): string => /^ {0,8}/.exec(text)?.[0] ?? '';

const emptyFrame = (func: string, args: string | null, at: number): StackFrame => ({
  func,
  args,
  file: '',
  line: 0,
  inlined: false,
  at,
});

/** What nearly every goroutine has none of, shared; the first of them gets a list of its own. */
const none: { elided: ElidedFrames[]; ancestors: GoroutineAncestor[] } = {
  elided: Object.freeze<ElidedFrames[]>([]) as ElidedFrames[],
  ancestors: Object.freeze<GoroutineAncestor[]>([]) as GoroutineAncestor[],
};

const createGoroutine = (header: GoroutineHeader, at: number): Goroutine => ({
  id: header.id,
  count: 1,
  state: header.state,
  marks: header.marks,
  waitMinutes: header.waitMinutes,
  lockedToThread: header.lockedToThread,
  bubble: header.bubble,
  labels: header.labels,
  frames: [],
  elided: none.elided,
  createdBy: null,
  creatorId: null,
  ancestors: none.ancestors,
  stackUnavailable: false,
  truncated: false,
  lines: { start: at, end: at },
});

const noteForms = (draft: Draft, header: GoroutineHeader): void => {
  const { version } = draft;
  if (header.pointers) {
    draft.system = true;
    version.atLeast(22, '`gp=` in a goroutine header');
  }
  if (header.labelled !== null) version.atLeast(26, 'labels in a goroutine header');
  if (header.marks.includes('leaked')) version.atLeast(26, 'a (leaked) mark');
  if (header.bubble !== null || header.marks.includes('durable')) version.atLeast(24, 'a synctest bubble');
  if (/^sync\.(?:RW)?Mutex\./.test(header.state)) version.atLeast(20, `the state ${header.state}`);
  if (header.state === 'sync.WaitGroup.Wait') version.atLeast(25, 'the state sync.WaitGroup.Wait');
};

export const createDumpMachine = (budget: Budget, emit: (artifact: DumpArtifact) => void): DumpMachine => {
  let draft: Draft | null = null;
  /** `SIGQUIT: quit`, until its `PC=` line comes. */
  let signalLine: { line: StreamLine; signal: NonNullable<ReturnType<typeof readSignalLine>> } | null = null;
  /** First line of what the runtime says before `fatal error: `. */
  let preamble: { start: number; lines: number } | null = null;

  const finish = (atEnd: boolean): void => {
    if (draft === null) return;
    const artifact = finishDraft(draft, budget, atEnd);
    draft = null;
    if (artifact !== null) emit(artifact);
  };

  const begin = (line: StreamLine, notice: Draft['notice'], start = line.at): Draft => {
    finish(false);
    draft = createDraft(notice, start, readTime(line.time));
    if (notice !== null) notice.stamped = line.stamped;
    draft.end = line.at;
    return draft;
  };

  const isOver = (open: Draft, header: GoroutineHeader): boolean => {
    const first = open.goroutines[0];
    if (first === undefined) return false;
    if (open.notice?.relayed) return false;
    if (open.ids.has(header.id)) return true;
    if (open.notice?.kind === 'http panic') return true;
    return open.notice === null && header.state === 'running' && first.state === 'running';
  };

  /** The first block stands in an old message and names the goroutine that then really comes. */
  const dropForged = (open: Draft, header: GoroutineHeader): boolean => {
    const first = open.goroutines[0];
    if (open.notice?.kind !== 'panic' || first === undefined || open.goroutines.length > 1) return false;
    const complete = first.frames.length > 0 && first.frames.every((frame) => frame.file !== '');
    if (first.id !== header.id && (complete || header.state !== 'running')) return false;
    if (header.state !== 'running' || first.state !== 'running') return false;
    open.notes.add(
      'forged-header',
      `goroutine ${first.id} at line ${first.lines.start} is text of the panic message, not a goroutine: the real one follows`,
      first.lines,
    );
    open.goroutines.pop();
    open.ids.delete(first.id);
    return true;
  };

  /** False when there is no room for them. */
  const internLabels = (labels: Record<string, string>): boolean => {
    for (const key of Object.keys(labels)) {
      const value = budget.intern(labels[key] as string);
      if (value === null || budget.intern(key) === null) return false;
      labels[key] = value;
    }
    return true;
  };

  const enter = (open: Draft, header: GoroutineHeader, at: number): void => {
    open.inRuntimeStack = false;
    open.pending = null;
    open.unread = null;
    open.headerAt ||= at;
    open.end = at;
    noteForms(open, header);
    if (open.notice?.relayed && open.ids.has(header.id)) {
      open.current = null;
      return;
    }
    const goroutine = createGoroutine(header, at);
    const state = budget.intern(header.state);
    if (
      state === null ||
      !internLabels(goroutine.labels) ||
      open.goroutines.length >= budget.goroutinesPerDump ||
      !budget.takeGoroutine()
    ) {
      const name = open.overflow.size < 200 || open.overflow.has(header.state) ? header.state : 'other';
      open.overflow.set(name, (open.overflow.get(name) ?? 0) + 1);
      open.current = null;
      return;
    }
    goroutine.state = state;
    open.ids.add(header.id);
    open.goroutines.push(goroutine);
    open.current = goroutine;
  };

  const pushFrame = (open: Draft, goroutine: Goroutine, frame: StackFrame): void => {
    const list = goroutine.ancestors.at(-1)?.frames ?? goroutine.frames;
    open.pending = null;
    if (list.length >= budget.framesPerGoroutine || !budget.takeFrame()) {
      open.framesDropped++;
      return;
    }
    const func = budget.intern(frame.func);
    const args = frame.args === null ? null : budget.intern(frame.args);
    if (func === null || (args === null && frame.args !== null)) {
      open.framesDropped++;
      return;
    }
    frame.func = func;
    frame.args = args;
    list.push(frame);
    open.pending = frame;
  };

  const takePosition = (open: Draft, text: string): boolean => {
    const frame = open.pending;
    if (frame === null || frame.file !== '') return false;
    const position = readPosition(text, text.startsWith('\t') ? '\t' : leadingSpaces(text));
    if (position === null) return false;
    frame.file = budget.intern(position.file) ?? '';
    frame.line = position.line;
    frame.inlined = frame.args === '...' && !position.offset;
    if (position.registers) open.system = true;
    open.version.frame(frame.func, frame.file);
    open.pending = null;
    open.lastIsShort = !position.offset;
    return true;
  };

  const takeCreatedBy = (open: Draft, goroutine: Goroutine, text: string, at: number): boolean => {
    const created = readCreatedBy(text);
    if (created === null) return false;
    const frame = emptyFrame(budget.intern(created.func) ?? '', null, at);
    const ancestor = goroutine.ancestors.at(-1);
    if (ancestor !== undefined) ancestor.createdBy = frame;
    else {
      goroutine.createdBy = frame;
      goroutine.creatorId = created.creatorId;
      if (created.creatorId !== null) {
        open.createdNumbered++;
        open.version.atLeast(21, '`in goroutine` behind `created by`');
      } else if (!/^(?:runtime|time)\./.test(created.func)) open.createdPlain++;
    }
    open.pending = frame;
    return true;
  };

  /** A line of the block of `goroutine`. */
  const takeInBlock = (open: Draft, goroutine: Goroutine, text: string, at: number): boolean => {
    if (text.startsWith('\t') || text.startsWith('  ')) {
      if (takePosition(open, text)) return true;
      if (text.trimStart() === 'goroutine running on other thread; stack unavailable') {
        goroutine.stackUnavailable = true;
        return true;
      }
      if (open.unread !== null && / ?pc=0x[0-9a-f]+$/.test(text)) {
        const frame = emptyFrame(open.unread.text, null, open.unread.at);
        pushFrame(open, goroutine, frame);
        takePosition(open, text);
        open.unread = null;
        open.pending = null;
        return true;
      }
      return false;
    }
    const call = readCall(text);
    if (call !== null) {
      pushFrame(open, goroutine, emptyFrame(call.func, call.args, at));
      return true;
    }
    if (takeCreatedBy(open, goroutine, text, at)) return true;
    const elided = readElided(text);
    if (elided !== undefined) {
      if (goroutine.elided.length < maxElided)
        goroutine.elided = [...goroutine.elided, { before: goroutine.frames.length, count: elided }];
      return true;
    }
    const ancestor = readAncestor(text);
    if (ancestor !== null && goroutine.ancestors.length < 100) {
      goroutine.ancestors = [...goroutine.ancestors, { id: ancestor, frames: [], createdBy: null }];
      return true;
    }
    open.unread = text.length < 1000 ? { text, at } : null;
    return false;
  };

  /** Lines between goroutines. */
  const takeBetween = (open: Draft, text: string): boolean => {
    if (text === 'runtime stack:') {
      open.inRuntimeStack = true;
      open.current = null;
      if (open.notice !== null) open.notice.runtimeStack = true;
      return true;
    }
    if (isRegister(text)) {
      open.current = null;
      return true;
    }
    if (text === '-----' && open.notice !== null) {
      open.notice.relayed = true;
      open.current = null;
      return true;
    }
    return false;
  };

  const take = (open: Draft, text: string, line: StreamLine): boolean => {
    const { at } = line;
    const goroutine = open.current;
    open.lastIsShort = false;
    const started = open.headerAt > 0;
    if (text === '') {
      if (!started && open.notice !== null) takeInNotice(open.notice, text, line);
      return true;
    }
    const header = readGoroutineHeader(text);
    if (header !== null) {
      if (dropForged(open, header)) open.headerAt = at;
      else if (isOver(open, header)) return false;
      enter(open, header, at);
      return true;
    }
    const taken =
      (goroutine !== null && takeInBlock(open, goroutine, text, at)) ||
      takeBetween(open, text) ||
      (open.inRuntimeStack && (readCall(text) !== null || readPosition(text) !== null)) ||
      (open.notice?.relayed && (readSignalLine(text) !== null || text.startsWith('PC=0x'))) ||
      (!started && open.notice !== null && takeInNotice(open.notice, text, line));
    if (!taken) return false;
    open.end = at;
    if (goroutine !== null && open.current === goroutine) goroutine.lines.end = at;
    return true;
  };

  const start = (text: string, line: StreamLine): boolean => {
    const notice = beginNotice(text, line.at, line.weak);
    if (notice !== null) {
      const from = notice.kind === 'fatal error' && preamble !== null ? preamble.start : line.at;
      preamble = null;
      begin(line, notice, from);
      return true;
    }
    const header = readGoroutineHeader(text);
    if (header !== null) {
      enter(begin(line, null), header, line.at);
      return true;
    }
    if (
      /^(?:runtime: (?:goroutine stack|program|sp=|out of memory|cannot allocate|g )|unexpected fault address )/.test(
        text,
      )
    ) {
      preamble ??= { start: line.at, lines: 0 };
      return true;
    }
    return false;
  };

  const beginsSignal = (line: StreamLine, text: string): boolean => {
    const waiting = signalLine;
    signalLine = null;
    if (waiting !== null && text.startsWith('PC=') && readPcLine(text, waiting.signal)) {
      begin(line, beginSignal(waiting.signal, waiting.line.at, waiting.line.weak), waiting.line.at);
      return true;
    }
    const signal = text.startsWith('SIG') ? readSignalLine(text) : null;
    if (signal === null) return false;
    signalLine = { line, signal };
    return true;
  };

  return {
    line(line) {
      let text = line.text;
      if (draft !== null) {
        if (draft.indent === '' || text.startsWith(draft.indent)) {
          if (take(draft, text.slice(draft.indent.length), line)) {
            draft.foreign = 0;
            return true;
          }
          text = text.slice(draft.indent.length);
        }
      }
      const trimmed = text.startsWith(' ') ? text.trimStart() : text;
      if (beginsSignal(line, trimmed)) return true;
      if (start(trimmed, line)) {
        const opened: Draft | null = draft;
        if (opened !== null) (opened as Draft).indent = text.slice(0, text.length - trimmed.length);
        return true;
      }
      if (preamble !== null && ++preamble.lines > 20) preamble = null;
      if (draft !== null && ++draft.foreign > maxForeign) finish(false);
      return false;
    },
    isOpen: () => draft !== null || signalLine !== null || preamble !== null,
    end(inLine) {
      if (draft !== null) draft.lastLineCut = inLine && draft.lastIsShort;
      finish(true);
    },
  };
};
