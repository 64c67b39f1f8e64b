import assert from 'node:assert/strict';
import { test } from 'node:test';
import { join, raw, sql } from './sql.ts';

test('values become literals that cannot leave their quotes', () => {
  assert.equal(sql`SELECT ${"a'b\\c\n\0"}`.text, "SELECT 'a\\'b\\\\c\\x0a\\x00'");
  assert.equal(sql`${12n} ${1.5} ${true} ${[1, 'x']}`.text, "12 1.5 1 [1, 'x']");
  assert.equal(sql`${new Uint8Array([0, 255])}`.text, "unhex('00ff')");
});

test('parts are taken as they are and joined', () => {
  const where = join([sql`a = ${1}`, sql`b = ${'x'}`], ' AND ');
  assert.equal(sql`SELECT ${raw('c')} WHERE ${where}`.text, "SELECT c WHERE a = 1 AND b = 'x'");
  assert.equal(join([], ' AND ', raw('1')).text, '1');
});

test('a number that SQL cannot hold is refused', () => {
  assert.throws(() => sql`${Number.NaN}`, TypeError);
});
