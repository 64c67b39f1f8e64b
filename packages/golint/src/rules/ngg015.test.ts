import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { check } from '../testing/check.ts';
import { ngg015 } from './ngg015.ts';

const head = 'package p; import "sync"; type s struct { a, b sync.Mutex; rw sync.RWMutex; m map[int]int }\n';
const two = (write: string, other: string): string =>
  `${head}func (x *s) put() {\n${write}\n}\nfunc (x *s) get() {\n${other}\n}`;
const under = (lock: string, what: string): string => `x.${lock}.Lock(); ${what}; x.${lock}.Unlock()`;

const mixed = [
  two(under('a', 'x.m[1] = 1'), under('b', '_ = x.m[1]')),
  two(under('a', 'delete(x.m, 1)'), under('b', 'x.m[1]++')),
  two(under('rw', 'x.m[1] = 1'), under('a', 'for range x.m { }')),
  two('x.a.Lock(); defer x.a.Unlock(); x.m[1] = 1', 'x.b.Lock(); defer x.b.Unlock(); _ = len(x.m)'),
  two(under('a', 'clear(x.m)'), 'x.rw.RLock(); _ = x.m[1]; x.rw.RUnlock()'),
  `package p; import "sync"; var a, b sync.Mutex; var m = map[int]int{}\nfunc f() { a.Lock(); m[1] = 1; a.Unlock() }\nfunc g() { b.Lock(); m[2] = 1; b.Unlock() }`,
];
const fine = [
  two(under('a', 'x.m[1] = 1'), under('a', '_ = x.m[1]')),
  two('x.a.Lock(); x.b.Lock(); x.m[1] = 1; x.b.Unlock(); x.a.Unlock()', under('b', '_ = x.m[1]')),
  two(under('a', '_ = x.m[1]'), under('b', '_ = x.m[1]')),
  two(under('a', 'x.m[1] = 1'), '_ = x.m[1]'),
  two(under('rw', 'x.m[1] = 1'), 'x.rw.RLock(); _ = x.m[1]; x.rw.RUnlock()'),
  `${head}func f() { x := &s{m: map[int]int{}}; x.a.Lock(); x.m[1] = 1; x.a.Unlock() }\nfunc (x *s) g() { x.b.Lock(); x.m[1] = 1; x.b.Unlock() }`,
];

describe('NGG015', () => {
  for (const [i, source] of mixed.entries())
    it(`finds mixed locks ${i}`, () => assert.equal(check(ngg015, source).length, 1));
  for (const [i, source] of fine.entries())
    it(`is silent ${i}`, () => assert.deepEqual(check(ngg015, source), []));
  it('names both locks', () =>
    assert.match(
      check(ngg015, mixed[0]!)[0]!,
      /^3: s\.m is written to here under x\.a, but read at main\.go:6 under x\.b/,
    ));
});
