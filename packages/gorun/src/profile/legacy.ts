import type { RuntimeNote, StackFrame } from '@nightglass/model';
import type { DumpArtifact, ProfileArtifact } from '../model.ts';
import { createProfileBuilder, labelsOf } from './builder.ts';
import { countedGoroutine } from './goroutines.ts';
import { readFrameLine, readLabelLine } from './legacy-frames.ts';
import { contentionHead, countHead, heapHead, type LegacyHead } from './legacy-heads.ts';
import { createNoteBook } from './notes.ts';
import { goVersionOf } from './version.ts';

/** Reads a debug=1 profile line by line; `line` says whether the line belonged to it. */
export interface LegacyProfileReader {
  line(text: string, number: number): boolean;
  end(): ProfileArtifact | DumpArtifact;
}

/** Stacks kept of one profile, and call positions over all of them. */
const mostStacks = 200_000;
const mostPositions = 2_000_000;
const deepestStack = 2048;

interface Stack {
  values: number[];
  addresses: string;
  frames: StackFrame[];
  labels: [string, string][];
  start: number;
  end: number;
}

/** Program counters of `40 @ 0x43b336 0x40708c`, for stacks that have no symbol lines. */
const addressFrames = (addresses: string, at: number): StackFrame[] =>
  addresses
    .split(' ')
    .filter((a) => a !== '' && a !== '0x0')
    .slice(0, deepestStack)
    .map((func) => ({ func, args: null, file: '', line: 0, inlined: false, at }));

const memStatLine = /^# (\w{1,40}) = (-?\d{1,19}(?:\.\d{1,40})?(?:e[+-]\d{1,3})?)(?: \/ (\d{1,19}))?$/;

/**
 * Takes the first line of a debug=1 profile (`goroutine profile: total 320`, `heap profile: ...`, `--- mutex:`,
 * `threadcreate profile: total 17`), or null when the line is not one. Heap numbers come out scaled, contention in
 * nanoseconds: the same units as the protobuf form.
 */
export const createLegacyProfileReader = (
  firstLine: string,
  lineNumber: number,
): LegacyProfileReader | null => {
  const head: LegacyHead | null =
    firstLine.length > 200
      ? null
      : (heapHead(firstLine) ?? countHead(firstLine) ?? contentionHead(firstLine));
  if (head === null) return null;
  const book = createNoteBook();
  const stacks: Stack[] = [];
  const memStats: Record<string, number> = {};
  let inMemStats = false;
  let current: Stack | null = null;
  let positions = 0;
  let sum = 0;
  let behind = 0;
  let skipping = false;
  let last = lineNumber;

  const stackLine = (text: string, number: number): boolean => {
    const at = text.indexOf('@');
    if (at < 1 || at > 200) return false;
    const values = head.values(text.slice(0, at).trim());
    const addresses = text.slice(at + 1).trim();
    if (values === null || !/^(?:0x[0-9a-f]{1,16}(?: |$))*$/.test(addresses)) return false;
    sum += values[0] as number;
    skipping = stacks.length >= mostStacks || positions > mostPositions;
    if (skipping) {
      book.add('limit-reached', `Only the first ${stacks.length.toLocaleString('en')} stacks were kept.`);
      behind += values[0] as number;
      current = null;
      return true;
    }
    current = { values, addresses, frames: [], labels: [], start: number, end: number };
    stacks.push(current);
    return true;
  };

  const read = (text: string, number: number): boolean => {
    if (text.charCodeAt(0) === 0x23) {
      if (inMemStats) return memStat(text);
      if (head.kind === 'heap' && text.startsWith('# runtime.MemStats')) {
        inMemStats = true;
        current = null;
        return true;
      }
      const frame = readFrameLine(text, number);
      if (frame !== null) {
        if (current !== null && current.frames.length < deepestStack) {
          current.frames.push(frame);
          current.end = number;
          positions++;
        }
        return current !== null || skipping;
      }
      const labels = current === null ? null : readLabelLine(text);
      if (labels !== null && current !== null) current.labels = labels;
      return labels !== null;
    }
    if (inMemStats) return false;
    if (text === '') {
      current = null;
      return true;
    }
    return (stacks.length === 0 && head.setting(text)) || stackLine(text, number);
  };

  const memStat = (text: string): boolean => {
    if (/^# Pause(?:Ns|End) = \[/.test(text)) return true;
    const found = memStatLine.exec(text);
    if (found === null) return /^# \w{1,40} = (?:true|false)$/.test(text);
    if (found[1] !== '__proto__') {
      memStats[found[1] as string] = Number(found[2]);
      // `Stack = in use / sys`.
      if (found[3] !== undefined) memStats[`${found[1]}Sys`] = Number(found[3]);
    }
    return true;
  };

  const line = (raw: string, number: number): boolean => {
    const text = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    const taken = read(text, number);
    if (taken && text !== '') last = number;
    return taken;
  };

  const end = (): ProfileArtifact | DumpArtifact => {
    const files = stacks.flatMap((stack) => stack.frames.map((frame) => frame.file));
    const functions = stacks.flatMap((stack) => stack.frames.map((frame) => frame.func));
    for (const stack of stacks)
      if (stack.frames.length === 0) stack.frames = addressFrames(stack.addresses, stack.start);
    const short = head.total !== null && sum < head.total;
    if (short)
      book.add('cut-off', `The profile says ${head.total} in its first line, its stacks add up to ${sum}.`);
    const notes: RuntimeNote[] = book.list();
    const common = {
      lines: { start: lineNumber, end: last },
      version: goVersionOf(files, functions),
      notes,
      partial: notes.length > 0,
    };
    if (head.kind === 'goroutine' || head.kind === 'goroutineleak')
      return {
        format: 'goroutine-profile',
        variant: head.kind === 'goroutine' ? 'debug=1' : head.kind,
        crash: null,
        goroutines: stacks.map((stack) => {
          const lines = { start: stack.start, end: stack.end };
          const entry = countedGoroutine(
            stack.values[0] as number,
            stack.frames,
            labelsOf(stack.labels),
            lines,
          );
          if (head.kind === 'goroutineleak') entry.marks.push('leaked');
          return entry;
        }),
        overflow: behind > 0 ? [{ state: '', count: behind }] : [],
        timeUnixNano: null,
        ...common,
      };
    const builder = createProfileBuilder();
    for (const stack of stacks)
      builder.sample(
        stack.frames.map((frame) => builder.position(frame.func, frame.file, frame.line)),
        head.scaled(stack.values),
        [...stack.labels, ...head.labels(stack.values)],
      );
    const { sampleTypes, periodType, period } = head.shape();
    return {
      format: 'profile',
      variant: head.kind,
      profile: builder.build({
        sampleTypes,
        defaultSampleType: sampleTypes.length - 1,
        periodType,
        period,
        timeUnixNano: 0n,
        durationNano: 0,
        difference: false,
        comments: [],
      }),
      memStats: inMemStats ? memStats : null,
      ...common,
    };
  };
  return { line, end };
};
