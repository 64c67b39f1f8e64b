/** The lab's results as one HTML file that needs nothing else: no script, no font, no address outside of it. */
import { valueText } from '../judge.ts';
import type { Experiment, ExperimentResult, LabRun, SeriesTable, Verdict } from '../model.ts';
import { html, type Markup } from './markup.ts';
import { style } from './style.ts';
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

const marks: Record<Verdict, string> = {
  confirmed: '✓',
  refuted: '✗',
  inconclusive: '?',
  failed: '!',
  'not-applicable': '–',
};

const badge = (verdict: Verdict): Markup =>
  html`<span class="verdict ${verdict}">${marks[verdict]} ${verdictWords[verdict]}</span>`;

const resultOf = (run: LabRun, id: string): ExperimentResult | undefined =>
  run.results.find((r) => r.id === id);

const columnName = (run: LabRun): string => `${run.go}${run.recorded ? '*' : ''}`;

const verdictCell = (run: LabRun, id: string): Markup => {
  const result = resultOf(run, id);
  return html`<td data-go="${columnName(run)}">${result === undefined ? '' : badge(result.verdict)}</td>`;
};

const overview = (experiments: readonly Experiment[], runs: readonly LabRun[]): Markup => html`
<div class="wide" tabindex="0" role="region" aria-label="Verdicts by Go version">
<table class="overview">
<thead><tr><th scope="col">Claim</th>${runs.map((run) => html`<th scope="col">${columnName(run)}</th>`)}</tr></thead>
<tbody>${experiments.map(
  ({ id, title }) => html`
<tr><td><a href="#${id}">${title}</a></td>${runs.map((run) => verdictCell(run, id))}</tr>`,
)}
</tbody></table></div>
${runs.some((run) => run.recorded) ? html`<p class="quiet">* recorded elsewhere, not run on this machine; an empty cell was not recorded</p>` : ''}`;

const seriesPart = (name: string, { pair: [first, second], rows }: SeriesTable): Markup => {
  const conditions = Object.keys(rows[0]?.conditions ?? {});
  return html`
<div class="wide" tabindex="0" role="region" aria-label="${measureName(name)}">
<table>
<thead><tr>${conditions.map((c) => html`<th scope="col" class="figure">${c === 'reads' ? 'reads, %' : c}</th>`)}
<th scope="col" class="figure">${first}, ${measureName(name)}</th><th scope="col" class="figure">${second}, ${measureName(name)}</th>
<th scope="col" class="figure">ratio (95 % interval)</th></tr></thead>
<tbody>${rows.map((row) => {
    const [a, b, ratio] = [row.first[name], row.second[name], row.ratio[name]];
    if (a === undefined || b === undefined || ratio === undefined) return '';
    return html`
<tr>${conditions.map((c) => html`<td class="figure">${row.conditions[c] ?? ''}</td>`)}<td class="figure">${measuredText(name, a)}</td>
<td class="figure">${measuredText(name, b)}</td><td class="figure">${ratioText(ratio)}</td></tr>`;
  })}
</tbody></table></div>`;
};

const detailsPart = ({ checks, facts, seconds }: ExperimentResult): Markup | '' => {
  // Figures of a series stand in its table.
  const shown = Object.entries(facts).filter(([name]) => !name.includes('='));
  if (checks.length === 0 && shown.length === 0) return '';
  return html`
<details><summary>${checks.length} checks, ${shown.length} facts, ${seconds} s</summary>
<ul class="checks">${checks.map((c) => html`<li>${badge(c.verdict)} ${c.says}: <span class="quiet">${c.saw}</span></li>`)}</ul>
<dl class="facts">${shown.map(([name, value]) => html`<div><dt><code>${name}</code></dt><dd>${valueText(value)}</dd></div>`)}</dl>
</details>`;
};

const saidPart = ({ versions, recorded, result }: Said): Markup => html`
<div class="seen"><div>${badge(result.verdict)}</div><div>
<p><strong>Go ${versions}</strong>${recorded === '' ? '' : html` <span class="quiet">recorded ${recorded}</span>`}</p>
${result.shows === '' ? '' : html`<p>${result.shows}</p>`}
${result.reason === '' ? '' : html`<p class="quiet">${result.reason}</p>`}
${result.tables.map((t) => measuredNames(t).map((name) => seriesPart(name, t)))}
${detailsPart(result)}
</div></div>`;

const experimentPart = ({ id, title, claim }: Experiment, runs: readonly LabRun[]): Markup => html`
<section class="experiment" id="${id}">
<h2>${title}</h2>
<p class="quiet"><code>nightglass lab --only ${id}</code></p>
<p class="claim">${claim}</p>
${saidOf(runs, id).map(saidPart)}
</section>`;

/** `runs` of this machine first, recorded ones behind them; both may be empty. */
export const renderPage = (
  experiments: readonly Experiment[],
  runs: readonly LabRun[],
  notes: readonly string[],
): string => {
  const here = runs.filter((run) => !run.recorded);
  const shown = experiments.filter(({ id }) => runs.some((run) => resultOf(run, id) !== undefined));
  const headline =
    here.length > 0 ? `On this machine: ${countWords(here)}.` : 'Nothing was run on this machine.';
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>What is true about Go maps - Nightglass lab</title><style>${style}</style></head><body><main>
<h1>What is true about Go maps</h1>
<p>${headline}${here.length === 0 ? ' What follows was recorded elsewhere.' : ''}</p>
${notes.map((note) => html`<p class="recorded">${note}</p>`)}
${overview(shown, runs)}
${shown.map((experiment) => experimentPart(experiment, runs))}
<h2>Where this comes from</h2>
<ul class="runs">${runWords(runs).map(({ words, source }) => html`<li>${words}${source === '' ? '' : html`<br>${source}`}</li>`)}</ul>
</main></body></html>
`.text;
};
