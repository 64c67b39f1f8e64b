import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Chance } from '../random.ts';
import { erlangC, Station } from './station.ts';

test("Erlang's C has its known values", () => {
  assert.ok(Math.abs(erlangC(1, 0.7) - 0.7) < 1e-12);
  assert.ok(Math.abs(erlangC(2, 0.5) - 1 / 3) < 1e-12);
  // Ten agents, eight Erlang.
  assert.ok(Math.abs(erlangC(10, 0.8) - 0.4092) < 1e-3);
});

test('one server at 80 % waits four times its service time, as M/M/1 says', () => {
  const chance = new Chance(1);
  const station = new Station(1, 1e9);
  for (let step = 0; step < 40; step++) {
    for (let i = 0; i < 1200; i++) station.add(1, chance.exponential(10));
    station.advance(15_000);
  }
  let total = 0;
  const arrivals = 40_000;
  for (let i = 0; i < arrivals; i++) total += station.waitAlways(chance);
  const mean = total / arrivals;
  assert.ok(mean > 32 && mean < 50, `mean wait ${mean}`);
});

test('work beyond capacity waits for the next step, none of it is lost', () => {
  const station = new Station(2, 1e9);
  station.add(1, 50_000);
  station.advance(15_000);
  assert.equal(station.backlogMs, 20_000);
  assert.equal(station.delayMs, 10_000);
  station.add(1, 25_000);
  station.advance(15_000);
  assert.equal(station.backlogMs, 15_000);
});

test('a full waiting room turns away what capacity cannot take', () => {
  const chance = new Chance(2);
  const station = new Station(1, 1000);
  for (let step = 0; step < 5; step++) {
    station.add(100, 600);
    station.advance(15_000);
  }
  assert.equal(station.delayMs, 1000);
  assert.ok(Math.abs(station.refusedShare - 0.75) < 1e-9);
  const turnedAway = Array.from({ length: 4000 }, () => station.wait(chance)).filter((ms) => ms < 0).length;
  assert.ok(turnedAway > 2800 && turnedAway < 3200);
});
