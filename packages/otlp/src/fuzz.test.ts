/**
 * Mutated requests over everything that reads untrusted bytes: no exception but the two that say "malformed", and no
 * offset outside its parent. `NIGHTGLASS_FUZZ_RUNS` sets the number of mutated requests (default 100,000);
 * `NIGHTGLASS_FUZZ_SEED` starts another sequence.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Signal, signals } from '@nightglass/model';
import fc from 'fast-check';
import type { Edit } from './edit.ts';
import {
  anyValueToJson,
  BadJson,
  encodeAnyValue,
  inspect,
  MalformedOtlp,
  spliceLogs,
  spliceMetrics,
  spliceTraces,
  transcodeJson,
  withoutRefused,
} from './index.ts';
import { requests } from './testdata/arbitraries.ts';
import { checkedWalk } from './testdata/checked-walk.ts';
import { mutate, numbers } from './testdata/mutate.ts';
import { encode, requestTypes } from './testdata/oracle.ts';
import type { Dice } from './testdata/scramble.ts';
import type { AttributeList } from './views.ts';

const runs = Number(process.env.NIGHTGLASS_FUZZ_RUNS ?? 100_000);
const seed = Number(process.env.NIGHTGLASS_FUZZ_SEED ?? 1);
const key = new TextEncoder().encode('k');
const value = encodeAnyValue({ stringValue: 'v'.repeat(130) });

const spliceAll = (signal: Signal, bytes: Uint8Array, roll: Dice): Uint8Array => {
  const each = (view: { attributes: AttributeList }, edit: Edit): void => {
    const what = roll(5);
    if (what === 0) edit.drop();
    else if (what === 1) edit.appendAttribute(key, value);
    else if (what === 2 && view.attributes.count > 0)
      edit.replaceAttribute(roll(view.attributes.count), value);
    else if (what === 3 && view.attributes.count > 0) edit.removeAttribute(0);
  };
  if (signal === 'traces') return spliceTraces(bytes, { resource: each, scope: each, span: each });
  if (signal === 'logs') return spliceLogs(bytes, { resource: each, scope: each, log: each });
  return spliceMetrics(bytes, { resource: each, scope: each, point: (_, view, edit) => each(view, edit) });
};

/** False when the bytes were refused in one of the two ways they may be. */
const survives = (run: () => void): boolean => {
  try {
    run();
    return true;
  } catch (error) {
    if (error instanceof MalformedOtlp || error instanceof BadJson) return false;
    throw error;
  }
};

for (const signal of signals) {
  test(`${signal}: mutated protobuf`, () => {
    const corpus = fc
      .sample(requests[signal], { numRuns: 60, seed })
      .map((request) => encode(requestTypes[signal], request))
      .filter((bytes) => bytes.length > 20 && bytes.length < 3000);
    const roll = numbers(seed);
    let read = 0;
    for (let i = 0; i < Math.ceil(runs / 3); i++) {
      const bytes = mutate(corpus[roll(corpus.length)]!, corpus[roll(corpus.length)]!, roll);
      const whole = survives(() => inspect(signal, bytes));
      assert.equal(
        survives(() => checkedWalk(signal, bytes)),
        whole,
        'inspect and the walkers agree',
      );
      // A splice reads less than inspect does: what inspect takes, it takes, and gives back as readable bytes.
      const spliced = survives(() => {
        const out = spliceAll(signal, bytes, roll);
        if (whole) inspect(signal, out);
      });
      if (!whole) continue;
      read++;
      assert(spliced);
      assert.equal(inspect(signal, withoutRefused(signal, bytes)).reason, '');
    }
    assert(
      read > runs / 100,
      `only ${read} mutants were readable: the mutations are too rough to test anything`,
    );
  });

  test(`${signal}: mutated JSON`, () => {
    const utf8 = new TextEncoder();
    const corpus = fc
      .sample(requests[signal], { numRuns: 60, seed })
      .map((request) => utf8.encode(JSON.stringify(request)))
      .filter((bytes) => bytes.length > 20 && bytes.length < 3000);
    const roll = numbers(seed + 1);
    let read = 0;
    for (let i = 0; i < Math.ceil(runs / 15); i++) {
      const json = mutate(corpus[roll(corpus.length)]!, corpus[roll(corpus.length)]!, roll);
      let bytes = json;
      if (!survives(() => (bytes = transcodeJson(signal, json)))) continue;
      // What the transcoder takes it turns into whole protobuf: this must not throw.
      inspect(signal, bytes);
      read++;
    }
    assert(read > runs / 1000);
  });
}

test('random bytes as nested values are rendered or shown as malformed', () => {
  const roll = numbers(seed);
  for (let i = 0; i < 20_000; i++) {
    const bytes = Uint8Array.from({ length: roll(40) }, () => [10, 18, 0, 2, 50, 42, roll(256)][roll(7)]!);
    anyValueToJson(bytes, 5 + roll(2), 0, bytes.length);
  }
});
