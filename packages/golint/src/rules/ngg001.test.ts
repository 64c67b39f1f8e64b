import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { check, linesOf } from '../testing/check.ts';
import { ngg001 } from './ngg001.ts';

const wait = 'var wg sync.WaitGroup; ';
const head =
  'package p; import ("sync"; "net/http"; "time"; "sync/atomic"); var _ = atomic.LoadInt32; var _ http.Handler; var _ time.Time\n';

const races: Record<string, [source: string, line: number]> = {
  'workers of a loop write to a captured map': [
    `${head}func f() {\n m := map[int]int{}\n ${wait}\n for i := range 4 {\n wg.Go(func() {\n m[i] = i\n })\n }\n wg.Wait()\n}`,
    7,
  ],
  'the goroutine writes while its starter reads': [
    `${head}func f() int {\n m := map[int]int{}\n go func() {\n m[1] = 1\n }()\n return m[1]\n}`,
    5,
  ],
  'through a helper two calls down': [
    `${head}type p struct{ conns map[int]bool }\nfunc drop(m map[int]bool, k int) {\n delete(m, k)\n}\nfunc (x *p) reap(k int) { drop(x.conns, k) }\nfunc f() {\n x := &p{conns: map[int]bool{}}\n for i := range 3 {\n x.conns[i] = true\n go x.reap(i)\n }\n}`,
    4,
  ],
  'a handler writes to a package variable': [
    `${head}var hits = map[string]int{}\nfunc serve(w http.ResponseWriter, r *http.Request) {\n hits[r.URL.Path]++\n}`,
    4,
  ],
  'a constructor starts a janitor and an exported method writes': [
    `package cache\ntype Cache struct{ items map[string]int }\nfunc New() *Cache {\n c := &Cache{items: map[string]int{}}\n go c.janitor()\n return c\n}\nfunc (c *Cache) janitor() {\n for {\n for k := range c.items {\n delete(c.items, k)\n }\n }\n}\nfunc (c *Cache) Set(k string) { c.items[k] = 1 }`,
    15,
  ],
  'a timer deletes what its setter writes': [
    `${head}var leases = map[string]int{}\nfunc grant(id string) {\n leases[id]++\n time.AfterFunc(1, func() {\n delete(leases, id)\n })\n}\nfunc f() { for { grant("a") } }`,
    6,
  ],
  'two mutexes keep nobody apart': [
    `${head}type s struct { a, b sync.Mutex; m map[int]int }\nfunc (x *s) put() {\n x.a.Lock()\n defer x.a.Unlock()\n x.m[1] = 1\n}\nfunc (x *s) get() int {\n x.b.Lock()\n defer x.b.Unlock()\n return x.m[1]\n}\nfunc f() {\n x := &s{m: map[int]int{}}\n go x.put()\n x.get()\n}`,
    6,
  ],
  'a copy of the struct has a lock of its own': [
    `${head}type c struct { mu sync.Mutex; m map[string]int }\nfunc (x c) add() {\n x.mu.Lock()\n defer x.mu.Unlock()\n x.m["a"]++\n}\nfunc f() {\n x := c{m: map[string]int{}}\n for range 3 {\n go func() { x.add() }()\n }\n}`,
    6,
  ],
};

const safe: Record<string, string> = {
  'a lock around both': `${head}func f() {\n var mu sync.Mutex\n m := map[int]int{}\n for i := range 3 {\n go func() { mu.Lock(); m[i] = i; mu.Unlock() }()\n }\n mu.Lock(); _ = m[1]; mu.Unlock()\n}`,
  'a wait between': `${head}func f() int {\n m := map[int]int{}\n ${wait}\n wg.Go(func() { m[1] = 1 })\n wg.Wait()\n return m[1]\n}`,
  'a channel between': `${head}func f() int {\n m := map[int]int{}\n done := make(chan bool)\n go func() { m[1] = 1; close(done) }()\n <-done\n return m[1]\n}`,
  'a map of its own in each goroutine': `${head}func f() {\n for i := range 3 {\n go func() { m := map[int]int{}; m[i] = i }()\n }\n}`,
  'an object of its own in each turn': `${head}type c struct{ m map[int]int }\nfunc (x *c) run() { x.m[1] = 1 }\nfunc f() {\n for range 3 {\n x := &c{m: map[int]int{}}\n go x.run()\n }\n}`,
  'only reads': `${head}var names = map[int]string{}\nfunc init() { names[1] = "a" }\nfunc serve(w http.ResponseWriter, r *http.Request) { _ = names[1] }`,
  'a helper that locks': `${head}type c struct { mu sync.Mutex; m map[int]int }\nfunc (x *c) lock() { x.mu.Lock() }\nfunc (x *c) unlock() { x.mu.Unlock() }\nfunc (x *c) put(i int) { x.lock(); defer x.unlock(); x.m[i] = i }\nfunc f(x *c) {\n for i := range 3 {\n go x.put(i)\n }\n}`,
  'the name says that callers lock': `${head}type c struct { mu sync.Mutex; m map[int]int }\nfunc (x *c) putLocked(i int) { x.m[i] = i }\nfunc f(x *c) {\n for i := range 3 {\n go x.putLocked(i)\n }\n}`,
  'the comment says that callers lock': `${head}type c struct { mu sync.Mutex; m map[int]int }\n// put writes. The caller must hold c.mu.\nfunc (x *c) put(i int) { x.m[i] = i }\nfunc f(x *c) {\n for i := range 3 {\n go x.put(i)\n }\n}`,
  'Once fills before all read': `${head}var once sync.Once\nvar t map[int]int\nfunc get() int { once.Do(func() { t = map[int]int{}; t[1] = 1 }); return t[1] }\nfunc f() { for range 3 { go get() } }`,
  'the branch that starts returns': `${head}func f(async bool) {\n m := map[int]int{}\n if async {\n go func() { m[1] = 1 }()\n return\n }\n m[2] = 2\n}`,
  'filled before the goroutine starts': `${head}func f() {\n m := map[int]int{}\n m[1] = 1\n go func() { _ = m[1] }()\n}`,
  'shadowed name': `${head}func f() {\n m := map[int]int{}\n go func() { m := map[int]int{}; m[1] = 1 }()\n _ = m[1]\n}`,
};

describe('NGG001', () => {
  for (const [name, [source, line]] of Object.entries(races))
    it(`finds: ${name}`, () => assert.deepEqual(linesOf(ngg001, source), [line]));
  for (const [name, source] of Object.entries(safe))
    it(`is silent: ${name}`, () => assert.deepEqual(check(ngg001, source), []));
  it('names both sites and the locks', () => {
    const [finding] = check(ngg001, races['two mutexes keep nobody apart']![0]);
    assert.match(
      finding!,
      /s\.m is written to here .*started at main\.go:15.*main\.go:11, where it is read.*under x\.a, the other under x\.b/,
    );
  });
  it('leaves a branch alone that perhaps no parallel subtest takes', () => {
    const test = (body: string) => ({
      'a_test.go': `package p; import "testing"\ntype c struct{ m map[int]int }\nfunc (x *c) put(on bool) { ${body} }\nfunc TestPut(t *testing.T) {\n x := &c{m: map[int]int{}}\n for _, on := range []bool{false} {\n t.Run("", func(t *testing.T) { t.Parallel(); x.put(on) })\n }\n}`,
    });
    assert.equal(check(ngg001, test('x.m[1] = 1')).length, 1);
    assert.deepEqual(check(ngg001, test('if on { x.m[1] = 1 }')), []);
  });
});
