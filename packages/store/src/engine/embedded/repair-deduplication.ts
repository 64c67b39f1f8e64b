/**
 * ClickHouse notes a block in the table's deduplication log *before* it renames the part into place. Killed between
 * the two, it would take the repeated block for one that is already stored, and the rows would be missing for ever
 * (found by killing the engine in the middle of inserts; docs/adr/003). So before the folder is opened, notes
 * without their part are taken out, and the repeated block is stored.
 */

import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface PartRange {
  partition: string;
  first: number;
  last: number;
}

/** `20260101_13_17_2` or, after a mutation, `20260101_13_17_2_20`: blocks 13 to 17 of a partition. */
const partRange = (name: string): PartRange | undefined => {
  const m = /^([^_]+)_(\d+)_(\d+)_\d+(?:_\d+)?$/.exec(name);
  return m?.[1] === undefined ? undefined : { partition: m[1], first: Number(m[2]), last: Number(m[3]) };
};

const add = '1';

/**
 * The text of a log without the notes whose part is not there. A line is `operation TAB part TAB block id`; the last
 * one may be torn. `parts`: names of the folders of the table.
 */
export const withoutLostBlocks = (
  log: string,
  parts: readonly string[],
): { text: string; lost: string[] } => {
  const ranges = parts.map(partRange).filter((r) => r !== undefined);
  const isThere = (part: string): boolean => {
    const p = partRange(part);
    if (p === undefined) return true;
    return ranges.some((r) => r.partition === p.partition && r.first <= p.first && p.last <= r.last);
  };
  const whole = log.slice(0, log.lastIndexOf('\n') + 1);
  const lines = whole.split('\n').slice(0, -1);
  // A dropped part is noted as dropped; its absence is right.
  const dropped = new Set(lines.filter((l) => !l.startsWith(`${add}\t`)).map((l) => l.split('\t')[2]));
  const lost: string[] = [];
  const kept = lines.filter((line) => {
    const [operation, part = '', block] = line.split('\t');
    if (operation !== add || dropped.has(block) || isThere(part)) return true;
    lost.push(part);
    return false;
  });
  return { text: kept.map((l) => `${l}\n`).join(''), lost };
};

const folders = (path: string): string[] =>
  existsSync(path)
    ? readdirSync(path, { withFileTypes: true })
        .filter((e) => e.isDirectory())
        .map((e) => e.name)
    : [];

/** Mends every table below the engine's folder, which nobody may have open. Returns the parts that were lost. */
export const repairDeduplication = (path: string): string[] => {
  const lost: string[] = [];
  const store = join(path, 'store');
  for (const prefix of folders(store))
    for (const table of folders(join(store, prefix))) {
      const logs = join(store, prefix, table, 'deduplication_logs');
      if (!existsSync(logs)) continue;
      const parts = folders(join(store, prefix, table));
      for (const name of readdirSync(logs).filter((n) => n.endsWith('.txt'))) {
        const file = join(logs, name);
        const text = readFileSync(file, 'utf8');
        const mended = withoutLostBlocks(text, parts);
        if (mended.text === text) continue;
        writeFileSync(`${file}.mended`, mended.text);
        renameSync(`${file}.mended`, file);
        lost.push(...mended.lost);
      }
    }
  return lost;
};

/** The process that has the folder open, as the engine notes it in `status`. */
export const engineOwner = (path: string): number | undefined => {
  try {
    const pid = /^PID: (\d+)$/m.exec(readFileSync(join(path, 'status'), 'utf8'))?.[1];
    return pid === undefined ? undefined : Number(pid);
  } catch {
    return undefined;
  }
};
