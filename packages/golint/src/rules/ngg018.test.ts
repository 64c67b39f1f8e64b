import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { check, linesOf } from '../testing/check.ts';
import { ngg018 } from './ngg018.ts';

const head =
  'package p; type c struct { m, other map[string]int }; func safeDelete(m map[string]int, k string) { if _, ok := m[k]; ok { delete(m, k) } }; func put(m map[string]int) { m["x"] = 1 }\n';
const local = (body: string): string =>
  `${head}func f(m map[string]int) {\nfor k := range m {\n_ = k\n${body}\n}\n}`;

const found: Record<string, [string, number]> = {
  'a helper deletes': [local('safeDelete(m, k)'), 5],
  'a helper writes': [local('put(m)'), 5],
  'two calls down': [
    `${local('outer(m, k)')}\nfunc outer(m map[string]int, k string) { safeDelete(m, k) }`,
    5,
  ],
  'a method of the same object': [
    `${head}func (x *c) drop(k string) { delete(x.m, k) }\nfunc (x *c) f() {\nfor k := range x.m {\nx.drop(k)\n}\n}`,
    5,
  ],
  'a local map': [`${head}func f() {\nm := map[string]int{}\nfor k := range m {\nsafeDelete(m, k)\n}\n}`, 5],
  'behind a condition': [local('if k == "" {\nsafeDelete(m, k)\n}'), 6],
};
const silent: Record<string, string> = {
  'another map': local('safeDelete(map[string]int{}, k)'),
  'another field': `${head}func (x *c) f() {\nfor k := range x.m {\nsafeDelete(x.other, k)\n}\n}`,
  'another object': `${head}func (x *c) drop(k string) { delete(x.m, k) }\nfunc (x *c) f(y *c) {\nfor k := range x.m {\ny.drop(k)\n}\n}`,
  'a helper that reads': `${local('look(m)')}\nfunc look(m map[string]int) int { return m["a"] }`,
  'after the loop': `${head}func f(m map[string]int) {\nfor range m {\n}\nsafeDelete(m, "a")\n}`,
  'a copy': `${local('n := map[string]int{}; safeDelete(n, k)')}`,
  'direct delete': local('delete(m, k)'),
};

describe('NGG018', () => {
  for (const [name, [source, line]] of Object.entries(found))
    it(`finds: ${name}`, () => assert.deepEqual(linesOf(ngg018, source), [line]));
  for (const [name, source] of Object.entries(silent))
    it(`is silent: ${name}`, () => assert.deepEqual(check(ngg018, source), []));
});
