import type { LintReport } from './report.ts';

/** The result as one JSON object, for programs; `base` tells what paths are relative to. */
export const renderJson = ({ version, base, findings, suppressed, problems, stats }: LintReport): string =>
  `${JSON.stringify({ tool: { name: 'nightglass', version }, base, findings, suppressed, problems, stats }, null, 2)}\n`;
