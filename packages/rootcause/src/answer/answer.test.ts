import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ExplanationEntity } from '@nightglass/model';
import fc from 'fast-check';
import { examine } from '../examine.ts';
import type { ChangeRow, IncidentData } from '../incident.ts';
import { score } from '../scoring.ts';
import { contextOf, logRow, testIncident } from '../testing/context-of.ts';
import { draftOf, examinationOf, type MadeFinding, targetOf } from '../testing/examination-of.ts';
import { callTo, type MadeCall, ripple, seriesOf, serviceOf, tracesOf } from '../testing/made-rows.ts';
import { smallShop } from '../testing/small-shop.ts';
import { weights } from '../weights.ts';
import { blastRadius } from './blast-radius.ts';
import { bandOf, calibrate } from './calibration.ts';
import { EvidenceBook } from './evidence-book.ts';
import { toHypothesis } from './hypothesis.ts';
import { ruledOut } from './ruled-out.ts';

const [front, back, other] = ['front', 'back', 'other'].map(serviceOf) as [
  ExplanationEntity,
  ExplanationEntity,
  ExplanationEntity,
];
const target = targetOf('front');
const topology = [
  { from: front, to: back },
  { from: back, to: other },
];
const cpu: MadeFinding = { entity: other, faultClass: 'cpu', p: 0.9 };

test('confidence grows with the score and with the lead, within 0 and 1; bands begin where they say', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const lead = fc.double({ min: -1, max: 1, noNaN: true });
  fc.assert(
    fc.property(share, share, lead, lead, (a, b, l, m) => {
      assert.ok(calibrate(Math.min(a, b), l) <= calibrate(Math.max(a, b), l));
      assert.ok(calibrate(a, Math.min(l, m)) <= calibrate(a, Math.max(l, m)));
      assert.ok(calibrate(a, l) >= 0 && calibrate(a, l) <= 1);
    }),
  );
  // As strong a case against another party is an even chance at best; hardly any evidence is none, whoever leads.
  assert.ok(calibrate(0.6, 0) < 0.6);
  assert.ok(calibrate(0.1, 1) < 0.2);
  assert.deepEqual([0.8, 0.79, 0.55, 0.54, 0.35, 0.34].map(bandOf), [
    'strong',
    'likely',
    'likely',
    'possible',
    'possible',
    'weak',
  ]);
});

test('evidence is numbered as it is first cited, and keeps its number', () => {
  const book = new EvidenceBook(contextOf({}));
  const [a, b] = [draftOf('a'), draftOf('b', { entity: back })];
  assert.deepEqual(
    [a, b, a].map((draft) => book.cite(draft, 'metric_shift', front)),
    ['e1', 'e2', 'e1'],
  );
  assert.deepEqual(
    book.all().map(({ id, entity }) => [id, entity.name]),
    [
      ['e1', 'front'],
      ['e2', 'back'],
    ],
  );
});

test('evidence is bounded in length, and holds no number that JSON has not', () => {
  const book = new EvidenceBook(contextOf({}));
  const long = 'x'.repeat(100_000);
  book.cite(
    draftOf(long, {
      quote: long,
      before: Number.NaN,
      after: Number.POSITIVE_INFINITY,
      effect: 3,
      exemplars: Array.from({ length: 50 }, () => ({ traceId: 't', spanId: 's', logId: '', timeMs: 1 })),
    }),
    'metric_shift',
    front,
  );
  assert.ok(JSON.stringify(book.all()).length < 5000);
  const [{ before, after, effect } = { before: 0, after: 0, effect: 0 }] = book.all();
  assert.deepEqual([before, after, effect], [null, null, 3]);
});

const answered = (findings: MadeFinding[], given: Partial<IncidentData> = { topology, target }) => {
  const examination = examinationOf(given, findings);
  const book = new EvidenceBook(examination.context);
  const hypotheses = score(examination, weights).map((h, i) =>
    toHypothesis(examination, h, i + 1, 0.5, book),
  );
  return { book, hypotheses, of: (name: string) => hypotheses.find(({ entity }) => entity.name === name)! };
};

test('the way leads from the symptom to the cause, with the evidence at its end', () => {
  const { of } = answered([cpu]);
  assert.deepEqual(
    of('other').path.map(({ from, to, evidence }) => [from.name, to.name, evidence]),
    [
      ['front', 'back', []],
      ['back', 'other', ['e1']],
    ],
  );
  assert.deepEqual(answered([{ ...cpu, entity: front }]).of('front').path, []);
});

test('asked about the whole system, the way begins at the farthest caller', () => {
  const { of } = answered([cpu], { topology });
  assert.equal(of('other').path[0]?.from.name, 'front');
});

test('what speaks against it stands there: a sick callee, a late beginning, no way from the symptom', () => {
  const texts = (findings: MadeFinding[], name: string) => {
    const { book, of } = answered(findings);
    const ids = new Set(of(name).contradicts);
    const cited = book.all().filter(({ id }) => ids.has(id));
    for (const { stance } of cited) assert.equal(stance, 'contradicts');
    return cited.map(({ text }) => text.en).join(' ');
  };
  assert.equal(texts([cpu], 'other'), '');
  const inherited: MadeFinding = { entity: back, faultClass: 'unknown', p: 0.9, inherits: true };
  assert.match(texts([inherited, cpu], 'back'), /depends on other, whose own trouble explains \d+/);
  assert.match(texts([{ ...cpu, onsetMs: testIncident.startMs + 120_000 }], 'other'), /2 min after/);
  assert.match(texts([{ ...cpu, entity: serviceOf('far') }], 'far'), /No call leads from front to far/);
});

test('words of the detector go before those of the class; ranks are numbered', () => {
  const title = { en: 'A thing of its own.', zh: '特有的。' };
  const { hypotheses } = answered([
    { ...cpu, title },
    { ...cpu, entity: back, p: 0.2 },
  ]);
  assert.deepEqual(
    hypotheses.map(({ id, rank }) => [id, rank]),
    [
      ['h1', 1],
      ['h2', 2],
    ],
  );
  assert.deepEqual(hypotheses[0]?.title, title);
  assert.notEqual(hypotheses[1]?.title.en, '');
});

const request = (fails: boolean, own: number): MadeCall => ({
  service: 'front',
  name: 'GET /',
  given: { error: fails },
  calls: [callTo('front', { service: 'back', name: 'POST', own })],
});

test('services whose answers got worse, the worst first; those that are as always are left out', () => {
  const radius = (bad: (i: number) => MadeCall) =>
    blastRadius(
      contextOf({ spans: tracesOf({ good: 40, bad: 40 }, (b, i) => (b ? bad(i) : request(false, 20))) }),
    );
  assert.deepEqual(
    radius(() => request(false, 20)),
    [],
  );
  assert.deepEqual(
    radius((i) => request(i % 2 === 0, 20)).map((b) => [b.entity.name, b.badShare]),
    [['front', 0.5]],
  );
  const slow = radius(() => request(false, 500));
  assert.deepEqual(
    slow.map(({ entity }) => entity.name),
    ['back', 'front'],
  );
  assert.equal(slow[0]?.slowdown, 25);
});

const change = (id: string, timeMs: number, kind: ChangeRow['kind'] = 'deploy'): ChangeRow => ({
  id,
  kind,
  timeMs,
  service: 'back',
  summary: '',
  version: '',
  author: '',
  diff: '',
  files: [],
  deployedMs: null,
});
const { startMs } = testIncident;
const outOf = (given: Partial<IncidentData>, findings: MadeFinding[] = []) => {
  const examination = examinationOf({ topology, target, ...given }, findings);
  const book = new EvidenceBook(examination.context);
  const out = ruledOut(examination, score(examination, weights), book);
  const ids = new Set(book.all().map(({ id }) => id));
  for (const { evidence } of out) for (const id of evidence) assert.ok(ids.has(id));
  return out.map(({ entity, faultClass, reason }) => `${entity.name} ${faultClass}: ${reason.en}`);
};

test('changes near the onset that nothing speaks for are ruled out, with when they came', () => {
  const changes = [
    change('old', startMs - 7_200_000),
    change('before', startMs - 60_000),
    change('mere-commit', startMs - 60_000, 'commit'),
    change('after', startMs + 60_000),
    change('blamed', startMs - 30_000),
  ];
  const blamed: MadeFinding = {
    entity: back,
    faultClass: 'change',
    p: 0.9,
    by: 'change',
    change: changes[4]!,
  };
  const out = outOf({ changes }, [blamed]).join('\n');
  assert.match(out, /before came before, but nothing/);
  assert.match(out, /after came after the trouble/);
  assert.doesNotMatch(out, /old|mere-commit|blamed/);
});

test('parties whose figures all stayed are ruled out; blamed, moved and unasked ones are not', () => {
  const level = (name: string, after: number) =>
    seriesOf(name, 'process.cpu.utilization', '1', (bad, i) => (bad ? after : 0.2) + ripple(i) * 0.001);
  const series = [level('front', 0.2), level('back', 0.9), level('other', 0.2), level('stranger', 0.2)];
  const out = outOf({ series }, [{ ...cpu, entity: other }]);
  assert.deepEqual(
    out.map((line) => line.split(':')[0]),
    ['front unknown'],
  );
});

test('no surge is told where requests did not grow, by the minutes that were traced', () => {
  const spans = (bad: number) => tracesOf({ good: 100, bad }, () => request(false, 20));
  const noSurge = (rows: IncidentData['spans']) =>
    outOf({ spans: rows }).filter((line) => line.includes('traffic'));
  assert.match(noSurge(spans(50))[0] ?? '', /10 \/min to 10 \/min: no surge/);
  assert.deepEqual(noSurge(spans(150)), []);
  // Of the incident only one minute was kept, with as many requests as three have.
  const kept = spans(150).filter((s) => s.startMs < startMs || s.startMs >= startMs + 240_000);
  assert.deepEqual(noSurge(kept), []);
});

test('the whole answer of the shop is bounded: every list, every text', () => {
  const shop = smallShop('failing-inventory');
  const huge = 'x'.repeat(50_000);
  const examination = examine({
    ...shop,
    logs: [
      ...shop.logs,
      ...Array.from({ length: 20 }, (_, i) => logRow(shop.incident.startMs + i, 'order', huge)),
    ],
  });
  const book = new EvidenceBook(examination.context);
  for (const [i, one] of score(examination, weights).entries()) {
    const h = toHypothesis(examination, one, i + 1, 0.5, book);
    assert.ok(h.supports.length <= 8 && h.contradicts.length <= 5);
  }
  for (const { text, subject, quote } of book.all())
    assert.ok(text.en.length <= 1000 && subject.length <= 300 && quote.length <= 500);
});
