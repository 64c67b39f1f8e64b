/** What the forms of "delete while ranging" come to under each profile: legal Go is never more than a policy. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Profile } from '../model.ts';
import { check } from '../testing/check.ts';
import { rules } from './index.ts';

const foundBy = (profile: Profile, source: string): string[] =>
  rules
    .filter(({ meta }) => meta.profiles.includes(profile))
    .filter((rule) => check(rule, source).length > 0)
    .map(({ meta }) => meta.id);

const helper = `func safeDelete(m map[string]int, k string) {
	if m != nil {
		delete(m, k)
	}
}
`;
const loop = (body: string, before = ''): string =>
  `${before}func f(m map[string]int, other string, now int) {\n\tfor k, v := range m {\n\t\t_ = v\n\t\t${body}\n\t}\n}`;

const cases: Record<string, { source: string; recommended: string[]; strict: string[] }> = {
  'the clear idiom': {
    source: 'func f(m map[string]int) {\n\tfor k := range m {\n\t\tdelete(m, k)\n\t}\n}',
    recommended: ['NGG012'],
    strict: ['NGG005', 'NGG012'],
  },
  'the current key': { source: loop('delete(m, k)'), recommended: [], strict: ['NGG005'] },
  'the current key behind a condition': {
    source: loop('if v < now {\n\t\t\tdelete(m, k)\n\t\t}'),
    recommended: [],
    strict: ['NGG005'],
  },
  'the current key through a helper': {
    source: loop('if v < now {\n\t\t\tsafeDelete(m, k)\n\t\t}', helper),
    recommended: [],
    strict: ['NGG005', 'NGG018'],
  },
  'another key': {
    source: loop('delete(m, other+k)'),
    recommended: ['NGG004'],
    strict: ['NGG004', 'NGG005'],
  },
  'another key through a helper': {
    source: loop('safeDelete(m, other+k)', helper),
    recommended: ['NGG004'],
    strict: ['NGG004', 'NGG005', 'NGG018'],
  },
  'an insert': { source: loop('m[other+k] = v'), recommended: ['NGG003'], strict: ['NGG003'] },
  'an update of the current key': { source: loop('m[k] = v + 1'), recommended: [], strict: [] },
  'keys collected first': {
    source: `func f(m map[string]int) {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	for _, k := range keys {
		delete(m, k)
	}
}`,
    recommended: [],
    strict: [],
  },
  'maps.DeleteFunc': {
    source: `import "maps"
func f(m map[string]int) { maps.DeleteFunc(m, func(_ string, v int) bool { return v == 0 }) }`,
    recommended: [],
    strict: [],
  },
  'sync.Map emptied by Range': {
    source: `import "sync"
func f(m *sync.Map) { m.Range(func(k, _ any) bool { m.Delete(k); return true }) }`,
    recommended: [],
    strict: [],
  },
};

for (const [name, { source, recommended, strict }] of Object.entries(cases))
  test(`recommended and strict on ${name}`, () => {
    assert.deepEqual(foundBy('recommended', source), recommended);
    assert.deepEqual(foundBy('strict', source), strict);
  });

test('every rule is in the profile all, under its own id, in order', () => {
  assert.deepEqual(
    rules.map(({ meta }) => meta.id),
    Array.from({ length: 19 }, (_, i) => `NGG${String(i + 1).padStart(3, '0')}`),
  );
  assert.ok(rules.every(({ meta }) => meta.profiles.includes('all')));
});
