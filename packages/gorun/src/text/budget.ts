/** What one input may cost in memory: counted here, for all its dumps together. */
import type { ReadLimits } from '../model.ts';

export interface Budget {
  readonly goroutinesPerDump: number;
  readonly framesPerGoroutine: number;
  readonly lineBytes: number;
  readonly artifacts: number;
  /** The same text, mostly as one string for all that are equal. Null when no further text may be kept. */
  intern(text: string): string | null;
  /** False when no further frame may be kept. */
  takeFrame(): boolean;
  /** False when no further goroutine may be kept. */
  takeGoroutine(): boolean;
}

/** Bytes of text kept: functions, files, arguments, with what a string costs beside its characters. */
const textBytes = 64 * 1024 * 1024;
const stringBytes = 40;
const totalFrames = 6_000_000;
const totalGoroutines = 1_000_000;
/** A power of two. Frequent text stays in its slot; what is seen once only passes through. */
const slots = 1 << 16;

/** Cheap and good enough to tell `0xc000123456` from `0xc000123466`: the ends of a text differ most. */
const slotOf = (text: string): number => {
  const { length } = text;
  let hash = length;
  for (let i = length - 1, from = Math.max(0, length - 8); i >= from; i--)
    hash = hash * 31 + text.charCodeAt(i);
  return (Math.imul(hash + text.charCodeAt(length >> 1) * 7919, 0x9e3779b1) >>> 16) & (slots - 1);
};

export const createBudget = (limits: ReadLimits = {}): Budget => {
  const known: string[] = new Array<string>(slots).fill('');
  let room = textBytes;
  let frames = totalFrames;
  let goroutines = totalGoroutines;
  return {
    goroutinesPerDump: limits.goroutines ?? 200_000,
    framesPerGoroutine: limits.frames ?? 512,
    lineBytes: limits.lineBytes ?? 1024 * 1024,
    artifacts: limits.artifacts ?? 1000,
    intern(text) {
      if (text === '') return '';
      const slot = slotOf(text);
      const before = known[slot] as string;
      if (before === text) return before;
      room -= text.length + stringBytes;
      if (room < 0) return null;
      known[slot] = text;
      return text;
    },
    takeFrame: () => --frames >= 0,
    takeGoroutine: () => --goroutines >= 0,
  };
};
