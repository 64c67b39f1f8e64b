/** Cursors: where a search goes on. Opaque to clients, checked when they come back. */

import { createHash } from 'node:crypto';
import { NightglassError } from '@nightglass/model';

/** The last row given (`time` Unix nanoseconds, then `id`) and the end of the range the first page had. */
export interface Position {
  time: bigint;
  id: string;
  to: bigint;
}

/** Eight hex digits that tell one search from another, so that a cursor is not used with other filters. */
export const fingerprint = (search: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(search, (_k, v: unknown) => (typeof v === 'bigint' ? `${v}n` : v)))
    .digest('hex')
    .slice(0, 8);

export const writeCursor = (position: Position, search: string): string =>
  Buffer.from(`1|${search}|${position.time}|${position.id}|${position.to}`).toString('base64url');

/** NG_BAD_CURSOR for anything `writeCursor` did not write for this very search. `id` must match `idPattern`. */
export const readCursor = (cursor: string, search: string, idPattern: RegExp): Position => {
  const bad = (message: string): NightglassError =>
    new NightglassError('NG_BAD_CURSOR', message, {
      parameter: 'cursor',
      hint: 'Use nextCursor of the page before with the same filters, or leave the cursor out to start again.',
    });
  if (cursor.length > 300 || !/^[A-Za-z0-9_-]+$/.test(cursor)) throw bad('the cursor is not one of ours');
  const parts = Buffer.from(cursor, 'base64url').toString('utf8').split('|');
  const [version, made, time = '', id = '', to = ''] = parts;
  const number = /^\d{1,19}$/;
  if (
    parts.length !== 5 ||
    version !== '1' ||
    !number.test(time) ||
    !number.test(to) ||
    !idPattern.test(id)
  ) {
    throw bad('the cursor is not one of ours');
  }
  if (made !== search) throw bad('the cursor belongs to a search with other filters');
  return { time: BigInt(time), id, to: BigInt(to) };
};
