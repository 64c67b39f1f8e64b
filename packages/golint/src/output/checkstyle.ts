/** The XML of Checkstyle, which most CI servers read. */
import { printable } from '@nightglass/model';
import type { Level } from '../model.ts';
import type { LintReport } from './report.ts';

const severity: Readonly<Record<Level, string>> = { error: 'error', warning: 'warning', note: 'info' };
const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** `printable` has taken out what XML 1.0 does not allow. */
const escapeXml = (text: string): string =>
  printable(text)
    .replace(/[\ufffe\uffff]/g, '')
    .replace(/[&<>"']/g, (c) => entities[c] ?? '');

export const renderCheckstyle = ({ findings, problems }: LintReport): string => {
  const rows = [
    ...findings.map(({ location, level, message, rule }) => ({
      path: location.path,
      line: location.startLine,
      column: location.startColumn,
      severity: severity[level],
      message,
      source: `nightglass.${rule}`,
    })),
    ...problems.map((problem) => ({ ...problem, severity: 'error', source: 'nightglass.problem' })),
  ];
  const files = Map.groupBy(rows, (row) => row.path);
  const out = ['<?xml version="1.0" encoding="UTF-8"?>', '<checkstyle version="4.3">'];
  for (const [path, own] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    out.push(`  <file name="${escapeXml(path)}">`);
    for (const { line, column, severity: weight, message, source } of own)
      out.push(
        `    <error line="${line}" column="${column}" severity="${weight}" ` +
          `message="${escapeXml(message)}" source="${escapeXml(source)}"/>`,
      );
    out.push('  </file>');
  }
  return `${out.join('\n')}\n</checkstyle>\n`;
};
