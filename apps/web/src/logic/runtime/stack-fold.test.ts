import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StackFrame } from '@nightglass/model';
import { foldStack, foldsOf, originOf, packageOf, programFrame, shortFile, shortName } from './stack-fold.ts';

const frame = (func: string, file = '/src/x.go', line = 1): StackFrame => ({
  func,
  args: '',
  file,
  line,
  inlined: false,
  at: 0,
});

test('packages and short names of Go functions', () => {
  for (const [func, path, short] of [
    ['main.(*cache).evict', 'main', 'main.(*cache).evict'],
    ['net/http.(*conn).serve', 'net/http', 'http.(*conn).serve'],
    ['gopkg.in/yaml%2ev3.Unmarshal', 'gopkg.in/yaml%2ev3', 'yaml%2ev3.Unmarshal'],
    ['main.Put[github.com/a/b.T]', 'main', 'main.Put[github.com/a/b.T]'],
    [
      'github.com/acme/shop/store.(*Map[go.shape.int]).Get.func1',
      'github.com/acme/shop/store',
      'store.(*Map[go.shape.int]).Get.func1',
    ],
    ['junk', '', 'junk'],
  ] as const) {
    assert.equal(packageOf(func), path);
    assert.equal(shortName(func), short);
  }
});

test('whose code a frame is, with trimmed paths, modules without a dot, and vendored ones', () => {
  assert.equal(originOf(frame('internal/runtime/maps.fatal', 'runtime/panic.go')), 'standard');
  assert.equal(originOf(frame('shop/store.Put', '/app/store/put.go')), 'program');
  assert.equal(
    originOf(
      frame(
        'google.golang.org/grpc.(*Server).Serve',
        '/root/go/pkg/mod/google.golang.org/grpc@v1.60.0/server.go',
      ),
    ),
    'library',
  );
  assert.equal(originOf(frame('github.com/x/y.Z', 'github.com/x/y@v1.2.3/z.go')), 'library');
});

const crash = [
  frame('internal/runtime/maps.fatal'),
  frame('internal/runtime/maps.(*Iter).Next'),
  frame('main.(*cache).evict'),
  frame('net/http.serverHandler.ServeHTTP'),
  frame('main.main'),
];

test('runs that are not the program fold, and open where asked', () => {
  const kinds = (open?: number): string[] =>
    foldStack(crash, [], (at) => at === open).map((p) => `${p.kind}${p.at}`);
  assert.deepEqual(kinds(), ['fold0', 'frame2', 'fold3', 'frame4']);
  assert.deepEqual(kinds(0), ['frame0', 'frame1', 'frame2', 'fold3', 'frame4']);
  assert.deepEqual(foldsOf(crash, []), [0, 3]);
  assert.equal(programFrame(crash)?.func, 'main.(*cache).evict');
});

test('frames Go left out keep their place, and split a fold', () => {
  const parts = foldStack(crash, [
    { before: 1, count: 100 },
    { before: 5, count: null },
  ]);
  assert.deepEqual(
    parts.map((p) => `${p.kind}${p.at}`),
    ['fold0', 'elided1', 'fold1', 'frame2', 'fold3', 'frame4', 'elided5'],
  );
});

test('a stack of the runtime alone stays open', () => {
  assert.deepEqual(
    foldStack(crash.slice(0, 2), []).map((p) => p.kind),
    ['frame', 'frame'],
  );
  assert.deepEqual(foldStack([], []), []);
});

test('files are short, Windows ones too', () => {
  assert.equal(shortFile('/home/a/mapcrash/main.go', 25), 'mapcrash/main.go:25');
  assert.equal(shortFile('C:\\app\\store\\put.go', 0), 'store/put.go');
  assert.equal(shortFile('', 3), '');
});
