/** What one input may cost in memory: counted here, for all its dumps together. */
import type { ReadLimits } from '../model.ts';

export interface Budget {
  readonly goroutinesPerDump: number;
  readonly framesPerGoroutine: number;
  readonly lineBytes: number;
  readonly artifacts: number;
  /** The same text as one string. Null past the limit on distinct text. */
  intern(text: string): string | null;
  /** False when no further frame may be kept. */
  takeFrame(): boolean;
  /** False when no further goroutine may be kept. */
  takeGoroutine(): boolean;
}

/** Distinct text of stacks: functions, files, arguments. */
const internedCharacters = 48 * 1024 * 1024;
const totalFrames = 6_000_000;
const totalGoroutines = 1_000_000;

export const createBudget = (limits: ReadLimits = {}): Budget => {
  const known = new Map<string, string>();
  let room = internedCharacters;
  let frames = totalFrames;
  let goroutines = totalGoroutines;
  return {
    goroutinesPerDump: limits.goroutines ?? 200_000,
    framesPerGoroutine: limits.frames ?? 512,
    lineBytes: limits.lineBytes ?? 1024 * 1024,
    artifacts: limits.artifacts ?? 1000,
    intern(text) {
      const before = known.get(text);
      if (before !== undefined) return before;
      // Entries cost beside their characters, so many short ones count too.
      room -= text.length + 64;
      if (room < 0) return null;
      known.set(text, text);
      return text;
    },
    takeFrame: () => --frames >= 0,
    takeGoroutine: () => --goroutines >= 0,
  };
};
