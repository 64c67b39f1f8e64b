import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Explanation, NightglassError, silentLogger, subjectOf } from '@nightglass/model';
import { openSqliteState, type StateStore } from '@nightglass/store';
import { ExplainService, type ExplainServiceOptions } from './explain-service.ts';
import { type FakeIncident, fakeStore, now, nowMs } from './testing/fake-sources.ts';
import { ulid } from './ulid.ts';

const closing: (() => Promise<void>)[] = [];
after(async () => {
  for (const close of closing) await close();
});

const open = (incident: FakeIncident = {}, more: Partial<ExplainServiceOptions> = {}) => {
  const store = fakeStore(incident);
  const state: StateStore = openSqliteState({ path: ':memory:', logger: silentLogger, now: () => nowMs });
  const service = new ExplainService({
    queries: store.queries,
    state,
    logger: silentLogger,
    clock: () => nowMs,
    ...more,
  });
  closing.push(async () => {
    await service.close();
    await state.close();
  });
  return { ...store, state, service };
};

const until = async (
  service: ExplainService,
  id: string,
  wanted: Explanation['state'],
): Promise<Explanation> => {
  for (let i = 0; i < 500; i++) {
    const found = await service.get(id);
    if (found?.state === wanted) return found;
    await sleep(20);
  }
  throw new Error(`never ${wanted}`);
};

test('an incident is explained, kept, listed and judged', async () => {
  const { service, state, asked } = open();
  const explanation = await service.explain(
    { service: 'order', operation: 'POST /orders', start: '-3m' },
    { now },
  );
  const { diagnosis } = explanation;
  assert.equal(diagnosis?.verdict, 'diagnosed');
  assert.equal(diagnosis.hypotheses[0]?.entity.name, 'stock');
  assert.ok(
    Math.abs((diagnosis.incident.onsetMs ?? 0) - (nowMs - 120_000)) < 5_000,
    'the beginning is found',
  );
  assert.equal(explanation.state, 'stable');
  assert.deepEqual(asked[0]?.without, ['payment']);
  assert.deepEqual(await service.get(explanation.id), explanation);
  const { explanations, nextCursor } = await service.list({ service: 'order' });
  assert.deepEqual([explanations.map(({ id }) => id), nextCursor], [[explanation.id], null]);
  const judged = await service.feedback(explanation.id, 'h1', 'confirmed', nowMs);
  assert.deepEqual(judged?.feedback, [
    { hypothesis: 'h1', subject: subjectOf(diagnosis.hypotheses[0]!), answer: 'confirmed', timeMs: nowMs },
  ]);
  assert.equal(await service.feedback(explanation.id, 'h99', 'confirmed', nowMs), null);
  assert.equal(await service.get("' OR 1=1 --"), null);
  assert.deepEqual(
    Object.keys(await state.signatureTallies()),
    diagnosis.hypotheses[0]!.signatures.map(({ id }) => id),
  );
});

test('the same rows give the same diagnosis', async () => {
  const [a, b] = [open().service, open().service];
  const ask = (service: ExplainService) => service.explain({ service: 'order', start: '-3m' }, { now });
  assert.equal(JSON.stringify((await ask(a)).diagnosis), JSON.stringify((await ask(b)).diagnosis));
});

test('nobody needs to know when it began: a long range finds the same beginning', async () => {
  for (const incident of [{ brokenForMs: 90_000 }, { brokenForMs: 90_000, dataForMs: 150_000 }]) {
    const { service } = open(incident);
    const { diagnosis } = await service.explain({ service: 'order', start: '-9m' }, { now });
    assert.equal(diagnosis?.hypotheses[0]?.entity.name, 'stock');
    assert.ok(Math.abs((diagnosis.incident.onsetMs ?? 0) - (nowMs - 90_000)) < 10_000);
  }
});

test('an unknown service is told with the nearest name, a wrong time with what is wrong', async () => {
  const { service } = open();
  const fails = (request: object, code: string, hint: RegExp) =>
    assert.rejects(service.explain(request, { now }), (error: NightglassError) => {
      assert.equal(error.code, code);
      assert.match(`${error.message} ${error.hint}`, hint);
      return true;
    });
  await fails({ service: 'ordr' }, 'NG_NOT_FOUND', /Did you mean order/);
  await fails({ service: '<script>' }, 'NG_NOT_FOUND', /order, payment, stock/);
  await fails(
    { service: 'order', operation: 'POST /order' },
    'NG_NOT_FOUND',
    /operation.*Did you mean POST \/orders/,
  );
  await fails({ start: 'yesterday' }, 'NG_BAD_PARAMETER', /"yesterday" is not a time/);
  await fails({ start: '-1m', end: '-2m' }, 'NG_BAD_TIME_RANGE', /not before/);
  await fails({ start: '-3d' }, 'NG_BAD_TIME_RANGE', /24 h/);
  await fails(
    { start: String(nowMs / 1000 + 50), end: String(nowMs / 1000 + 90) },
    'NG_BAD_TIME_RANGE',
    /future/,
  );
  assert.deepEqual((await service.list({})).explanations, []);
});

test('it looks again until two looks agree; asked the same meanwhile it is the same explanation', async () => {
  const { service, change, asked } = open({ brokenForMs: 0 }, { watch: { everyMs: 30, mostMs: 60_000 } });
  const request = { service: 'order', start: '-5m', watch: true };
  const first = await service.explain(request, { now });
  assert.equal(first.state, 'running');
  change({ brokenForMs: 100_000 });
  assert.equal((await service.explain(request, { now })).id, first.id);
  const stable = await until(service, first.id, 'stable');
  assert.equal(stable.looks, 3, 'nothing, then something, then the same again');
  assert.equal(stable.diagnosis?.hypotheses[0]?.entity.name, 'stock');
  // The beginning stands still while the end moves on.
  assert.deepEqual(new Set(asked.map(({ incident }) => incident.from)).size, 1);
  assert.notEqual((await service.explain(request, { now })).id, first.id, 'asked anew afterwards');
});

test('looks that fail are tried again, and given up after three; the last answer stays', async () => {
  const { service, change } = open({}, { watch: { everyMs: 10, mostMs: 60_000 } });
  const { id } = await service.explain({ service: 'order', watch: true }, { now });
  change(new NightglassError('NG_QUERY_TIMEOUT', 'too slow today'));
  const failed = await until(service, id, 'failed');
  assert.deepEqual(failed.error, { code: 'NG_QUERY_TIMEOUT', message: 'too slow today' });
  assert.equal(failed.looks, 4);
  assert.equal(failed.diagnosis?.verdict, 'diagnosed');
});

test('it does not look for ever', async () => {
  let clock = nowMs;
  const { service, change } = open(
    {},
    { watch: { everyMs: 10, mostMs: 1_000 }, clock: () => (clock += 400) },
  );
  const { id } = await service.explain({ service: 'order', watch: true }, { now });
  let odd = false;
  const flicker = setInterval(() => change({ brokenForMs: (odd = !odd) ? 0 : 120_000 }), 1);
  const end = await until(service, id, 'stable');
  clearInterval(flicker);
  assert.ok(end.looks <= 5);
});

test('a stopped server says that it stopped looking, at once or at the next start', async () => {
  const { service, state } = open({}, { watch: { everyMs: 60_000, mostMs: 600_000 } });
  const { id } = await service.explain({ service: 'order', watch: true }, { now });
  const lost: Explanation = { ...(await service.explain({}, { now })), id: ulid(nowMs), state: 'running' };
  await state.saveExplanation(lost);
  await service.close();
  const stopped = await state.explanation(id);
  assert.deepEqual([stopped?.state, stopped?.error?.code], ['failed', 'NG_QUERY_CANCELLED']);
  assert.equal(stopped?.diagnosis?.verdict, 'diagnosed');
  const next = open();
  const again = new ExplainService({ queries: next.queries, state, logger: silentLogger });
  await again.recover();
  assert.equal((await state.explanation(lost.id))?.state, 'failed');
  await again.close();
  await assert.rejects(service.explain({}, { now }), NightglassError);
});

test('an answer given while it is watched stays with its hypothesis, and is told who asks the same again', async () => {
  const { service, state } = open({}, { watch: { everyMs: 60_000, mostMs: 600_000 } });
  const request = { service: 'order', start: '-3m', watch: true };
  const first = await service.explain(request, { now });
  const [top] = first.diagnosis!.hypotheses;
  await service.feedback(first.id, 'h1', 'confirmed', nowMs);
  const taught = await state.signatureTallies();
  assert.equal((await service.explain(request, { now })).feedback[0]?.answer, 'confirmed');
  // A later look that puts another cause first.
  const other = { ...top!, entity: { kind: 'service' as const, name: 'payment' }, signatures: [] };
  const hypotheses = [other, { ...top!, id: 'h2', rank: 2 }];
  await state.saveExplanation({ ...first, diagnosis: { ...first.diagnosis!, hypotheses } });
  assert.deepEqual(
    (await service.get(first.id))?.feedback.map((f) => [f.hypothesis, f.subject]),
    [['h2', subjectOf(top!)]],
  );
  await service.feedback(first.id, 'h1', 'rejected', nowMs);
  assert.deepEqual(await state.signatureTallies(), taught, 'the other one has no signatures');
  await service.feedback(first.id, 'h2', 'rejected', nowMs);
  for (const { seen, confirmed } of Object.values(await state.signatureTallies()))
    assert.deepEqual([seen, confirmed], [1, 0]);
});

test('who stops it waits for every look that runs, not for the last one only', async () => {
  const { service, state, queries } = open();
  let saving = 0;
  let begun = 0;
  const slow = new Proxy(state, {
    get: (target, name: keyof StateStore) => {
      if (name !== 'saveExplanation') return target[name].bind(target);
      return async (explanation: Explanation) => {
        if (explanation.looks > 1) {
          saving++;
          // The look that begins first ends last.
          await sleep(begun++ === 0 ? 400 : 50);
          saving--;
        }
        await target.saveExplanation(explanation);
      };
    },
  });
  await service.close();
  const watching = open({}, { queries, state: slow, watch: { everyMs: 100, mostMs: 600_000 } }).service;
  for (const start of ['-3m', '-4m'])
    await watching.explain({ service: 'order', start, watch: true }, { now });
  while (begun < 2) await sleep(5);
  await watching.close();
  assert.equal(saving, 0);
});

test('too many at once are told to come back, and the server goes on', async () => {
  const { service, queries } = open();
  const slow = new Proxy(queries, {
    get: (target, name: keyof typeof queries) =>
      name === 'firstSeen'
        ? async () => {
            await sleep(200);
            return null;
          }
        : target[name],
  });
  const busy = open({}, { queries: slow });
  const asked = await Promise.allSettled(
    Array.from({ length: 14 }, () => busy.service.explain({ service: 'order', start: '-3m' }, { now })),
  );
  const refused = asked.filter((a) => a.status === 'rejected');
  assert.equal(refused.length, 4);
  for (const { reason } of refused) assert.equal(reason.code, 'NG_EXPLANATION_LIMIT');
  assert.equal((await service.explain({}, { now })).state, 'stable');
});

test('who leaves stops the work; what fails is not kept', async () => {
  const { service, change } = open();
  await assert.rejects(service.explain({}, { now, signal: AbortSignal.abort() }));
  change(new NightglassError('NG_QUERY_MEMORY', 'too much'));
  await assert.rejects(service.explain({}, { now }), { code: 'NG_QUERY_MEMORY' });
  assert.deepEqual((await service.list({})).explanations, []);
});

test('a narrator that fails never hides the diagnosis', async () => {
  const { service } = open({}, { narrate: () => Promise.reject(new Error('no model')) });
  const { diagnosis, narration } = await service.explain({ service: 'order', start: '-3m' }, { now });
  assert.deepEqual([diagnosis?.verdict, narration], ['diagnosed', null]);
});

test('pages of the list go on where the one before ended', async () => {
  const { service, state } = open();
  const base = await service.explain({}, { now });
  for (let i = 1; i <= 5; i++) await state.saveExplanation({ ...base, id: ulid(nowMs + i) });
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await service.list({ limit: 2, cursor });
    seen.push(...page.explanations.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  assert.equal(new Set(seen).size, 6);
  assert.deepEqual(seen, seen.toSorted().reverse());
  await assert.rejects(service.list({ cursor: 'x' }), { code: 'NG_BAD_CURSOR' });
});

test('the rows of an incident are given as JSON', async () => {
  const { service } = open();
  const data = JSON.parse(
    new TextDecoder().decode(await service.data({ service: 'order', start: '-3m' }, { now })),
  );
  assert.equal(data.spans.length, 1800);
  assert.equal(data.target.service, 'order');
  assert.equal(data.spans[0].peer, null);
});
