import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ExplanationEntity } from '@nightglass/model';
import type { IncidentData } from '../incident.ts';
import { contextOf } from '../testing/context-of.ts';
import { callTo, type MadeCall, ripple, seriesOf, silentCall, tracesOf } from '../testing/made-rows.ts';
import { ownShares } from './own-share.ts';

const database: ExplanationEntity = { kind: 'database', name: 'db' };
const queue: ExplanationEntity = { kind: 'queue', name: 'orders' };
const fails = { error: true };

/** front -> back -> db, with the own times of each and what is lost on the way to back. */
const request = (
  own: { front?: number; way?: number; back?: number; db?: number },
  i: number,
  given: MadeCall['given'] = {},
): MadeCall => ({
  service: 'front',
  name: 'GET /',
  own: (own.front ?? 10) + ripple(i),
  given,
  calls: [
    callTo(
      'front',
      {
        service: 'back',
        name: 'POST /do',
        own: (own.back ?? 20) + ripple(i),
        calls: [silentCall('back', database, (own.db ?? 5) + ripple(i))],
      },
      own.way ?? 1,
    ),
  ],
});

const sharesOf = (
  bad: (i: number) => MadeCall,
  { count = 20, ...given }: Partial<IncidentData> & { count?: number } = {},
) =>
  ownShares(
    contextOf({
      spans: tracesOf({ good: 40, bad: count }, (b, i) => (b ? bad(i) : request({}, i))),
      ...given,
    }),
  );

const near = (found: number | undefined, expected: number, what = ''): void =>
  assert.ok(found !== undefined && Math.abs(found - expected) < 0.05, `${what} ${found} is not ${expected}`);

test('the excess over the usual own time goes to who has it; who only waits has none', () => {
  const slowDb = sharesOf((i) => request({ db: 500 }, i));
  near(slowDb?.get('database:db'), 1, 'db');
  near(slowDb?.get('service:back'), 0, 'back');
  near(slowDb?.get('service:front'), 0, 'front');
  near(sharesOf((i) => request({ back: 500 }, i))?.get('service:back'), 1, 'back');
});

test('two that became slower share the excess', () => {
  const shares = sharesOf((i) => request({ db: 305, back: 120 }, i));
  near(shares?.get('database:db'), 0.75, 'db');
  near(shares?.get('service:back'), 0.25, 'back');
});

test('time between a client and the server that answers it counts for both', () => {
  const shares = sharesOf((i) => request({ way: 400 }, i));
  near(shares?.get('service:front'), 1, 'front');
  near(shares?.get('service:back'), 1, 'back');
  near(shares?.get('database:db'), 0, 'db');
});

test('a failing request is its origin’s, whole', () => {
  const shares = sharesOf((i) => ({
    ...request({}, i, fails),
    calls: [callTo('front', { service: 'back', name: 'POST /do', own: 20, given: fails }, 1, fails)],
  }));
  near(shares?.get('service:back'), 1, 'back');
  near(shares?.get('service:front'), 0, 'front');
});

test('of a call that nobody answers the caller keeps what the blame leaves open', () => {
  const shares = sharesOf((i) => ({
    ...request({}, i, fails),
    calls: [silentCall('front', database, 5, fails)],
  }));
  near(shares?.get('database:db'), 1, 'db');
  const caller = shares?.get('service:front') ?? 0;
  assert.ok(caller > 0.05 && caller < 0.4, String(caller));
});

test('requests count by their weight', () => {
  const shares = sharesOf((i) => {
    const call = i < 10 ? request({ db: 500 }, i) : request({ back: 500 }, i);
    return { ...call, given: { weight: i < 10 ? 9 : 1 } };
  });
  near(shares?.get('database:db'), 0.9, 'db');
  near(shares?.get('service:back'), 0.1, 'back');
});

test('own time as in normal times has no part, even where it was above its middle', () => {
  const uneven = (i: number) => ({ front: i % 2 === 0 ? 10 : 100 });
  const shares = ownShares(
    contextOf({
      spans: tracesOf({ good: 40, bad: 20 }, (bad, i) =>
        request(bad ? { front: 98, db: 205 } : uneven(i), i),
      ),
    }),
  );
  near(shares?.get('service:front'), 0, 'front');
  assert.ok((shares?.get('database:db') ?? 0) > 0.7);
});

test('too few bad requests say nothing', () => {
  assert.equal(
    sharesOf((i) => request({ db: 500 }, i), { count: 7 }),
    null,
  );
  assert.equal(
    sharesOf((i) => request({}, i)),
    null,
  );
});

test('who waits to hand over to a full queue shares its time with the queue; with an empty queue it does not', () => {
  const handover = (own: number): MadeCall => ({
    service: 'front',
    name: 'GET /',
    own,
    calls: [{ service: 'front', name: 'publish', kind: 'producer', own: 2, given: { peer: queue } }],
  });
  const shares = (depth: number) =>
    ownShares(
      contextOf({
        spans: tracesOf({ good: 40, bad: 20 }, (bad, i) => handover((bad ? 600 : 10) + ripple(i))),
        series: [
          seriesOf(queue, 'queue.messages.ready', '{message}', (bad, i) => (bad ? depth : 10) + ripple(i)),
        ],
      }),
    );
  near(shares(9000)?.get('queue:orders'), 1, 'full');
  near(shares(9000)?.get('service:front'), 1, 'writer');
  near(shares(10)?.get('queue:orders'), 0, 'empty');
});

test('who waits for a queue waits for its reader and for whom that calls; who writes has no such part', () => {
  const shares = (ms: number) =>
    ownShares(
      contextOf({
        spans: tracesOf({ good: 40, bad: 20 }, (bad, i) => ({
          service: 'front',
          name: 'GET /',
          calls: [
            {
              service: 'front',
              name: 'publish',
              kind: 'producer',
              // Taken up after half of it.
              own: (bad ? ms : 10) + ripple(i),
              given: { peer: queue },
              calls: [
                {
                  service: 'mailer',
                  name: 'process',
                  kind: 'consumer',
                  given: { peer: queue },
                  calls: [silentCall('mailer', database, 5)],
                },
              ],
            },
          ],
        })),
        target: { service: 'front', operation: '', symptom: 'unknown', thresholdMs: 100 },
      }),
    );
  const slow = shares(4000);
  for (const key of ['queue:orders', 'service:mailer', 'database:db']) near(slow?.get(key), 1, key);
  near(slow?.get('service:front'), 0, 'writer');
});

test('where workers or connections ran out, whoever keeps them has its part in the requests that were refused', () => {
  const refused = (statusMessage: string, db = 500) =>
    sharesOf(
      (i) =>
        i % 2 === 0
          ? {
              ...request({}, i, fails),
              calls: [
                callTo(
                  'front',
                  { service: 'back', name: 'POST /do', own: 5, given: { ...fails, statusMessage } },
                  1,
                  fails,
                ),
              ],
            }
          : request({ db }, i),
      { count: 40 },
    );
  near(refused('connection pool exhausted')?.get('database:db'), 1, 'kept by the database');
  near(refused('connection pool exhausted')?.get('service:back'), 0.5, 'the refusing one');
  near(refused('NullPointerException')?.get('database:db'), 0.5, 'refused for another reason');
  // Half a millisecond more than usual keeps no connection from anybody.
  near(refused('connection pool exhausted', 5.5)?.get('database:db'), 0, 'as usual');
});

test('an answer that came too late is of who made it late, a little as it may be', () => {
  const late = (own: Parameters<typeof request>[0]) =>
    sharesOf((i) => {
      const made = request(own, i, fails);
      const [call] = made.calls!;
      return {
        ...made,
        calls: [{ ...call!, given: { ...fails, statusMessage: 'request timed out' } }],
      };
    });
  const slowDb = late({ db: 500 });
  near(slowDb?.get('database:db'), 1, 'db');
  near(slowDb?.get('service:back'), 0, 'back');
  near(late({ back: 500 })?.get('service:back'), 1, 'back itself');
  near(late({ db: 11 })?.get('database:db'), 1, 'a little late');
});
