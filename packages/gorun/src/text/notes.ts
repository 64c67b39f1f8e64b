/** Notes of one artifact: a repeated one is kept once and counted. */
import type { LineRange, RuntimeNote } from '@nightglass/model';

export interface Notes {
  add(code: string, message: string, lines?: LineRange | null): void;
  all(): RuntimeNote[];
}

export const createNotes = (): Notes => {
  const notes = new Map<string, RuntimeNote>();
  return {
    add(code, message, lines = null) {
      const key = `${code} ${message}`;
      const known = notes.get(key);
      if (known === undefined) notes.set(key, { code, message, lines: lines && { ...lines }, count: 1 });
      else {
        known.count++;
        if (known.lines !== null && lines !== null) known.lines.end = Math.max(known.lines.end, lines.end);
      }
    },
    all: () => [...notes.values()],
  };
};
