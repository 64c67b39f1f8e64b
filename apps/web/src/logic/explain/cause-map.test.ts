import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Diagnosis, ExplanationEntity, Hypothesis } from '@nightglass/model';
import { layoutMap } from '../map-layout.ts';
import { causeMap, stepInMap } from './cause-map.ts';

const service = (name: string): ExplanationEntity => ({ kind: 'service', name });
const node = (name: string): ExplanationEntity => ({ kind: 'node', name });
const call = (from: ExplanationEntity, to: ExplanationEntity) => ({ from, to, calls: 1 });

const ask = (
  given: Partial<Pick<Diagnosis, 'graph' | 'blastRadius'>> & Pick<Hypothesis, 'entity' | 'path'>,
) =>
  causeMap(
    { graph: { nodes: [], edges: [] }, blastRadius: [], ...given } as unknown as Diagnosis,
    given as unknown as Hypothesis,
  );
const step = (from: ExplanationEntity, to: ExplanationEntity) => ({ from, to, evidence: [] });

test('the way is told from what was hit and from what is healthy', () => {
  const [web, order, pay, mail] = ['web', 'order', 'pay', 'mail'].map(service) as [
    ExplanationEntity,
    ExplanationEntity,
    ExplanationEntity,
    ExplanationEntity,
  ];
  const map = ask({
    entity: pay,
    path: [step(web, order), step(order, pay)],
    graph: { nodes: [web, order, pay, mail], edges: [call(web, order), call(order, pay), call(order, mail)] },
    blastRadius: [
      { entity: web, badShare: 0.3, slowdown: null },
      { entity: mail, badShare: 0.001, slowdown: 1.1 },
    ],
  });
  assert.deepEqual(Object.fromEntries(map.nodes.map((n) => [n.entity.name, n.role])), {
    web: 'symptom',
    order: 'way',
    pay: 'cause',
    mail: 'healthy',
  });
  assert.deepEqual(
    map.edges.map((e) => [e.client, e.server, e.way]),
    [
      ['service:web', 'service:order', true],
      ['service:order', 'service:pay', true],
      ['service:order', 'service:mail', false],
    ],
  );
});

test('a step that no trace told is drawn, and one against the direction of a call is drawn once', () => {
  const [a, b] = [service('a'), service('b')];
  const map = ask({
    entity: node('host-1'),
    path: [step(b, a), step(a, node('host-1'))],
    graph: { nodes: [a, b], edges: [call(a, b)] },
  });
  assert.deepEqual(
    map.edges.map((e) => [e.client, e.server, e.way]),
    [
      ['service:a', 'service:b', true],
      ['service:a', 'node:host-1', true],
    ],
  );
});

test('of a large system the way, the hit and the neighbours are shown, and the rest is counted', () => {
  const all = Array.from({ length: 60 }, (_, i) => service(`s${String(i).padStart(2, '0')}`));
  const [first, last] = [all[0], all[59]] as [ExplanationEntity, ExplanationEntity];
  const hit = all[42] as ExplanationEntity;
  const map = ask({
    entity: last,
    path: [step(first, last)],
    graph: { nodes: all, edges: [call(first, last), call(all[30] as ExplanationEntity, last)] },
    blastRadius: [{ entity: hit, badShare: null, slowdown: 9 }],
  });
  assert.equal(map.nodes.length + map.hidden, 60);
  const names = map.nodes.map((n) => n.entity.name);
  assert.deepEqual(names.slice(0, 4), ['s00', 's59', 's42', 's30']);
});

test('a way longer than the limit is shown whole', () => {
  const all = Array.from({ length: 20 }, (_, i) => service(`s${i}`));
  const path = all.slice(1).map((to, i) => step(all[i] as ExplanationEntity, to));
  assert.equal(ask({ entity: all[19] as ExplanationEntity, path }).nodes.length, 20);
});

test('arrow keys walk the map and stay at its edges', () => {
  const { nodes } = layoutMap(
    ['a', 'b', 'c', 'd'].map((name) => ({ name })),
    [
      { client: 'a', server: 'b' },
      { client: 'a', server: 'c' },
      { client: 'c', server: 'd' },
    ],
    { nodeWidth: 10, nodeHeight: 10, gapX: 10, gapY: 10 },
  );
  assert.equal(stepInMap(nodes, 'a', 'ArrowRight'), 'b');
  assert.equal(stepInMap(nodes, 'b', 'ArrowDown'), 'c');
  assert.equal(stepInMap(nodes, 'c', 'ArrowUp'), 'b');
  assert.equal(stepInMap(nodes, 'c', 'ArrowRight'), 'd');
  assert.equal(stepInMap(nodes, 'd', 'ArrowRight'), 'd');
  assert.equal(stepInMap(nodes, 'a', 'ArrowUp'), 'a');
  assert.equal(stepInMap(nodes, 'b', 'ArrowLeft'), 'a');
  assert.equal(stepInMap(nodes, 'gone', 'ArrowLeft'), nodes[0]?.node.name);
});

test('a machine that everything stands on is drawn only when it has a part in this', () => {
  const [a, b] = [service('a'), service('b')];
  const machine = node('host-1');
  const given = {
    entity: b,
    path: [step(a, b)],
    graph: { nodes: [a, b, machine], edges: [call(a, b), call(a, machine), call(b, machine)] },
  };
  assert.deepEqual(
    ask(given).nodes.map((n) => n.entity.name),
    ['a', 'b'],
  );
  assert.equal(ask(given).hidden, 1);
  const hit = ask({ ...given, blastRadius: [{ entity: machine, badShare: 0.5, slowdown: null }] });
  assert.equal(hit.nodes.length, 3);
});
