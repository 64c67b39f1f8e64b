import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDiff } from './changed-lines.ts';

test('changed lines of a diff without context', () => {
  const diff = [
    'diff --git a/a.go b/a.go',
    '--- a/a.go',
    '+++ b/a.go',
    '@@ -3 +3,2 @@ func f() {',
    '-+++ b/not-a-file.go',
    '+@@ -1 +1 @@',
    '++++ b/neither.go',
    '@@ -9,2 +10,0 @@',
    '-x',
    '-y',
    '--- a/gone.go',
    '+++ /dev/null',
    '@@ -1 +0,0 @@',
    '-package gone',
    '--- /dev/null',
    '+++ "b/d\\303\\266r\\t\\"x\\".go"',
    '@@ -0,0 +1,3 @@',
    '+a',
    '+b',
    '+c',
    '\\ No newline at end of file',
    '+++ b/with space.go\t',
    '@@ -1 +1 @@',
    '-a',
    '+b',
  ].join('\n');
  assert.deepEqual(
    [...parseDiff(diff, ['new.go'])],
    [
      ['a.go', [{ first: 3, last: 4 }]],
      ['dör\t"x".go', [{ first: 1, last: 3 }]],
      ['with space.go', [{ first: 1, last: 1 }]],
      ['new.go', 'all'],
    ],
  );
});
