/** An answer with everything in it: payment-gateway no longer trusts the certificate of risk. */
import type { Diagnosis, Evidence, Hypothesis } from '@nightglass/model';
import {
  database,
  diagnosis,
  evidence,
  hypothesis,
  inventory,
  order,
  payment,
  risk,
  type Scene,
  stepSeries,
  text,
} from './mock-explain-parts.ts';

const alertCode = `groups:
  - name: tls
    rules:
      - alert: HandshakeFailing
        expr: sum by (service) (rate(tls_handshake_errors_total[5m])) > 0.1
        for: 1m
        labels: { severity: page }
`;

const causes = (scene: Scene): Hypothesis[] => [
  hypothesis({
    id: 'h1',
    rank: 1,
    entity: payment,
    operation: 'tls.connect',
    faultClass: 'tls',
    detail: 'chain_incomplete',
    score: 0.96,
    confidence: 0.93,
    band: 'strong',
    title: text(
      '`payment-gateway` does not trust the certificate of `risk`: the chain misses an intermediate',
      '`payment-gateway` 不信任 `risk` 的证书：证书链缺少中间证书',
    ),
    path: [{ from: order, to: payment, evidence: ['e1', 'e3'] }],
    supports: ['e1', 'e2', 'e3', 'e4'],
    contradicts: ['e5'],
    coverage: 0.92,
    onsetMs: scene.onset,
    change: {
      id: 'config-2291',
      kind: 'config',
      timeMs: scene.onset - 180_000,
      service: 'payment-gateway',
      summary: 'trust store: one bundle per environment',
    },
    nextCheck: text(
      'Run `openssl s_client -connect risk:443 -showcerts` from the machine of `payment-gateway` and count the certificates.',
      '在 `payment-gateway` 所在机器上运行 `openssl s_client -connect risk:443 -showcerts`，数一数证书。',
    ),
    remediation: text(
      'Take `config-2291` back, or add the intermediate to the bundle of `payment-gateway`. Never switch verification off.',
      '撤回 `config-2291`，或把中间证书加入 `payment-gateway` 的证书包。切勿关闭证书校验。',
    ),
    prevention: [
      {
        kind: 'alert',
        id: 'HandshakeFailing',
        text: text(
          'Fires one minute after handshakes begin to fail, three minutes before this was noticed.',
          '在握手开始失败一分钟后触发，比这次发现早三分钟。',
        ),
        code: alertCode,
      },
    ],
    signatures: [
      {
        id: 'tls_handshake',
        title: text(
          'Errors of one caller only, all within the handshake',
          '只有一个调用方报错，且都发生在握手阶段',
        ),
        seen: 4,
        confirmed: 3,
      },
    ],
  }),
  hypothesis({
    id: 'h2',
    rank: 2,
    entity: risk,
    operation: 'POST /score',
    faultClass: 'dependency_down',
    confidence: 0.14,
    band: 'weak',
    title: text('`risk` is down', '`risk` 不可用'),
    path: [
      { from: order, to: payment, evidence: ['e1'] },
      { from: payment, to: risk, evidence: [] },
    ],
    supports: ['e1'],
    contradicts: ['e6'],
  }),
  hypothesis({
    id: 'h3',
    rank: 3,
    entity: inventory,
    faultClass: 'slow_code',
    confidence: 0.03,
    band: 'weak',
    title: text('`inventory` is slow', '`inventory` 变慢'),
    path: [{ from: order, to: inventory, evidence: [] }],
    supports: [],
    contradicts: ['e7'],
  }),
];

const errors = (scene: Scene): Evidence[] => [
  evidence(scene, {
    id: 'e1',
    detector: 'error_origin',
    signal: 'trace',
    entity: payment,
    subject: 'POST /pay',
    unit: '%',
    before: 0.2,
    after: 35,
    effect: 41,
    effectUnit: 'z',
    n: 340,
    p: 1e-30,
    text: text(
      '35 % of `POST /pay` fail, 0.2 % before; no call below `tls.connect` fails first.',
      '`POST /pay` 有 35 % 失败，之前为 0.2 %；`tls.connect` 之下没有更早失败的调用。',
    ),
    query: {
      kind: 'traces',
      service: 'payment-gateway',
      operation: 'tls.connect',
      status: 'error',
      minDurationMs: null,
      attributes: {},
      window: scene.window,
    },
    exemplars: scene.failed.slice(0, 4),
    series: stepSeries(scene, 0.2, 35, 1),
  }),
  evidence(scene, {
    id: 'e2',
    detector: 'tls',
    signal: 'log',
    entity: payment,
    subject: 'unable to verify the first certificate',
    unit: '{line}',
    before: 0,
    after: 118,
    n: 118,
    p: 1e-40,
    text: text(
      '`payment-gateway` logs a certificate error 118 times; it never did before.',
      '`payment-gateway` 记录了 118 次证书错误，此前从未出现。',
    ),
    quote: 'TLS handshake with risk:8443 failed: unable to verify the first certificate',
    query: {
      kind: 'logs',
      service: 'payment-gateway',
      text: 'certificate',
      minSeverity: 17,
      window: scene.window,
    },
    exemplars: scene.failed.slice(0, 1),
  }),
  evidence(scene, {
    id: 'e3',
    detector: 'event_pattern',
    signal: 'trace',
    entity: payment,
    subject: 'tls.connect',
    unit: 'ms',
    before: 12.1,
    after: 5.8,
    n: 118,
    p: 3e-8,
    effect: 1,
    effectUnit: 'share',
    text: text(
      'Every failed request ends within its handshake; none of the good ones does.',
      '每个失败的请求都止于握手，正常的请求没有一个如此。',
    ),
    query: {
      kind: 'trace',
      traceId: scene.failed[0]?.traceId ?? '',
      spanId: scene.failed[0]?.spanId ?? '',
    },
    exemplars: scene.failed.slice(0, 1),
  }),
  evidence(scene, {
    id: 'e4',
    detector: 'change',
    signal: 'change',
    entity: payment,
    subject: 'config-2291',
    text: text(
      '`config-2291` changed the trust store of `payment-gateway` 3 min before the onset.',
      '`config-2291` 在起点前 3 分钟改动了 `payment-gateway` 的信任库。',
    ),
    quote: '- ca_bundle: /etc/ssl/all.pem\n+ ca_bundle: /etc/ssl/production.pem',
    caveat: text(
      'A change shortly before an incident is not by itself its cause.',
      '事故前不久的变更本身并不等于原因。',
    ),
    query: { kind: 'service', service: 'payment-gateway', window: scene.window },
  }),
];

const against = (scene: Scene): Evidence[] => [
  evidence(scene, {
    id: 'e5',
    detector: 'error_origin',
    signal: 'trace',
    entity: payment,
    stance: 'contradicts',
    subject: 'tls.connect',
    unit: '%',
    before: 100,
    after: 64,
    n: 340,
    text: text(
      '64 % of the handshakes still succeed: some connections use the certificate of another endpoint.',
      '仍有 64 % 的握手成功：部分连接用的是另一个端点的证书。',
    ),
    query: {
      kind: 'metric',
      name: 'http.client.request.duration',
      service: 'payment-gateway',
      aggregation: '',
      labels: {},
      window: scene.window,
    },
    series: stepSeries(scene, 100, 64, 3),
  }),
  evidence(scene, {
    id: 'e6',
    detector: 'edge_gap',
    signal: 'trace',
    entity: risk,
    stance: 'contradicts',
    subject: 'POST /score',
    unit: 'ms',
    before: 44,
    after: 46,
    n: 222,
    text: text(
      'Calls that reach `risk` are answered as quickly as before.',
      '到达 `risk` 的调用应答与之前一样快。',
    ),
    query: { kind: 'service', service: 'payment-gateway', window: scene.window },
    series: stepSeries(scene, 44, 46, 4),
  }),
  evidence(scene, {
    id: 'e7',
    detector: 'self_time',
    signal: 'trace',
    entity: inventory,
    stance: 'contradicts',
    subject: 'POST /reserve',
    unit: 'ms',
    before: 21,
    after: 20,
    n: 338,
    text: text('`POST /reserve` takes as long as before.', '`POST /reserve` 的耗时与之前相同。'),
    query: { kind: 'service', service: 'inventory', window: scene.window },
  }),
  evidence(scene, {
    id: 'e8',
    detector: 'saturation',
    signal: 'metric',
    entity: database,
    stance: 'contradicts',
    subject: 'INSERT orders',
    unit: 'ms',
    before: 2,
    after: 2.1,
    n: 338,
    text: text('Writes to `sqlite` take as long as before.', '对 `sqlite` 的写入耗时与之前相同。'),
    query: { kind: 'service', service: 'order', window: scene.window },
  }),
];

export const handshakeDiagnosis = (scene: Scene): Diagnosis =>
  diagnosis(scene, {
    verdict: 'diagnosed',
    summary: text(
      'Payments fail since 02:17 UTC because `payment-gateway` no longer trusts the certificate of `risk`; it follows the change `config-2291`.',
      '自 02:17 UTC 起支付失败，因为 `payment-gateway` 不再信任 `risk` 的证书，发生在变更 `config-2291` 之后。',
    ),
    hypotheses: causes(scene),
    evidence: [...errors(scene), ...against(scene)],
    ruledOut: [
      {
        entity: database,
        faultClass: 'slow_code',
        reason: text('Its writes took as long as before.', '它的写入耗时与之前相同。'),
        evidence: ['e8'],
      },
      {
        entity: payment,
        faultClass: 'dns',
        reason: text(
          'Every failed request had resolved the name of `risk`.',
          '每个失败的请求都已解析出 `risk` 的名字。',
        ),
        evidence: ['e3'],
      },
    ],
    notSeen: [
      {
        kind: 'blind_service',
        entity: risk,
        text: text(
          '`risk` sends no spans: what it saw of the handshake is unknown.',
          '`risk` 不发送 span：它那一侧的握手情况未知。',
        ),
      },
      {
        kind: 'no_kubernetes',
        entity: null,
        text: text('No state of Kubernetes was given.', '没有 Kubernetes 状态数据。'),
      },
    ],
    blastRadius: [
      { entity: order, badShare: 0.347, slowdown: 1 },
      { entity: payment, badShare: 0.35, slowdown: 0.6 },
    ],
    timeline: [
      {
        timeMs: scene.onset - 180_000,
        kind: 'change',
        entity: payment,
        text: text(
          '`config-2291`: trust store, one bundle per environment.',
          '`config-2291`：信任库按环境拆分。',
        ),
        evidence: ['e4'],
      },
      {
        timeMs: scene.onset,
        kind: 'onset',
        entity: payment,
        text: text('Handshakes with `risk` begin to fail.', '与 `risk` 的握手开始失败。'),
        evidence: ['e1'],
      },
      {
        timeMs: scene.onset + 4_000,
        kind: 'log',
        entity: payment,
        text: text('The first certificate error is logged.', '记录了第一条证书错误。'),
        evidence: ['e2'],
      },
      {
        timeMs: scene.onset + 61_000,
        kind: 'alert',
        entity: order,
        text: text('The alert `OrderErrors` fires.', '告警 `OrderErrors` 触发。'),
        evidence: [],
      },
    ],
  });
