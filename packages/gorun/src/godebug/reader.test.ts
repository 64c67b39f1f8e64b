import assert from 'node:assert/strict';
import { test } from 'node:test';
import { godebugOf, goVersions, linesOf } from '../profile/testing/fixtures.ts';

const line127 =
  'gc 5 @92.580s 0% (checking for goroutine leaks): 124+300+0.031 ms clock, 249+0/35/0.36+0.063 ms cpu, 15->16->10 MB, 22 MB goal, 1 MB stacks, 2 MB globals, 4 P (forced)';
const line117 =
  'gc 1 @2.104s 3%: 0.018+1.3+0.076 ms clock, 0.054+0.35/1.0/3.0+0.23 ms cpu, 4->5->3 MB, 6 MB goal, 4 P';

test('each number of a cycle has its place', () => {
  const { artifact } = godebugOf([line127]);
  assert.deepEqual(artifact?.gc, [
    {
      number: 5,
      atSeconds: 92.58,
      cpuPercent: 0,
      clockMs: { sweepTermination: 124, concurrentMark: 300, markTermination: 0.031 },
      cpuMs: { sweepTermination: 249, assist: 0, background: 35, idle: 0.36, markTermination: 0.063 },
      heapMb: { start: 15, end: 16, live: 10, goal: 22 },
      stacksMb: 1,
      globalsMb: 2,
      processors: 4,
      forced: true,
      leakCheck: true,
      at: 1,
    },
  ]);
  assert.equal(artifact?.version.version, '>=1.26');
});

test('the form without stacks is that of Go 1.18 at most', () => {
  const { artifact } = godebugOf([line117]);
  assert.equal(artifact?.gc[0]?.stacksMb, null);
  assert.equal(artifact?.gc[0]?.cpuMs.assist, 0.35);
  assert.deepEqual([artifact?.version.version, artifact?.version.max], ['<=1.18', 18]);
});

for (const version of goVersions)
  test(`every trace line of Go ${version} is taken`, () => {
    const leak = linesOf(`go${version}/mapleak/gctrace.log`);
    const { artifact, left } = godebugOf(leak);
    assert.deepEqual(left, ['']);
    assert.equal(artifact?.gc.length, leak.length - 1);
    assert.deepEqual(artifact?.restarts, [0]);
    assert.equal(artifact?.variant, 'gctrace');

    const fleet = godebugOf(linesOf(`go${version}/fleet/stderr_gctrace_then_sigquit.log`));
    assert.ok((artifact?.gc.length ?? 0) > 3);
    assert.ok(fleet.left.every((line) => !line.startsWith('gc ')));
  });

for (const version of ['1.19', '1.24', '1.26', '1.27'])
  test(`the other traces of Go ${version} are taken`, () => {
    const all = (name: string) => godebugOf(linesOf(`go${version}/extra/${name}.log`));
    const scan = all('gctrace2');
    assert.deepEqual(scan.left, ['']);
    assert.equal(scan.artifact?.gc.length, 13);
    const scavenge = all('gctrace_scavtrace_gcpacertrace');
    assert.deepEqual(scavenge.left, ['']);
    assert.equal(scavenge.artifact?.variant, 'gctrace+scavtrace+gcpacertrace');
    assert.ok((scavenge.artifact?.scavenge.length ?? 0) >= 13);
    const [first] = scavenge.artifact?.scavenge ?? [];
    assert.equal(first?.totalKib === null, version !== '1.19');
    assert.equal(first?.nowKib === null, version === '1.19');
    const schedule = all('schedtrace');
    assert.deepEqual(schedule.left, ['']);
    assert.ok((schedule.artifact?.sched.length ?? 0) >= 3);
    assert.ok(
      schedule.artifact?.sched.every((line) => line.localQueues.length === 2 && line.gomaxprocs === 2),
    );
    const detail = all('scheddetail');
    assert.deepEqual(detail.left, ['']);
    assert.equal(detail.artifact?.sched.length, 2);
    const init = all('inittrace');
    assert.ok(init.left.every((line) => !line.startsWith('init ')));
    assert.equal(init.artifact?.init[1]?.clockMs !== undefined, true);
  });

test('scavtrace of Go 1.17 has a generation in front', () => {
  const { artifact } = godebugOf(['scav 3 5 KiB work, 1460 KiB total, 93% util']);
  assert.deepEqual(artifact?.scavenge[0], {
    workKib: 5,
    eagerKib: null,
    nowKib: null,
    totalKib: 1460,
    utilPercent: 93,
    at: 1,
  });
});

test('a number that falls back starts another process', () => {
  const again = (n: number) => line117.replace('gc 1 ', `gc ${n} `);
  const { artifact } = godebugOf([
    again(1),
    again(2),
    again(3),
    'starting',
    again(1),
    again(2),
    again(1),
    again(1),
  ]);
  assert.deepEqual(artifact?.restarts, [0, 3, 5, 6]);
  assert.deepEqual(artifact?.lines, { start: 1, end: 8 });
});

test('a trace behind other text is kept, and the line stays with whoever owns the text', () => {
  const { artifact, left } = godebugOf([`order stored${line127}`, `${line117}order stored`, 'x% util', ' P']);
  assert.deepEqual(
    artifact?.gc.map((cycle) => [cycle.number, cycle.at]),
    [
      [5, 1],
      [1, 2],
    ],
  );
  assert.equal(left.length, 4);
});

test('lines that only look alike are left', () => {
  const lines = [
    'gc finished',
    'gc 1 @x',
    'gc 12 @3.1s 4%: broken',
    'SCHED 1ms: gomaxprocs=x',
    'scan: 3 files',
    'pacer: started',
    'init database @ 5 ms',
    '  P0: status=1',
    'scvg',
    '',
    'goroutine 1 [running]:',
  ];
  const { artifact, left } = godebugOf(lines);
  assert.equal(artifact, null);
  assert.deepEqual(left, lines);
});

test('lines of a log cost almost nothing, and long ones too', () => {
  const log = Array.from(
    { length: 200_000 },
    (_, i) => `2026-11-23T05:02:52Z INFO path=/orders/${i} took=13ms P`,
  );
  log.push('gc '.repeat(300_000), `gc 1 @${'1'.repeat(500_000)} P`);
  const started = performance.now();
  assert.equal(godebugOf(log).artifact, null);
  assert.ok(performance.now() - started < 2000);
});
