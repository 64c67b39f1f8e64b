import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linkTo, matchRoute } from '../url-state.ts';
import { aroundRequest, askedAt, requestOf, subjectOf } from './subject.ts';

const at = (url: string) => {
  const { pathname, searchParams } = new URL(url, 'http://x');
  return subjectOf(matchRoute(pathname), searchParams);
};

test('the address says what is on the screen', () => {
  assert.deepEqual(at('/'), { service: '', operation: '' });
  assert.deepEqual(at('/services/a%2Fb?operation=GET+/'), { service: 'a/b', operation: 'GET /' });
  assert.deepEqual(at('/logs?service=order&query=x'), { service: 'order', operation: '' });
  assert.deepEqual(at('/traces?service=order&operation=pay'), { service: 'order', operation: 'pay' });
  assert.deepEqual(at('/traces?operation=pay'), { service: '', operation: '' });
});

test('a question names a fixed time, its own before that of the header, and nothing that is not asked', () => {
  const header = { start: 1_700_000_000, end: 1_700_000_900 };
  assert.deepEqual(requestOf({ service: '', operation: '' }, header), {
    start: '2023-11-14T22:13:20Z',
    end: '2023-11-14T22:28:20Z',
  });
  assert.deepEqual(
    requestOf(
      { service: 's', operation: 'o', window: { start: 1_700_000_060, end: 1_700_000_120 } },
      header,
      true,
    ),
    { service: 's', operation: 'o', start: '2023-11-14T22:14:20Z', end: '2023-11-14T22:15:20Z', watch: true },
  );
});

test('the address of the form holds the whole question', () => {
  const request = requestOf({ service: 's', operation: '' }, { start: 1_700_000_000, end: 1_700_000_900 });
  assert.equal(
    linkTo('?last=1h', '/explain', askedAt(request)),
    '/explain?from=2023-11-14T22:13:20Z&to=2023-11-14T22:28:20Z&service=s',
  );
});

test('around a request, but not into the future', () => {
  assert.deepEqual(aroundRequest(1000.4, 1001.2, 5000), { start: 700, end: 1302 });
  assert.deepEqual(aroundRequest(1000.4, 1001.2, 1010.5), { start: 700, end: 1011 });
});
