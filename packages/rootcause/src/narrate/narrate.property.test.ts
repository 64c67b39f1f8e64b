import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Diagnosis, ExplanationClaim } from '@nightglass/model';
import fc from 'fast-check';
import { anyDiagnosis } from '../testing/any-diagnosis.ts';
import { narrate } from './narrate.ts';
import { verifyClaims } from './verify/verify-claims.ts';

const languages = ['en', 'zh'] as const;
const anyLanguage = fc.constantFrom(...languages);

/** Every number anywhere in the diagnosis, and what can be made of two of them. */
const numbersIn = (diagnosis: Diagnosis): number[] => {
  const found: number[] = [];
  const walk = (value: unknown): void => {
    if (typeof value === 'number') found.push(value);
    else if (typeof value === 'string')
      found.push(...(value.match(/\d+(?:\.\d+)?(?:e[-+]?\d+)?/g) ?? []).map(Number));
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(walk);
  };
  walk(diagnosis);
  const { requests, badRequests } = diagnosis.incident;
  found.push(diagnosis.hypotheses.length, diagnosis.evidence.length, 95);
  for (let count = 1; count <= diagnosis.evidence.length; count++) found.push(count);
  if (requests !== null && badRequests !== null) found.push(badRequests / requests);
  for (const { baseline, window } of [diagnosis.incident, ...diagnosis.evidence])
    found.push(baseline.endMs - baseline.startMs, window.endMs - window.startMs);
  for (const { before, after } of diagnosis.evidence) {
    if (before !== null && after !== null)
      found.push(after / before, before / after, after - before, after / before - 1);
  }
  const moments = [diagnosis.incident.onsetMs, ...diagnosis.hypotheses.map((h) => h.onsetMs)];
  for (const { change } of diagnosis.hypotheses)
    for (const at of moments) if (change !== null && at !== null) found.push(at - change.timeMs);
  return found.map(Math.abs);
};

const factors = [
  1,
  1e-6,
  1e-3,
  1e3,
  1e6,
  60,
  1 / 60,
  60_000,
  1 / 60_000,
  100,
  1024,
  1 / 1024,
  1024 ** 2,
  1024 ** -2,
];
/** Whether a figure, printed like `text`, in a unit `scale` times as large, could stand for one of the numbers. */
const isNear = (value: number, text: string, scale: number, numbers: readonly number[]): boolean => {
  const step = scale * 10 ** -(/\.(\d+)/.exec(text)?.[1]?.length ?? 0);
  return numbers.some((n) => factors.some((f) => Math.abs(n * f - value) <= step));
};

const isKept = (diagnosis: Diagnosis, claim: ExplanationClaim, language: 'en' | 'zh'): boolean =>
  verifyClaims(diagnosis, [claim], language).kept.length === 1;

const anyNarration = fc.tuple(anyDiagnosis, anyLanguage).map(([diagnosis, language]) => ({
  diagnosis,
  language,
  cited: narrate(diagnosis, language).filter((claim) => claim.evidence.length > 0),
}));
const anyCitedClaim = anyNarration
  .filter(({ cited }) => cited.length > 0)
  .chain(({ diagnosis, language, cited }) =>
    fc.constantFrom(...cited).map((claim) => ({ diagnosis, language, claim })),
  );

/** Places of a pattern outside of quotations. */
const places = (text: string, pattern: RegExp): { at: number; text: string }[] => {
  const outside = text.replace(/`[^`]*`/g, (quotation) => ' '.repeat(quotation.length));
  return [...outside.matchAll(pattern)].map((m) => ({ at: m.index, text: m[0] }));
};
const replaced = (text: string, at: number, length: number, by: string): string =>
  text.slice(0, at) + by + text.slice(at + length);

describe('every narration of any diagnosis', () => {
  it('cites only evidence that exists, and all it says with a citation is in that evidence', () => {
    fc.assert(
      fc.property(anyNarration, ({ diagnosis, language, cited }) => {
        assert.deepEqual(verifyClaims(diagnosis, cited, language), { kept: cited, dropped: [] });
      }),
      { numRuns: 400 },
    );
  });

  it('holds no figure without a citation but those of the engine’s own advice', () => {
    fc.assert(
      fc.property(anyDiagnosis, anyLanguage, (diagnosis, language) => {
        const advice = [
          ...diagnosis.notSeen.map((b) => b.text[language]),
          ...diagnosis.hypotheses.flatMap((h) =>
            [h.title, h.nextCheck, h.remediation].map((t) => t[language]),
          ),
        ].join('\n');
        for (const { text, evidence } of narrate(diagnosis, language))
          if (evidence.length === 0)
            for (const number of places(text, /\d[\d.,:]*/g)) assert.ok(advice.includes(number.text), text);
      }),
    );
  });

  it('is the same each time, and all text', () => {
    fc.assert(
      fc.property(anyDiagnosis, anyLanguage, (diagnosis, language) => {
        const claims = narrate(diagnosis, language);
        assert.deepEqual(narrate(structuredClone(diagnosis), language), claims);
        for (const { text } of claims) {
          assert.ok(text.length < 2_000, text);
          // biome-ignore lint/suspicious/noControlCharactersInRegex: none may get through
          assert.doesNotMatch(text, /[\u0000-\u001f\u007f\u2028\u2029\u202e]|undefined|NaN|null/);
        }
      }),
    );
  });
});

describe('the verifier drops a claim', () => {
  it('in which a figure was changed', () => {
    fc.assert(
      fc.property(
        anyCitedClaim,
        fc.nat(),
        fc.integer({ min: 2, max: 9 }),
        ({ diagnosis, language, claim }, pick, by) => {
          const figures = places(claim.text, /(?<![\w.:-])\d+(?:\.\d+)?(?![\d:.]*[:\d-])/g);
          fc.pre(figures.length > 0);
          const { at, text } = figures[pick % figures.length]!;
          const value = Number(text) * by + by / 3;
          fc.pre(!isNear(value, value.toFixed(2), 1, numbersIn(diagnosis)));
          const changed = replaced(claim.text, at, text.length, value.toFixed(2));
          assert.ok(!isKept(diagnosis, { ...claim, text: changed }, language), changed);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('in which one digit of a figure was changed', () => {
    fc.assert(
      fc.property(
        anyCitedClaim,
        fc.nat(),
        fc.integer({ min: 1, max: 9 }),
        ({ diagnosis, language, claim }, pick, by) => {
          const figures = places(claim.text, /(?<![\w.:-])\d+(?:\.\d+)?(?![\d:.]*[:\d-])/g);
          fc.pre(figures.length > 0);
          const { at, text } = figures[pick % figures.length]!;
          const digit = (Number(text[0]) + by) % 10;
          const value = Number(digit + text.slice(1));
          fc.pre(!isNear(value, text, 1, numbersIn(diagnosis)));
          const changed = replaced(claim.text, at, 1, String(digit));
          assert.ok(!isKept(diagnosis, { ...claim, text: changed }, language), changed);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('in which a unit was changed', () => {
    const others = ['ns', 'µs', 'ms', 's', 'min', 'h', 'B', 'KiB', 'MiB', 'GiB', '%', '/s'];
    fc.assert(
      fc.property(
        anyCitedClaim,
        fc.nat(),
        fc.constantFrom(...others),
        ({ diagnosis, language, claim }, pick, other) => {
          const units = places(claim.text, /(?<=\d) ?(?:µs|ms|s|min|B|[KMGT]iB|%)(?![\w/])/g);
          fc.pre(units.length > 0);
          const { at, text } = units[pick % units.length]!;
          fc.pre(text.trim() !== other);
          const before = /[\d.,]+(?:e-?\d+)?$/.exec(claim.text.slice(0, at))?.[0].replaceAll(',', '') ?? '0';
          // Nothing is nothing in every unit.
          fc.pre(Number(before) !== 0);
          const conversions: Record<string, number> = {
            ns: 1e-6,
            µs: 1e-3,
            ms: 1,
            s: 1e3,
            min: 6e4,
            h: 3.6e6,
          };
          const scale = conversions[other] ?? 1;
          const value = Number(before) * scale;
          fc.pre(
            !isNear(
              value,
              before,
              scale,
              numbersIn(diagnosis).filter((n) => n !== Number(before)),
            ),
          );
          const changed = replaced(claim.text, at, text.length, ` ${other}`);
          assert.ok(!isKept(diagnosis, { ...claim, text: changed }, language), changed);
        },
      ),
      { numRuns: 150, maxSkipsPerRun: 1000 },
    );
  });

  it('in which a time was moved, or its zone', () => {
    fc.assert(
      fc.property(
        anyCitedClaim,
        fc.integer({ min: 1, max: 22 }),
        fc.boolean(),
        ({ diagnosis, language, claim }, by, zone) => {
          const [first] = places(claim.text, /\d\d:\d\d:\d\d UTC/g);
          fc.pre(first !== undefined);
          const hour = (Number(first!.text.slice(0, 2)) + by) % 24;
          const offset = by % 12 || 5;
          const moved = zone
            ? replaced(claim.text, first!.at + 8, 4, ` +${String(offset).padStart(2, '0')}:00`)
            : replaced(claim.text, first!.at, 2, String(hour).padStart(2, '0'));
          const shown = Date.parse(`1970-01-01T${first!.text.slice(0, 8)}Z`);
          const ms = zone
            ? shown - offset * 3_600_000
            : shown + (hour - Number(first!.text.slice(0, 2))) * 3_600_000;
          const apart = numbersIn(diagnosis).map((n) => (((n - ms) % 86_400_000) + 86_400_000) % 86_400_000);
          fc.pre(!apart.some((off) => off < 2_000 || off > 86_398_000));
          assert.ok(!isKept(diagnosis, { ...claim, text: moved }, language), moved);
        },
      ),
    );
  });

  it('that cites an id which does not exist, or none', () => {
    fc.assert(
      fc.property(anyCitedClaim, fc.nat(), ({ diagnosis, language, claim }, pick) => {
        const evidence = claim.evidence.with(
          pick % claim.evidence.length,
          `e${diagnosis.evidence.length + 1 + (pick % 50)}`,
        );
        assert.ok(!isKept(diagnosis, { ...claim, evidence }, language));
        assert.ok(!isKept(diagnosis, { ...claim, evidence: [] }, language));
      }),
    );
  });

  it('in which a quoted name was changed', () => {
    fc.assert(
      fc.property(anyCitedClaim, fc.nat(), ({ diagnosis, language, claim }, pick) => {
        const names = [...claim.text.matchAll(/`[^`]+`/g)].filter((m) => m[0].trim() !== '` `');
        fc.pre(names.length > 0);
        const { index } = names[pick % names.length]!;
        const changed = replaced(claim.text, index + 1, 0, 'zz9-');
        assert.ok(!isKept(diagnosis, { ...claim, text: changed }, language), changed);
      }),
    );
  });
});
