/** FOR TESTS: the hypotheses of the sample diagnosis. */
import type { Hypothesis } from '@nightglass/model';
import { checkout, fraud, onsetMs, payment } from './sample-parts.ts';

export const sampleHypotheses = (): Hypothesis[] => [
  {
    id: 'h1',
    rank: 1,
    entity: payment,
    operation: 'POST /charge',
    faultClass: 'pool_exhaustion',
    detail: 'connection_pool_exhausted',
    score: 0.94,
    confidence: 0.91,
    band: 'strong',
    title: {
      en: 'The pool of database connections of `payment` is exhausted',
      zh: '`payment` 的数据库连接池已耗尽',
    },
    change: {
      id: 'v1.5.0',
      kind: 'deploy',
      timeMs: onsetMs - 174_000,
      service: 'payment',
      summary: 'payment v1.5.0: smaller pool, new retry policy',
    },
    path: [{ from: checkout, to: payment, evidence: ['e1', 'e2'] }],
    supports: ['e2', 'e3', 'e4', 'e5', 'e11'],
    contradicts: ['e6'],
    coverage: 0.923,
    onsetMs: onsetMs - 20_000,
    nextCheck: {
      en: 'Look at the setting `maxConnections` of `payment` before and after `v1.5.0`.',
      zh: '对比 `v1.5.0` 前后 `payment` 的 `maxConnections` 设置。',
    },
    remediation: {
      en: 'Roll `payment` back to the version before `v1.5.0`, or set its pool to its former size.',
      zh: '将 `payment` 回滚到 `v1.5.0` 之前的版本，或将连接池恢复到原来的大小。',
    },
    prevention: [
      {
        kind: 'alert',
        id: 'PoolWaiting',
        text: {
          en: 'Fires when requests wait for a connection of the pool for a minute.',
          zh: '当请求等待连接池连接达一分钟时触发。',
        },
        code: 'groups:\n- name: pools\n  rules:\n  - alert: PoolWaiting\n    expr: db_client_connection_pending_requests > 0\n    for: 1m\n',
      },
      {
        kind: 'lint',
        id: 'NGG007',
        text: {
          en: 'Finds rows that are not closed before a return.',
          zh: '发现返回前未关闭的 rows。',
        },
        code: 'nightglass lint --rule NGG007 ./...',
      },
    ],
    signatures: [
      {
        id: 'pool_wait_database_idle',
        title: {
          en: 'Requests wait for a pool while the database is idle',
          zh: '数据库空闲，但请求在等待连接池',
        },
        seen: 7,
        confirmed: 6,
      },
    ],
  },
  {
    id: 'h2',
    rank: 2,
    entity: fraud,
    operation: 'POST /score',
    faultClass: 'dependency_down',
    detail: '',
    score: 0.31,
    confidence: 0.18,
    band: 'weak',
    title: { en: 'The external service `fraud-check` answers slowly', zh: '外部服务 `fraud-check` 响应缓慢' },
    change: null,
    path: [
      { from: checkout, to: payment, evidence: ['e1'] },
      { from: payment, to: fraud, evidence: ['e10'] },
    ],
    supports: ['e10'],
    contradicts: ['e9'],
    coverage: 0.04,
    onsetMs: null,
    nextCheck: { en: 'Ask who runs `fraud-check`.', zh: '询问 `fraud-check` 的运维方。' },
    remediation: {
      en: 'Set a shorter timeout on calls to `fraud-check`.',
      zh: '为对 `fraud-check` 的调用设置更短的超时。',
    },
    prevention: [],
    signatures: [],
  },
];
