import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ExplanationEntity } from '@nightglass/model';
import { entityKey, type IncidentData } from '../incident.ts';
import { contextOf, logRow } from '../testing/context-of.ts';
import { serviceOf } from '../testing/made-rows.ts';
import { whose } from './whose.ts';

const database: ExplanationEntity = { kind: 'database', name: 'orders-db' };
const oneDatabase: Partial<IncidentData> = {
  topology: [
    { from: serviceOf('orders'), to: database },
    { from: serviceOf('orders'), to: serviceOf('stock') },
  ],
};

/** `kind:name class/detail` of an error that `orders` logs. */
const said = (body: string, given: Partial<IncidentData> = oneDatabase): string => {
  const context = contextOf({
    ...given,
    logs: [logRow(700_000, 'orders', body, { severity: 17 })],
  });
  const { entity, faultClass, detail } = whose(context, context.templates.templates[0]!);
  return `${entityKey(entity)} ${faultClass}/${detail}`;
};

const full = [
  'org.postgresql.util.PSQLException: ERROR: could not extend file "base/16384/2619": No space left on device',
  'psycopg2.errors.DiskFull: could not write to file: No space left on device',
  'pq: could not extend file "base/1/2": No space left on device',
  'ERROR: could not extend file (SQLSTATE 53100): No space left on device',
  'ERROR 1021 (HY000): No space left on device',
  'MongoServerError: WT_SESSION.commit: No space left on device',
];

test('a full disk that a driver passes on is the database’s, not that of who logs it', () => {
  for (const body of full) assert.equal(said(body), 'database:orders-db disk/full', body);
});

test('a full disk that no driver speaks of is the writer’s own', () => {
  assert.equal(said('write /var/log/app.log: no space left on device'), 'service:orders disk/full');
});

test('with two databases of which none is named, or with none, it stays with the writer', () => {
  const two: Partial<IncidentData> = {
    topology: [
      ...oneDatabase.topology!,
      { from: serviceOf('orders'), to: { kind: 'database', name: 'stock-db' } },
    ],
  };
  assert.equal(said(full[0]!, two), 'service:orders disk/full');
  assert.equal(said(full[0]!, {}), 'service:orders disk/full');
});

test('other faults of the writer that a driver logs stay with the writer', () => {
  assert.equal(
    said('PSQLException: FATAL: password authentication failed for user "app"'),
    'service:orders config/credentials',
  );
});
