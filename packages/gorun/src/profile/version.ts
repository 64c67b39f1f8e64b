import type { GoVersion } from '../model.ts';
import { createVersionEvidence } from '../text/version.ts';

/** Packages that exist since a minor release. */
const since: readonly (readonly [prefix: string, minor: number])[] = [
  ['internal/runtime/maps.', 24],
  ['internal/sync.', 24],
  ['internal/runtime/', 23],
];

/** The release a profile comes from, by the files and functions on its stacks (parallel columns). */
export const goVersionOf = (files: readonly string[], functions: readonly string[]): GoVersion => {
  const evidence = createVersionEvidence();
  for (let i = 0; i < functions.length; i++) {
    const func = functions[i] as string;
    evidence.frame(func, files[i] ?? '');
    const known = since.find(([prefix]) => func.startsWith(prefix));
    if (known !== undefined) evidence.atLeast(known[1], `function ${func}`);
  }
  return evidence.read();
};
