/** One folder's share of the work: read, lint, tell. Runs in a worker or in place. */

import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildContext,
  type FileProblem,
  isGenerated,
  type LintOptions,
  type LintResult,
  lintPackage,
  lintSettings,
  type SourceText,
  selectPackages,
} from '@nightglass/golint';
import { whyNot } from './source-tree.ts';

export interface UnitOptions extends Pick<LintOptions, 'profile' | 'levels' | 'generated'> {
  /** Absolute. */
  base: string;
  tests: boolean;
  tags: readonly string[];
}

export interface Unit {
  /** Relative to the base, like all paths. */
  dir: string;
  importPath: string;
  goMinor: number | null;
  files: string[];
  bytes: number;
  /** Files that are read and not reported, and why. */
  excluded: [path: string, why: string][];
}

export interface UnitResult extends LintResult {
  /** Files that do not build with these tags. */
  leftOut: number;
  notices: string[];
  /** What was read: path and digest of the bytes. */
  digests: [path: string, digest: string][];
}

/** Files above this are no source that people write; reading them would take hundreds of megabytes. */
const maxFileBytes = 10 * 1024 ** 2;

/** Larger ones are data, not settings. */
const maxSettingsBytes = 1024 ** 2;

/** Of a file's bytes; compared only with what the same program wrote. */
export const digestOf = (bytes: Uint8Array): string => createHash('sha1').update(bytes).digest('base64');

/** The place of the first byte that is no UTF-8; Go refuses such a file. */
const notUtf8 = (path: string, bytes: Buffer): FileProblem => {
  let line = 1;
  for (let at = 0; ; line++) {
    const newline = bytes.indexOf(10, at);
    const text = bytes.subarray(at, newline < 0 ? bytes.length : newline);
    if (newline >= 0 && isUtf8(text)) {
      at = newline + 1;
      continue;
    }
    const column = text.toString('utf8').indexOf('\ufffd') + 1;
    return { path, line, column, message: 'invalid UTF-8 encoding; the rest of the file is read' };
  }
};

interface ReadUnit {
  sources: SourceText[];
  problems: FileProblem[];
  notices: string[];
  digests: UnitResult['digests'];
}

const readUnit = (unit: Unit, base: string): ReadUnit => {
  const read: ReadUnit = { sources: [], problems: [], notices: [], digests: [] };
  for (const path of unit.files) {
    try {
      const bytes = readFileSync(join(base, path));
      read.digests.push([path, digestOf(bytes)]);
      const go = path.endsWith('.go');
      if (go && bytes.length > maxFileBytes) tooLarge(path, bytes, read);
      else if (go || bytes.length <= maxSettingsBytes) {
        if (go && !isUtf8(bytes)) read.problems.push(notUtf8(path, bytes));
        read.sources.push({ path, text: bytes.toString('utf8') });
      }
    } catch (error) {
      read.digests.push([path, '']);
      read.problems.push({ path, line: 0, column: 0, message: whyNot(error) });
    }
  }
  return read;
};

const tooLarge = (path: string, bytes: Buffer, read: ReadUnit): void => {
  const size = `${(bytes.length / 1024 ** 2).toFixed(1)} MiB`;
  const limit = `${maxFileBytes / 1024 ** 2} MiB`;
  if (isGenerated(bytes.toString('utf8', 0, 65_536)))
    read.notices.push(`${path} is generated and ${size} long: not read (the limit is ${limit})`);
  else
    read.problems.push({
      path,
      line: 0,
      column: 0,
      message: `is ${size} long: not read (the limit is ${limit})`,
    });
};

const isGo = ({ path }: SourceText): boolean => path.endsWith('.go');
const isOther = (source: SourceText): boolean => !isGo(source);

/** Never throws for what is in the files. */
export const lintUnit = (unit: Unit, options: UnitOptions): UnitResult => {
  const { sources, problems, notices, digests } = readUnit(unit, options.base);
  const { dir, importPath, goMinor } = unit;
  const [go, settings] = [isGo, isOther].map((want) => sources.filter(want)) as [SourceText[], SourceText[]];
  const selection = selectPackages(
    { dir, importPath, goMinor, files: go },
    { context: buildContext(options.tags), tests: options.tests },
  );
  const result: UnitResult = {
    findings: [],
    suppressed: [],
    problems,
    stats: { files: 0, lines: 0, packages: 0 },
    leftOut: selection.leftOut.length,
    notices,
    digests,
  };
  const { profile, levels, generated } = options;
  const lintOptions: LintOptions = { profile, levels, generated, excluded: new Map(unit.excluded) };
  for (const source of settings) {
    const said = lintSettings(source, lintOptions);
    result.findings.push(...said.findings);
    result.suppressed.push(...said.suppressed);
  }
  for (const source of selection.packages) {
    const said = lintPackage(source, lintOptions);
    result.findings.push(...said.findings);
    result.suppressed.push(...said.suppressed);
    result.problems.push(...said.problems);
    result.stats.files += said.stats.files;
    result.stats.lines += said.stats.lines;
    result.stats.packages++;
  }
  return result;
};
