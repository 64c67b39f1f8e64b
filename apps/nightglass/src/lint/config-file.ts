/** The configuration of a folder: the nearest one above it. */
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { configNames, type LintConfig, parseConfig } from '@nightglass/golint';
import { NightglassError } from '@nightglass/model';
import { whyNot } from './source-tree.ts';

export interface FoundConfig {
  config: LintConfig;
  /** Folder that its `exclude` is relative to. */
  dir: string;
}

const readOptional = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw new NightglassError('NG_CONFIG_INVALID', `${path} ${whyNot(error)}`);
  }
};

/** The file `named` by a person, or the one found upwards from `from`; an empty one when there is none. */
export const findConfig = (
  named: string | undefined,
  from: string,
  cwd: string,
  ruleIds: readonly string[],
): FoundConfig => {
  if (named !== undefined) {
    const path = resolve(cwd, named);
    const text = readOptional(path);
    if (text === undefined)
      throw new NightglassError('NG_BAD_PARAMETER', `the configuration ${named} does not exist`);
    return { config: parseConfig(text, named, ruleIds), dir: dirname(path) };
  }
  for (let dir = from; ; dir = dirname(dir)) {
    for (const name of configNames) {
      const text = readOptional(join(dir, name));
      if (text !== undefined) return { config: parseConfig(text, join(dir, name), ruleIds), dir };
    }
    if (dirname(dir) === dir) return { config: parseConfig('', '', ruleIds), dir: from };
  }
};
