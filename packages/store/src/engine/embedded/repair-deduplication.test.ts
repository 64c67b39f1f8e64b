import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { repairDeduplication, withoutLostBlocks } from './repair-deduplication.ts';

const note = (operation: number, part: string, block: string): string => `${operation}\t${part}\t${block}\n`;

describe('notes of blocks whose part is missing', () => {
  const parts = [
    '20260101_1_4_2',
    '20260102_5_5_0_9',
    'detached',
    'deduplication_logs',
    'tmp_insert_20260103_7_7_0',
  ];

  test('are taken out; merged, mutated and dropped parts are known', () => {
    const kept = [
      note(1, '20260101_2_2_0', 'a'),
      note(1, '20260102_5_5_0', 'b'),
      note(1, '20260103_6_6_0', 'c'),
      note(2, '20260103_6_6_0', 'c'),
    ];
    const gone = [note(1, '20260103_7_7_0', 'd'), note(1, '20260101_5_5_0', 'e')];
    assert.deepEqual(withoutLostBlocks([...kept, ...gone].join(''), parts), {
      text: kept.join(''),
      lost: ['20260103_7_7_0', '20260101_5_5_0'],
    });
  });

  test('a torn last line is cut', () => {
    const text = note(1, '20260101_1_1_0', 'a');
    assert.deepEqual(withoutLostBlocks(`${text}1\t20260101_2`, parts), { text, lost: [] });
    assert.deepEqual(withoutLostBlocks('1\t2026', parts), { text: '', lost: [] });
  });

  test('every table of a folder is looked at; a folder that does not exist has none', () => {
    const dir = mkdtempSync(join(tmpdir(), 'ng-repair-'));
    const table = join(dir, 'store', 'abc', 'abcdef');
    mkdirSync(join(table, 'deduplication_logs'), { recursive: true });
    mkdirSync(join(table, 'all_1_1_0'));
    const file = join(table, 'deduplication_logs', 'deduplication_log_1.txt');
    writeFileSync(file, note(1, 'all_1_1_0', 'a') + note(1, 'all_2_2_0', 'b'));
    assert.deepEqual(repairDeduplication(dir), ['all_2_2_0']);
    assert.equal(readFileSync(file, 'utf8'), note(1, 'all_1_1_0', 'a'));
    assert.deepEqual(repairDeduplication(dir), []);
    assert.deepEqual(repairDeduplication(join(dir, 'nothing')), []);
    rmSync(dir, { recursive: true });
  });
});
