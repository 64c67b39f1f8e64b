/** Findings for a person at a terminal: `path:line:col` first, so that it can be clicked. */
import { printable } from '@nightglass/model';
import { levels } from '../engine/levels.ts';
import type { FileProblem, Finding, Level, SourceLocation } from '../model.ts';
import { LineIndex } from '../syntax/positions.ts';
import { codeFrame } from './code-frame.ts';
import { counted, type LintReport } from './report.ts';

export interface TextOptions {
  colour: boolean;
  /** The text of a file, for code frames; undefined when it is not to be had. */
  sourceOf(path: string): string | undefined;
  /** What stands before paths: '' when they are relative to where the reader is, else a folder with `/` at the end. */
  prefix: string;
}

const sgr = { error: '31', warning: '33', note: '36', bold: '1', dim: '2' } as const;

export const renderText = (report: LintReport, options: TextOptions): string => {
  const paint = (style: keyof typeof sgr, text: string): string =>
    options.colour ? `\u001b[${sgr[style]}m${text}\u001b[0m` : text;
  const indexes = new Map<string, LineIndex | undefined>();
  const linesOf = (path: string): LineIndex | undefined => {
    if (!indexes.has(path)) {
      const text = options.sourceOf(path);
      indexes.set(path, text === undefined ? undefined : new LineIndex(text));
    }
    return indexes.get(path);
  };
  const at = (path: string, line: number, column: number): string =>
    printable(options.prefix + path) + (line > 0 ? `:${line}:${column}` : '');
  const frame = (location: SourceLocation): string[] => {
    const lines = linesOf(location.path);
    if (lines === undefined || lines.lineCount < location.startLine) return [];
    return codeFrame(lines, location).map((text) => `  ${text}`);
  };
  const finding = (one: Finding): string[] => [
    `${paint('bold', at(one.location.path, one.location.startLine, one.location.startColumn))}: ` +
      `${paint(one.level, one.level)} ${one.rule}: ${printable(one.message)}`,
    ...frame(one.location),
    ...one.related.flatMap(({ location, message }) => [
      `  ${at(location.path, location.startLine, location.startColumn)}: ${paint('dim', printable(message))}`,
      ...frame(location).map((text) => `  ${text}`),
    ]),
    '',
  ];
  const problem = ({ path, line, column, message }: FileProblem): string =>
    `${paint('bold', at(path, line, column))}: ${paint('error', 'problem')}: ${printable(message)}`;
  const lines = [
    ...report.findings.flatMap(finding),
    ...report.problems.map(problem),
    ...(report.problems.length > 0 ? [''] : []),
    summary(report),
  ];
  return `${lines.join('\n')}\n`;
};

const summary = ({ findings, suppressed, problems, stats }: LintReport): string => {
  const count = (level: Level): number => findings.filter((one) => one.level === level).length;
  const parts = [...levels]
    .reverse()
    .filter((level) => count(level) > 0)
    .map((level) => counted(count(level), level));
  const silenced = suppressed.filter((one) => one.by !== 'config').length;
  if (problems.length > 0) parts.push(counted(problems.length, 'problem'));
  if (silenced > 0) parts.push(`${silenced} silenced`);
  const what = findings.length + problems.length === 0 ? ['nothing found', ...parts] : parts;
  return `${what.join(', ')}; ${counted(stats.lines, 'line')} in ${counted(stats.files, 'file')} of ${counted(stats.packages, 'package')}`;
};
