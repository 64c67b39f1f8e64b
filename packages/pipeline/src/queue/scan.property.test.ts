import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import type { LogFile } from './folder.ts';
import { HEADER_BYTES, writeHeader } from './record.ts';
import { scan } from './scan.ts';

const BASE = 1_700_000_000_000_000;

const fileOf = (bytes: Buffer): LogFile => ({
  read: async (into, at) => bytes.copy(into, 0, at, Math.min(bytes.length, at + into.length)),
  write: () => Promise.reject(new Error('read only')),
  sync: async () => {},
  truncate: async () => {},
  close: async () => {},
});
const logOf = (
  payloads: readonly Uint8Array[],
): { bytes: Buffer; places: { from: number; end: number }[] } => {
  const places: { from: number; end: number }[] = [];
  let position = 0;
  const parts = payloads.map((payload, i) => {
    const record = Buffer.alloc(HEADER_BYTES + payload.length);
    const header = {
      length: payload.length,
      payloadCrc: crc32(payload),
      records: i,
      signal: 'logs' as const,
    };
    writeHeader(record, 0, { ...header, receivedAtUnixNano: BigInt(i), position: BASE + position });
    record.set(payload, HEADER_BYTES);
    places.push({ from: position, end: position + record.length });
    position += record.length;
    return record;
  });
  return { bytes: Buffer.concat(parts), places };
};

/** Payloads that look like headers are the hard ones: a magic number inside a request must not start a record. */
const payload = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc.uint8Array({ maxLength: 60 }).map((rest) => Buffer.concat([Buffer.from('NGQ1'), rest])),
  fc.constant(logOf([Buffer.from('inner')]).bytes),
);
const log = fc.array(payload, { minLength: 1, maxLength: 12 });
const damage = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), { maxLength: 4 });

test('whatever is damaged, every undamaged record is found, and nothing else', async () => {
  await fc.assert(
    fc.asyncProperty(log, damage, fc.option(fc.nat()), async (payloads, flips, cutAt) => {
      const { bytes, places } = logOf(payloads);
      for (const [at, by] of flips) {
        const i = at % bytes.length;
        bytes[i] = (bytes[i] as number) ^ by;
      }
      const size = cutAt === null ? bytes.length : cutAt % (bytes.length + 1);
      const found: number[] = [];
      let reached = BASE;
      for await (const entry of scan(fileOf(bytes.subarray(0, size)), BASE, BASE, BASE + size)) {
        if (entry.kind === 'record') found.push(entry.header.position - BASE);
        const from = entry.kind === 'record' ? entry.header.position : entry.from;
        assert.equal(from, reached, 'entries follow each other without a hole');
        assert.ok(entry.end > from);
        reached = entry.end;
      }
      assert.equal(reached, BASE + size);
      // Flips may cancel each other out; only a record that is byte for byte what it was counts as whole.
      const original = logOf(payloads).bytes;
      const whole = places.filter(
        ({ from, end }) => end <= size && original.compare(bytes, from, end, from, end) === 0,
      );
      assert.deepEqual(
        found,
        whole.map((p) => p.from),
      );
    }),
    { numRuns: 400 },
  );
});
