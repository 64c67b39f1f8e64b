/** Any input in, what it holds out: the format is told from the bytes, never from a name. */
import { gunzipSync, constants as zlib } from 'node:zlib';
import type { RuntimeNote } from '@nightglass/model';
import type { Artifact, ReadLimits, ReadResult } from './model.ts';
import { readPprofArtifact } from './profile/pprof.ts';
import { type InputKind, mayBeProfile, sniff, sniffBytes } from './sniff.ts';
import { createTextReader, type TextReader } from './text/text-reader.ts';

export interface ReadOptions {
  /** File or sender's name, for messages. */
  name?: string;
  limits?: ReadLimits;
}

export interface ArtifactReader {
  /** The chunk may be used again after the call. */
  push(chunk: Uint8Array): void;
  /** Never throws: what could not be read is in the notes. */
  end(): ReadResult;
}

const defaultInflatedBytes = 256 * 1024 * 1024;

const noteOf = (code: string, message: string): RuntimeNote => ({ code, message, lines: null, count: 1 });

/** Why nothing was found, and what to do. */
const nothingFound: Readonly<Record<InputKind, readonly [code: string, message: string]>> = {
  trace: [
    'execution-trace',
    'is a Go execution trace (/debug/pprof/trace), which is not read here: open it with `go tool trace`, or take /debug/pprof/goroutine?debug=2 instead',
  ],
  executable: [
    'executable',
    'is a program or a core file: open it with `dlv core PROGRAM CORE`; what is read here is the text Go wrote to stderr',
  ],
  html: [
    'html-page',
    'is an HTML page, perhaps the index of /debug/pprof/: fetch one of its profiles, for example /debug/pprof/goroutine?debug=2',
  ],
  binary: [
    'binary',
    'is binary, but no pprof profile: give a profile as /debug/pprof/heap sends it, or the text Go wrote to stderr',
  ],
  gzip: ['nothing-found', 'holds no Go dump, crash, profile or GODEBUG trace'],
  'utf-16': ['nothing-found', 'holds no Go dump, crash, profile or GODEBUG trace'],
  text: ['nothing-found', 'holds no Go dump, crash, profile or GODEBUG trace'],
};

/** Keeps bytes up to a limit; nothing of more than that when only the whole is of use. */
const createStore = (limit: number, whole: boolean) => {
  let chunks: Buffer[] = [];
  let size = 0;
  let over = false;
  return {
    push(chunk: Uint8Array): void {
      const room = limit - size;
      if (chunk.length > room) over = true;
      if (over && whole) chunks = [];
      if (room <= 0 || (over && whole)) return;
      chunks.push(Buffer.from(chunk.subarray(0, room)));
      size += Math.min(room, chunk.length);
    },
    bytes: () => Buffer.concat(chunks),
    isOver: () => over,
  };
};

/** Inflated bytes; what came before a damaged or missing end is kept. */
const inflate = (bytes: Buffer, most: number): { bytes: Buffer; note: RuntimeNote | null } | RuntimeNote => {
  try {
    return { bytes: gunzipSync(bytes, { maxOutputLength: most }), note: null };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      return noteOf(
        'limit-reached',
        `inflates to more than ${most} bytes: inflate it yourself and give the text, or raise the limit`,
      );
    try {
      const partial = gunzipSync(bytes, { maxOutputLength: most, finishFlush: zlib.Z_SYNC_FLUSH });
      return {
        bytes: partial,
        note: noteOf('cut-off', 'is gzip without its end: only what came before it is read'),
      };
    } catch {
      return noteOf('damaged-gzip', 'begins like gzip but cannot be inflated: it is damaged, take it again');
    }
  }
};

interface Gathered {
  kind: InputKind;
  store: ReturnType<typeof createStore> | null;
  text: TextReader | null;
}

/** A reader for one input of any format. Text is read as it comes; binary formats are gathered up to the limit. */
export const createReader = (options: ReadOptions = {}): ArtifactReader => {
  const limits = options.limits ?? {};
  const most = limits.inflatedBytes ?? defaultInflatedBytes;
  let head = Buffer.alloc(0);
  let started: Gathered | null = null;
  let bytes = 0;

  const start = (): Gathered => {
    const kind = sniff(head);
    const gathered = kind === 'gzip' || kind === 'utf-16' || (kind === 'binary' && mayBeProfile(head));
    const store = gathered ? createStore(most, kind === 'binary') : null;
    const text = kind === 'gzip' || kind === 'utf-16' || kind === 'trace' ? null : createTextReader(limits);
    started = { kind, store, text };
    give(started, head);
    return started;
  };

  const give = ({ store, text }: Gathered, chunk: Uint8Array): void => {
    store?.push(chunk);
    text?.push(chunk);
  };

  const readText = (content: Uint8Array): ReturnType<TextReader['end']> => {
    const reader = createTextReader(limits);
    reader.push(content);
    return reader.end();
  };

  /** A pprof profile, or null. */
  const readProfile = (content: Uint8Array): Artifact | null => {
    const read = readPprofArtifact(content, limits);
    return 'error' in read ? null : read;
  };

  const readInflated = (content: Buffer): Omit<ReadResult, 'bytes'> & { kind: InputKind } => {
    const inflated = inflate(content, most);
    if ('code' in inflated) return { artifacts: [], notes: [inflated], lines: 0, kind: 'gzip' };
    const notes = inflated.note === null ? [] : [inflated.note];
    const kind = sniff(inflated.bytes.subarray(0, sniffBytes));
    const profile = kind === 'text' || kind === 'html' ? null : readProfile(inflated.bytes);
    if (profile !== null) return { artifacts: [profile], notes, lines: 0, kind };
    const text = readText(inflated.bytes);
    return { artifacts: text.artifacts, notes: [...notes, ...text.notes], lines: text.lines, kind };
  };

  const finish = ({ kind, store, text }: Gathered): Omit<ReadResult, 'bytes'> & { kind: InputKind } => {
    const content = store?.bytes() ?? Buffer.alloc(0);
    const over = store?.isOver() ?? false;
    const overNotes = over ? [noteOf('limit-reached', `only the first ${most} bytes were read`)] : [];
    if (kind === 'gzip') {
      const read = readInflated(content);
      return { ...read, notes: [...overNotes, ...read.notes] };
    }
    if (kind === 'utf-16') return { ...readText(Buffer.from(content.toString('utf16le'))), kind };
    const profile = kind === 'binary' && !over ? readProfile(content) : null;
    if (profile !== null) return { artifacts: [profile], notes: [], lines: 0, kind };
    const read = text?.end() ?? { artifacts: [], notes: [], lines: 0 };
    return { artifacts: read.artifacts, notes: read.notes, lines: read.lines, kind };
  };

  return {
    push(chunk) {
      bytes += chunk.length;
      if (started !== null) {
        give(started, chunk);
        return;
      }
      head = Buffer.concat([head, chunk]);
      if (head.length >= sniffBytes) start();
    },
    end() {
      const name = options.name || 'the input';
      if (bytes === 0)
        return {
          artifacts: [],
          notes: [noteOf('empty-input', `${name} is empty: 0 bytes`)],
          bytes,
          lines: 0,
        };
      const { kind, artifacts, notes, lines } = finish(started ?? start());
      const named = notes.map((note) =>
        note.lines === null ? { ...note, message: `${name} ${note.message}` } : note,
      );
      if (artifacts.length === 0 && notes.length === 0) {
        const [code, message] = nothingFound[kind];
        named.push(noteOf(code, `${name} ${message}`));
      }
      return { artifacts, notes: named, bytes, lines };
    },
  };
};

/** createReader for bytes that are all there. */
export const readArtifacts = (bytes: Uint8Array, options: ReadOptions = {}): ReadResult => {
  const reader = createReader(options);
  reader.push(bytes);
  return reader.end();
};
