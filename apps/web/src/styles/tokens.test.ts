import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8');
const block = (selector: string): Map<string, string> => {
  const at = css.indexOf(`${selector} {`);
  assert.ok(at >= 0, selector);
  const body = css.slice(at, css.indexOf('}', at));
  return new Map([...body.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map((m) => [m[1] ?? '', m[2] ?? '']));
};
const light = block(':root');
const dark = block(':root[data-theme="dark"]');

/** Relative luminance and contrast ratio of WCAG 2.2. */
const luminance = (hex: string): number => {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((i) => {
    const c = Number.parseInt(hex.slice(i, i + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (a: string, b: string): number => {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
};

test('text is readable on every ground it stands on: AA, 4.5 to 1', () => {
  const grounds = ['--page', '--surface', '--sunken', '--hover', '--selected'];
  const pairs = [
    ...['--text', '--text-2'].flatMap((t) => grounds.map((g) => [t, g])),
    ...['--text-3', '--accent', '--bad', '--good', '--warning'].flatMap((t) =>
      ['--page', '--surface', '--sunken'].map((g) => [t, g]),
    ),
    ['--on-accent', '--accent'],
    ['--accent', '--accent-soft'],
    ['--bad', '--bad-soft'],
    ['--good', '--good-soft'],
    ['--warning', '--warning-soft'],
    ['--text-2', '--neutral-soft'],
    ['--text', '--mark'],
    ...['--text', '--text-2', '--warning'].map((t) => [t, '--accent-soft']),
    ...['--text-3', '--warning', '--bad', '--accent'].map((t) => [t, '--hover']),
  ];
  for (const [name, theme] of [
    ['light', light],
    ['dark', dark],
  ] as const)
    for (const [text = '', ground = ''] of pairs) {
      const ratio = contrast(theme.get(text) ?? '', theme.get(ground) ?? '');
      assert.ok(ratio >= 4.5, `${name}: ${text} on ${ground} is ${ratio.toFixed(2)}`);
    }
});

test('lines and marks of charts are seen: 3 to 1', () => {
  for (const theme of [light, dark])
    for (let i = 0; i < 12; i++) {
      const ratio = contrast(theme.get(`--series-${i}`) ?? '', theme.get('--surface') ?? '');
      assert.ok(ratio >= 3, `--series-${i} is ${ratio.toFixed(2)}`);
    }
});

test('dark is the same whether the system or the reader asks for it', () => {
  assert.deepEqual(block(':root:not([data-theme="light"])'), dark);
});
