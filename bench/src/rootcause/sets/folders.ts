import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Names of the folders in it, with numbers in their own order; [] when there is none. */
export const foldersIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
        .map(({ name }) => name)
        .sort(byNumber)
    : [];

export const filesIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
        .map(({ name }) => name)
        .sort(byNumber)
    : [];

const padded = (name: string): string => name.replace(/\d+/g, (digits) => digits.padStart(12, '0'));
const byNumber = (a: string, b: string): number => (padded(a) < padded(b) ? -1 : 1);

/** All folders below, itself first, that hold the files asked for. */
export function* foldersBelow(folder: string, holds: (files: string[]) => boolean): Generator<string> {
  if (holds(filesIn(folder))) yield folder;
  for (const name of foldersIn(folder)) yield* foldersBelow(join(folder, name), holds);
}
