import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { factsOf } from '../testing/check.ts';

const head = `package p; import "sync"; type c struct { mu sync.RWMutex; m map[int]int }; type e struct { sync.Mutex; m map[int]int }\n`;
/** Locks held at each write, by path; a read lock with an \`r:\` in front. */
const held = (body: string, rest = ''): string =>
  factsOf(`${head}func (x *c) f(b bool) { ${body} }\n${rest}`)
    .accesses.filter((access) => access.kind === 'write')
    .map(
      (access) =>
        access.locks.map((lock) => (lock.mode === 'read' ? `r:${lock.path}` : lock.path)).join('+') || '-',
    )
    .join(' ');

const cases: [string, string, string, string?][] = [
  ['between Lock and Unlock', 'x.m[0] = 1; x.mu.Lock(); x.m[1] = 1; x.mu.Unlock(); x.m[2] = 1', '- x.mu -'],
  ['deferred unlock', 'x.mu.Lock(); defer x.mu.Unlock(); x.m[1] = 1', 'x.mu'],
  [
    'a branch that unlocks and returns',
    'x.mu.Lock(); if b { x.mu.Unlock(); return }; x.m[1] = 1; x.mu.Unlock()',
    'x.mu',
  ],
  ['both branches unlock', 'x.mu.Lock(); if b { x.mu.Unlock() } else { x.mu.Unlock() }; x.m[1] = 1', '-'],
  ['read lock', 'x.mu.RLock(); x.m[1] = 1; x.mu.RUnlock()', 'r:x.mu'],
  [
    'a break out of a loop with the lock',
    'for { x.mu.Lock(); if b { break }; x.mu.Unlock() }; x.m[1] = 1',
    'x.mu',
  ],
  ['a turn of the loop', 'for b { x.mu.Lock(); x.m[1] = 1; x.mu.Unlock() }; x.m[2] = 1', 'x.mu -'],
  ['a goroutine holds nothing of its starter', 'x.mu.Lock(); go func() { x.m[1] = 1 }(); x.mu.Unlock()', '-'],
  ['a literal called at once holds all', 'x.mu.Lock(); func() { x.m[1] = 1 }(); x.mu.Unlock()', 'x.mu'],
  ['TryLock in a condition', 'if x.mu.TryLock() { x.m[1] = 1; x.mu.Unlock() } else { x.m[2] = 1 }', 'x.mu -'],
  [
    'a switch where one case unlocks',
    'x.mu.Lock(); switch { case b: x.mu.Unlock(); return; default: }; x.m[1] = 1',
    'x.mu',
  ],
  [
    'a helper that every caller calls with the lock',
    'x.mu.Lock(); x.put(); x.mu.Unlock()',
    'x.mu',
    'func (x *c) put() { x.m[1] = 1 }',
  ],
  [
    'a helper with one caller without',
    'x.mu.Lock(); x.put(); x.mu.Unlock()',
    '-',
    'func (x *c) put() { x.m[1] = 1 }\nfunc (x *c) g() { x.put() }',
  ],
  [
    'lock and unlock helpers',
    'x.lock(); x.m[1] = 1; x.unlock(); x.m[2] = 1',
    'x.mu -',
    'func (x *c) lock() { x.mu.Lock() }\nfunc (x *c) unlock() { x.mu.Unlock() }',
  ],
  [
    'an unlock that is returned',
    'defer x.hold()(); x.m[1] = 1',
    'x.mu',
    'func (x *c) hold() func() { x.mu.Lock(); return x.mu.Unlock }',
  ],
  ['an embedded mutex', 'y := &e{}; y.Lock(); y.m[1] = 1; y.Unlock()', 'y'],
];

describe('locks held', () => {
  for (const [name, body, expected, rest] of cases) it(name, () => assert.equal(held(body, rest), expected));
});
