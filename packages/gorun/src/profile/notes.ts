import type { RuntimeNote } from '@nightglass/model';

/** Collects what a reader could not use. The same code is kept once, with the first message and a count. */
export interface NoteBook {
  add(code: string, message: string, count?: number): void;
  list(): RuntimeNote[];
}

export const createNoteBook = (): NoteBook => {
  const notes = new Map<string, RuntimeNote>();
  return {
    add: (code, message, count = 1) => {
      const known = notes.get(code);
      if (known === undefined) notes.set(code, { code, message, lines: null, count });
      else known.count += count;
    },
    list: () => [...notes.values()],
  };
};
