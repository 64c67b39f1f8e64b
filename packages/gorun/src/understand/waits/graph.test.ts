import assert from 'node:assert/strict';
import test from 'node:test';
import type { Goroutine, WaitGraph } from '@nightglass/model';
import { block, firstDump, read, recorded, VERSIONS } from '../testing/dumps.ts';
import { waitGraph } from './graph.ts';

const dump = (...blocks: string[]): Goroutine[] => firstDump(read(blocks.join('\n'))).goroutines;

/** For each lock: waiters by function, and holders with their certainty. */
function locks(graph: WaitGraph) {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  return graph.nodes
    .filter(({ kind }) => kind === 'mutex' || kind === 'rwmutex')
    .map((lock) => ({
      kind: lock.kind,
      count: lock.count,
      waiters: graph.edges.filter(({ to }) => to === lock.id).map(({ from }) => nodes.get(from)?.function),
      holders: graph.edges
        .filter(({ from }) => from === lock.id)
        .map(({ to, confidence, count }) => [nodes.get(to)?.function, confidence, count]),
    }));
}

test('the fleet: who waits for which lock and who likely holds it, in every version', () => {
  for (const version of VERSIONS) {
    const found = locks(waitGraph(firstDump(recorded(version, 'fleet/goroutine.debug2.txt')).goroutines));
    const by = (func: string) => found.find(({ waiters }) => waiters.includes(func));
    assert.deepEqual(by('main.main.func8')?.holders, [['main.main.func7', 'possible', 1]], version);
    assert.equal(by('main.main.func8')?.count, 25);
    assert.equal(by('main.main.func10')?.count, 10);
    assert.equal(by('main.main.func11')?.count, 3);
    assert.equal(by('main.main.func11')?.kind, 'rwmutex', 'RWMutex.Lock that queues on its inner Mutex');
    for (const waiter of ['main.main.func10', 'main.main.func11']) {
      assert.deepEqual(by(waiter)?.holders, [['main.main.func9', 'possible', 1]], version);
    }
    const starved = by('main.(*sessionStore).updateUserSession');
    assert.deepEqual(starved?.holders, [['main.main.func23', 'possible', 6]], version);
  }
});

const lockFrames = (address: string) => [
  `internal/sync.(*Mutex).lockSlow(${address})`,
  '/usr/local/go/src/internal/sync/mutex.go:149 +0x15d',
  'internal/sync.(*Mutex).Lock(...)',
  '/usr/local/go/src/internal/sync/mutex.go:70',
  'sync.(*Mutex).Lock(...)',
  '/usr/local/go/src/sync/mutex.go:46',
];

test('a method of the same object that is stuck further in is the likely holder', () => {
  const graph = waitGraph(
    dump(
      block(7, 'sync.Mutex.Lock, 5 minutes', [
        ...lockFrames('0xc000138360'),
        'shop/stock.(*store).Add(0xc000138320, 0x1)',
        '/app/stock/store.go:20 +0x1',
      ]),
      block(8, 'IO wait, 6 minutes', [
        'internal/poll.runtime_pollWait(0x7f, 0x72)',
        '/usr/local/go/src/runtime/netpoll.go:351 +0x85',
        'shop/stock.(*store).Flush(0xc000138320)',
        '/app/stock/store.go:44 +0x1',
      ]),
      block(9, 'IO wait, 6 minutes', [
        'shop/stock.(*store).Flush(0xc000999000)',
        '/app/stock/store.go:44 +0x1',
      ]),
    ),
  );
  const [lock] = locks(graph);
  assert.deepEqual(lock?.holders, [['shop/stock.(*store).Flush', 'likely', 1]]);
});

test('Go 1.20 and 1.21: the address is that of the Mutex frame, stale words are not used', () => {
  const waiter = (id: number) =>
    block(id, 'sync.Mutex.Lock, 1 minutes', [
      'sync.runtime_SemacquireMutex(0xc00001?, 0x0?, 0x0?)',
      '/usr/local/go/src/runtime/sema.go:77 +0x26',
      'sync.(*Mutex).lockSlow(0xc0000a8330)',
      '/usr/local/go/src/sync/mutex.go:171 +0x15d',
      'sync.(*Mutex).Lock(...)',
      '/usr/local/go/src/sync/mutex.go:90',
      'main.pay(0xc0000b4000?)',
      `/app/pay.go:${id} +0x37`,
    ]);
  const [lock, ...others] = locks(waitGraph(dump(waiter(5), waiter(6))));
  assert.equal(others.length, 0, 'one address is one lock, whatever the site');
  assert.equal(lock?.count, 2);
});

test('Go 1.19 calls every wait semacquire: the frames tell', () => {
  const graph = waitGraph(
    dump(
      block(5, 'semacquire, 2 minutes', [
        'sync.runtime_Semacquire(0xc00001c0a8?)',
        '/usr/local/go/src/runtime/sema.go:62 +0x25',
        'sync.(*WaitGroup).Wait(0xc00001c0a0)',
        '/usr/local/go/src/sync/waitgroup.go:139 +0x52',
        'main.main()',
        '/app/main.go:9 +0x1',
      ]),
    ),
  );
  assert.deepEqual(
    graph.nodes.map(({ kind }) => kind),
    ['waitgroup', 'goroutines'],
  );
});

test('senders and receivers are told apart, nil channels and empty selects too', () => {
  const graph = waitGraph(
    dump(
      block(5, 'chan send', ['main.put()', '/app/q.go:5 +0x1']),
      block(6, 'chan receive', ['main.get()', '/app/q.go:9 +0x1']),
      block(7, 'chan receive (nil chan)', ['main.never()', '/app/q.go:12 +0x1']),
      block(8, 'select (no cases)', ['main.park()', '/app/q.go:15 +0x1']),
      block(9, 'running', ['main.work()', '/app/q.go:18 +0x1']),
    ),
  );
  const labels = graph.nodes.filter(({ kind }) => kind !== 'goroutines').map(({ label }) => label);
  assert.deepEqual(labels.sort(), [
    'channel received from at q.go:9',
    'channel sent to at q.go:5',
    'nil channel received from at q.go:12',
    'select without cases at q.go:15',
  ]);
});

test('a graph has a ceiling and says when it was reached', () => {
  const [one] = dump(block(5, 'chan send', ['main.put()', '/app/q.go:5 +0x1']));
  const goroutine = one as Goroutine;
  const many = Array.from({ length: 2000 }, (_, i) => ({
    ...goroutine,
    id: i + 1,
    frames: goroutine.frames.map((frame) => ({ ...frame, line: i + 1 })),
  }));
  const graph = waitGraph(many);
  assert.equal(graph.truncated, true);
  assert.ok(graph.nodes.length <= 400);
});
