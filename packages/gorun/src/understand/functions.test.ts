import assert from 'node:assert/strict';
import test from 'node:test';
import { firstPointer, ownerOf, packageOf, receiverOf, stableName } from './functions.ts';

const frame = (func: string, file: string) => ({
  func,
  file,
  args: null,
  line: 1,
  inlined: false,
  at: 1,
});

test('the package ends at the first dot behind the last slash, whatever the type arguments hold', () => {
  assert.equal(packageOf('net/http.(*conn).serve'), 'net/http');
  assert.equal(packageOf('gopkg.in/yaml%2ev2.(*parser).fetch'), 'gopkg.in/yaml%2ev2');
  assert.equal(packageOf('main.Map[go.shape.int,github.com/a/b.T]'), 'main');
  assert.equal(packageOf('panic'), '');
});

test('a closure has one name in every Go version', () => {
  const names = [
    'main.main.func1.1',
    'main.main.main.func1.func9',
    'main.main.func1.func1',
    'main.main.gowrap2',
  ];
  for (const name of names) assert.equal(stableName(name), 'main.main.func');
  assert.equal(stableName('main.(*store).run.func1'), 'main.(*store).run.func');
  assert.equal(stableName('main.serve.(*store).run.func1'), 'main.(*store).run.func');
  assert.equal(stableName('main.(*worker[...]).loop'), 'main.(*worker).loop');
  assert.equal(stableName('main.(*ledger).settle-fm'), 'main.(*ledger).settle');
  assert.equal(stableName('main.all-range1'), 'main.all');
  assert.equal(stableName('main.cache.len'), 'main.cache.len');
});

test('owners are told by package and by file', () => {
  const goroot = '/usr/local/go/src/sync/mutex.go';
  assert.equal(ownerOf(frame('sync.(*Mutex).Lock', goroot)), 'standard');
  assert.equal(ownerOf(frame('sync.runtime_Semacquire', '/usr/local/go/src/runtime/sema.go')), 'standard');
  assert.equal(ownerOf(frame('runtime.gopark', '/usr/local/go/src/runtime/proc.go')), 'runtime');
  assert.equal(ownerOf(frame('internal/runtime/maps.fatal', '/go/src/runtime/panic.go')), 'runtime');
  assert.equal(ownerOf(frame('net/http.(*conn).serve', 'net/http/server.go')), 'standard');
  assert.equal(
    ownerOf(frame('github.com/a/b.F', '/root/go/pkg/mod/github.com/a/b@v1.2.3/f.go')),
    'dependency',
  );
  assert.equal(ownerOf(frame('example.com/shop/vendor.F', '/src/shop/vendor.go')), 'program');
  assert.equal(ownerOf(frame('sync.Run', '/home/me/sync/run.go')), 'program');
  assert.equal(ownerOf(frame('main.main', '/app/main.go')), 'program');
});

test('only words that are surely addresses count as pointers', () => {
  assert.equal(firstPointer('0xc000138320, {0x1, 0x2}'), '0xc000138320');
  assert.equal(firstPointer('{{0xc000138320}}'), '0xc000138320');
  assert.equal(firstPointer('0xc000138320?, 0x1'), null);
  assert.equal(firstPointer('0x12'), null);
  assert.equal(firstPointer('...'), null);
  assert.equal(firstPointer(null), null);
});

test('receivers are read with and without type parameters', () => {
  assert.equal(receiverOf('main.(*cache).evict'), '*cache');
  assert.equal(receiverOf('main.(*worker[...]).loop'), '*worker');
  assert.equal(receiverOf('main.evict'), '');
});
