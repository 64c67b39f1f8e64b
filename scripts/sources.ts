import { execFileSync } from 'node:child_process';

/** TypeScript files of the project: tracked, and untracked ones that git does not ignore. */
export const sourceFiles = (root: string): string[] => {
  const out = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '*.ts', '*.tsx'], {
    cwd: root,
    encoding: 'utf8',
  });
  return [...new Set(out.split('\n'))].filter((f) => f !== '' && !f.includes('/dist/')).sort();
};

export const isTest = (file: string): boolean =>
  /\.test\.tsx?$|(^|\/)(e2e|testing|testdata)\//.test(file) || file.endsWith('.d.ts');
