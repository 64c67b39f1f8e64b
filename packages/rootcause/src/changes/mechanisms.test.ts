import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseDiff } from './diff.ts';
import { mechanismsOf } from './mechanisms.ts';

/** Slugs of what a change of one file does, those of at least `least` strength. */
const doneBy = (file: string, diff: string, least = 0.3): string[] =>
  mechanismsOf(parseDiff(diff, [file]))
    .filter(({ strength }) => strength >= least)
    .map(({ kind }) => kind);

const harmful: [string, string, string, string][] = [
  [
    'Go: a deadline a tenth as long',
    'client.go',
    '-\tctx, cancel := context.WithTimeout(ctx, 2*time.Second)\n+\tctx, cancel := context.WithTimeout(ctx, 200*time.Millisecond)',
    'lower_timeout',
  ],
  [
    'YAML: a pool a tenth as large',
    'config/db.yaml',
    '   max_open_conns:\n-  max_open_conns: 100\n+  max_open_conns: 10',
    'lower_pool',
  ],
  [
    'Java: a smaller pool',
    'src/main/java/Db.java',
    '-    config.setMaximumPoolSize(50);\n+    config.setMaximumPoolSize(5);',
    'lower_pool',
  ],
  ['TypeScript: more retries', 'src/client.ts', '-  retries: 2,\n+  retries: 20,', 'higher_retries'],
  [
    'Go: a check for nil is gone',
    'charge.go',
    '-\tif resp.Auth == nil {\n-\t\treturn ""\n-\t}\n \treturn resp.Auth.Code',
    'null_check_removed',
  ],
  [
    'TypeScript: an optional chain is gone',
    'src/price.ts',
    '-  return order.coupon?.percent ?? 0;\n+  return order.coupon.percent;',
    'null_check_removed',
  ],
  [
    'Python: a check for None is gone',
    'app/user.py',
    '-    if user.address is None:\n-        return ""\n     return user.address.city',
    'null_check_removed',
  ],
  [
    'Java: a bound is no longer checked',
    'src/Page.java',
    '-    if (index >= items.size()) return null;\n     return items.get(index);',
    'bounds_check_removed',
  ],
  [
    'Python: a query for every item',
    'app/orders.py',
    '     for line in order.lines:\n-        total += line.price\n+        product = self.repo.find_by_id(line.sku)\n+        total += product.price',
    'call_in_loop',
  ],
  [
    'JavaScript: a fetch for every item',
    'src/cart.js',
    '-  return items.map((item) => item.price);\n+  return Promise.all(items.map(async (item) => (await client.getPrice(item.sku)).price));',
    'call_in_loop',
  ],
  [
    'Python: a module-level list that only grows',
    'app/audit.py',
    '+AUDIT = []\n+\n+def record(request):\n+    AUDIT.append(request.body)',
    'unbounded_growth',
  ],
  [
    'JavaScript: a map that only grows',
    'src/seen.ts',
    '+const seen = new Map();\n export const handle = (request) => {\n+  seen.set(request.id, request);\n   return answer(request);',
    'unbounded_growth',
  ],
  [
    'Go: a goroutine per call without an end',
    'notify.go',
    '+\tgo func() {\n+\t\tn.events <- event\n+\t}()',
    'spawn',
  ],
  [
    'Go: a lock is gone',
    'cache.go',
    '-\tc.mu.Lock()\n-\tdefer c.mu.Unlock()\n \tc.entries[key] = value',
    'lock_removed',
  ],
  [
    'Go: rows are no longer closed',
    'store.go',
    ' \trows, err := s.db.QueryContext(ctx, listSQL)\n-\tdefer rows.Close()\n \tfor rows.Next() {',
    'release_removed',
  ],
  [
    'Java: a lock around all',
    'src/Stock.java',
    '-  public Item reserve(String sku) {\n+  public synchronized Item reserve(String sku) {',
    'lock_added',
  ],
  [
    'Node: a file is read while all wait',
    'src/config.ts',
    '-  const text = await readFile(path);\n+  const text = readFileSync(path);',
    'heavy_work',
  ],
  [
    'Java: no cache any more',
    'src/Rates.java',
    '-  @Cacheable("rates")\n   public Rate rate(String currency) {',
    'cache_removed',
  ],
  ['SQL: an index is dropped', 'db/migrations/7.sql', '+DROP INDEX idx_orders_customer;', 'index'],
  [
    'SQL: a column has another name',
    'db/migrations/8.sql',
    '+ALTER TABLE orders RENAME COLUMN total TO amount;',
    'schema',
  ],
  [
    'YAML: another host',
    'deploy/values.yaml',
    '-  payments_url: http://payments.prod.svc:8080\n+  payments_url: http://payments.staging.svc:8080',
    'address',
  ],
  [
    'Go: another name of a field',
    'api.go',
    '-\tTotal int `json:"total"`\n+\tTotal int `json:"total_cents"`',
    'format',
  ],
  [
    'Kubernetes: less memory',
    'k8s/deployment.yaml',
    '       limits:\n-        memory: 1Gi\n+        memory: 128Mi',
    'lower_capacity',
  ],
  [
    'Go: the other condition',
    'auth.go',
    '-\tif token.Expires.After(now) {\n+\tif !token.Expires.After(now) {',
    'condition_changed',
  ],
  ['TLS: another root', 'tls.go', '-\t\tRootCAs: pool,\n+\t\tRootCAs: newPool,', 'tls_setting'],
  ['a new certificate', 'deploy/certs/server.pem', '-MIIBold\n+MIIBnew', 'certificate'],
  [
    'Python: no back-off',
    'app/retry.py',
    '-        time.sleep(backoff)\n         continue',
    'backoff_removed',
  ],
];

test('what can do harm is read from diffs of many languages', () => {
  for (const [name, file, diff, kind] of harmful)
    assert.ok(doneBy(file, diff).includes(kind), `${name}: ${doneBy(file, diff)}`);
});

const innocent: [string, string, string][] = [
  ['a file is only indented', 'a.go', '-if x {\n-return 1\n-}\n+\tif x {\n+\t\treturn 1\n+\t}'],
  ['lines are moved', 'a.yaml', '-timeout: 5s\n-retries: 3\n+retries: 3\n+timeout: 5s'],
  ['a comment is written', 'a.go', '+// Timeout is 5 seconds, retries: 20, no lock is needed.'],
  [
    'a client is made by a helper',
    'a.go',
    '-\tc := &http.Client{\n-\t\tTimeout: 5 * time.Second,\n-\t}\n+\tc := newClient(Options{\n+\t\tTimeout: 5 * time.Second,\n+\t})',
  ],
  ['a style sheet', 'a.css', '-.a { padding: 8px; }\n+.a { padding: 80px; }'],
  ['a test', 'a_test.go', '-\ttimeout := 5 * time.Second\n+\ttimeout := 5 * time.Millisecond'],
  ['a check for nil is added', 'a.go', '+\tif user == nil {\n+\t\treturn ErrNoUser\n+\t}'],
  [
    'a variable has another name',
    'a.ts',
    '-  const total = sum(order.lines);\n+  const amount = sum(order.lines);',
  ],
  ['a counter is counted', 'a.go', '+\torders.Inc()'],
  [
    'an index is built beside the work',
    'db/migrations/9.sql',
    '+CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (c);',
  ],
  ['a bounded cache', 'a.ts', '+const seen = new LRUCache({ max: 100 });\n+seen.set(key, value);'],
  ['a patch of a library', 'go.mod', '-\texample.org/lib v1.2.3\n+\texample.org/lib v1.2.4'],
  ['a limit a fifth higher', 'a.yaml', '-max_entries: 50000\n+max_entries: 60000'],
];

test('what changes nothing, or next to nothing, is not taken for harm', () => {
  for (const [name, file, diff] of innocent) {
    const strong = mechanismsOf(parseDiff(diff, [file])).filter(
      ({ strength, kind }) => strength >= 0.6 && kind !== 'raises',
    );
    assert.deepEqual(
      strong.map(({ kind }) => kind),
      [],
      name,
    );
  }
});

test('hunks are told apart by file, whatever the form of the diff', () => {
  const whole =
    'diff --git a/x/a.go b/x/a.go\n--- a/x/a.go\n+++ b/x/a.go\n@@ -1,2 +1,2 @@ func A() {\n-a\n+b\ndiff --git a/y.css b/y.css\n--- a/y.css\n+++ b/y.css\n@@ -1 +1 @@\n-c\n+d';
  assert.deepEqual(
    parseDiff(whole, ['x/a.go', 'y.css']).map(({ file, kind }) => [file, kind]),
    [
      ['x/a.go', 'code'],
      ['y.css', 'style'],
    ],
  );
  const fragments = '@@ x/a.go: func A() {\n-a\n+b\n@@ y.css @@\n-c\n+d';
  assert.deepEqual(
    parseDiff(fragments, ['x/a.go', 'y.css']).map(({ file }) => file),
    ['x/a.go', 'y.css'],
  );
});

test('any text is read as a diff in bounded time', () => {
  const line = fc.constantFrom(
    '+',
    '-',
    ' ',
    '@@ ',
    '+++ b/',
    'for x in y:',
    ' .append(',
    '1 * time.Second',
    '`json:"',
    '"'.repeat(50),
    'SELECT '.repeat(40),
  );
  fc.assert(
    fc.property(
      fc.array(
        fc.array(line, { maxLength: 6 }).map((bits) => bits.join('')),
        { maxLength: 60 },
      ),
      (lines) => {
        for (const { strength } of mechanismsOf(parseDiff(lines.join('\n'), [])))
          assert.ok(strength >= 0 && strength <= 1);
      },
    ),
    { numRuns: 60 },
  );
  const started = process.hrtime.bigint();
  for (const bit of ['+a.b(', '-if len(x) ', '+for x: y.get(', '- 1 * time.', '+"'])
    mechanismsOf(parseDiff(`${bit.repeat(200)}\n`.repeat(3000), ['a.go']));
  assert.ok(Number(process.hrtime.bigint() - started) / 1e6 < 5000);
});
