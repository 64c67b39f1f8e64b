import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assert as holds, property, string, stringMatching } from 'fast-check';
import { printable } from '../../text-output.ts';
import { Page, styleFor, wrap } from './page.ts';

/** C0, DEL, C1, bidi controls and the two separators that end a line in some viewers. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the point is that there is none
const dangerous = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a terminal obeys
const hostile = stringMatching(/^[\u0000-\u0020\u007f-\u009fa\u200e\u2028\u202e\u2066\u{e0041}]*$/u);

test('nothing of the input that a terminal would obey, or that reorders text, is printed', () => {
  for (const any of [string({ unit: 'binary' }), hostile])
    holds(
      property(any, (text) => {
        assert.doesNotMatch(printable(text), dangerous);
        const page = new Page(60, styleFor(false));
        page.text(text, text);
        page.line(text);
        page.columns(text, text, 20);
        page.heading(text);
        for (const line of page.toString().split('\n')) assert.doesNotMatch(line, dangerous);
      }),
    );
});

test('a message cannot add a line to the report', () => {
  const page = new Page(80, styleFor(false));
  page.line('a\nCRITICAL forged\r\u2028b');
  assert.equal(page.toString().split('\n').length, 2);
});

test('words of scripts and emoji that need joiners are left as they are', () => {
  assert.equal(printable('می‌خواهم 👩‍💻 支付'), 'می‌خواهم 👩‍💻 支付');
});

test('paragraphs are wrapped and long words are left whole', () => {
  assert.deepEqual(wrap('aaa bbb ccc', 7), ['aaa bbb', 'ccc']);
  assert.deepEqual(wrap('a verylongword b', 5), ['a', 'verylongword', 'b']);
  const page = new Page(40, styleFor(false));
  page.text('  + ', 'one two three four five six seven eight nine ten');
  assert.equal(page.toString(), '  + one two three four five six seven\n    eight nine ten\n');
});

test('colours are marks around the text, and none without a terminal', () => {
  assert.equal(styleFor(true).red('x'), '\u001b[31mx\u001b[39m');
  assert.equal(styleFor(false).red('x'), 'x');
});

test('a message of a megabyte is a few lines, and what was said is not said again', () => {
  const page = new Page(80, styleFor(false));
  page.text('', 'a'.repeat(1_000_000));
  assert.ok(page.toString().length < 3_000);
  assert.match(page.toString(), /\.\.\.\s\(998,000 characters more\)/);
  assert.deepEqual([page.isNew('x'), page.isNew('x'), page.isNew('y')], [true, false, true]);
});
