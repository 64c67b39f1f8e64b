import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ExplanationEntity } from '@nightglass/model';
import { entityKey, type IncidentData } from '../incident.ts';
import { contextOf, logRow } from '../testing/context-of.ts';
import { callTo, type MadeCall, serviceOf, silentCall, traceOf, tracesOf } from '../testing/made-rows.ts';
import { failuresOf } from './failure-groups.ts';
import { blameOf, calleesByCall, errorLogs, originsOf } from './failures.ts';

const fails = { error: true };
const database: ExplanationEntity = { kind: 'database', name: 'db' };
const front = (...calls: MadeCall[]): MadeCall => ({ service: 'front', name: 'GET /', calls, given: fails });
const back = (given: MadeCall['given'] = fails, ...calls: MadeCall[]): MadeCall => ({
  service: 'back',
  name: 'POST /do',
  given,
  calls,
});

const indexed = (root: MadeCall, given: Partial<IncidentData> = {}) => {
  const context = contextOf({ spans: traceOf('t', 700_000, root), ...given });
  return { context, entry: context.spans.all.find((s) => s.parent === null)! };
};
const originNames = (root: MadeCall): string[] =>
  originsOf(indexed(root).entry)
    .map((s) => s.row.name)
    .sort();

test('failures go to the deepest span that is joined to the entry by errors', () => {
  assert.deepEqual(originNames(front(callTo('front', back(), 1, fails))), ['POST /do']);
  assert.deepEqual(originNames(front(callTo('front', back(), 1, {}))), ['GET /']);
  assert.deepEqual(originNames(front()), ['GET /']);
});

test('of two branches that fail both are origins; one that is well is none; a consumer fails nobody', () => {
  const consumer: MadeCall = { service: 'mailer', name: 'process', kind: 'consumer', given: fails };
  const root = front(
    callTo('front', back(), 1, fails),
    silentCall('front', database, 5, fails),
    callTo('front', { service: 'well', name: 'GET /ok' }),
    consumer,
  );
  assert.deepEqual(originNames(root), ['POST /do', 'query db']);
});

const blamed = (root: MadeCall, given: Partial<IncidentData> = {}) => {
  const { context, entry } = indexed(root, given);
  return blameOf(context, originsOf(entry)[0]!, calleesByCall(context));
};

test('a server that fails by itself is to blame; its exception says what for and is quoted', () => {
  const message = "Cannot read properties of undefined (reading 'stock')";
  const blame = blamed(
    front(callTo('front', back({ ...fails, exceptions: [{ type: 'TypeError', message }] }), 1, fails)),
  );
  assert.deepEqual(
    [entityKey(blame.entity), blame.faultClass, blame.operation, blame.trust],
    ['service:back', 'code_error', 'POST /do', 1],
  );
  assert.equal(blame.quote, `TypeError: ${message}`);
});

test('a silent party that a call fails at is to blame, its caller where the text says so', () => {
  const refused = blamed(
    front(silentCall('front', database, 5, { ...fails, statusMessage: 'ECONNREFUSED' })),
  );
  assert.equal(entityKey(refused.entity), 'database:db');
  assert.ok(refused.trust > 0.5 && refused.trust < 1);
  const pool = 'connection pool exhausted';
  const own = blamed(front(silentCall('front', database, 5, { ...fails, statusMessage: pool })));
  assert.deepEqual([entityKey(own.entity), own.faultClass], ['service:front', 'pool_exhaustion']);
});

test('what a silent party answers of itself is its own', () => {
  const full = { ...fails, statusMessage: 'ERROR: could not extend file: No space left on device' };
  const blame = blamed(front(silentCall('front', database, 5, full)));
  assert.deepEqual([entityKey(blame.entity), blame.faultClass], ['database:db', 'disk']);
});

test('a call that nobody answers goes to who usually answers that call, else to the caller with less trust', () => {
  const usual = tracesOf({ good: 5, bad: 0 }, () => ({
    ...front(callTo('front', back({}))),
    given: {},
  }));
  const lost: MadeCall = { service: 'front', name: 'call back', kind: 'client', given: fails };
  const spans = [...usual, ...traceOf('t', 700_000, front(lost))];
  const context = contextOf({ spans });
  const span = context.spans.all.find((s) => s.bad && s.row.name === 'call back')!;
  assert.equal(entityKey(blameOf(context, span, calleesByCall(context)).entity), 'service:back');
  const alone = blamed(front(lost));
  assert.equal(entityKey(alone.entity), 'service:front');
  assert.ok(alone.trust < 0.85);
});

test('a consumer is not who usually answers: a failed hand-over is the queue’s', () => {
  const queue: ExplanationEntity = { kind: 'queue', name: 'orders' };
  const publish = (given: MadeCall['given'], ...calls: MadeCall[]): MadeCall => ({
    service: 'front',
    name: 'publish',
    kind: 'producer',
    given: { peer: queue, ...given },
    calls,
  });
  const usual = tracesOf({ good: 5, bad: 0 }, () => ({
    ...front(publish({}, { service: 'mailer', name: 'process', kind: 'consumer' })),
    given: {},
  }));
  const context = contextOf({ spans: [...usual, ...traceOf('t', 700_000, front(publish(fails)))] });
  const span = context.spans.all.find((s) => s.bad && s.row.kind === 'producer')!;
  assert.equal(calleesByCall(context).size, 0);
  assert.equal(entityKey(blameOf(context, span, calleesByCall(context)).entity), 'queue:orders');
});

test('an answer that came in its usual time and was no error: the caller’s own deadline', () => {
  const request = (bad: boolean, ms: number): MadeCall => ({
    ...front(callTo('front', { ...back({}), own: ms }, 1, bad ? fails : {})),
    given: bad ? fails : {},
  });
  const blameWith = (ms: number) => {
    const context = contextOf({
      spans: tracesOf({ good: 20, bad: 1 }, (bad) => request(bad, bad ? ms : 20)),
    });
    const entry = context.spans.roots.find((s) => s.bad)!;
    const blame = blameOf(context, originsOf(entry)[0]!, calleesByCall(context));
    return `${entityKey(blame.entity)} ${blame.faultClass}/${blame.detail}`;
  };
  assert.equal(blameWith(20), 'service:front config/timeout');
  assert.equal(blameWith(21), 'service:front config/timeout');
  // A little later than it ever was is too late for who waits that long.
  assert.equal(blameWith(23), 'service:back dependency_down/');
  assert.equal(blameWith(900), 'service:back dependency_down/');
});

test('error records of the span speak for it when it says nothing itself; others’ and mere warnings do not', () => {
  const root = front();
  const spanId = traceOf('t', 700_000, root)[0]!.spanId;
  const body = 'panic: runtime error: index out of range [3] with length 3';
  const logs = [
    logRow(700_001, 'front', 'slow today', { spanId, severity: 13 }),
    logRow(700_002, 'front', body, { spanId, severity: 17 }),
    logRow(700_003, 'front', 'not of this span', { severity: 17 }),
  ];
  const { context } = indexed(root, { logs });
  assert.deepEqual(
    errorLogs(context)
      .get(spanId)
      ?.map((log) => log.body),
    [body],
  );
  assert.equal(blamed(root, { logs }).quote, body);
});

const requests = (failing: (bad: boolean, i: number) => MadeCall | null) =>
  contextOf({
    spans: tracesOf({ good: 20, bad: 20 }, (bad, i) => {
      const call = failing(bad, i);
      return call === null ? { ...front(callTo('front', back({}))), given: {} } : call;
    }),
  });

test('failures are grouped by who is blamed for what; one of several origins takes its share', () => {
  const context = requests((bad, i) => {
    if (!bad) return i === 0 ? front(callTo('front', back(), 1, fails)) : null;
    return i < 10
      ? front(callTo('front', back(), 1, fails), silentCall('front', database, 5, fails))
      : i < 14
        ? front(callTo('front', back(), 1, fails))
        : null;
  });
  const { groups, byEntry } = failuresOf(context);
  const counted = [...groups.values()].map(({ blame, good, bad, swallowed }) => [
    entityKey(blame.entity),
    good.length,
    bad.reduce((sum, s) => sum + s.weight, 0),
    swallowed.length,
  ]);
  assert.deepEqual(counted.sort(), [
    ['database:db', 0, 5, 0],
    ['service:back', 1, 9, 0],
  ]);
  assert.equal(byEntry.size, 15);
  assert.equal(failuresOf(context), failuresOf(context));
});

test('a call that fails while its request goes on is swallowed, counted where it fails first', () => {
  const context = requests((bad, i) =>
    bad && i < 8 ? { ...front(callTo('front', back(), 1, fails)), given: {} } : null,
  );
  const groups = [...failuresOf(context).groups.values()];
  assert.deepEqual(
    groups.map(({ blame, bad, swallowed }) => [entityKey(blame.entity), bad.length, swallowed.length]),
    [['service:back', 0, 8]],
  );
});

test('an open breaker that names nobody goes to the callee that fails most; with none it stays', () => {
  const open: MadeCall = {
    ...front(),
    given: { ...fails, exceptions: [{ type: 'BrokenCircuitException', message: 'circuit breaker is open' }] },
  };
  const context = requests((bad, i) =>
    bad ? (i < 10 ? open : front(callTo('front', back(), 1, fails))) : null,
  );
  const groups = [...failuresOf(context).groups.values()];
  assert.deepEqual([...new Set(groups.map(({ blame }) => entityKey(blame.entity)))], ['service:back']);
  assert.equal(
    groups.reduce((sum, { bad }) => sum + bad.length, 0),
    20,
  );
  const alone = [...failuresOf(requests((bad) => (bad ? open : null))).groups.values()];
  assert.deepEqual(
    alone.map(({ blame }) => [entityKey(blame.entity), blame.elsewhere]),
    [['service:front', true]],
  );
});

const opened = (statusMessage: string): MadeCall => ({ ...front(), given: { ...fails, statusMessage } });
const ofDatabase = front(callTo('front', back(fails, silentCall('back', database, 5, fails)), 1, fails));
const ofBack = front(callTo('front', back(), 1, fails));

test('whom a breaker no longer calls need not be at fault; who is complained of by name is', () => {
  const known = { topology: [{ from: serviceOf('front'), to: serviceOf('back') }] };
  const said = (root: MadeCall) => {
    const { entity, elsewhere } = blamed(root, known);
    return [entityKey(entity), elsewhere];
  };
  assert.deepEqual(said(opened('circuit breaker is open for service back')), ['service:back', true]);
  assert.deepEqual(said(opened('upstream back returned 502')), ['service:back', false]);
  const call = (statusMessage: string): MadeCall =>
    front(silentCall('front', database, 5, { ...fails, statusMessage }));
  assert.deepEqual(said(call('circuit breaker is open')), ['database:db', true]);
  assert.deepEqual(said(call('ECONNREFUSED')), ['database:db', false]);
});

test('an open breaker goes to whom it opened for: the party below the one not called that fails most', () => {
  const counts = (others: (i: number) => MadeCall) => {
    const context = requests((bad, i) =>
      bad ? (i < 10 ? opened('circuit breaker is open for service back') : others(i)) : null,
    );
    const sums = new Map<string, number>();
    for (const { blame, bad } of failuresOf(context).groups.values()) {
      const key = entityKey(blame.entity);
      sums.set(key, (sums.get(key) ?? 0) + bad.length);
    }
    return Object.fromEntries(sums);
  };
  assert.deepEqual(
    counts(() => ofDatabase),
    { 'database:db': 20 },
  );
  // The one that is not called fails more often by itself than what it calls.
  assert.deepEqual(
    counts((i) => (i < 17 ? ofBack : ofDatabase)),
    { 'service:back': 17, 'database:db': 3 },
  );
});

test('a consumer that fails is where the request fails when its answer was waited for, and not when it ran later', () => {
  const asked = (startMs: number, kind: 'producer' | 'server' = 'producer'): string[] => {
    const consumer: MadeCall = {
      service: 'pricing',
      name: 'process',
      kind: 'consumer',
      own: 20,
      given: { ...fails, startMs },
    };
    // The entry runs from 700,000 for 100 ms.
    const handover: MadeCall = {
      service: 'front',
      name: 'send',
      kind: 'producer',
      own: 2,
      calls: [consumer],
    };
    const root = kind === 'producer' ? front(handover) : front(consumer);
    return originNames({ ...root, given: { ...fails, durationMs: 100 } });
  };
  assert.deepEqual(asked(700_010), ['process']);
  assert.deepEqual(asked(700_010, 'server'), ['process']);
  assert.deepEqual(asked(700_090), ['GET /']);
  assert.deepEqual(asked(700_500), ['GET /']);
});

test('a call that fails counts before an answer through a queue that does', () => {
  const consumer: MadeCall = { service: 'pricing', name: 'process', kind: 'consumer', given: fails };
  const root = front(callTo('front', back(), 1, fails), consumer);
  assert.deepEqual(originNames({ ...root, given: { ...fails, durationMs: 100 } }), ['POST /do']);
});

test('that a database cancelled a statement is its own word, not its client’s trouble', () => {
  const cancelled = { ...fails, statusMessage: 'canceling statement due to statement timeout' };
  const blame = blamed(front(silentCall('front', database, 5, cancelled)));
  assert.deepEqual([entityKey(blame.entity), blame.faultClass], ['database:db', 'slow_code']);
});
