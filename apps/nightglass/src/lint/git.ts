/** What git says has changed. */
import { spawnSync } from 'node:child_process';
import { type ChangedLines, parseDiff } from '@nightglass/golint';
import { NightglassError } from '@nightglass/model';

const git = (base: string, args: readonly string[]): string => {
  const result = spawnSync('git', ['-C', base, '-c', 'core.quotepath=off', ...args], {
    encoding: 'utf8',
    maxBuffer: 512 * 1024 ** 2,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (result.error !== undefined)
    throw new NightglassError('NG_BAD_PARAMETER', `--new-from-rev needs git: ${result.error.message}`, {
      hint: 'Install git, or use --baseline.',
    });
  if (result.status === 0) return result.stdout;
  throw new NightglassError(
    'NG_BAD_PARAMETER',
    result.stderr.trim().split('\n')[0] || `git ${args[0]} failed`,
  );
};

/** Lines of `base` that differ from `rev`, committed or not, with files git does not know. NG_BAD_PARAMETER when it cannot be told. */
export const changedSince = (rev: string, base: string): ChangedLines => {
  try {
    git(base, ['rev-parse', '--is-inside-work-tree']);
  } catch (error) {
    if (!(error instanceof NightglassError) || error.hint !== undefined) throw error;
    throw new NightglassError('NG_BAD_PARAMETER', `--new-from-rev: ${base} is not in a git repository`, {
      hint: 'Use --baseline where there is no git.',
    });
  }
  let commit: string;
  try {
    commit = git(base, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${rev}^{commit}`]).trim();
  } catch {
    throw new NightglassError('NG_BAD_PARAMETER', `--new-from-rev: git knows no revision "${rev}"`, {
      hint: 'In CI, fetch it first: actions/checkout with fetch-depth: 0.',
    });
  }
  const diff = git(base, [
    'diff',
    '--unified=0',
    '--no-color',
    '--no-ext-diff',
    '--no-textconv',
    '--relative',
    '--src-prefix=a/',
    '--dst-prefix=b/',
    commit,
    '--',
    '*.go',
  ]);
  const untracked = git(base, ['ls-files', '--others', '--exclude-standard', '-z', '--', '*.go']);
  return parseDiff(
    diff,
    untracked.split('\0').filter((path) => path !== ''),
  );
};
