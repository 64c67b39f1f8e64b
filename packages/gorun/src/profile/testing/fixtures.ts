/** Recorded output of real Go programs (testdata/go), read for tests; and profiles made up for them. */
import { readFileSync } from 'node:fs';
import {
  Label,
  Line,
  Location,
  Function as PprofFunction,
  Profile,
  Sample,
  StringTable,
  ValueType,
} from 'pprof-format';
import { createGodebugReader } from '../../godebug/reader.ts';
import type { Profile as Columns, GodebugArtifact, ProfileArtifact } from '../../model.ts';
import { createLegacyProfileReader } from '../legacy.ts';
import { readPprof, readPprofArtifact } from '../pprof.ts';

export const goVersions = ['1.19', '1.22', '1.24', '1.26', '1.27'] as const;

const root = new URL('../../../testdata/go/', import.meta.url);
export const bytesOf = (path: string): Uint8Array => readFileSync(new URL(path, root));
export const linesOf = (path: string): string[] => readFileSync(new URL(path, root), 'utf8').split('\n');

export const profileOf = (bytes: Uint8Array): Columns => {
  const read = readPprof(bytes);
  if ('error' in read) throw new Error(read.error.message);
  return read.profile;
};

export const profileArtifact = (path: string): ProfileArtifact => {
  const read = readPprofArtifact(bytesOf(path));
  if ('error' in read || read.format !== 'profile') throw new Error(`${path} is no profile`);
  return read;
};

/** A debug=1 text, and the numbers of the lines that its reader did not take. */
export const legacyOf = (lines: readonly string[]) => {
  const reader = createLegacyProfileReader(lines[0] ?? '', 1);
  if (reader === null) throw new Error(`no profile starts with ${lines[0]}`);
  const left: string[] = [];
  for (let i = 1; i < lines.length; i++)
    if (!reader.line(lines[i] as string, i + 1)) left.push(lines[i] as string);
  return { artifact: reader.end(), left };
};

export const godebugOf = (lines: readonly string[]): { artifact: GodebugArtifact | null; left: string[] } => {
  const reader = createGodebugReader();
  const left = lines.filter((line, i) => !reader.line(line, i + 1));
  return { artifact: reader.end(), left };
};

/** Sums per sample type. */
export const totals = (profile: Columns): number[] => {
  const sums = profile.sampleTypes.map(() => 0);
  profile.values.forEach((value, i) => {
    sums[i % sums.length] = (sums[i % sums.length] as number) + value;
  });
  return sums;
};

export interface MadeSample {
  /** Function numbers, innermost first; location n calls function `f<n>` at line n. */
  stack: number[];
  values: (number | bigint)[];
  labels?: Record<string, string>;
}

/** A pprof file with the functions `f1`, `f2`, ... and what the test changes about it. */
export const makeProfile = (
  samples: readonly MadeSample[],
  types: readonly (readonly [string, string])[] = [['inuse_space', 'bytes']],
  change: (profile: Profile) => void = () => {},
): Uint8Array => {
  const strings = new StringTable();
  const used = [...new Set(samples.flatMap((sample) => sample.stack))];
  const profile = new Profile({
    stringTable: strings,
    sampleType: types.map(
      ([type, unit]) => new ValueType({ type: strings.dedup(type), unit: strings.dedup(unit) }),
    ),
    function: used.map(
      (n) =>
        new PprofFunction({
          id: n,
          name: strings.dedup(`main.f${n}`),
          filename: strings.dedup('/src/main.go'),
        }),
    ),
    location: used.map((n) => new Location({ id: n, line: [new Line({ functionId: n, line: n })] })),
    sample: samples.map(
      (sample) =>
        new Sample({
          locationId: sample.stack,
          value: sample.values,
          label: Object.entries(sample.labels ?? {}).map(
            ([key, value]) => new Label({ key: strings.dedup(key), str: strings.dedup(value) }),
          ),
        }),
    ),
  });
  change(profile);
  return profile.encode();
};
