/** The lab's results for a terminal: each claim once, and below it what each Go said. */
import { Page, type Style } from '../../inspect/report/page.ts';
import { table } from '../../text-output.ts';
import type { Experiment, LabRun, SeriesTable, Verdict } from '../model.ts';
import {
  countWords,
  measuredNames,
  measuredText,
  measureName,
  ratioText,
  runWords,
  type Said,
  saidOf,
  verdictWords,
} from './words.ts';

export interface TextOptions {
  style: Style;
  width: number;
  notes: readonly string[];
}

const markOf = (style: Style, verdict: Verdict): ((text: string) => string) => {
  if (verdict === 'confirmed') return style.green;
  return verdict === 'refuted' ? style.red : style.yellow;
};

const printSeries = (page: Page, series: SeriesTable): void => {
  const {
    pair: [first, second],
    rows,
  } = series;
  const [row] = rows;
  if (row === undefined) return;
  const conditions = Object.keys(row.conditions);
  const header = ['what', ...conditions, first, second, `${first} / ${second}`];
  const lines = measuredNames(series).flatMap((name) =>
    rows.map((r) => {
      const [a, b, ratio] = [r.first[name], r.second[name], r.ratio[name]];
      if (a === undefined || b === undefined || ratio === undefined) return [measureName(name)];
      const values = conditions.map((c) => r.conditions[c] ?? '');
      return [measureName(name), ...values, measuredText(name, a), measuredText(name, b), ratioText(ratio)];
    }),
  );
  page.gap();
  for (const line of table(header, lines, '').split('\n')) page.line(`    ${line}`, page.style.dim);
  page.gap();
};

const printSaid = (page: Page, { versions, recorded, result }: Said): void => {
  const lead = `  ${verdictWords[result.verdict].padEnd(14)} `;
  const said = [result.shows, result.reason].filter((text) => text !== '').join('. ') || '-';
  const when = recorded === '' ? '' : `, recorded ${recorded}`;
  page.text(lead, `Go ${versions}${when}: ${said}`, undefined, markOf(page.style, result.verdict));
  for (const series of result.tables) printSeries(page, series);
};

/** Text of programs and compilers is made printable and bounded by `Page`. */
export const renderText = (
  experiments: readonly Experiment[],
  runs: readonly LabRun[],
  { style, width, notes }: TextOptions,
): string => {
  const page = new Page(width, style);
  const recorded = runs.every((run) => run.recorded);
  page.text('', `${recorded ? 'Recorded, not run here: ' : ''}${countWords(runs)}.`, style.bold);
  for (const note of notes) page.text('  ', note);
  page.gap();
  for (const { words, source } of runWords(runs)) {
    page.text('  ', words);
    if (source !== '') page.text('    ', source, style.dim);
  }
  for (const { id, title, claim } of experiments) {
    const said = saidOf(runs, id);
    if (said.length === 0) continue;
    page.heading(`${id}: ${title}`);
    page.text('  ', claim);
    for (const one of said) printSaid(page, one);
  }
  return page.toString();
};
