/** Storing what a Go program left behind: the artifacts of one upload, and the upload's bytes. */
import type { RuntimeArtifact, StoredArtifact } from '@nightglass/model';
import type { NativeBlock } from '../encode/native.ts';
import type { Engine } from '../engine/engine.ts';
import { runtimeArtifacts, runtimeUploads } from '../schema/runtime.ts';
import { blob, blockOf, flag, id, label, text, uint32, uint64 } from './cells.ts';

/** One artifact of an upload. */
export interface UploadedArtifact {
  stored: StoredArtifact;
  /** Where it stands among the artifacts of its upload, from 0. */
  ordinal: number;
  report: RuntimeArtifact;
}

export interface RuntimeUpload {
  /** 32 hex digits: the same for the same upload. */
  id: string;
  receivedAtUnixNano: bigint;
  artifacts: readonly UploadedArtifact[];
  /** What was sent, in order: zstd frames of at most a few MiB each. */
  frames: readonly Uint8Array[];
}

/** A block of this size takes a small part of the engine's memory, whatever it holds. */
const blockBytes = 16 * 1024 * 1024;
/** Longer texts are cut in the columns of the list; the report holds them whole. */
const textCharacters = 4096;
const short = (value: string): string => value.slice(0, textCharacters);

const receivedSeconds = (upload: RuntimeUpload): number => Number(upload.receivedAtUnixNano / 1_000_000_000n);

const artifactBlock = (upload: RuntimeUpload): NativeBlock => {
  type Row = UploadedArtifact;
  const site = ({ report }: Row) => report.crash?.sites[0];
  return blockOf<Row>(
    runtimeArtifacts,
    {
      Id: id(({ stored }) => stored.id),
      UploadId: id(() => upload.id),
      Ordinal: uint32(({ ordinal }) => ordinal),
      Timestamp: uint64(({ stored }) => BigInt(stored.timeUnixNano)),
      ReceivedAt: uint32(() => receivedSeconds(upload)),
      ServiceName: label(({ stored }) => stored.service),
      Instance: text(({ stored }) => stored.instance),
      TraceId: id(({ stored }) => stored.traceId),
      Name: text(({ stored }) => stored.name),
      Format: label(({ stored }) => stored.format),
      Variant: label(({ stored }) => stored.variant),
      GoVersion: label(({ stored }) => stored.goVersion ?? ''),
      GoroutineCount: uint64(({ stored }) => BigInt(stored.goroutineCount)),
      Partial: flag(({ stored }) => stored.partial),
      Severity: label(({ stored }) => stored.severity),
      Title: text(({ stored }) => short(stored.title)),
      CrashKind: label(({ stored }) => stored.crash?.kind ?? ''),
      CrashReason: label(({ stored }) => stored.crash?.reason ?? ''),
      CrashType: text(({ report }) => short(report.crash?.type ?? '')),
      CrashMessage: text(({ stored }) => short(stored.crash?.message ?? '')),
      CrashFingerprint: text(({ stored }) => stored.crash?.fingerprint ?? ''),
      CrashFunction: text((row) => short(site(row)?.function ?? '')),
      CrashFile: text((row) => short(site(row)?.file ?? '')),
      CrashLine: uint32((row) => site(row)?.line ?? 0),
      Report: text(({ report }) => JSON.stringify(report)),
      SizeBytes: uint64(({ stored }) => BigInt(stored.sizeBytes)),
    },
    upload.artifacts,
  );
};

interface Part {
  number: number;
  bytes: Uint8Array;
}

/** The frames in groups that make blocks of a bounded size. */
const groups = (frames: readonly Uint8Array[]): Part[][] => {
  const found: Part[][] = [];
  let size = Number.POSITIVE_INFINITY;
  frames.forEach((bytes, number) => {
    if (size + bytes.length > blockBytes) {
      found.push([]);
      size = 0;
    }
    found.at(-1)?.push({ number, bytes });
    size += bytes.length;
  });
  return found;
};

const partBlock = (upload: RuntimeUpload, parts: readonly Part[]): NativeBlock =>
  blockOf<Part>(
    runtimeUploads,
    {
      UploadId: id(() => upload.id),
      Part: uint32(({ number }) => number),
      ReceivedAt: uint32(() => receivedSeconds(upload)),
      Bytes: blob(({ bytes }) => bytes),
    },
    parts,
  );

/**
 * Stores an upload. The bytes go first: a reader never meets an artifact whose bytes are not there. Safe to repeat after
 * a failure: every block has a token made of the upload's id. Fails as `Engine.insertNative` does.
 */
export const storeRuntimeUpload = async (engine: Engine, upload: RuntimeUpload): Promise<void> => {
  const insert = ({ table, chunks, columns }: NativeBlock, part: string): Promise<void> =>
    engine.insertNative(table, chunks, { token: `runtime:${upload.id}:${part}`, columns });
  for (const parts of groups(upload.frames))
    await insert(partBlock(upload, parts), String(parts[0]?.number ?? 0));
  await insert(artifactBlock(upload), 'artifacts');
};
