import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ExplanationEntity } from '@nightglass/model';
import type { IncidentData } from '../incident.ts';
import { testIncident } from '../testing/context-of.ts';
import { targetOf } from '../testing/examination-of.ts';
import { findingsOf, only, shortly } from '../testing/found.ts';
import { callTo, type MadeCall, ripple, seriesOf, silentCall, tracesOf } from '../testing/made-rows.ts';
import { selfTime } from './self-time.ts';

const database: ExplanationEntity = { kind: 'database', name: 'db' };
const queue: ExplanationEntity = { kind: 'queue', name: 'orders' };

interface Times {
  front?: number;
  way?: number;
  back?: number;
  db?: number;
}
const request = ({ front = 10, way = 1, back = 20, db = 5 }: Times, i: number): MadeCall => ({
  service: 'front',
  name: 'GET /',
  own: front + ripple(i),
  calls: [
    callTo(
      'front',
      {
        service: 'back',
        name: 'POST /do',
        own: back + ripple(i),
        calls: [silentCall('back', database, db + ripple(i) * 0.1)],
      },
      way + 0.1 * ripple(i),
    ),
  ],
});
const slow = (
  times: (i: number) => Times,
  given: Partial<IncidentData> & { good?: number; bad?: number } = {},
) => {
  const { good = 60, bad = 40, ...rest } = given;
  return findingsOf(selfTime, {
    spans: tracesOf({ good, bad }, (isBad, i) => request(isBad ? times(i) : {}, i)),
    ...rest,
  });
};

test('own time that grew is its owner’s; who only waits for it is not named', () => {
  const found = slow(() => ({ back: 500 }));
  assert.deepEqual(shortly(found), ['service:back slow_code']);
  const one = only(found, 'service:back');
  assert.equal(one.operation, 'POST /do');
  assert.ok(one.p > 0.8 && one.coverage === 1, `${one.p} ${one.coverage}`);
  const [evidence] = one.evidence;
  assert.deepEqual([evidence?.before, evidence?.after], [20, 500]);
  assert.ok(one.onsetMs !== null && one.onsetMs - testIncident.startMs < 10_000);
});

test('time waited for a silent party is its own, not its caller’s', () => {
  const found = slow(() => ({ db: 500 }));
  assert.deepEqual(shortly(found), ['database:db slow_code']);
  assert.equal(found[0]?.operation, '');
});

test('time on the way to a server that answers is nobody’s own time', () => {
  assert.deepEqual(
    slow(() => ({ way: 500 })),
    [],
  );
});

test('nothing slower, or too few spans, and nothing is told', () => {
  assert.deepEqual(
    slow(() => ({})),
    [],
  );
  assert.deepEqual(
    slow(() => ({ back: 2 })),
    [],
  );
  assert.deepEqual(
    slow(() => ({ back: 500 }), { good: 3 }),
    [],
  );
  assert.deepEqual(
    slow(() => ({ back: 500 }), { bad: 3 }),
    [],
  );
});

test('of two that became slower, that counts for more without which the requests would have been good', () => {
  const found = slow(() => ({ back: 420, front: 25 }));
  const [back, front] = [only(found, 'service:back'), only(found, 'service:front')];
  assert.ok((back.coverage ?? 0) > 0.85 && (front.coverage ?? 1) < 0.2);
  assert.ok(back.p > front.p);
  assert.match(back.evidence[0]?.text.en ?? '', /100 % of the bad requests would have been good/);
});

test('where no single one saves the requests, that counts for more where most of the excess time is spent, and it is said so', () => {
  const found = slow(() => ({ back: 420, front: 300 }));
  const [back, front] = [only(found, 'service:back'), only(found, 'service:front')];
  assert.deepEqual([back.coverage, front.coverage], [0, 0]);
  assert.ok(back.p > front.p);
  const [evidence] = back.evidence;
  assert.match(evidence?.text.en ?? '', /% of the time that requests took beyond the usual is spent there/);
  assert.ok((evidence?.effect ?? 0) > 0.5 && (evidence?.effect ?? 1) < 0.65);
});

test('what is slow beside the way that the request waits for saves nothing', () => {
  const beside = (isBad: boolean, i: number): MadeCall => ({
    ...request(isBad ? { back: 500 } : {}, i),
    calls: [
      ...request(isBad ? { back: 500 } : {}, i).calls!,
      { service: 'audit', name: 'process', kind: 'consumer', own: (isBad ? 900 : 20) + ripple(i) },
    ],
  });
  const target = targetOf('front');
  const found = findingsOf(selfTime, { target, spans: tracesOf({ good: 60, bad: 40 }, beside) });
  assert.ok(only(found, 'service:audit').p < 0.5 * only(found, 'service:back').p);
});

test('a slower tail is told as such, with figures of the slowest tenth', () => {
  const [found] = slow((i) => ({ back: i % 6 === 0 ? 900 : 20 }));
  assert.match(found?.evidence[0]?.text.en ?? '', /slowest tenth/);
  assert.ok((found?.evidence[0]?.after ?? 0) >= 890);
  const [middle] = slow(() => ({ back: 900 }));
  assert.doesNotMatch(middle?.evidence[0]?.text.en ?? '', /slowest tenth/);
});

test('rows of a sample count by their weight', () => {
  const spans = (slowWeight: number) =>
    tracesOf({ good: 60, bad: 40 }, (isBad, i) => {
      const one = request(isBad && i % 2 === 0 ? { back: 500 } : {}, i);
      const weight = isBad && i % 2 === 0 ? slowWeight : 50;
      const back = one.calls![0]!.calls![0]!;
      back.given = { weight };
      return { ...one, given: { weight } };
    });
  const after = (slowWeight: number) => findingsOf(selfTime, { spans: spans(slowWeight) })[0]?.evidence[0];
  assert.ok((after(200)?.after ?? 0) >= 499);
  assert.ok((after(1)?.before ?? 0) <= 22);
});

test('when several callers all wait longer for one silent party it is likelier to be its own', () => {
  const best = (slower: readonly number[]): number => {
    const found = findingsOf(selfTime, {
      target: targetOf('c0'),
      spans: tracesOf({ good: 120, bad: 90 }, (isBad, i) => {
        const service = `c${i % 3}`;
        const late = isBad && slower.includes(i % 3);
        return {
          service,
          name: 'GET /',
          calls: [silentCall(service, database, (late ? 300 : 5) + ripple(i) * 0.1)],
        };
      }),
    });
    return Math.min(...found.map(({ p }) => p));
  };
  // None of the requests that are asked about waits for the call of c1.
  assert.ok(best([1]) < 0.3);
  assert.ok(best([0, 1, 2]) > 0.5);
  assert.ok(best([1, 2]) > best([1]) && best([1, 2]) < best([0, 1, 2]));
});

test('a slow consumer matters where its queue fills up', () => {
  const p = (depth: number) => {
    const spans = tracesOf({ good: 60, bad: 40 }, (isBad, i) => ({
      service: 'order',
      name: 'publish',
      kind: 'producer',
      own: 5,
      given: { peer: queue },
      calls: [
        {
          service: 'mailer',
          name: 'process',
          kind: 'consumer',
          own: isBad ? 400 : 20 + ripple(i),
          given: { peer: queue },
        },
      ],
    }));
    const lag = seriesOf(
      queue,
      'kafka.consumer_group.lag',
      '{message}',
      (bad, i) => (bad ? depth : 10) + ripple(i),
    );
    const target = targetOf('order');
    return only(findingsOf(selfTime, { spans, series: [lag], target }), 'service:mailer').p;
  };
  assert.ok(p(10_000) > 1.5 * p(10), `${p(10_000)} ${p(10)}`);
});

test('when only one of several callers waits longer for a silent party it is rather the way from there', () => {
  const p = (callers: number, slower: number) => {
    const found = findingsOf(selfTime, {
      spans: tracesOf({ good: 180, bad: 120 }, (bad, i) => {
        const service = `c${i % callers}`;
        const late = bad && i % callers < slower;
        return {
          service,
          name: 'GET /',
          calls: [silentCall(service, database, (late ? 300 : 5) + ripple(i) * 0.1)],
        };
      }),
    });
    return Math.max(...found.map((one) => one.p));
  };
  assert.ok(p(3, 1) < 0.55 * p(1, 1), `${p(3, 1)} ${p(1, 1)}`);
  // Half of them and more may as well be the party itself.
  assert.ok(p(2, 1) > 0.8 * p(1, 1), String(p(2, 1)));
  assert.ok(p(3, 2) > p(3, 1), String(p(3, 2)));
});
