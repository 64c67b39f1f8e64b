/**
 * Annotations of GitHub Actions, one line each:
 * https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
 */
import type { Level } from '../model.ts';
import type { LintReport } from './report.ts';

const command: Readonly<Record<Level, string>> = { error: 'error', warning: 'warning', note: 'notice' };

const escapeData = (text: string): string =>
  text.replace(/[%\r\n]/g, (c) => (c === '%' ? '%25' : c === '\r' ? '%0D' : '%0A'));
const escapeProperty = (text: string): string =>
  escapeData(text).replace(/[:,]/g, (c) => (c === ':' ? '%3A' : '%2C'));

const annotation = (level: Level, properties: Record<string, string | number>, message: string): string => {
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${command[level]} ${list.join(',')}::${escapeData(message)}\n`;
};

export const renderGithub = ({ findings, problems }: LintReport): string =>
  [
    ...findings.map(({ level, location, rule, message, related }) => {
      const sites = related.map(
        (site) => `\n${site.location.path}:${site.location.startLine}: ${site.message}`,
      );
      return annotation(
        level,
        {
          file: location.path,
          line: location.startLine,
          endLine: location.endLine,
          // A column range over several lines is refused.
          ...(location.endLine === location.startLine
            ? { col: location.startColumn, endColumn: location.endColumn }
            : {}),
          title: rule,
        },
        message + sites.join(''),
      );
    }),
    ...problems.map(({ path, line, column, message }) =>
      annotation(
        'error',
        { file: path, ...(line > 0 ? { line, col: column } : {}), title: 'not read' },
        message,
      ),
    ),
  ].join('');
