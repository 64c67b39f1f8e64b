import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { check, linesOf } from '../testing/check.ts';
import { ngg002 } from './ngg002.ts';

const head = 'package p; import "sync"; var mu sync.Mutex; var wg sync.WaitGroup; var m = map[int]bool{}\n';
const loop = (body: string, before = ''): string =>
  `${head}func f() {\n${before}for k := range m {\n_ = k\n${body}\n}\n}`;

const races: Record<string, [string, number]> = {
  'deletes in a go statement': [loop('go func() { delete(m, k) }()'), 3],
  'deletes under a lock the loop does not hold': [
    loop('go func() { mu.Lock(); delete(m, k); mu.Unlock() }()'),
    3,
  ],
  'writes in wg.Go': [loop('wg.Go(func() { m[k] = false })'), 3],
  'a named function as goroutine': [`${loop('go drop(k)')}\nfunc drop(k int) { delete(m, k) }`, 3],
  'the map as an argument': [
    `${loop('go drop(m, k)')}\nfunc drop(x map[int]bool, k int) { delete(x, k) }`,
    3,
  ],
  'a field of the receiver': [
    `${head}type d struct{ c map[int]bool }\nfunc (x *d) f() {\nfor k := range x.c {\ngo func() { delete(x.c, k) }()\n}\n}`,
    4,
  ],
  'clear in a goroutine': [loop('go func() { clear(m) }()'), 3],
};

const safe: Record<string, string> = {
  'deletes in the loop itself': loop('delete(m, k)'),
  'the loop holds the lock of the writer': loop(
    'go func() { mu.Lock(); delete(m, k); mu.Unlock() }()',
    'mu.Lock(); defer mu.Unlock();',
  ),
  'waits in the body': loop('wg.Go(func() { delete(m, k) }); wg.Wait()'),
  'receives in the body': loop('done := make(chan bool); go func() { delete(m, k); done <- true }(); <-done'),
  'another map': loop('go func() { other := map[int]bool{}; delete(other, k) }()'),
  'only reads': loop('go func() { _ = m[k] }()'),
  'a slice': `${head}func f(s []int) {\nfor i := range s {\ngo func() { s[i] = 1 }()\n}\n}`,
  'deletes after the loop': `${head}func f() {\nfor k := range m {\n_ = k\n}\ngo func() { delete(m, 1) }()\n}`,
};

describe('NGG002', () => {
  for (const [name, [source, line]] of Object.entries(races))
    it(`finds: ${name}`, () => assert.deepEqual(linesOf(ngg002, source), [line]));
  for (const [name, source] of Object.entries(safe))
    it(`is silent: ${name}`, () => assert.deepEqual(check(ngg002, source), []));
});
