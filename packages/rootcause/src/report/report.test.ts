import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Diagnosis } from '@nightglass/model';
import fc from 'fast-check';
import { marked, type Token } from 'marked';
import { anyDiagnosis } from '../testing/any-diagnosis.ts';
import { anyQuote, hostileTexts } from '../testing/any-text.ts';
import { sampleAmbiguous, sampleDiagnosis, sampleInsufficient, sampleNoCause } from '../testing/samples.ts';
import { htmlReport } from './html.ts';
import { labelsOf } from './labels.ts';
import { markdownReport } from './markdown.ts';

const languages = ['en', 'zh'] as const;
const samples = [sampleDiagnosis(), sampleAmbiguous(), sampleNoCause(), sampleInsufficient()];

/** Everything a renderer would make of the text, inner parts included. */
const tokensOf = (markdown: string): Token[] => {
  const found: Token[] = [];
  marked.walkTokens(marked.lexer(markdown, { gfm: true }), (token) => void found.push(token));
  return found;
};
const skeletonOfMarkdown = (markdown: string): string =>
  tokensOf(markdown)
    .map((t) => (t.type === 'heading' ? `h${t.depth}` : t.type))
    .filter((type) => !['text', 'escape', 'space'].includes(type))
    .join(' ');
const tagsOf = (html: string): string[] => html.match(/<[^>]*>/g) ?? [];

/** The sample with `text` wherever telemetry put text, the engine's sentences with it between backticks. */
const filledWith = (text: string): Diagnosis => {
  const diagnosis = sampleDiagnosis();
  const inBackticks = text.replaceAll('`', "'");
  const swap = (value: unknown): unknown => {
    if (typeof value === 'string')
      return value.replace(/`[^`]+`/g, `\`${inBackticks.replaceAll('$', '$$$$')}\``);
    if (Array.isArray(value)) return value.map(swap);
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, swap(inner)]));
    return value;
  };
  const filled = swap(diagnosis) as Diagnosis;
  filled.incident.service = text;
  filled.incident.operation = text;
  for (const e of filled.evidence) {
    e.entity = { ...e.entity, name: text };
    Object.assign(e, { subject: text, quote: e.quote === '' ? '' : text });
    if (e.query?.kind === 'metric') e.query.labels = { [text]: text };
  }
  for (const h of filled.hypotheses) {
    h.entity = { ...h.entity, name: text };
    h.operation = text;
    if (h.change !== null) h.change = { ...h.change, id: text, summary: text };
  }
  for (const b of filled.blastRadius) b.entity = { ...b.entity, name: text };
  return filled;
};

describe('the report', () => {
  it('has its parts in order, and says what the verdict is, in both languages', () => {
    for (const language of languages) {
      const labels = labelsOf(language);
      for (const diagnosis of samples) {
        const headings = tokensOf(markdownReport(diagnosis, language)).flatMap((t) =>
          t.type === 'heading' && t.depth === 2 ? [String(t.text)] : [],
        );
        const order = Object.values(labels.sections).filter((title) => headings.includes(title));
        assert.deepEqual(headings, order);
        for (const part of ['summary', 'notSeen', 'followUps', 'again', 'about'] as const)
          assert.ok(headings.includes(labels.sections[part]), `${diagnosis.verdict}: ${part}`);
        assert.ok(htmlReport(diagnosis, language).includes(`>${labels.verdict[diagnosis.verdict]}<`));
      }
      const whole = markdownReport(sampleDiagnosis(), language);
      for (const title of Object.values(labels.sections).filter(
        (t) => t !== labels.sections.causes && t !== labels.sections.evidence,
      ))
        assert.ok(whole.includes(`## ${title}\n`), title);
    }
  });

  it('shows every piece of evidence once, and cites only those it shows', () => {
    for (const diagnosis of samples) {
      const html = htmlReport(diagnosis, 'en');
      const shown = [...html.matchAll(/<(?:article|li) [^>]*id="([^"]+)"|<li id="([^"]+)"/g)].map(
        (m) => m[1] ?? m[2],
      );
      assert.deepEqual([...shown].sort(), diagnosis.evidence.map((e) => e.id).sort());
      for (const [, id] of html.matchAll(/href="#(e\d+)"/g)) assert.ok(shown.includes(id), id);
      const tokens = tokensOf(markdownReport(diagnosis, 'en'));
      const titles = tokens.flatMap((t) =>
        (t.type === 'heading' && t.depth === 4) || t.type === 'strong' ? [String(t.text)] : [],
      );
      for (const { id } of diagnosis.evidence)
        assert.equal(titles.filter((title) => title.split(' ')[0] === id).length, 1, id);
    }
  });

  it('names the engine, the hashes, and what would run it again', () => {
    const { engine } = sampleDiagnosis();
    for (const text of [markdownReport(sampleDiagnosis(), 'en'), htmlReport(sampleDiagnosis(), 'en')])
      for (const part of [
        engine.version,
        engine.configHash,
        engine.inputHash,
        'nightglass explain --service=checkout',
      ])
        assert.ok(text.includes(part), part);
  });

  it('draws a chart for each series, described in words', () => {
    const html = htmlReport(sampleDiagnosis(), 'en');
    const charts = html.match(/<svg .*?<\/svg>/g) ?? [];
    // What is only ruled out is told in a line.
    const { evidence, ruledOut } = sampleDiagnosis();
    const brief = ruledOut.flatMap((r) => r.evidence);
    assert.equal(charts.length, evidence.filter((e) => e.series !== null && !brief.includes(e.id)).length);
    for (const chart of charts) {
      assert.match(
        chart,
        /role="img" aria-labelledby="(e\d+)-title \1-desc"><title id="\1-title">[^<]+<\/title>/,
      );
      assert.match(chart, /<desc id="e\d+-desc">Line chart from 2026-03-14 [^<]+ in the incident\.<\/desc>/);
      // One gap in each sample: the line begins twice.
      assert.equal(chart.match(/M[\d.]/g)?.length, 2);
    }
    assert.match(charts[0] ?? '', />1 s<.*>3 s</);
  });
});

describe('text of the telemetry in a report', () => {
  const plain = filledWith('x');

  it('changes no tag of the HTML', () => {
    const tags = tagsOf(htmlReport(plain, 'en'));
    fc.assert(
      fc.property(
        fc.oneof(fc.constantFrom(...hostileTexts), anyQuote).filter((t) => t.trim() !== ''),
        (text) => {
          const html = htmlReport(filledWith(text), 'en');
          assert.deepEqual(tagsOf(html), tags);
          // Nothing in the file is a control or a bidirectional sign.
          // biome-ignore lint/suspicious/noControlCharactersInRegex: none may get through
          assert.doesNotMatch(html, /[\u0000-\u0009\u000b-\u001f\u007f\u2028\u202e]/);
        },
      ),
    );
  });

  it('changes nothing that a Markdown renderer would make but text', () => {
    const skeleton = skeletonOfMarkdown(markdownReport(plain, 'en'));
    fc.assert(
      fc.property(
        fc.oneof(fc.constantFrom(...hostileTexts), anyQuote).filter((t) => t.trim() !== ''),
        (text) => {
          assert.equal(skeletonOfMarkdown(markdownReport(filledWith(text), 'en')), skeleton);
        },
      ),
    );
  });

  it('becomes no link, image, table, heading or markup where a sentence holds it without quotes', () => {
    const allowed = new Set([
      'heading',
      'list',
      'list_item',
      'paragraph',
      'text',
      'space',
      'code',
      'codespan',
      'strong',
      'escape',
      'br',
    ]);
    const anyText = fc.oneof(
      fc.constantFrom(...hostileTexts),
      anyQuote,
      fc.string({ unit: fc.constantFrom(...'`*_[]()<>#|~!\\&-+=1. \n@:/w') }),
    );
    fc.assert(
      fc.property(anyText, fc.constantFrom(...languages), (text, language) => {
        const diagnosis = sampleDiagnosis();
        for (const e of diagnosis.evidence) e.text = { en: `${text} rose`, zh: `${text} 上升` };
        for (const h of diagnosis.hypotheses) h.title = { en: text, zh: text };
        for (const t of diagnosis.timeline) t.text = { en: text, zh: text };
        diagnosis.summary = { en: text, zh: text };
        const markdown = markdownReport(diagnosis, language);
        for (const token of tokensOf(markdown))
          assert.ok(allowed.has(token.type), `${token.type}: ${token.raw}`);
        const html = htmlReport(diagnosis, language);
        for (const tag of tagsOf(html).filter((t) => !t.startsWith('<meta') && !t.startsWith('<!doctype'))) {
          assert.doesNotMatch(tag, /^<\/?(?:script|img|iframe|object|embed|form|input|link|base|style .)/i);
          assert.doesNotMatch(tag, /\s(?:on\w+|src|style|action|srcset|xlink:href)=/i);
          for (const [, href] of tag.matchAll(/href="([^"]*)"/g)) assert.match(href ?? '', /^#[a-zA-Z]\w*$/);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('any diagnosis', () => {
  it('has a report, the same each time', () => {
    fc.assert(
      fc.property(anyDiagnosis, fc.constantFrom(...languages), (diagnosis, language) => {
        for (const report of [markdownReport, htmlReport]) {
          const text = report(diagnosis, language);
          assert.equal(report(structuredClone(diagnosis), language), text);
          assert.doesNotMatch(text.replace(/<code>.*?<\/code>|`.*?`/gs, ''), /undefined|NaN|\bnull\b/);
        }
      }),
    );
  });
});
