/** Go sources to measure with. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Tree {
  texts: string[];
  lines: number;
  megabytes: number;
}

/** `GOROOT/src` of the Go on PATH, or undefined. */
export const goSource = (): string | undefined => {
  try {
    return join(execFileSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).trim(), 'src');
  } catch {
    return undefined;
  }
};

/** Every Go file below `folder`, but what lies in `testdata`. */
export const readTree = (folder: string): Tree => {
  const tree: Tree = { texts: [], lines: 0, megabytes: 0 };
  const read = (path: string): void => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const below = join(path, entry.name);
      if (entry.isDirectory() && entry.name !== 'testdata') read(below);
      else if (entry.isFile() && entry.name.endsWith('.go')) add(tree, readFileSync(below, 'utf8'));
    }
  };
  read(folder);
  return tree;
};

const add = (tree: Tree, text: string): void => {
  tree.texts.push(text);
  tree.megabytes += text.length / 1e6;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) tree.lines++;
};
