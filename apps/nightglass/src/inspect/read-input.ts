import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { createReader, type ReadResult } from '@nightglass/gorun';
import { NightglassError, type RuntimeNote } from '@nightglass/model';

/** How far reading is, for a person who waits. `total` is null for a pipe; of a .gz both count packed bytes. */
export type Progress = (name: string, read: number, total: number | null) => void;

export interface Input {
  /** As given; `stdin` for `-`. */
  name: string;
  result: ReadResult;
}

interface Source {
  name: string;
  stream: Readable;
  total: number | null;
}

const mebibyte = 1024 ** 2;

const open = async (file: string): Promise<Source> => {
  if (file === '-') return { name: 'stdin', stream: process.stdin, total: null };
  const status = await stat(file).catch((error: NodeJS.ErrnoException) => {
    throw cannotOpen(file, error);
  });
  if (status.isDirectory())
    throw new NightglassError('NG_BAD_PARAMETER', `${file} is a directory`, {
      hint: `Name the files in it: nightglass inspect ${file.replace(/\/$/, '')}/*`,
    });
  return {
    name: file,
    stream: createReadStream(file, { highWaterMark: mebibyte }),
    total: status.isFile() ? status.size : null,
  };
};

const cannotOpen = (file: string, error: NodeJS.ErrnoException): NightglassError => {
  if (error.code === 'ENOENT')
    return new NightglassError('NG_NOT_FOUND', `${file} does not exist`, {
      hint: 'Is the path right? "-" reads standard input.',
      cause: error,
    });
  if (error.code === 'EACCES' || error.code === 'EPERM')
    return new NightglassError('NG_FORBIDDEN', `${file} may not be read by this user`, {
      hint: `Try: sudo cat FILE | nightglass inspect -`,
      cause: error,
    });
  return new NightglassError('NG_BAD_PARAMETER', `${file} cannot be read: ${error.message}`, {
    cause: error,
  });
};

/**
 * Reads one file, or standard input for `-`, of any format; a gzip stream is unpacked on the way, however many members
 * it has. Memory stays bounded: text is read through, line by line. What cannot be used is a NightglassError.
 */
export const readInput = async (file: string, progress: Progress): Promise<Input> => {
  const { name, stream, total } = await open(file);
  const reader = createReader({ name });
  let read = 0;
  let cut = '';
  const packed = { looked: false, gunzip: null as ReturnType<typeof createGunzip> | null };
  let unpacked: Promise<string> = Promise.resolve('');
  let held: Uint8Array | null = null;
  try {
    for await (const data of stream) {
      read += (data as Uint8Array).byteLength;
      progress(name, read, total);
      let chunk = data as Uint8Array;
      if (!packed.looked) {
        chunk = held === null ? chunk : Buffer.concat([held, chunk]);
        held = chunk;
        if (chunk.byteLength < 2) continue;
        packed.looked = true;
        held = null;
        if (chunk[0] === 0x1f && chunk[1] === 0x8b) {
          packed.gunzip = createGunzip({ chunkSize: mebibyte });
          unpacked = unpackInto(packed.gunzip, (part) => reader.push(part));
        }
      }
      if (packed.gunzip === null) reader.push(chunk);
      else if (!(await unpackedAll(packed.gunzip, chunk, unpacked))) break;
    }
    if (held !== null) reader.push(held);
    packed.gunzip?.end();
    cut = await unpacked;
  } catch (error) {
    throw cannotOpen(name, error as NodeJS.ErrnoException);
  }
  return { name, result: usable(name, read, withCut(reader.end(), cut)) };
};

/** Feeds what comes out to `use`; resolves to empty, or to why the stream ended early. */
const unpackInto = (
  gunzip: ReturnType<typeof createGunzip>,
  use: (part: Uint8Array) => void,
): Promise<string> => {
  const { promise, resolve } = Promise.withResolvers<string>();
  gunzip.on('data', use);
  gunzip.on('end', () => resolve(''));
  gunzip.on('error', (error: NodeJS.ErrnoException) =>
    resolve(
      error.code === 'Z_BUF_ERROR'
        ? 'the gzip stream ends in the middle: what stands behind is missing'
        : `the gzip stream is damaged (${error.message}): what stands behind is missing`,
    ),
  );
  return promise;
};

/** What was unpacked from the piece in which a stream turns out to be damaged is lost, so pieces are small. */
const pieceBytes = 64 * 1024;

/** False when the stream has ended (padding stands behind it) or failed, and takes no more. */
const unpackedAll = async (
  gunzip: ReturnType<typeof createGunzip>,
  chunk: Uint8Array,
  ended: Promise<string>,
): Promise<boolean> => {
  for (let at = 0; at < chunk.byteLength; at += pieceBytes) {
    const written = new Promise<boolean>((done) =>
      gunzip.write(chunk.subarray(at, at + pieceBytes), (error) =>
        done(error === null || error === undefined),
      ),
    );
    if (!(await Promise.race([written, ended.then(() => false)]))) return false;
  }
  return true;
};

const withCut = (result: ReadResult, cut: string): ReadResult => {
  if (cut === '') return result;
  const note: RuntimeNote = { code: 'cut-off', message: cut, lines: null, count: 1 };
  const artifacts = result.artifacts.map((artifact, i) =>
    i === result.artifacts.length - 1
      ? { ...artifact, partial: true, notes: [...artifact.notes, note] }
      : artifact,
  );
  return { ...result, artifacts, notes: [...result.notes, note] };
};

const formats = 'a Go panic, fatal error, goroutine dump, race report, pprof profile or GODEBUG trace';

const usable = (name: string, read: number, result: ReadResult): ReadResult => {
  if (result.artifacts.length > 0) return result;
  if (read === 0)
    throw new NightglassError('NG_RUNTIME_EMPTY', `${name} is empty`, {
      hint: 'Did the program write to standard error, and was it caught? command 2> crash.txt',
    });
  const reasons = result.notes.map((note) => note.message);
  const looked = result.lines > 1 ? ` in its ${result.lines} lines` : '';
  throw new NightglassError(
    result.notes.some((note) => note.code === 'cut-off') ? 'NG_RUNTIME_MALFORMED' : 'NG_RUNTIME_UNRECOGNISED',
    `${name} holds nothing that is known${looked}${reasons.length > 0 ? `: ${reasons.slice(0, 3).join('; ')}` : ''}`,
    { hint: `Expected ${formats}, also inside a log, also gzipped.` },
  );
};
