import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { factsOf } from '../testing/check.ts';

/** Is the operand of the only range statement a map? */
const rangeOf = (source: string): string =>
  factsOf(
    `package p; import ("net/http"; "net/url"; "maps"; "example.org/x"); var _ http.Header; var _ url.Values; var _ = maps.Keys[map[int]int]; var _ x.T\n${source}`,
  )
    .ranges.map((range) => range.isMap)
    .join();

const cases: Record<string, [source: string, answer: string]> = {
  make: ['func f() { m := make(map[int]int); for range m { } }', 'yes'],
  literal: ['func f() { m := map[int]int{}; for range m { } }', 'yes'],
  parameter: ['func f(m map[int]int) { for range m { } }', 'yes'],
  'slice parameter': ['func f(m []int) { for range m { } }', 'no'],
  'variadic parameter': ['func f(m ...map[int]int) { for range m { } }', 'no'],
  'element of a variadic parameter': ['func f(ms ...map[int]int) { for range ms[0] { } }', 'yes'],
  'named type': ['type set map[string]bool; func (s set) each() { for range s { } }', 'yes'],
  alias: ['type set = map[string]bool; func f(s set) { for range s { } }', 'yes'],
  'field by pointer': ['type t struct{ m map[int]int }; func (x *t) f() { for range x.m { } }', 'yes'],
  'promoted field': [
    'type a struct{ m map[int]int }; type b struct{ *a }; func f(x b) { for range x.m { } }',
    'yes',
  ],
  'function result': [
    'func g() (map[int]int, error) { return nil, nil }; func f() { m, _ := g(); for range m { } }',
    'yes',
  ],
  'method result': [
    'type t struct{}; func (t) m() map[int]int { return nil }; func f() { for range (t{}).m() { } }',
    'yes',
  ],
  'value of a map of maps': ['func f(m map[int]map[int]int) { for range m[1] { } }', 'yes'],
  'range variable': [
    'func f(ms []map[int]int, i int) { for i = 0; i < 1; i++ { m := ms[i]; for range m { } } }',
    'yes',
  ],
  'type assertion': ['func f(x any) { m, ok := x.(map[int]int); _ = ok; for range m { } }', 'yes'],
  'type switch': ['func f(x any) { switch m := x.(type) { case map[int]int: for range m { } } }', 'yes'],
  shadowed: ['func f(m map[int]int) { { m := []int{}; for range m { } } }', 'no'],
  'redeclared beside a new name': [
    'func f() { m, a := map[int]int{}, 1; m, b := nil, a; _ = b; for range m { } }',
    'yes',
  ],
  'generic by its constraint': ['func f[M ~map[K]V, K comparable, V any](m M) { for range m { } }', 'yes'],
  'generic field': [
    'type c[K comparable, V any] struct{ m map[K]V }; func (x *c[A, B]) f() { for range x.m { } }',
    'yes',
  ],
  'generic result': [
    'func id[T any](x T) T { return x }; func f(m map[int]int) { for range id(m) { } }',
    'yes',
  ],
  'http.Header': ['func f(r *http.Request) { for range r.Header { } }', 'yes'],
  'result of a std method': ['func f(u *url.URL) { for range u.Query() { } }', 'yes'],
  'maps.Clone': ['func f(m map[int]int) { for range maps.Clone(m) { } }', 'yes'],
  'maps.Keys': ['func f(m map[int]int) { for range maps.Keys(m) { } }', 'no'],
  'another package': ['func f(y *x.T) { for range y.M { } }', 'unknown'],
  'proved by delete': ['func f(m x.M) { delete(m, 1); for range m { } }', 'yes'],
  'proved by comma-ok': ['func f(m x.M) { _, ok := m[1]; _ = ok; for range m { } }', 'yes'],
  'package variable of another file': [
    'func f() { for range shared { } }; var shared = map[int]int{}',
    'yes',
  ],
  integer: ['func f() { for range 10 { } }', 'no'],
  channel: ['func f(c chan int) { for range c { } }', 'no'],
};

describe('is this a map?', () => {
  for (const [name, [source, answer]] of Object.entries(cases))
    it(`${name}: ${answer}`, () => assert.equal(rangeOf(source), answer));
});
