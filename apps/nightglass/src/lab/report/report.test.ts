import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { array, constantFrom, assert as hold, property } from 'fast-check';
import { styleFor } from '../../inspect/report/page.ts';
import { type Experiment, experimentFile, type LabRun } from '../model.ts';
import { html } from './markup.ts';
import { renderPage } from './page.ts';
import { style } from './style.ts';
import { renderText } from './text.ts';

const experiment: Experiment = {
  id: 'x',
  folder: '/nowhere',
  ...experimentFile.parse({
    title: 'Title',
    claim: 'Claim.',
    steps: [{ name: 'run', do: 'run' }],
    checks: [{ fact: 'run.n', is: 1, says: 'one' }],
    shows: ['x'],
  }),
};
const measured = { mean: 2e6, low: 1.8e6, high: 2.2e6 };
const run = (text: string): LabRun => ({
  go: '1.26.8',
  where: text,
  platform: 'linux/amd64',
  processors: 2,
  when: '2026-11-24',
  recorded: false,
  source: text,
  quick: false,
  results: [
    {
      id: 'x',
      verdict: 'refuted',
      reason: text,
      shows: text,
      checks: [{ says: text, verdict: 'refuted', saw: text }],
      facts: Object.fromEntries([[text.replaceAll('=', ''), text]]),
      tables: [
        {
          pair: [text, 'b'],
          rows: [
            {
              conditions: Object.fromEntries([[text, text]]),
              first: { opsPerSecond: measured },
              second: { opsPerSecond: measured },
              ratio: { opsPerSecond: { mean: 1, low: 0.9, high: 1.1 } },
            },
          ],
        },
      ],
      seconds: 1,
    },
  ],
});

test('nothing that a program or a compiler printed becomes markup', () => {
  const hostile = `"><script>alert(1)</script><img src=x onerror='x'>&amp;`;
  const page = renderPage([experiment], [run(hostile)], [hostile]);
  assert.doesNotMatch(page, /<script|<img/);
  assert.match(page, /&quot;&gt;&lt;script&gt;/);
  assert.match(page, /&amp;amp;/);
  const tags = (text: string): string[] => text.match(/<[a-z/!][^<>]*>/g) ?? [];
  const plain = tags(renderPage([experiment], [run('plain')], ['plain'])).length;
  const piece = constantFrom(
    '<',
    '>',
    '&',
    '"',
    "'",
    '`',
    '=',
    '/',
    'b',
    '</p>',
    '\u202e',
    '\u001b',
    '\ud800',
    '-->',
  );
  hold(
    property(array(piece), (pieces) => {
      const text = pieces.join('');
      assert.equal(tags(renderPage([experiment], [run(`a${text}`)], [text])).length, plain);
      assert.doesNotMatch(html`${text}`.text, /[\u202a-\u202e\u2066-\u2069]/);
    }),
    { numRuns: 50 },
  );
});

test('the page needs nothing outside of itself and runs no script', () => {
  const page = renderPage([experiment], [run('x')], []);
  assert.match(page, /default-src 'none'; style-src 'unsafe-inline'/);
  assert.doesNotMatch(page, /src=|href="(?!#)|url\(|@import/);
  assert.match(page, /<h1>What is true about Go maps<\/h1>\n<p>On this machine: 1 refuted\./);
});

test('without a run of this machine the page and the text say so', () => {
  const recorded = { ...run('x'), recorded: true };
  assert.match(
    renderPage([experiment], [recorded], []),
    /Nothing was run on this machine\. What follows was recorded elsewhere/,
  );
  const text = renderText([experiment], [recorded], {
    style: styleFor(false),
    width: 100,
    notes: ['No Go.'],
  });
  assert.match(text, /^Recorded, not run here: 1 refuted\.\n {2}No Go\.\n/);
  assert.match(text, /recorded 2026-11-24/);
});

test('the text obeys no escape sequence of a program', () => {
  const text = renderText([experiment], [run('\u001b[2J\u202eevil\r\nrefuted')], {
    style: styleFor(false),
    width: 80,
    notes: [],
  });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the point is that there is none
  assert.doesNotMatch(text, /[\u0000-\u0009\u000b-\u001f\u202e]/);
  assert.match(text, /2\.00M ±10 %/);
});

test('its colours are those of the design system', () => {
  const path = join(import.meta.dirname, '../../../../web/src/styles/tokens.css');
  const tokens = readFileSync(path, 'utf8');
  const block = (text: string, from: string): Map<string, string> => {
    const at = text.indexOf(from);
    const body = text.slice(at, text.indexOf('}', at));
    return new Map([...body.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map((m) => [m[1] ?? '', m[2] ?? '']));
  };
  const pairs = [
    [block(style.text, ':root{color-scheme:light'), block(tokens, ':root {')],
    [block(style.text, ':root{color-scheme:dark'), block(tokens, ':root[data-theme="dark"]')],
  ] as const;
  for (const [ours, theirs] of pairs) {
    assert.ok(ours.size >= 16);
    for (const [name, value] of ours)
      if (!name.startsWith('--font')) assert.equal(value, theirs.get(name), name);
  }
});
