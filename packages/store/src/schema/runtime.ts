import type { Column, Table } from './table.ts';
import * as t from './types.ts';

const column = (name: string, type: string, codec: string = t.zstd): Column => ({ name, type, codec });

/** 16 bytes of a SHA-256, as hex digits outside. */
const runtimeId = 'FixedString(16)';

/**
 * One crash, dump, profile or GC trace of a Go program. Timestamp is when it was taken, which may be long ago: its age
 * is counted from when it was received, so that old evidence is not forgotten on the day it is brought in.
 */
export const runtimeArtifacts: Table = {
  name: 'runtime_artifacts',
  columns: [
    column('Id', runtimeId, 'NONE'),
    column('UploadId', runtimeId, 'NONE'),
    column('Ordinal', 'UInt32'),
    column('Timestamp', t.nanos, t.delta),
    column('ReceivedAt', t.seconds),
    column('ServiceName', t.label),
    column('Instance', t.text),
    column('TraceId', t.traceId),
    column('Name', t.text),
    column('Format', t.label),
    column('Variant', t.label),
    column('GoVersion', t.label),
    column('GoroutineCount', 'UInt64'),
    column('Partial', 'Bool'),
    column('Severity', t.label),
    column('Title', t.text),
    column('CrashKind', t.label),
    column('CrashReason', t.label),
    column('CrashType', t.text),
    column('CrashMessage', t.text),
    column('CrashFingerprint', t.text),
    column('CrashFunction', t.text),
    column('CrashFile', t.text),
    column('CrashLine', 'UInt32'),
    column('Report', t.text, 'ZSTD(3)'),
    column('SizeBytes', 'UInt64'),
  ],
  indexes: [
    'idx_id Id TYPE bloom_filter(0.01) GRANULARITY 1',
    'idx_upload UploadId TYPE bloom_filter(0.01) GRANULARITY 1',
  ],
  engine: 'MergeTree()',
  partitionBy: 'toDate(ReceivedAt)',
  orderBy: '(ServiceName, Timestamp, Id)',
  age: 'ReceivedAt',
  retention: 'logs',
  shardBy: 'sipHash64(UploadId)',
};

/**
 * The bytes as they were sent, once per upload (it may hold several artifacts), cut into parts: each is a zstd frame of
 * its own, compressed before it came here.
 */
export const runtimeUploads: Table = {
  name: 'runtime_uploads',
  columns: [
    column('UploadId', runtimeId, 'NONE'),
    column('Part', 'UInt32'),
    column('ReceivedAt', t.seconds),
    column('Bytes', t.text, 'NONE'),
  ],
  engine: 'MergeTree()',
  partitionBy: 'toDate(ReceivedAt)',
  orderBy: '(UploadId, Part)',
  age: 'ReceivedAt',
  retention: 'logs',
  shardBy: 'sipHash64(UploadId)',
};
