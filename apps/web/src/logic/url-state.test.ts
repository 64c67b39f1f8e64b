import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeSearch, linkTo, matchRoute, readSearch, readSet, toggled } from './url-state.ts';

test('changes a query and leaves the rest', () => {
  assert.equal(changeSearch('?a=1&b=2', { b: null, c: 'x' }), '?a=1&c=x');
  assert.equal(changeSearch('?a=1', { a: '' }), '');
  assert.equal(changeSearch('', { attr: ['k=v', 'k2=ü&='] }), '?attr=k%3Dv&attr=k2%3D%C3%BC%26%3D');
  assert.equal(changeSearch('', { from: '2026-01-02T03:04:05Z' }), '?from=2026-01-02T03:04:05Z');
});

test('links carry the time range and nothing else', () => {
  assert.equal(
    linkTo('?last=1h&service=order&refresh=off', '/logs', { query: 'x' }),
    '/logs?last=1h&refresh=off&query=x',
  );
  assert.equal(linkTo('', '/traces'), '/traces');
});

test('routes, also with hostile names', () => {
  assert.deepEqual(matchRoute('/'), { page: 'overview' });
  assert.deepEqual(matchRoute('/services/a%2Fb%20c'), { page: 'service', name: 'a/b c' });
  assert.deepEqual(matchRoute('/services/%E0%A4%A'), { page: 'service', name: '%E0%A4%A' });
  assert.deepEqual(matchRoute('/traces/ABCDEF'), { page: 'trace', traceId: 'abcdef' });
  assert.deepEqual(matchRoute('/traces/'), { page: 'traces' });
  assert.deepEqual(matchRoute('/metrics/explore'), { page: 'metrics' });
  assert.deepEqual(matchRoute('/metrics'), { page: 'missing' });
  assert.deepEqual(matchRoute('/nowhere'), { page: 'missing' });
  assert.deepEqual(matchRoute('/logs/1/2'), { page: 'missing' });
});

test('sets in one parameter', () => {
  const set = readSet(new URLSearchParams('open=a,b'), 'open');
  assert.equal(toggled(set, 'b'), 'a');
  assert.equal(toggled(set, 'c'), 'a,b,c');
});

test('the search box knows a trace id and a traceparent', () => {
  const id = '4bf92f3577b34da6a3ce929d0e0e4736';
  assert.deepEqual(readSearch(` ${id.toUpperCase()} `), { kind: 'trace', traceId: id });
  assert.deepEqual(readSearch(`00-${id}-00f067aa0ba902b7-01`), { kind: 'trace', traceId: id });
  assert.deepEqual(readSearch('timeout'), { kind: 'words', words: 'timeout' });
});

test('the Runtime pages: home, memory, one piece of evidence', () => {
  assert.deepEqual(matchRoute('/runtime'), { page: 'runtime' });
  assert.deepEqual(matchRoute('/runtime/memory'), { page: 'memory' });
  assert.deepEqual(matchRoute('/runtime/ab%2Fcd'), { page: 'artifact', id: 'ab/cd' });
  assert.deepEqual(matchRoute('/runtime/a/b'), { page: 'missing' });
});
