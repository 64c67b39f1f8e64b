/** Applies the fixes of reports to a source, for tests: the engine has its own, which adds imports. */
import type { Report } from '../../rules-model.ts';

const prefix = 'package p; ';

/** `source` (without its package clause) after the first fix of each report. */
export const applied = (source: string, reports: readonly Report[]): string => {
  const edits = reports.flatMap(({ fixes }) => fixes?.[0]?.edits ?? []).sort((a, b) => b.start - a.start);
  let text = prefix + source;
  for (const { start, end, newText } of edits) text = text.slice(0, start) + newText + text.slice(end);
  return text.slice(prefix.length);
};
