import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { check, linesOf } from '../testing/check.ts';
import { ngg014 } from './ngg014.ts';

const head =
  'package p; import "sync"; type c struct { mu sync.RWMutex; m map[string]int; other map[string]int }; type e struct { sync.RWMutex; m map[string]int }\n';
const method = (body: string): string => `${head}func (x *c) f(k string) {\n${body}\n}`;

const races: Record<string, [string, number]> = {
  'increment with deferred unlock': [method('x.mu.RLock()\ndefer x.mu.RUnlock()\nx.m[k]++'), 5],
  assignment: [method('x.mu.RLock()\nx.m[k] = 1\nx.mu.RUnlock()'), 4],
  delete: [method('x.mu.RLock()\ndelete(x.m, k)\nx.mu.RUnlock()'), 4],
  clear: [method('x.mu.RLock()\nclear(x.m)\nx.mu.RUnlock()'), 4],
  'in a branch': [method('x.mu.RLock()\ndefer x.mu.RUnlock()\nif x.m[k] == 0 {\nx.m[k] = 1\n}'), 6],
  'an embedded lock': [`${head}func (x *e) f(k string) {\nx.RLock()\nx.m[k]++\nx.RUnlock()\n}`, 4],
  'after the write lock was given back': [
    method('x.mu.Lock()\nx.mu.Unlock()\nx.mu.RLock()\nx.m[k]++\nx.mu.RUnlock()'),
    6,
  ],
};

const safe: Record<string, string> = {
  'a read': method('x.mu.RLock()\n_ = x.m[k]\nx.mu.RUnlock()'),
  'the write lock': method('x.mu.Lock()\nx.m[k]++\nx.mu.Unlock()'),
  'no lock at all': method('x.m[k]++'),
  'after RUnlock under Lock': method(
    'x.mu.RLock()\n_ = x.m[k]\nx.mu.RUnlock()\nx.mu.Lock()\nx.m[k]++\nx.mu.Unlock()',
  ),
  'a map of its own': method('x.mu.RLock()\ndefer x.mu.RUnlock()\nout := map[string]int{}\nout[k] = x.m[k]'),
  'a map of another object': `${head}func (x *c) f(y *c, k string) {\nx.mu.RLock()\ny.m[k]++\nx.mu.RUnlock()\n}`,
  'a map that one goroutine owns, in a loop under the lock of something else': `${method('x.mu.RLock()\nx.m[k]++\nx.mu.RUnlock()')}\nfunc (x *c) g(k string) int { return x.m[k] }`,
  'a slice': `package p; import "sync"; type c struct { mu sync.RWMutex; s []int }\nfunc (x *c) f() {\nx.mu.RLock()\nx.s[0]++\nx.mu.RUnlock()\n}`,
};

describe('NGG014', () => {
  for (const [name, [source, line]] of Object.entries(races))
    it(`finds: ${name}`, () => assert.deepEqual(linesOf(ngg014, source), [line]));
  for (const [name, source] of Object.entries(safe))
    it(`is silent: ${name}`, () => assert.deepEqual(check(ngg014, source), []));
});
