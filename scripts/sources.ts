import { execFileSync } from 'node:child_process';

/** TypeScript files that people write: tracked, and untracked ones that git does not ignore; generated ones are left out. */
export const sourceFiles = (root: string): string[] => {
  const out = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '*.ts', '*.tsx'], {
    cwd: root,
    encoding: 'utf8',
  });
  return [...new Set(out.split('\n'))].filter((f) => f !== '' && !/\/dist\/|\.generated\./.test(f)).sort();
};

export const isTest = (file: string): boolean =>
  /\.test\.tsx?$|(^|\/)(e2e|testing|testdata)\//.test(file) || file.endsWith('.d.ts');
