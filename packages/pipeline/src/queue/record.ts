/**
 * One record of the log: a header of 40 bytes (little endian), then the request's bytes.
 *
 *      0  u32  magic "NGQ1"             16  u32  records in the request
 *      4  u32  crc32 of bytes 8..40     20  u8   signal, then 3 zero bytes
 *      8  u32  length of the request    24  u64  received at, Unix nanoseconds
 *     12  u32  crc32 of the request     32  u64  position of this header in the log
 *
 * The position makes a header valid in exactly one place, so a scan can find the next record after damage.
 */
import { crc32 } from 'node:zlib';
import { type Signal, signals } from '@nightglass/model';

export const HEADER_BYTES = 40;
export const MAGIC = Buffer.from('NGQ1', 'latin1');

export interface RecordHeader {
  length: number;
  payloadCrc: number;
  records: number;
  signal: Signal;
  receivedAtUnixNano: bigint;
  position: number;
}

export const writeHeader = (into: Buffer, at: number, header: RecordHeader): void => {
  MAGIC.copy(into, at);
  into.writeUInt32LE(header.length, at + 8);
  into.writeUInt32LE(header.payloadCrc, at + 12);
  into.writeUInt32LE(header.records, at + 16);
  into.writeUInt32LE(signals.indexOf(header.signal), at + 20);
  into.writeBigUInt64LE(BigInt.asUintN(64, header.receivedAtUnixNano), at + 24);
  into.writeBigUInt64LE(BigInt(header.position), at + 32);
  into.writeUInt32LE(crc32(into.subarray(at + 8, at + HEADER_BYTES)), at + 4);
};

/** The header at `at`, or undefined when those 40 bytes are not a whole header that belongs at `position`. */
export const readHeader = (bytes: Buffer, at: number, position: number): RecordHeader | undefined => {
  if (bytes.length - at < HEADER_BYTES || bytes.compare(MAGIC, 0, 4, at, at + 4) !== 0) return undefined;
  if (crc32(bytes.subarray(at + 8, at + HEADER_BYTES)) !== bytes.readUInt32LE(at + 4)) return undefined;
  if (bytes.readBigUInt64LE(at + 32) !== BigInt(position)) return undefined;
  const signal = signals[bytes.readUInt32LE(at + 20)];
  if (signal === undefined) return undefined;
  return {
    length: bytes.readUInt32LE(at + 8),
    payloadCrc: bytes.readUInt32LE(at + 12),
    records: bytes.readUInt32LE(at + 16),
    signal,
    receivedAtUnixNano: bytes.readBigUInt64LE(at + 24),
    position,
  };
};
