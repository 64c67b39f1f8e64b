import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StackFrame } from '@nightglass/model';
import { Page, styleFor } from './page.ts';
import { foldStack, positionText, printStack } from './stack.ts';

const frame = (func: string, file = '/src/app/main.go', line = 7): StackFrame => ({
  func,
  args: '',
  file,
  line,
  inlined: false,
  at: 1,
});
const go = (func: string, path: string): StackFrame => frame(func, `/usr/lib/go/src/${path}`);

test('frames of Go are one line with their count; the frames of the program are kept', () => {
  const entries = foldStack(
    [
      go('runtime.throw', 'runtime/panic.go'),
      go('runtime.mapassign', 'runtime/map.go'),
      frame('shop.(*Cache).Put'),
      go('net/http.HandlerFunc.ServeHTTP', 'net/http/server.go'),
      go('net/http.(*conn).serve', 'net/http/server.go'),
    ],
    [],
  );
  assert.deepEqual(
    entries.map((e) =>
      e.kind === 'folded' ? `${e.count} ${e.packages}` : e.kind === 'frame' ? e.frame.func : e.text,
    ),
    ['2 runtime', 'shop.(*Cache).Put', '2 net/http'],
  );
});

test('what Go left out stands where it was left out', () => {
  const entries = foldStack(
    [frame('a.A'), frame('a.B')],
    [
      { before: 1, count: 100 },
      { before: 2, count: null },
    ],
  );
  assert.deepEqual(
    entries.map((e) => (e.kind === 'elided' ? e.text : e.kind)),
    ['frame', '100 frames that Go did not print', 'frame', 'more frames that Go did not print'],
  );
});

test('a function that calls itself is one line; a cycle of several is cut in the middle, its gap said', () => {
  const stack = (frames: StackFrame[]): string[] => {
    const page = new Page(100, styleFor(false));
    printStack(page, '', { frames, elided: [{ before: 50, count: 900 }], createdBy: null }, '');
    return page.toString().trimEnd().split('\n');
  };
  const same = stack(Array.from({ length: 100 }, () => frame('a.f')));
  assert.equal(same.length, 3);
  assert.match(same[0] ?? '', /^a\.f\(\) ×50, itself +\/src\/app\/main\.go:7$/);
  const cycle = stack(Array.from({ length: 100 }, (_, i) => frame(i % 2 === 0 ? 'a.f' : 'a.g')));
  assert.equal(cycle.length, 26);
  assert.match(cycle.join('\n'), /\.\.\. 77 calls more \.\.\.\n900 frames that Go did not print/);
});

test('a position keeps its file and line, and of the folders what fits', () => {
  assert.equal(positionText('/home/a/b/main.go', 12, 40), '/home/a/b/main.go:12');
  assert.equal(positionText('/home/alice/src/shop/cache/cache.go', 12, 25), '…/shop/cache/cache.go:12');
  assert.equal(positionText('', 0, 40), '');
});
