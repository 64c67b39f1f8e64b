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

  const guarded =
    'package p; import "sync"; type c struct { mu sync.Mutex; m map[int]int }\nfunc (x *c) Put(k int) { x.mu.Lock(); x.m[k]++; x.mu.Unlock() }\nfunc (x *c) Get(k int) int { x.mu.Lock(); defer x.mu.Unlock(); return x.m[k] }\nfunc (x *c) Drop(k int) { x.mu.Lock(); delete(x.m, k); x.mu.Unlock() }\n';
  it('finds a loop under no lock where all others hold one (etcd, leaseCache.LockWriteOps)', () =>
    assert.match(
      check(ngg015, `${guarded}func (x *c) Each(f func(int)) { for k := range x.m { f(k) } }`)[0] ?? '',
      /^5: c\.m is ranged over here under no lock, but 3 other accesses hold x\.mu, and at main\.go:2 it is written to/,
    ));
  const quiet: Record<string, string> = {
    'the loop holds it': 'func (x *c) Each() { x.mu.Lock(); defer x.mu.Unlock(); for range x.m { } }',
    'its callers hold it': 'func (x *c) EachLocked() { for range x.m { } }',
    'a helper of the start': 'func (x *c) load() { for range x.m { } }',
    'an object that nobody else has':
      'func New() *c { x := &c{m: map[int]int{}}; for range x.m { }; return x }',
    'the loop has the map to itself':
      'func (x *c) Flush() { x.mu.Lock(); m := x.m; x.m = nil; x.mu.Unlock(); for range m { } }',
    'somebody else changes it under no lock':
      'func (x *c) Each() { for range x.m { } }\nfunc (x *c) set() { x.m[1] = 2 }',
  };
  for (const [name, source] of Object.entries(quiet))
    it(`is silent: ${name}`, () => assert.deepEqual(check(ngg015, guarded + source), []));
});
