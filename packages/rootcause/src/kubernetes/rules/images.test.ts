import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nowMs, TestCluster } from '../testing/cluster.ts';
import { imageParts } from './images.ts';

const pull = (image: string, said: string): TestCluster => {
  const cluster = new TestCluster().waits('cart', 'ImagePullBackOff', `Back-off pulling image "${image}"`);
  cluster.template('cart', ['containers', 0, 'image'], image);
  return cluster.event('Pod', 'cart', 'Failed', `Failed to pull image "${image}": ${said}`);
};

test('what the registry answers decides', () => {
  const cases: [image: string, said: string, detail: string][] = [
    [
      'registry.example/cart:1.44',
      'failed to resolve reference "registry.example/cart:1.44": registry.example/cart:1.44: not found',
      'image_reference',
    ],
    [
      'registry.example/cart:1.44',
      'manifest unknown: manifest tagged by "1.44" is not found',
      'image_reference',
    ],
    [
      'private.example/cart:1.4',
      'failed to authorize: failed to fetch anonymous token: unexpected status: 403 Forbidden',
      'image_pull_secret',
    ],
    ['private.example/cart:1.4', 'pull access denied, no basic auth credentials', 'image_pull_secret'],
    [
      'nowhere.example/cart:1.4',
      'failed to do request: Head "https://nowhere.example/v2/": dial tcp: lookup nowhere.example on 10.2.0.2:53: no such host',
      'registry_dns',
    ],
    [
      'registry.example/cart:1.4',
      'failed to do request: dial tcp 192.0.2.7:443: i/o timeout',
      'registry_unreachable',
    ],
    [
      'docker.io/acme/cart:1.4',
      'toomanyrequests: You have reached your pull rate limit',
      'registry_rate_limit',
    ],
    [
      'registry.example/cart:1.4',
      'tls: failed to verify certificate: x509: certificate signed by unknown authority',
      'registry_certificate',
    ],
    ['registry.example/cart:1.4', 'no match for platform in manifest: not found', 'image_architecture'],
  ];
  for (const [image, said, detail] of cases)
    assert.equal(pull(image, said).said()[0], `workload:cart ${detail}`, said);
});

test("Docker Hub's own images need no credentials: a refusal is a wrong name", () => {
  assert.equal(
    pull('redis:alpinee', 'unexpected status from HEAD request: 403 Forbidden').said()[0],
    'workload:cart image_reference',
  );
});

test('a named pull secret that does not exist makes a refusal its fault', () => {
  const cluster = pull('redis:7', 'unexpected status: 403 Forbidden').event(
    'Pod',
    'cart',
    'FailedToRetrieveImagePullSecret',
    'Unable to retrieve some image pull secrets (hub-login); attempting to pull the image may not succeed.',
  );
  cluster.template('cart', ['imagePullSecrets'], [{ name: 'hub-login' }]);
  const found = cluster.findings()[0]!;
  assert.equal(found.detail, 'image_pull_secret');
  assert.ok(found.evidence.some(({ quote }) => quote.includes('hub-login')));
});

test('one registry that fails for several workloads is at fault itself', () => {
  const said = 'dial tcp: lookup registry.example: no such host';
  const cluster = pull('registry.example/cart:2', said).waits('search', 'ErrImagePull');
  cluster.event('Pod', 'search', 'Failed', `Failed to pull image "registry.example/search:1.4": ${said}`);
  assert.equal(cluster.said()[0], 'external:registry.example registry_dns');
});

test('a name that cannot be parsed, and a policy that forbids pulling', () => {
  assert.equal(
    new TestCluster().waits('cart', 'InvalidImageName', "couldn't parse image reference").said()[0],
    'workload:cart image_reference',
  );
  assert.equal(
    new TestCluster()
      .waits('cart', 'ErrImageNeverPull', 'Container image is not present with pull policy of Never')
      .said()[0],
    'workload:cart image_pull_policy',
  );
});

test('an image that was pulled in the end says nothing', () => {
  const cluster = new TestCluster().event(
    'Pod',
    'cart',
    'Failed',
    'Failed to pull image "registry.example/cart:1.4": not found',
    { timeMs: nowMs - 300_000 },
  );
  assert.deepEqual(cluster.said(), []);
});

test('parts of an image', () => {
  assert.deepEqual(imageParts('redis'), { host: 'docker.io', repository: 'library/redis', tag: 'latest' });
  assert.deepEqual(imageParts('localhost:5000/a/b:2'), {
    host: 'localhost:5000',
    repository: 'a/b',
    tag: '2',
  });
  assert.deepEqual(imageParts('acme/cart@sha256:ab'), {
    host: 'docker.io',
    repository: 'acme/cart',
    tag: 'sha256:ab',
  });
});
