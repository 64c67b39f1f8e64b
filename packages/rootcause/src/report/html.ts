/**
 * A report as one HTML file that needs nothing else: style and charts are inside, there is no script, and its own policy
 * lets a browser load nothing. Everything that is text is escaped; links lead only to places in the file.
 */
import type { Diagnosis } from '@nightglass/model';
import type { Language } from '../narrate/voice.ts';
import { buildReport } from './build-report.ts';
import { chartSvg } from './chart.ts';
import { html } from './escape.ts';
import { style } from './html-style.ts';
import { type Block, bounded, type EvidenceItem, type Inline, type Section, textOf } from './model.ts';

export const htmlReport = (diagnosis: Diagnosis, language: Language): string => {
  const report = buildReport(diagnosis, language);
  const lang = language === 'zh' ? 'zh-CN' : 'en';
  return [
    '<!doctype html>',
    `<html lang="${lang}"><head><meta charset="utf-8">`,
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">',
    `<title>${html(textOf(report.title))}</title><style>${style}</style></head><body><main>`,
    `<header><h1>${inline(report.title)}</h1><span class="verdict ${report.verdict}">${html(report.verdictText)}</span>`,
    `<p class="lead">${inline(report.lead)}</p>`,
    `<nav><ul>${report.sections.map(({ id, title }) => `<li><a href="#${id}">${html(title)}</a></li>`).join('')}</ul></nav></header>`,
    ...report.sections.map(section),
    '</main></body></html>',
    '',
  ].join('\n');
};

const section = ({ id, title, blocks }: Section): string =>
  `<section aria-labelledby="${id}"><h2 id="${id}">${html(title)}</h2>\n${blocks.map(block).join('\n')}</section>`;

const block = (b: Block): string => {
  switch (b.kind) {
    case 'text':
      return `<p>${inline(b.inline)}</p>`;
    case 'heading':
      return `<h3>${inline(b.inline)}</h3>`;
    case 'list':
      return `<ul>${b.items.map((item) => `<li>${inline(item)}</li>`).join('')}</ul>`;
    case 'facts':
      return facts(b.rows);
    case 'table':
      return table(b);
    case 'evidence':
      return evidence(b.item);
    case 'brief':
      return `<ul class="brief">${b.items.map(brief).join('')}</ul>`;
    case 'code':
      return `${b.caption.length === 0 ? '' : `<p>${inline(b.caption)}</p>`}${pre(b.text)}`;
  }
};

const facts = (rows: readonly [string, Inline[]][]): string =>
  `<dl>${rows.map(([label, value]) => `<dt>${html(label)}</dt><dd>${inline(value)}</dd>`).join('')}</dl>`;

const table = ({ head, rows, labelled }: Block & { kind: 'table' }): string => {
  const cells = (row: readonly Inline[][]): string => row.map((cell) => `<td>${inline(cell)}</td>`).join('');
  return (
    `<div class="scroll"><table${labelled ? '' : ' class="stack"'}><thead><tr>${head.map((h) => `<th scope="col">${html(h)}</th>`).join('')}</tr></thead>` +
    `<tbody>${rows.map((row) => `<tr>${cells(row)}</tr>`).join('')}</tbody></table></div>`
  );
};

const evidence = (item: EvidenceItem): string => {
  const id = html(item.id);
  const figure = item.chart === null ? '' : `<figure>${chartSvg(item.chart)}</figure>`;
  return (
    `<article class="evidence ${item.stance}${figure === '' ? '' : ' charted'}" id="${id}"><div>` +
    `<div class="tag">${id} · <b>${html(item.stanceText)}</b></div><p class="sentence">${inline(item.sentence)}</p>` +
    (item.caveat === null ? '' : `<p class="caveat">${inline(item.caveat)}</p>`) +
    (item.quote === '' ? '' : pre(item.quote)) +
    `${facts(item.facts)}</div>${figure}</article>`
  );
};

const brief = ({ id, stanceText, sentence, quote }: EvidenceItem): string => {
  const text = quote === '' ? '' : ` <code>${html(bounded(quote))}</code>`;
  return `<li id="${html(id)}">${html(id)} · ${html(stanceText)} · ${inline(sentence)}${text}</li>`;
};

const inline = (pieces: readonly Inline[]): string =>
  pieces
    .map((piece) => {
      if ('code' in piece) return `<code>${html(bounded(piece.code))}</code>`;
      if ('cite' in piece) return `<a class="cite" href="#${html(piece.cite)}">[${html(piece.cite)}]</a>`;
      if ('strong' in piece) return `<strong>${html(piece.strong)}</strong>`;
      return unbroken(html(piece.text));
    })
    .join('')
    .trim();

/** A figure and its unit stay on one line. */
const unbroken = (text: string): string =>
  text.replace(/(\d) (?=(?:[mµn]?s|min|h|d|[KMGT]?i?B|%)(?![\w]))/g, '$1\u00a0');

const pre = (text: string): string =>
  `<pre>${bounded(text)
    .trimEnd()
    .split(/\r\n|\n|\r/)
    .map((line) => html(line))
    .join('\n')}</pre>`;
