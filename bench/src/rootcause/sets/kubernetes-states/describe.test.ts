import assert from 'node:assert/strict';
import { test } from 'node:test';
import { objectFromText } from './describe-objects.ts';
import { describedEvents, listedEvents } from './events.ts';
import { ageMs, eventAge, isoTime } from './times.ts';

type Fields = Record<string, unknown>;
const read = (resource: string, text: string): Fields => {
  const object = objectFromText(resource, text);
  assert.ok(object !== null);
  return object;
};
const at = (value: unknown, ...path: (string | number)[]): unknown =>
  path.reduce<unknown>((here, key) => (here as Record<string | number, unknown> | undefined)?.[key], value);

const pod = `Name:             basket-6d5f7c9b8d-x2x4z
Namespace:        market
Service Account:  basket
Node:             n2/192.0.2.8
Start Time:       Tue, 03 Mar 2026 10:00:00 +0100
Labels:           app=basket
                  tier=back
Annotations:      <none>
Status:           Pending
IP:               
IPs:              <none>
Controlled By:    ReplicaSet/basket-6d5f7c9b8d
Init Containers:
  prepare:
    Image:         tools:1
    Port:          <none>
    State:          Terminated
      Reason:       Completed
      Exit Code:    0
    Ready:          True
    Restart Count:  0
    Mounts:         <none>
Containers:
  main:
    Container ID:  
    Image:         basket:2.1
    Ports:         7070/TCP, 9090/TCP
    Host Ports:    0/TCP, 0/TCP
    Command:
      serve
      --port=7070
    State:          Waiting
      Reason:       CrashLoopBackOff
    Last State:     Terminated
      Reason:       Error
      Exit Code:    137
      Started:      Tue, 03 Mar 2026 10:00:05 +0100
      Finished:     Tue, 03 Mar 2026 10:00:09 +0100
    Ready:          False
    Restart Count:  4
    Limits:
      cpu:     200m
      memory:  128Mi
    Requests:
      cpu:      100m
      memory:   64Mi
    Liveness:   http-get http://:7070/live%3Fx delay=5s timeout=1s period=10s #success=1 #failure=3
    Readiness:  grpc <pod>:7070  delay=0s timeout=2s period=5s #success=1 #failure=1
    Environment Variables from:
      settings  ConfigMap  Optional: false
    Environment:
      STORE_ADDR:  store:6379
      LEVEL:       <set to the key 'level' of config map 'settings'>  Optional: true
      TOKEN:       <set to the key 'token' in secret 'keys'>          Optional: false
      POD:          (v1:metadata.name)
    Mounts:
      /data from data (rw)
      /etc/app from conf (ro,path="app.yaml")
Conditions:
  Type              Status
  Initialized       True 
  Ready             False 
  PodScheduled      True 
Volumes:
  data:
    Type:       PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)
    ClaimName:  basket-data
    ReadOnly:   false
  conf:
    Type:      ConfigMap (a volume populated by a ConfigMap)
    Name:      files
    Optional:  false
Node-Selectors:              disk=ssd
                             zone=a
Tolerations:                 node.kubernetes.io/not-ready:NoExecute op=Exists for 300s
                             team=a:NoSchedule
Events:
  Type     Reason   Age                From     Message
  ----     ------   ----               ----     -------
  Warning  BackOff  19s (x15 over 2m)  kubelet  Back-off restarting failed container main: again
`;

test('a pod: containers, states, probes, variables, volumes, where it may go', () => {
  const object = read('pods', pod);
  assert.deepEqual(at(object, 'metadata', 'labels'), { app: 'basket', tier: 'back' });
  assert.deepEqual(at(object, 'metadata', 'ownerReferences'), [
    { kind: 'ReplicaSet', name: 'basket-6d5f7c9b8d', controller: true },
  ]);
  assert.equal(at(object, 'spec', 'nodeName'), 'n2');
  assert.deepEqual(at(object, 'spec', 'nodeSelector'), { disk: 'ssd', zone: 'a' });
  assert.deepEqual(at(object, 'spec', 'tolerations', 1), {
    key: 'team',
    operator: 'Equal',
    value: 'a',
    effect: 'NoSchedule',
  });
  assert.equal(at(object, 'spec', 'initContainers', 0, 'image'), 'tools:1');
  const main = at(object, 'spec', 'containers', 0);
  assert.deepEqual(at(main, 'ports'), [
    { containerPort: 7070, protocol: 'TCP' },
    { containerPort: 9090, protocol: 'TCP' },
  ]);
  assert.deepEqual(at(main, 'command'), ['serve', '--port=7070']);
  assert.deepEqual(at(main, 'livenessProbe', 'httpGet'), { scheme: 'HTTP', port: 7070, path: '/live%3Fx' });
  assert.deepEqual(at(main, 'readinessProbe'), {
    grpc: { port: 7070 },
    initialDelaySeconds: 0,
    timeoutSeconds: 2,
    periodSeconds: 5,
    successThreshold: 1,
    failureThreshold: 1,
  });
  assert.deepEqual(at(main, 'env'), [
    { name: 'STORE_ADDR', value: 'store:6379' },
    { name: 'LEVEL', valueFrom: { configMapKeyRef: { name: 'settings', key: 'level', optional: true } } },
    { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'keys', key: 'token', optional: false } } },
    { name: 'POD', valueFrom: { fieldRef: {} } },
  ]);
  assert.deepEqual(at(main, 'envFrom'), [{ configMapRef: { name: 'settings', optional: false } }]);
  assert.deepEqual(at(main, 'volumeMounts', 1), {
    mountPath: '/etc/app',
    name: 'conf',
    readOnly: true,
    subPath: 'app.yaml',
  });
  assert.deepEqual(at(object, 'spec', 'volumes'), [
    { name: 'data', persistentVolumeClaim: { claimName: 'basket-data' } },
    { name: 'conf', configMap: { name: 'files', optional: false } },
  ]);
  const status = at(object, 'status', 'containerStatuses', 0);
  assert.deepEqual(
    [
      at(status, 'restartCount'),
      at(status, 'state', 'waiting', 'reason'),
      at(status, 'lastState', 'terminated', 'exitCode'),
    ],
    [4, 'CrashLoopBackOff', 137],
  );
  assert.equal(at(status, 'lastState', 'terminated', 'finishedAt'), '2026-03-03T09:00:09.000Z');
  assert.deepEqual(at(object, 'status', 'conditions', 1), {
    type: 'Ready',
    status: 'False',
    reason: '',
    message: '',
  });
});

test('a service with two ports, its endpoints, a node', () => {
  const service = read(
    'services',
    'Name:              basket\nNamespace:         market\nSelector:          app=basket,tier=back\nType:              ClusterIP\nIP:                10.2.0.9\nPort:              api  80/TCP\nTargetPort:        http/TCP\nEndpoints:         \nPort:              <unset>  81/UDP\nTargetPort:        8081/UDP\n',
  );
  assert.deepEqual(at(service, 'spec', 'selector'), { app: 'basket', tier: 'back' });
  assert.deepEqual(at(service, 'spec', 'ports'), [
    { name: 'api', port: 80, protocol: 'TCP', targetPort: 'http' },
    { name: '', port: 81, protocol: 'UDP', targetPort: 8081 },
  ]);
  const endpoints = read(
    'endpoints',
    'Name:         basket\nNamespace:    market\nSubsets:\n  Addresses:          10.1.0.4,10.1.0.5\n  NotReadyAddresses:  <none>\n  Ports:\n    Name  Port  Protocol\n    ----  ----  --------\n    api   8080  TCP\n\nEvents:  <none>\n',
  );
  assert.deepEqual(at(endpoints, 'subsets', 0, 'addresses'), [{ ip: '10.1.0.4' }, { ip: '10.1.0.5' }]);
  assert.deepEqual(at(endpoints, 'subsets', 0, 'notReadyAddresses'), []);
  const node = read(
    'nodes',
    'Name:               n1\nLabels:             zone=a\nTaints:             team=a:NoExecute\n                    node.kubernetes.io/unschedulable:NoSchedule\nUnschedulable:      true\nConditions:\n  Type    Status   LastHeartbeatTime                 Reason             Message\n  ----    ------   -----------------                 ------             -------\n  Ready   Unknown  Tue, 03 Mar 2026 10:00:00 +0100   NodeStatusUnknown  Kubelet stopped posting node status.\nAllocatable:\n  cpu:     4\n  memory:  8Gi\n',
  );
  assert.deepEqual(at(node, 'spec', 'taints'), [
    { key: 'team', value: 'a', effect: 'NoExecute' },
    { key: 'node.kubernetes.io/unschedulable', value: '', effect: 'NoSchedule' },
  ]);
  assert.deepEqual(at(node, 'status', 'conditions', 0), {
    type: 'Ready',
    status: 'Unknown',
    reason: 'NodeStatusUnknown',
    message: 'Kubelet stopped posting node status.',
  });
  assert.equal(at(node, 'status', 'allocatable', 'memory'), '8Gi');
});

test('storage, quotas, settings', () => {
  const volume = read(
    'persistentvolumes',
    'Name:            v1\nStorageClass:    fast\nStatus:          Bound\nClaim:           market/basket-data\nAccess Modes:    RWO,ROX\nVolumeMode:      Filesystem\nCapacity:        2Gi\n',
  );
  assert.deepEqual(at(volume, 'spec', 'accessModes'), ['ReadWriteOnce', 'ReadOnlyMany']);
  assert.deepEqual(at(volume, 'spec', 'claimRef'), { namespace: 'market', name: 'basket-data' });
  const quota = read(
    'resourcequota',
    'Name:         limits\nNamespace:    market\nResource      Used  Hard\n--------      ----  ----\npods          3     5\nrequests.cpu  1     2\n',
  );
  assert.deepEqual(at(quota, 'status'), {
    used: { pods: '3', 'requests.cpu': '1' },
    hard: { pods: '5', 'requests.cpu': '2' },
  });
  const map = read(
    'configmaps',
    'Name:         settings\nNamespace:    market\n\nData\n====\nlevel:\n----\ninfo\n\napp.yaml:\n----\na: 1\n\n\nBinaryData\n====\n\nEvents:  <none>\n',
  );
  assert.deepEqual(Object.keys(at(map, 'data') as Fields), ['level', 'app.yaml']);
});

test('network policies: closed, and open for some', () => {
  const closed = read(
    'networkpolicies',
    'Name:         closed\nNamespace:    market\nSpec:\n  PodSelector:     app=basket\n  Allowing ingress traffic:\n    <none> (Selected pods are isolated for ingress connectivity)\n  Not affecting egress traffic\n  Policy Types: Ingress\n',
  );
  assert.deepEqual(at(closed, 'spec'), {
    podSelector: { matchLabels: { app: 'basket' } },
    policyTypes: ['Ingress'],
  });
  const some = read(
    'networkpolicies',
    'Name:         some\nNamespace:    market\nSpec:\n  PodSelector:     <none> (Allowing the specific traffic to all pods in this namespace)\n  Allowing ingress traffic:\n    To Port: 80/TCP\n    From:\n      PodSelector: app=web\n  Policy Types: Ingress\n',
  );
  assert.deepEqual(at(some, 'spec', 'podSelector'), {});
  assert.deepEqual(at(some, 'spec', 'ingress'), [
    { ports: [{ port: 80, protocol: 'TCP' }], from: [{ podSelector: { matchLabels: { app: 'web' } } }] },
  ]);
});

test('an answer that is no description is no object', () => {
  assert.equal(objectFromText('services', 'Error from server (NotFound): services "x" not found'), null);
  assert.equal(objectFromText('flowschemas', 'Name: x'), null);
});

test('events of both listings, with the time of the last and the count', () => {
  const object = { kind: 'Pod', name: 'basket-6d5f7c9b8d-x2x4z', namespace: 'market' };
  assert.deepEqual(describedEvents(pod, object, 100_000), [
    {
      timeMs: 81_000,
      type: 'Warning',
      reason: 'BackOff',
      message: 'Back-off restarting failed container main: again',
      count: 15,
      object,
    },
  ]);
  assert.deepEqual(
    listedEvents(
      'LAST SEEN   TYPE      REASON    OBJECT    MESSAGE\n2m16s       Warning   FailedCreate   replicaset/basket-6d5f   Error creating: no\n',
      'market',
      200_000,
    ),
    [
      {
        timeMs: 64_000,
        type: 'Warning',
        reason: 'FailedCreate',
        message: 'Error creating: no',
        count: 1,
        object: { kind: 'ReplicaSet', name: 'basket-6d5f', namespace: 'market' },
      },
    ],
  );
});

test('ages and times', () => {
  assert.equal(ageMs('4d20h'), 417_600_000);
  assert.equal(ageMs('<unknown>'), null);
  assert.deepEqual(eventAge('5s'), { ageMs: 5000, count: 1 });
  assert.equal(isoTime('Tue, 03 Mar 2026 10:00:00 +0100'), '2026-03-03T09:00:00.000Z');
  assert.equal(isoTime('<none>'), undefined);
});
