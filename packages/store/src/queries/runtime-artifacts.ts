/** Runtime artifacts: lists, single ones, the bytes of their uploads. Reports are read one at a time, never in a list. */
import type {
  CrashGroup,
  CrashKind,
  FindingSeverity,
  RuntimeArtifact,
  RuntimeArtifactsResponse,
  RuntimeFormat,
  StoredArtifact,
} from '@nightglass/model';
import { traceCondition } from '../schema/index.ts';
import { join, raw, type Sql, sql } from '../sql.ts';
import type { Call } from './call.ts';
import { fingerprint, readCursor, writeCursor } from './cursor.ts';
import { checkRange, nanoLiteral, nanoText, within } from './time.ts';
import type { RuntimeArtifactsParams, RuntimeCrashesParams } from './types.ts';

/** One artifact with its report, and where its bytes are. */
export interface StoredReport {
  stored: StoredArtifact;
  report: RuntimeArtifact;
  uploadId: string;
  /** Its place among the artifacts of the upload, from 0. */
  ordinal: number;
}

interface ArtifactRow {
  id: string;
  time: string;
  service: string;
  instance: string;
  traceId: string;
  name: string;
  format: string;
  variant: string;
  goVersion: string;
  goroutineCount: string;
  partial: boolean;
  severity: string;
  title: string;
  crashKind: string;
  crashReason: string;
  crashMessage: string;
  crashFingerprint: string;
  sizeBytes: string;
}

const hexOf = (column: string): string => `lower(hex(${column}))`;

const artifactColumns: Sql = raw(`
  ${hexOf('Id')} AS id, ${nanoText('Timestamp').text} AS time, ServiceName AS service, Instance AS instance,
  if(TraceId = toFixedString('', 16), '', ${hexOf('TraceId')}) AS traceId, Name AS name, Format AS format,
  Variant AS variant, GoVersion AS goVersion, GoroutineCount AS goroutineCount, Partial AS partial,
  Severity AS severity, Title AS title, CrashKind AS crashKind, CrashReason AS crashReason,
  CrashMessage AS crashMessage, CrashFingerprint AS crashFingerprint, SizeBytes AS sizeBytes`);

const shape = (row: ArtifactRow): StoredArtifact => ({
  id: row.id,
  timeUnixNano: row.time,
  service: row.service,
  instance: row.instance,
  traceId: row.traceId,
  name: row.name,
  sizeBytes: Number(row.sizeBytes),
  format: row.format as RuntimeFormat,
  variant: row.variant,
  goVersion: row.goVersion === '' ? null : row.goVersion,
  goroutineCount: Number(row.goroutineCount),
  partial: Boolean(row.partial),
  title: row.title,
  severity: row.severity as FindingSeverity | 'none',
  crash:
    row.crashKind === ''
      ? null
      : {
          kind: row.crashKind as CrashKind,
          reason: row.crashReason,
          message: row.crashMessage,
          fingerprint: row.crashFingerprint,
        },
});

const sixteen = (hex: string): Sql => sql`toFixedString(${Buffer.from(hex, 'hex')}, 16)`;

/** Artifacts that meet the filter, the newest first. */
export const runtimeArtifacts = async (
  call: Call,
  params: RuntimeArtifactsParams,
): Promise<RuntimeArtifactsResponse> => {
  checkRange(params);
  const { cursor, limit = 50, from, to, ...filter } = params;
  const search = fingerprint(filter);
  const position = cursor === undefined ? undefined : readCursor(cursor, search, /^[0-9a-f]{32}$/);
  const parts = [within('Timestamp', { from, to: position?.to ?? to }), ...conditions(filter)];
  if (position) parts.push(sql`(Timestamp, Id) < (${nanoLiteral(position.time)}, ${sixteen(position.id)})`);
  const rows = await call.rows<ArtifactRow>(sql`
    SELECT ${artifactColumns} FROM runtime_artifacts WHERE ${join(parts, ' AND ')}
    ORDER BY Timestamp DESC, Id DESC LIMIT 1 BY Id LIMIT ${limit + 1}`);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    artifacts: page.map(shape),
    nextCursor:
      rows.length > limit && last
        ? writeCursor({ time: BigInt(last.time), id: last.id, to: position?.to ?? to }, search)
        : null,
  };
};

const conditions = (filter: Omit<RuntimeArtifactsParams, 'from' | 'to' | 'cursor' | 'limit'>): Sql[] => {
  const parts: Sql[] = [];
  if (filter.service !== undefined) parts.push(sql`ServiceName = ${filter.service}`);
  if (filter.instance !== undefined) parts.push(sql`Instance = ${filter.instance}`);
  if (filter.format !== undefined) parts.push(sql`Format = ${filter.format}`);
  if (filter.variant !== undefined) parts.push(sql`Variant = ${filter.variant}`);
  if (filter.fingerprint !== undefined) parts.push(sql`CrashFingerprint = ${filter.fingerprint}`);
  if (filter.traceId !== undefined) parts.push(traceCondition(filter.traceId));
  return parts;
};

/** One artifact with its report; null when it is not stored. */
export const runtimeArtifact = async (call: Call, id: string): Promise<StoredReport | null> => {
  type Row = ArtifactRow & { report: string; uploadId: string; ordinal: number };
  const [row] = await call.rows<Row>(sql`
    SELECT ${artifactColumns}, Report AS report, ${raw(hexOf('UploadId'))} AS uploadId, Ordinal AS ordinal
    FROM runtime_artifacts WHERE Id = ${sixteen(id)} ORDER BY Timestamp LIMIT 1`);
  if (row === undefined) return null;
  return {
    stored: shape(row),
    report: JSON.parse(row.report) as RuntimeArtifact,
    uploadId: row.uploadId,
    ordinal: row.ordinal,
  };
};

/** The artifacts of an upload in its order; none when it is not stored. */
export const runtimeUpload = async (call: Call, uploadId: string): Promise<StoredArtifact[]> => {
  const rows = await call.rows<ArtifactRow>(sql`
    SELECT ${artifactColumns} FROM runtime_artifacts WHERE UploadId = ${sixteen(uploadId)}
    ORDER BY Ordinal LIMIT 1 BY Id LIMIT ${mostPerUpload}`);
  return rows.map(shape);
};

/** Artifacts of one input that the reader keeps. */
const mostPerUpload = 1000;

/** One zstd frame of an upload's bytes, counted from 0; null behind the last. */
export const runtimeUploadPart = async (
  call: Call,
  uploadId: string,
  part: number,
): Promise<Uint8Array | null> => {
  const bytes = await call.bytes(
    sql`SELECT Bytes FROM runtime_uploads WHERE UploadId = ${sixteen(uploadId)} AND Part = ${part} LIMIT 1`,
    // The bare bytes of the one value, nothing around them.
    'RawBLOB',
  );
  return bytes.length === 0 ? null : bytes;
};

/** Rows are per fingerprint and service. */
const mostCrashRows = 2000;

/** Stored crashes by fingerprint, the newest first. Same shape as the crashes found in logs and spans. */
export const runtimeCrashes = async (call: Call, params: RuntimeCrashesParams): Promise<CrashGroup[]> => {
  checkRange(params);
  const service = params.service === undefined ? sql`1` : sql`ServiceName = ${params.service}`;
  interface Row extends Omit<CrashGroup, 'count' | 'services'> {
    count: string;
    service: string;
  }
  const newest = (column: string, name: string): Sql => raw(`argMax(${column}, (Timestamp, Id)) AS ${name}`);
  const rows = await call.rows<Row>(sql`
    SELECT CrashFingerprint AS fingerprint, ServiceName AS service, uniqExact(Id) AS count,
      ${newest('CrashKind', 'kind')}, ${newest('CrashReason', 'reason')}, ${newest('CrashType', 'type')},
      ${newest('CrashMessage', 'message')}, ${newest('CrashFunction', 'function')}, ${newest('CrashFile', 'file')},
      ${newest('CrashLine', 'line')}, ${newest('lower(hex(Id))', 'artifactId')},
      ${newest("if(TraceId = toFixedString('', 16), '', lower(hex(TraceId)))", 'traceId')},
      ${nanoText('min(Timestamp)')} AS firstUnixNano, ${nanoText('max(Timestamp)')} AS lastUnixNano
    FROM runtime_artifacts
    WHERE ${within('Timestamp', params)} AND ${service} AND CrashFingerprint != ''
    GROUP BY fingerprint, service ORDER BY max(Timestamp) DESC, fingerprint, service LIMIT ${mostCrashRows}`);
  const groups = new Map<string, CrashGroup>();
  for (const { service: name, count, ...row } of rows) {
    const known = groups.get(row.fingerprint);
    const here = { name, count: Number(count) };
    if (known === undefined) groups.set(row.fingerprint, { ...row, count: here.count, services: [here] });
    else {
      // Rows come newest first, so that the group speaks with its newest crash.
      known.count += here.count;
      known.services.push(here);
      if (BigInt(row.firstUnixNano) < BigInt(known.firstUnixNano)) known.firstUnixNano = row.firstUnixNano;
    }
  }
  return [...groups.values()];
};
