import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nowMs, TestCluster } from '../testing/cluster.ts';

const killed = {
  terminated: { exitCode: 137, reason: 'Error', finishedAt: new Date(nowMs - 20_000).toISOString() },
};

const liveness = (probe: Record<string, unknown>, said: string): TestCluster => {
  const cluster = new TestCluster().template('cart', ['containers', 0, 'livenessProbe'], probe);
  cluster.set('Pod', 'cart', ['status', 'containerStatuses', 0], {
    name: 'main',
    ready: true,
    restartCount: 3,
    state: { running: { startedAt: new Date(nowMs - 20_000).toISOString() } },
    lastState: killed,
  });
  return cluster
    .event('Pod', 'cart', 'Unhealthy', `Liveness probe failed: ${said}`, { count: 9 })
    .event('Pod', 'cart', 'Killing', 'Container main failed liveness probe, will be restarted', {
      type: 'Normal',
    });
};
const readiness = (probe: Record<string, unknown>, said: string): TestCluster =>
  new TestCluster()
    .template('cart', ['containers', 0, 'readinessProbe'], probe)
    .notReady('cart', {
      name: 'main',
      ready: false,
      restartCount: 0,
      state: { running: { startedAt: new Date(nowMs - 90_000).toISOString() } },
    })
    .event('Pod', 'cart', 'Unhealthy', `Readiness probe failed: ${said}`, { count: 11 });

test('a probe at a port on which nobody listens', () => {
  const refused = 'dial tcp 10.1.0.11:7071: connect: connection refused';
  const found = liveness({ tcpSocket: { port: 7071 } }, refused).findings()[0]!;
  assert.equal(`${found.entity.name} ${found.detail}`, 'cart liveness_probe_port');
  assert.match(found.remediation!.en, /7070/);
  assert.equal(
    readiness(
      { grpc: { port: 7071 } },
      'timeout: failed to connect service "10.1.0.11:7071" within 1s',
    ).said()[0],
    'workload:cart readiness_probe_port',
  );
  assert.equal(
    readiness({ httpGet: { port: 'metrics', path: '/' } }, 'connection refused').said()[0],
    'workload:cart readiness_probe_port',
  );
});

test('an answer that the probe cannot read, a path that is not served, a command that is not there', () => {
  assert.equal(
    liveness(
      { httpGet: { port: 7070, path: '/' } },
      'net/http: HTTP/1.x transport connection broken: malformed HTTP response',
    ).said()[0],
    'workload:cart liveness_probe_protocol',
  );
  assert.equal(
    readiness(
      { httpGet: { port: 7070, path: '/', scheme: 'HTTPS' } },
      'http: server gave HTTP response to HTTPS client',
    ).said()[0],
    'workload:cart readiness_probe_protocol',
  );
  assert.equal(
    liveness(
      { httpGet: { port: 7070, path: '/healthy' } },
      'HTTP probe failed with statuscode: 404',
    ).said()[0],
    'workload:cart liveness_probe_path',
  );
  assert.equal(
    liveness({ exec: { command: ['check'] } }, 'exec: "check": executable file not found in $PATH').said()[0],
    'workload:cart liveness_probe_command',
  );
});

test('a probe that kills before the process can answer', () => {
  const found = liveness(
    { tcpSocket: { port: 7070 }, initialDelaySeconds: 1, periodSeconds: 1, failureThreshold: 1 },
    'dial tcp 10.1.0.11:7070: connect: connection refused',
  ).findings()[0]!;
  assert.equal(found.detail, 'liveness_probe_timing');
  assert.match(found.title!.en, /2 s/);
});

test('a probe that looks too late keeps a healthy pod without requests', () => {
  const cluster = new TestCluster().template(
    'cart',
    ['containers', 0, 'readinessProbe', 'initialDelaySeconds'],
    600,
  );
  assert.deepEqual(cluster.said(), [], 'the pod is ready by now');
  cluster.notReady('cart', {
    name: 'main',
    ready: false,
    restartCount: 0,
    state: { running: { startedAt: new Date(nowMs - 90_000).toISOString() } },
  });
  assert.equal(cluster.said()[0], 'workload:cart readiness_probe_timing');
});

test('a probe that is set right and fails is the trouble of the process, told with less belief', () => {
  const found = readiness(
    { tcpSocket: { port: 7070 } },
    'dial tcp 10.1.0.11:7070: connect: connection refused',
  ).findings()[0]!;
  assert.equal(found.detail, 'readiness_probe_failing');
  assert.ok(found.p < 0.6);
  assert.ok(found.evidence.some(({ stance }) => stance === 'contradicts'));
});

test('failures at the start of a container that is ready and was never killed say nothing', () => {
  const cluster = new TestCluster()
    .event('Pod', 'cart', 'Unhealthy', 'Readiness probe failed: connection refused', { count: 2 })
    .event('Pod', 'cart', 'Unhealthy', 'Liveness probe failed: connection refused', { count: 1 });
  assert.deepEqual(cluster.said(), []);
});

test("a mesh's rewritten probe is not at a wrong port", () => {
  const cluster = readiness(
    { httpGet: { port: 15020, path: '/app-health/main/readyz' } },
    'Get "http://10.1.0.11:15020/app-health/main/readyz": context deadline exceeded',
  );
  assert.ok(!cluster.said().includes('workload:cart readiness_probe_port'));
});
