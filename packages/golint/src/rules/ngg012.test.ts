import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reportsOf } from '../testing/check.ts';
import { ngg012 } from './ngg012.ts';
import { applied } from './testing/apply.ts';
import { goldenCases } from './testing/cases.ts';

const loop = (map: string): string => `for k := range ${map} {\n\t\tdelete(${map}, k)\n\t}`;
const inFunction = (params: string, body: string, before = ''): string =>
  `${before}func f(${params}) {\n\t${body}\n}`;
const want = (source: string, words: string): string =>
  source.replace(/( range .*\{)/, (line) => `${line} // want: ${words}`);

goldenCases(
  ngg012,
  [
    {
      name: 'a parameter',
      source: want(inFunction('m map[string]int', loop('m')), 'clear(m)'),
    },
    {
      name: 'a field',
      source: want(
        inFunction('c *box', loop('c.items'), 'type box struct{ items map[int]bool }\n'),
        'clear(c.items)',
      ),
    },
    {
      name: 'a package variable',
      source: want(inFunction('', loop('seen'), 'var seen = map[string]bool{}\n'), 'clear(seen)'),
    },
    {
      name: 'a blank value',
      source: `func f(m map[string]int) {
	for k, _ := range m { // want: clear(m)
		delete(m, k)
	}
}`,
    },
    {
      name: 'float keys',
      source: want(inFunction('m map[float64]int', loop('m')), 'differ for NaN keys'),
    },
    {
      name: 'a named map type',
      options: { goMinor: 21 },
      source: want(inFunction('s set', loop('s'), 'type set map[string]struct{}\n'), 'clear(s)'),
    },
    {
      name: 'a comment inside',
      source: `func f(m map[string]int) {
	for k := range m { // want: clear(m)
		// forget all
		delete(m, k)
	}
}`,
    },
  ],
  [
    { name: 'before Go 1.21', options: { goMinor: 20 }, source: inFunction('m map[string]int', loop('m')) },
    {
      name: 'a condition',
      source: `func f(m map[string]int) {
	for k, v := range m {
		if v == 0 {
			delete(m, k)
		}
	}
}`,
    },
    {
      name: 'more in the body',
      source: `func f(m map[string]int) {
	for k := range m {
		println(k)
		delete(m, k)
	}
}`,
    },
    {
      name: 'another map',
      source: 'func f(m, n map[string]int) {\n\tfor k := range m {\n\t\tdelete(n, k)\n\t}\n}',
    },
    {
      name: 'a call in the path',
      source:
        'func m() map[string]int { return nil }\nfunc f() {\n\tfor k := range m() {\n\t\tdelete(m(), k)\n\t}\n}',
    },
    {
      name: 'an own delete',
      source:
        'func delete(m map[string]int, k string) {}\nfunc f(m map[string]int) {\n\tfor k := range m {\n\t\tdelete(m, k)\n\t}\n}',
    },
    { name: 'clear itself', source: 'func f(m map[string]int) {\n\tclear(m)\n}' },
    {
      name: 'another key',
      source: 'func f(m map[string]int, x string) {\n\tfor range m {\n\t\tdelete(m, x)\n\t}\n}',
    },
  ],
);

test('NGG012 replaces the loop', () => {
  const source = inFunction('m map[string]int', `println()\n\t${loop('m')}\n\tprintln() // done`);
  const fixed = applied(source, reportsOf(ngg012, source));
  assert.equal(fixed, inFunction('m map[string]int', 'println()\n\tclear(m)\n\tprintln() // done'));
  assert.deepEqual(reportsOf(ngg012, fixed), []);
});

test('NGG012 offers no fix that could change the meaning or lose a comment', () => {
  const sources = [
    inFunction('m map[float64]int', loop('m')),
    inFunction('m map[any]int', loop('m')),
    inFunction('m map[string]int', loop('m').replace('{', '{ // all')),
    inFunction('m map[string]int', loop('m'), 'func clear(m map[string]int) {}\n'),
    inFunction('m map[string]int', `clear := 1\n\t${loop('m')}\n\t_ = clear`),
    inFunction('m map[pair]int', loop('m'), 'type pair struct{ x float64; y int }\n'),
  ];
  for (const source of sources)
    assert.deepEqual(
      reportsOf(ngg012, source).map(({ fixes }) => fixes),
      [undefined],
      source,
    );
});
