import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomFrom } from '../data/random.ts';
import { fitConfidence } from './calibration.ts';

test('the fit finds the coefficients that made the answers', () => {
  const random = randomFrom(1);
  const made = { constant: -1, score: 2, lead: 3 };
  const answers = Array.from({ length: 20_000 }, () => {
    const score = random();
    const lead = random();
    const p = 1 / (1 + Math.exp(-(made.constant + made.score * score + made.lead * lead)));
    return { score, lead, confidence: p, right: random() < p };
  });
  const fit = fitConfidence(answers);
  assert.ok(Math.abs(fit.constant - made.constant) < 0.2, JSON.stringify(fit));
  assert.ok(Math.abs(fit.score - made.score) < 0.3, JSON.stringify(fit));
  assert.ok(Math.abs(fit.lead - made.lead) < 0.3, JSON.stringify(fit));
});

test('answers that are all right give finite coefficients', () => {
  const answers = [0.3, 0.5, 0.9].map((score) => ({ score, lead: 0.5, confidence: score, right: true }));
  for (const value of Object.values(fitConfidence(answers))) assert.ok(Number.isFinite(value));
});
