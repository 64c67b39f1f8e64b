import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sampleAmbiguous, sampleDiagnosis, sampleInsufficient, sampleNoCause } from '../testing/samples.ts';
import { narrate } from './narrate.ts';

const texts = (...args: Parameters<typeof narrate>): string[] => narrate(...args).map((c) => c.text);

/** Each pattern is met by a claim behind the one that met the pattern before. */
const inOrder = (claims: readonly string[], patterns: readonly RegExp[]): void => {
  let from = 0;
  for (const pattern of patterns) {
    const at = claims.findIndex((text, i) => i >= from && pattern.test(text));
    assert.notEqual(at, -1, `${pattern} after ${claims[from - 1] ?? 'the beginning'}`);
    from = at + 1;
  }
};

describe('a narration', () => {
  it('of a found cause says what is wrong, why, what speaks against it, what else, and what to do', () => {
    inOrder(texts(sampleDiagnosis(), 'en'), [
      /^`POST \/checkout` of `checkout` has been slow since 2026-03-14 02:17:00 UTC\.$/,
      /^318 of 412 requests \(77\.2 %\) failed or took longer than 500 ms\.$/,
      /^Most likely cause: .*`payment` is exhausted \(confidence 91 %, strong\)\.$/,
      /^The deploy `v1\.5\.0` of `payment` came at 2026-03-14 02:14:06 UTC\.$/,
      /It reads: `timeout waiting for a connection/,
      /^With this as usual, 92\.3 % of the bad requests would have been good\.$/,
      /symptom to the cause: `checkout` → `payment`\.$/,
      /seen 7 times, confirmed 6 times\.$/,
      /^Against it: The CPU of `payment` is not busy/,
      /^It could also be: .*`fraud-check`/,
      /^Ruled out, slow work of its own at `payments-db`: /,
      /^Not seen: `fraud-check` sends no spans/,
      /^Next: /,
      /^What repairs it: /,
    ]);
    inOrder(texts(sampleDiagnosis(), 'zh'), [
      /变慢。$/,
      /^最可能的原因：/,
      /^反面证据：/,
      /^也可能是：/,
      /^已排除/,
      /^未能看到：/,
      /^下一步：/,
    ]);
  });

  it('of causes that fit alike gives each its evidence, and takes no side', () => {
    const claims = texts(sampleAmbiguous(), 'en');
    inOrder(claims, [
      /^More than one cause fits/,
      /^Possible cause: .*`payment`/,
      /^Against it: /,
      /^Possible cause: .*`fraud-check`/,
    ]);
    assert.ok(!claims.some((text) => /Most likely|What repairs it/.test(text)));
  });

  it('without a cause, or without data, says so and names none', () => {
    const none = texts(sampleNoCause(), 'en');
    inOrder(none, [
      /^The traffic of .* has been unusual since/,
      /^Nothing that was measured explains it/,
      /^Ruled out/,
      /^Not seen/,
    ]);
    const few = texts(sampleInsufficient(), 'en');
    inOrder(few, [
      /was asked about\.$/,
      /^There is not enough data/,
      /^Not seen: The normal time holds 3 requests\.$/,
      /more normal time/,
    ]);
    for (const text of [...none, ...few]) assert.doesNotMatch(text, /cause:/);
    assert.ok(narrate(sampleInsufficient(), 'en').every((c) => c.evidence.length === 0));
  });

  it('says once what two pieces of evidence say alike', () => {
    const diagnosis = sampleDiagnosis();
    const [, second, third] = diagnosis.evidence;
    third!.text = second!.text;
    const same = narrate(diagnosis, 'en').filter((c) => c.text.startsWith(second!.text.en));
    assert.deepEqual(
      same.map((c) => c.evidence),
      [['e2', 'e3']],
    );
  });
});
