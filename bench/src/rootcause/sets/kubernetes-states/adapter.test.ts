import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diagnose } from '@nightglass/rootcause';
import { rankOfTruth } from '../../ranks.ts';
import { readAll, tellsNothing, writeFiles } from '../write-files.ts';
import { kubernetesStates } from './adapter.ts';
import { rootCauseOf, sameCause } from './judge.ts';

const deployment = (name: string, port: number): string => `Name:                   ${name}
Namespace:              market
Selector:               app=${name}
Replicas:               1 desired | 1 updated | 1 total | 1 available | 0 unavailable
Pod Template:
  Labels:  app=${name}
  Containers:
   main:
    Image:      ${name}:1
    Port:       ${port}/TCP
`;
const service = (name: string, selector: string, port: number): string =>
  `Name:         ${name}\nNamespace:    market\nSelector:     ${selector}\nType:         ClusterIP\nIP:           10.2.0.${port % 250}\nPort:         api  ${port}/TCP\nTargetPort:   ${port}/TCP\n`;

const cache = (answers: Record<string, unknown>): string =>
  JSON.stringify({ collection_timestamp: '2026-03-03T10:00:00', ...answers });
const describe = (type: string, name: string): string =>
  `DescribeResource:${JSON.stringify({ resource_type: type, name, namespace: 'market' })}`;

const metadata = (object: string, cause: string): string =>
  JSON.stringify({
    namespace: 'market',
    query: 'Services are not reached.',
    result: { fault_taxonomy: 'Routing', fault_object: object, root_cause: cause },
  });

const files = {
  'service/3/metadata.json': metadata('app/basket', 'service_selector_mismatch'),
  'service/3/raw_data/alert.json': '{}',
  'service/3/tool_cache.json.br': cache({
    [describe('deployments', 'web')]: deployment('web', 8080),
    [describe('deployments', 'basket')]: deployment('basket', 7070),
    [describe('services', 'web')]: service('web', 'app=web', 8080),
    [describe('services', 'basket')]: service('basket', 'app=baskets', 7070),
    [describe('nodes', 'n1')]:
      'Name:  n1\nUnschedulable:  false\nConditions:\n  Type   Status  Reason        Message\n  ----   ------  ------        -------\n  Ready  True    KubeletReady  ok\n',
    'GetServiceDependencies:{"service_name":"basket"}': '[Service]: basket\n[Upstream (Called By)]: web\n',
    'CheckServiceConnectivity:{"namespace":"market","service_name":"basket","port":7070}':
      'Connection Failed',
    'CheckNodeServiceStatus:{"node_name":"n1","service_name":"kubelet"}':
      'Status: x\n     Active: active (running) since now',
    'GetErrorLogs:{"namespace":"market","service_name":"web"}': {
      patterns: [{ count: 41, sample: 'dial tcp 10.2.0.70:7070: connection refused' }],
    },
    'GetAppYAML:{"app_name":"basket"}':
      'kind: Deployment\nmetadata:\n  name: basket\nspec:\n  template:\n    spec:\n      securityContext:\n        runAsUser: 1000\n---\nkind: Service\nmetadata:\n  name: never-made\n',
  }),
};

test('cached answers become a cluster, and the faulty object with its root cause is found', async (t) => {
  const folder = writeFiles(t, files);
  assert.ok(kubernetesStates.recognises(folder));
  const [bench] = await readAll(kubernetesStates, folder);
  assert.ok(bench !== undefined);
  const { data } = bench;
  assert.equal(bench.id, 'service/3');
  assert.deepEqual(data.topology, [
    { from: { kind: 'service', name: 'web' }, to: { kind: 'service', name: 'basket' } },
  ]);
  assert.deepEqual(
    data.logs.map(({ service: of, weight }) => [of, weight]),
    [['web', 41]],
  );
  assert.deepEqual(
    data.kubernetes?.checks.map(({ kind, target, ok }) => [kind, target, ok]),
    [
      ['connectivity', 'basket', false],
      ['node_unit', 'n1', true],
    ],
  );
  const objects = data.kubernetes?.objects ?? [];
  assert.ok(
    !objects.some(({ metadata: { name } }) => name === 'never-made'),
    'applied, but not in the cluster',
  );
  const written = objects.find(({ kind, metadata: { name } }) => kind === 'Deployment' && name === 'basket');
  assert.match(JSON.stringify(written), /runAsUser/, 'what describe leaves out comes from the manifest');
  assert.match(JSON.stringify(written), /basket:1/, 'what describe shows stays');
  assert.ok(tellsNothing(bench, 'selector_mismatch', 'Routing'));
  assert.ok(bench.right('app/basket service_selector_mismatch'));
  assert.ok(
    !bench.right('app/web service_selector_mismatch') && !bench.right('app/basket service_protocol_mismatch'),
  );
  assert.ok(bench.candidates.some((one) => bench.right(one)));
  assert.equal(rankOfTruth(bench, diagnose(data).hypotheses), 1);
});

test('alerts and figures: with the table of figures, and with the levels that alerts tell', async (t) => {
  const alerts = JSON.stringify({
    alerts: [
      {
        type: 'Service',
        name: 'basket',
        time_range: '2026-03-03 09:50:00 ~ 2026-03-03 09:52:00',
        evidence: [
          'LATENCY_DEGRADATION [Slow Response] | basket-p90latency: Normal=5.00ms -> Current=500.00ms (+9900.0%)',
        ],
      },
      {
        type: 'Node',
        name: 'n1',
        time_range: '2026-03-03 09:50:00 ~ 2026-03-03 09:52:00',
        evidence: [
          'NETWORK_QUALITY_DEGRADED [TCP Retransmission] | Normal=0.00retrans -> Current=6.00retrans (New Spike)',
        ],
      },
    ],
  });
  const told = { ...files, 'service/3/raw_data/alert.json': alerts };
  const [alone] = await readAll(kubernetesStates, writeFiles(t, told));
  assert.deepEqual(alone?.data.incident, {
    startMs: Date.UTC(2026, 2, 3, 9, 50),
    endMs: Date.UTC(2026, 2, 3, 9, 52),
  });
  assert.deepEqual(
    alone?.data.series.map(({ entity, aggregation, values }) => [
      entity.name,
      aggregation,
      values[0],
      values[values.length - 1],
    ]),
    [
      ['basket', 'p90', 5, 500],
      ['n1', 'rate', 0, 6],
    ],
  );
  assert.deepEqual(
    alone?.data.alerts.map(({ entity: { kind }, name }) => [kind, name]),
    [
      ['service', 'LATENCY_DEGRADATION [Slow Response]'],
      ['node', 'NETWORK_QUALITY_DEGRADED [TCP Retransmission]'],
    ],
  );
  const csv =
    '\ufefftime,basket-cpu,basket-p90latency,n1-cpu,basket-other\n2026-03-03 09:49:00,0.1,5,20,1\n2026-03-03 09:51:00,0.4,500,30,1\n';
  const [figures] = await readAll(
    kubernetesStates,
    writeFiles(t, { ...told, 'service/3/raw_data/metrics.csv.gz': csv }),
  );
  assert.deepEqual(
    figures?.data.series.map(({ entity, name, unit }) => [entity.kind, name, unit]),
    [
      ['service', 'container.cpu.usage', '{cpu}'],
      ['service', 'rpc.server.duration', 'ms'],
      ['node', 'k8s.node.cpu.utilization', '%'],
    ],
  );
});

test('root causes: by the table, by the class for loads, and by their words where the table has none', () => {
  const node = { kind: 'node' as const, name: 'n1' };
  const app = { kind: 'workload' as const, name: 'basket' };
  assert.equal(rootCauseOf({ entity: node, faultClass: 'network', detail: '' }), 'node_network_delay');
  assert.equal(rootCauseOf({ entity: app, faultClass: 'cpu', detail: '' }), 'pod_cpu_overload');
  assert.equal(
    rootCauseOf({ entity: app, faultClass: 'config', detail: 'node_selector' }),
    'node_selector_mismatch',
  );
  assert.ok(sameCause('network_policy_blocked', 'network_policy_ingress'));
  assert.ok(sameCause('missing_config_map', 'missing_configmap'));
  assert.ok(sameCause('topology_spread_mismatch', 'topology_spread'));
  assert.ok(!sameCause('node_selector_mismatch', 'node_affinity_mismatch'));
  assert.ok(!sameCause('missing_secret', 'missing_configmap'));
});
