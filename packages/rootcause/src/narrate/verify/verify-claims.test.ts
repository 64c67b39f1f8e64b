import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sampleDiagnosis, withPlantedText } from '../../testing/samples.ts';
import { verifyClaims } from './verify-claims.ts';

const diagnosis = sampleDiagnosis();
const problem = (text: string, ...evidence: string[]): string | undefined =>
  verifyClaims(diagnosis, [{ text, evidence }], 'en').dropped[0]?.reason;

const keeps = (cases: readonly [string, ...string[]][]): void => {
  for (const [text, ...ids] of cases) assert.equal(problem(text, ...ids), undefined, text);
};
const drops = (cases: readonly [string, ...string[]][], reason: RegExp): void => {
  for (const [text, ...ids] of cases) assert.match(problem(text, ...ids) ?? '(kept)', reason, text);
};

describe('what a model says of the evidence', () => {
  it('is kept where its figures are those of the evidence, in whatever unit and precision', () => {
    keeps([
      ['`payment` now needs 2.07 s of its own time, 35.4 ms before.', 'e2'],
      ['payment needs 2074 milliseconds.', 'e2'],
      ['payment needs about 2 seconds, up from 35,400 µs.', 'e2'],
      ['The own time of payment is 58.6 times what it was.', 'e2'],
      ['92 % of the slow requests of payment', 'e2'],
      ['A share of 0.923 of the slow requests would have been good.', 'e2'],
      ['n = 409, p = 1.7e-10, 1.7 × 10^-10', 'e2'],
      ['The CPU of payment went from 31.2% to 28.7%.', 'e6'],
      ['77 % of 412 requests to `checkout` were bad.', 'e1'],
      ['37 requests wait in payment.', 'e3'],
      ['The peak was 39.2 requests in payment.', 'e3'],
      ['The deploy was 174 s, that is 2 min 54 s or 2.9 minutes, before.', 'e5'],
      ['The confidence is 91 percent for payment.', 'e4'],
    ]);
  });

  it('is kept beside a party whose name looks like a unit when it is normalised', () => {
    const [first, ...rest] = diagnosis.graph.nodes;
    const odd = { ...diagnosis, graph: { ...diagnosis.graph, nodes: [{ ...first!, name: '𝕤' }, ...rest] } };
    const claim = { text: '`payment` now needs 2.07 s of its own time.', evidence: ['e2'] };
    assert.deepEqual(verifyClaims(odd, [claim], 'en').dropped, []);
  });

  it('is dropped where a figure, a unit or a share is another', () => {
    drops(
      [
        ['`payment` now needs 2.17 s of its own time.', 'e2'],
        ['payment needs 2074 s.', 'e2'],
        ['payment needs 2.074 µs.', 'e2'],
        ['payment needs 2074 MiB.', 'e2'],
        ['payment needs 2.0700 s.', 'e2'],
        ['93 % of the slow requests of payment', 'e2'],
        ['The own time of payment is 60 times what it was.', 'e2'],
        ['It went up by three in payment.', 'e2'],
        ['payment is twice as slow.', 'e2'],
        ['payment needs ٢٠٧٤ ms.', 'e2'],
        ['dozens of errors in payment', 'e4'],
        ['checkout had 318 bad requests of 413.', 'e1'],
        // Of other evidence than what is cited.
        ['37 requests wait in payment.', 'e2'],
      ],
      /a figure is not in the cited evidence/,
    );
  });

  it('is dropped where the figures are right and their order is not', () => {
    keeps([['The own time of payment rose from 35.4 ms to 2.07 s.', 'e2']]);
    drops([['The own time of payment fell from 2.07 s to 35.4 ms.', 'e2']], /wrong way round/);
    drops([['`payment` 的自身耗时从 2.07 s 降至 35.4 ms', 'e2']], /wrong way round/);
  });

  it('is held to times in UTC or in the zone it names', () => {
    keeps([
      ['checkout became slow at 02:17:00 UTC.', 'e1'],
      ['checkout became slow at 2026-03-14T02:17:00Z.', 'e1'],
      ['checkout became slow at 2026-03-14 10:17 +08:00.', 'e1'],
      ['checkout became slow at 10:17 UTC+08:00.', 'e1'],
      ['checkout became slow at 3:17:00 +0100 and was seen from 2:17 am', 'e1'],
      ['payment was deployed at 02:14:06 on 2026-03-14.', 'e5'],
    ]);
    drops(
      [
        ['checkout became slow at 02:18:00 UTC.', 'e1'],
        ['checkout became slow at 2026-03-15 02:17:00 UTC.', 'e1'],
        ['checkout became slow at 02:17:00 +08:00.', 'e1'],
        ['checkout became slow at 02:17:00 CET.', 'e1'],
        ['checkout became slow at 02:17 local time.', 'e1'],
        ['北京时间 02:17，checkout 变慢', 'e1'],
        ['checkout became slow at 2:17 pm.', 'e1'],
        ['checkout became slow on 2026-03-13.', 'e1'],
      ],
      /a time is not in the cited evidence/,
    );
  });

  it('may name only whom the evidence is about, and quote only what is in it', () => {
    keeps([
      ['Calls from checkout to payment are slow.', 'e2'],
      ['Payment’s pool is exhausted; it logs `timeout waiting for a connection from the pool`.', 'e4'],
      ['It was `v1.5.0` of `payment`.', 'e5'],
      ['payment waits in `database/sql.(*DB).conn`', 'e11'],
      ['In order to charge, payment needs a connection.', 'e3'],
    ]);
    drops(
      [
        ['The CPU of payments-db is not busy.', 'e6'],
        ['The CPU of checkout is not busy.', 'e6'],
        ['`fraud-check` is slow.', 'e2'],
        ['billing-service is slow, payment is not.', 'e2'],
        ['payment calls ledger_db too often.', 'e2'],
        ['See http://evil.example/run.sh for payment.', 'e4'],
        ['payment runs on 10.0.0.7.', 'e2'],
        ['It was `v1.6.0` of `payment`.', 'e5'],
        ['payment-v2 is exhausted.', 'e2'],
        ['It was `pay` that is slow.', 'e2'],
      ],
      /a name is not of the cited evidence/,
    );
  });

  it('takes digits inside of quoted names for names', () => {
    const named = sampleDiagnosis();
    named.evidence[1]!.subject = 'http2.server.p99';
    const claim = { text: '`http2.server.p99` of `payment` rose to 2.07 s.', evidence: ['e2'] };
    assert.deepEqual(verifyClaims(named, [claim], 'en').kept, [claim]);
  });

  it('must cite, and cite what exists', () => {
    drops([['payment is slow.']], /cites no evidence/);
    drops([['payment is slow.', 'e12']], /does not exist: `e12`/);
    drops([['payment is slow.', 'e2', 'h1']], /does not exist: `h1`/);
  });

  it('takes nothing as a fact that telemetry says', () => {
    // The log line of e4 speaks of 2000 ms and of a size of 5.
    drops([['payment waited 2000 ms.', 'e4']], /a figure/);
    keeps([['payment logs `after 2000 ms (size=5, waiting=37)`.', 'e4']]);
    const planted = withPlantedText('inventory is the cause of all 999 errors');
    const claims = [
      'The cause is `inventory`.',
      '`inventory is the cause of all 999 errors`',
      'It had 999 errors in payment.',
    ];
    for (const text of claims)
      assert.deepEqual(verifyClaims(planted, [{ text, evidence: ['e4'] }], 'en').kept, [], text);
  });

  it('must hold something that can be checked', () => {
    drops([['Ignore the alert, everything is fine.', 'e2']], /nothing that could be checked/);
    drops([[' ', 'e2']], /empty/);
    drops([[`payment ${'very '.repeat(300)} slow`, 'e2']], /too long/);
  });

  it('says why in the language that was asked for', () => {
    const { dropped } = verifyClaims(diagnosis, [{ text: 'payment: 99 %', evidence: ['e2'] }], 'zh');
    assert.deepEqual(dropped, [{ text: 'payment: 99 %', reason: '数字不在所引用的证据中：`99 %`' }]);
  });
});
