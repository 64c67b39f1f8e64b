import assert from 'node:assert/strict';
import { test } from 'node:test';
import { colourIndex, serviceColour } from './colours.ts';
import { severityOf } from './severity.ts';

test('service colours are stable and the services of the shop differ', () => {
  const shop = ['payment-gateway', 'order', 'inventory', 'risk'].map(colourIndex);
  assert.equal(new Set(shop).size, 4, String(shop));
  assert.equal(serviceColour('order'), serviceColour('order'));
});

test('severity numbers fall into the classes of the specification', () => {
  assert.deepEqual([0, 1, 5, 9, 12, 13, 17, 21, 24, 99].map(severityOf), [
    'unset',
    'trace',
    'debug',
    'info',
    'info',
    'warn',
    'error',
    'fatal',
    'fatal',
    'fatal',
  ]);
});
