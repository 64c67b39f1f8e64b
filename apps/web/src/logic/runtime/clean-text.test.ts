import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cleanAll, cleanText, shorten } from './clean-text.ts';

test('escape sequences, direction overrides and separators become visible', () => {
  assert.equal(cleanText('\u001b[31mred\u0007'), '␛[31mred␇');
  assert.equal(cleanText('a\u202egpj.exe'), 'a⟨U+202E⟩gpj.exe');
  assert.equal(cleanText('\ufeffx\u2028y\u0085'), '⟨U+FEFF⟩x⟨U+2028⟩y⟨U+0085⟩');
  assert.equal(cleanText('a\r\nb\tc\rd'), 'a\nb\tc␍d');
  assert.equal(cleanText('支付 <script>'), '支付 <script>');
  assert.equal(cleanText('\ud800'), '\ufffd');
});

test('every string of an answer is cleaned, a label called __proto__ too', () => {
  const answer = JSON.parse('{"labels":{"__proto__":"\\u001b","k\\u0000":"v"},"n":[1,null,"\\u202e"]}');
  const clean = cleanAll(answer) as { labels: Record<string, string>; n: unknown[] };
  assert.deepEqual(Object.entries(clean.labels), [
    ['__proto__', '␛'],
    ['k␀', 'v'],
  ]);
  assert.deepEqual(clean.n, [1, null, '⟨U+202E⟩']);
});

test('long names keep both ends', () => {
  assert.equal(shorten('short', 10), 'short');
  const cut = shorten(`github.com/acme/${'x'.repeat(100)}.(*Store).Put`, 40);
  assert.equal(cut.length, 40);
  assert.match(cut, /^github.*….*\(\*Store\)\.Put$/);
});
