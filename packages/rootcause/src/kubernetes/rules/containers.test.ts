import assert from 'node:assert/strict';
import { test } from 'node:test';
import { logRow } from '../../testing/context-of.ts';
import { nowMs, TestCluster } from '../testing/cluster.ts';

const ended = (exitCode: number, reason = 'Error', message = '') => ({
  terminated: { exitCode, reason, message, finishedAt: new Date(nowMs - 30_000).toISOString() },
});
const logs = (service: string, body: string) => ({
  logs: [logRow(nowMs - 60_000, service, body, { severity: 17, weight: 9 })],
});

test('killed for its memory: by the state, and by the words of the runtime', () => {
  const crashed = new TestCluster().waits('cart', 'CrashLoopBackOff', '', ended(137, 'OOMKilled'), 4);
  const found = crashed.findings()[0]!;
  assert.deepEqual(
    [found.entity, found.faultClass, found.detail],
    [{ kind: 'workload', name: 'cart' }, 'memory', 'oom_killed'],
  );
  assert.ok(found.p >= 0.9);
  assert.match(found.title!.en, /256 MiB/);
  assert.match(found.evidence[0]!.quote, /OOMKilled/);
  const sandbox = new TestCluster()
    .waits('cart', 'ContainerCreating')
    .event(
      'Pod',
      'cart',
      'FailedCreatePodSandBox',
      'runc create failed: container init was OOM-killed (memory limit too low?)',
    );
  assert.equal(sandbox.said()[0], 'workload:cart oom_killed');
});

test('an old kill of a container that runs since says nothing', () => {
  const long = { terminated: { exitCode: 137, reason: 'OOMKilled', finishedAt: '1969-12-31T00:00:00Z' } };
  const cluster = new TestCluster().set('Pod', 'cart', ['status', 'containerStatuses', 0, 'lastState'], long);
  cluster.set('Pod', 'cart', ['status', 'containerStatuses', 0, 'restartCount'], 1);
  assert.deepEqual(cluster.said(), []);
});

test('what the runtime cannot start is told by its words', () => {
  const cases: [message: string, detail: string][] = [
    ['exec: "serve": executable file not found in $PATH: unknown', 'command_not_found'],
    ['exec: "/app/run.sh": permission denied: unknown', 'command_permission'],
    ['exec /app/server: exec format error', 'image_architecture'],
    ['container has runAsNonRoot and image will run as root', 'run_as_non_root'],
    [
      'error mounting "/x" to rootfs at "/etc/app.conf": not a directory: Are you trying to mount a directory onto a file',
      'volume_mount_path',
    ],
  ];
  for (const [message, detail] of cases) {
    const cluster = new TestCluster().waits(
      'cart',
      'RunContainerError',
      message,
      ended(128, 'StartError', message),
      2,
    );
    assert.equal(cluster.said()[0], `workload:cart ${detail}`);
  }
});

test('exit codes of a shell: 127 is a command that is not there, 126 one that may not run', () => {
  assert.equal(
    new TestCluster().waits('cart', 'CrashLoopBackOff', '', ended(127), 3).said()[0],
    'workload:cart command_not_found',
  );
  assert.equal(
    new TestCluster().waits('cart', 'CrashLoopBackOff', '', ended(126), 3).said()[0],
    'workload:cart command_permission',
  );
});

test('last words of the log tell why a container ends', () => {
  const cases: [body: string, detail: string][] = [
    ['panic: environment variable "STORE_ADDR" not set', 'env_missing'],
    ['flag provided but not defined: -lissten', 'command_arguments'],
    ['FATAL: password authentication failed for user "cart"', 'wrong_credentials'],
    ['failed to parse config file /etc/cart.yaml: line 3', 'config_file'],
    ["Error: Cannot find module './server'", 'missing_module'],
  ];
  for (const [body, detail] of cases)
    assert.equal(
      new TestCluster().waits('cart', 'CrashLoopBackOff', '', ended(1), 3).said(logs('cart', body))[0],
      `workload:cart ${detail}`,
    );
});

test('one error tells why a container ends, however much else it chatters', () => {
  const chatter = Array.from({ length: 400 }, (_, i) =>
    logRow(nowMs - 60_000 + i, 'cart', `loaded bean ${i}`, { weight: 50 }),
  );
  const error = 'Could not resolve placeholder \'STORE_URL\' in value "#{STORE_URL}"';
  const said = (severity: number) =>
    new TestCluster()
      .waits('cart', 'CrashLoopBackOff', '', ended(1), 3)
      .said({ logs: [...chatter, logRow(nowMs - 50_000, 'cart', error, { severity })] })[0];
  assert.equal(said(17), 'workload:cart env_missing');
  assert.equal(said(9), 'workload:cart crash_loop');
});

test('a crash that nothing explains is told with less belief, and less still when it waits for others', () => {
  const alone = new TestCluster().waits('cart', 'CrashLoopBackOff', '', ended(2), 5).findings()[0]!;
  assert.equal(alone.detail, 'crash_loop');
  assert.ok(alone.p < 0.8);
  // While another pod serves, it may be no more than a nuisance.
  const cluster = new TestCluster();
  const well = structuredClone(cluster.find('Pod', 'cart'));
  well.metadata.name = `${well.metadata.name}x`;
  const beside = cluster.waits('cart', 'CrashLoopBackOff', '', ended(2), 5).add(well).findings()[0]!;
  assert.ok(beside.p < 0.8 && beside.p < alone.p);
  const waiting = new TestCluster()
    .waits('cart', 'CrashLoopBackOff', '', ended(2), 5)
    .findings(logs('cart', 'dial tcp store:6379: connection refused'))[0]!;
  assert.ok(waiting.p < alone.p);
  const fault = new TestCluster().waits('cart', 'CrashLoopBackOff', '', ended(139), 5).findings()[0]!;
  assert.equal(fault.detail, 'segmentation_fault');
});

test('two containers of a pod that want one port', () => {
  const cluster = new TestCluster().template('cart', ['containers', 1], {
    name: 'helper',
    image: 'registry.example/helper:1',
    ports: [{ containerPort: 7070 }],
  });
  assert.deepEqual(cluster.said(), [], 'declared twice, and nothing fails');
  cluster.notReady('cart', {
    name: 'helper',
    ready: false,
    restartCount: 4,
    state: { waiting: { reason: 'CrashLoopBackOff' } },
    lastState: ended(1),
  });
  assert.equal(
    cluster.said(logs('cart', 'listen tcp :7070: bind: address already in use'))[0],
    'workload:cart sidecar_port_conflict',
  );
});

test('an init container that fails, and one that waits for a name that does not exist', () => {
  const init = {
    name: 'prepare',
    image: 'registry.example/tool:1',
    command: ['sh', '-c', 'until nslookup stor; do sleep 1; done'],
  };
  const failed = new TestCluster()
    .template('cart', ['initContainers'], [init])
    .notReady('cart', { name: 'main', state: { waiting: { reason: 'PodInitializing' } } });
  failed.set(
    'Pod',
    'cart',
    ['status', 'initContainerStatuses'],
    [
      {
        name: 'prepare',
        ready: false,
        restartCount: 3,
        state: { waiting: { reason: 'CrashLoopBackOff' } },
        lastState: ended(1),
      },
    ],
  );
  assert.equal(failed.said()[0], 'workload:cart init_container_failure');
  const waits = new TestCluster()
    .template('cart', ['initContainers'], [init])
    .notReady('cart', { name: 'main', state: { waiting: { reason: 'PodInitializing' } } });
  waits.set(
    'Pod',
    'cart',
    ['status', 'initContainerStatuses'],
    [{ name: 'prepare', state: { running: { startedAt: new Date(nowMs - 20_000).toISOString() } } }],
  );
  const found = waits.findings()[0]!;
  assert.equal(found.detail, 'init_container_waiting');
  assert.match(found.remediation!.en, /store/);
});

const endedMs = nowMs - 30_000;
const since = (cluster: TestCluster): number | null => {
  const [found] = cluster.findings();
  assert.equal(found?.entity.name, 'cart');
  return found.onsetMs;
};

const notThere = 'exec: "serve": executable file not found in $PATH: unknown';
const neverRan = () => new TestCluster().waits('cart', 'RunContainerError', notThere);

test('a container that ended once is in trouble since then', () => {
  assert.equal(since(new TestCluster().waits('cart', 'CrashLoopBackOff', '', ended(2), 1)), endedMs);
  assert.equal(
    since(new TestCluster().waits('cart', 'CrashLoopBackOff', '', ended(137, 'OOMKilled'), 1)),
    endedMs,
  );
});

test('of a container that ended more than once only the last end is known, which is not since when', () => {
  assert.equal(since(new TestCluster().waits('cart', 'CrashLoopBackOff', '', ended(2), 4)), null);
});

test('warnings date the first of several ends only when there is one of each', () => {
  const warned = (times: number[]) =>
    times.reduce(
      (cluster, timeMs) => cluster.event('Pod', 'cart', 'Failed', `ended at ${timeMs}`, { timeMs, count: 1 }),
      new TestCluster().waits('cart', 'CrashLoopBackOff', '', ended(2), 2),
    );
  assert.equal(since(warned([800_000])), null);
  assert.equal(since(warned([800_000, 760_000])), 760_000);
});

test('a warning that came once says since when, the earliest first; what is normal does not', () => {
  const warned = (cluster: TestCluster, timeMs: number, message = notThere) =>
    cluster.event('Pod', 'cart', 'Failed', message, { timeMs, count: 1 });
  assert.equal(since(warned(warned(neverRan(), 700_000), 650_000, 'Error: no command')), 650_000);
  const normal = neverRan().event('Pod', 'cart', 'Pulled', 'image is there', {
    timeMs: 610_000,
    count: 1,
    type: 'Normal',
  });
  assert.equal(since(warned(normal, 700_000)), 700_000);
  assert.equal(since(neverRan()), null);
});

test('a warning before the only end tells that it began earlier', () => {
  const cluster = new TestCluster()
    .waits('cart', 'CrashLoopBackOff', '', ended(2), 1)
    .event('Pod', 'cart', 'Failed', 'Error: no such thing', { timeMs: 800_000, count: 1 });
  assert.equal(since(cluster), 800_000);
});

test('a warning that came again tells when it came last, not since when', () => {
  const again = (cluster: TestCluster) =>
    cluster.event('Pod', 'cart', 'BackOff', 'Back-off restarting failed container', {
      timeMs: nowMs - 5_000,
      count: 7,
    });
  assert.equal(since(again(new TestCluster().waits('cart', 'CrashLoopBackOff', '', ended(2), 4))), null);
  assert.equal(since(again(neverRan())), null);
  // Told twice, each time as if it were the first.
  const twice = [650_000, 700_000].reduce(
    (cluster, timeMs) => cluster.event('Pod', 'cart', 'Failed', notThere, { timeMs, count: 1 }),
    neverRan(),
  );
  assert.equal(since(twice), null);
  assert.equal(since(again(new TestCluster().waits('cart', 'CrashLoopBackOff', '', ended(2), 1))), endedMs);
});

/** Another pod of the same workload, in the same state but for what is set. */
const twin = (cluster: TestCluster, status: Record<string, unknown>): TestCluster => {
  const copy = structuredClone(cluster.find('Pod', 'cart'));
  copy.metadata.name = `${copy.metadata.name}x`;
  copy.status!.containerStatuses = [status];
  return cluster.add(copy);
};
const restarted = (finishedMs: number, restartCount: number) => ({
  name: 'main',
  ready: false,
  restartCount,
  state: { waiting: { reason: 'CrashLoopBackOff' } },
  lastState: { terminated: { exitCode: 2, finishedAt: new Date(finishedMs).toISOString() } },
});

test('of several pods the first that ended counts; when one may have ended before, none', () => {
  const one = () => new TestCluster().waits('cart', 'CrashLoopBackOff', '', ended(2), 1);
  assert.equal(since(twin(one(), restarted(780_000, 1))), 780_000);
  assert.equal(since(twin(one(), restarted(nowMs - 10_000, 1))), endedMs);
  assert.equal(since(twin(one(), restarted(nowMs - 10_000, 5))), null);
});
