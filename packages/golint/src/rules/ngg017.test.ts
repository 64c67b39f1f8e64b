import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { check, linesOf } from '../testing/check.ts';
import { ngg017 } from './ngg017.ts';

const head =
  'package p; import "net/http"; var seen = map[string]int{}; type srv struct { m map[string]int }\n';
const handler = (body: string, rest = ''): string =>
  `${head}func h(w http.ResponseWriter, r *http.Request) {\n${body}\n}\n${rest}`;
const method = (body: string, rest = ''): string =>
  `${head}func (s *srv) ServeHTTP(w http.ResponseWriter, r *http.Request) {\n${body}\n}\n${rest}`;

const grows: Record<string, [string, number]> = {
  'a package variable': [handler('seen[r.URL.Path] = 1'), 3],
  'an increment': [handler('seen[r.URL.Path]++'), 3],
  'a field': [method('s.m[r.URL.Path] = 1'), 3],
  'through a call': [handler('note(r.URL.Path)', 'func note(k string) { seen[k] = 1 }'), 5],
  'behind a condition': [handler('if seen[r.URL.Path] == 0 {\nseen[r.URL.Path] = 1\n}'), 4],
  'in a literal': [
    `${head}func f(mux *http.ServeMux) {\nmux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {\nseen[r.URL.Path]++\n})\n}`,
    4,
  ],
};
const bounded: Record<string, string> = {
  'deleted elsewhere': handler('seen[r.URL.Path] = 1', 'func sweep() { delete(seen, "a") }'),
  cleared: handler('seen[r.URL.Path] = 1', 'func sweep() { clear(seen) }'),
  replaced: handler('seen[r.URL.Path] = 1', 'func sweep() { seen = map[string]int{} }'),
  'deleted through a helper': handler(
    'seen[r.URL.Path] = 1',
    'func drop(m map[string]int) { delete(m, "a") }\nfunc sweep() { drop(seen) }',
  ),
  'a local map': handler('m := map[string]int{}; m[r.URL.Path] = 1'),
  'only set up': `${head}func setup(k string) { seen[k] = 1 }`,
  'one fixed key': handler('seen["total"]++'),
  'given away': handler('seen[r.URL.Path] = 1', 'func all() map[string]int { return seen }'),
};

describe('NGG017', () => {
  for (const [name, [source, line]] of Object.entries(grows))
    it(`finds: ${name}`, () => assert.deepEqual(linesOf(ngg017, source), [line]));
  for (const [name, source] of Object.entries(bounded))
    it(`is silent: ${name}`, () => assert.deepEqual(check(ngg017, source), []));
});
