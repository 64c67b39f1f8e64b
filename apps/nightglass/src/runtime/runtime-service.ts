/** Go runtime evidence between the API and the store: read in a thread beside the server, kept, and asked about. */
import type { IncomingMessage } from 'node:http';
import {
  type CrashGroup,
  type CrashGroupsResponse,
  type FlameResponse,
  type GoroutineBucketsResponse,
  type GoroutineDiffResponse,
  type GoroutinesResponse,
  type Logger,
  NightglassError,
  type RuntimeArtifactResponse,
  type RuntimeMemoryResponse,
  type RuntimeUploadResponse,
  type StackSimilarity,
  type WaitGraph,
} from '@nightglass/model';
import type { CallOptions, RuntimeUpload, StoredReport, StoreQueries } from '@nightglass/store';
import { Gate } from '../gate.ts';
import { joinCrashGroups } from './crash-groups.ts';
import { RawFile } from './raw-file.ts';
import type {
  ArtifactRef,
  BucketsQuery,
  FlameQuery,
  GoroutinesQuery,
  QuestionKind,
  Questions,
  StoredRef,
} from './reading/protocol.ts';
import { ReaderThread, type ReaderThreadOptions } from './reading/reader-thread.ts';
import { type Body, type BodyLimits, receiveBody } from './receive-body.ts';
import { relatedTo } from './related.ts';
import { type AboutUpload, storedArtifact, uploadIdOf } from './stored-artifact.ts';
import { nothingFound } from './unrecognised.ts';
import { loadUpload, piecesOf, toFrames } from './upload-files.ts';

const mib = 1024 * 1024;

export interface RuntimeServiceOptions {
  queries: StoreQueries;
  /** Makes an upload durable; safe to repeat. */
  store(upload: RuntimeUpload): Promise<void>;
  logger: Logger;
  /** Default 64 MiB on the wire, 256 MiB without its Content-Encoding. */
  limits?: Partial<BodyLimits>;
  /** Of the reading threads. */
  reading?: Omit<ReaderThreadOptions, 'logger'>;
}

/** Uploads held in memory at once; others wait before a byte of theirs is read. */
const uploadsAtOnce = 2;
const uploadsWaiting = 16;
const mostHeaps = 40;
const mostTraces = 10;
const day = 86_400_000_000_000n;

interface Received {
  /** Unix nanoseconds. */
  now: bigint;
  signal: AbortSignal;
}

/** Null means that no such artifact is stored. */
export class RuntimeService {
  readonly #options: RuntimeServiceOptions;
  readonly #limits: BodyLimits;
  readonly #gate = new Gate(
    uploadsAtOnce,
    uploadsWaiting,
    () =>
      new NightglassError('NG_TOO_MANY_CLIENTS', 'too many uploads are under way', {
        hint: 'Try again in a few seconds.',
      }),
  );
  /** Two threads: a large upload being read keeps nobody from looking at another. */
  readonly #uploads: ReaderThread;
  readonly #questions: ReaderThread;
  /** Uploads under way, so that the same one sent twice at once is stored once. */
  readonly #underWay = new Map<string, Promise<RuntimeUploadResponse>>();

  constructor(options: RuntimeServiceOptions) {
    this.#options = options;
    this.#limits = { sentBytes: 64 * mib, inflatedBytes: 256 * mib, ...options.limits };
    const threads = { ...options.reading, logger: options.logger };
    this.#uploads = new ReaderThread(threads);
    this.#questions = new ReaderThread(threads);
  }

  /**
   * Reads a request's body and stores every artifact in it; an upload that is stored already is answered from the store.
   * NG_RUNTIME_EMPTY, NG_RUNTIME_UNRECOGNISED, NG_RUNTIME_MALFORMED, NG_RUNTIME_TOO_LARGE, NG_TOO_MANY_CLIENTS.
   */
  upload(request: IncomingMessage, about: AboutUpload, received: Received): Promise<RuntimeUploadResponse> {
    return this.#gate.pass(async () => {
      const body = await receiveBody(request, this.#limits);
      if (body.bytes === 0) {
        throw new NightglassError('NG_RUNTIME_EMPTY', 'the body is empty', {
          hint: 'Send the file itself: curl --data-binary @FILE URL. Did the program write to standard error?',
        });
      }
      const id = uploadIdOf(body.digest, about);
      const running = this.#underWay.get(id);
      if (running !== undefined) return running;
      const work = this.#keep(id, body, about, received).finally(() => this.#underWay.delete(id));
      this.#underWay.set(id, work);
      return work;
    });
  }

  async #keep(id: string, body: Body, about: AboutUpload, { now }: Received): Promise<RuntimeUploadResponse> {
    const known = await this.#options.queries.runtimeUpload(id);
    if (known.length > 0) return { artifacts: known, notes: [] };
    const first = body.segments[0]?.slice(0, 4096) ?? new Uint8Array();
    const given = body.segments.map((segment) => segment.buffer);
    const job = { kind: 'read', uploadId: id, name: about.name, segments: body.segments } as const;
    const reply = await this.#uploads.run(job, given);
    if (reply.kind !== 'read') throw new Error(`a read was answered with ${reply.kind}`);
    const { reported, notes, lines, segments } = reply.answer;
    if (reported.length === 0) throw nothingFound(first, lines, notes);
    const artifacts = reported.map(({ report, timeUnixNano }, ordinal) => {
      const said =
        timeUnixNano !== null && timeUnixNano > 0n && timeUnixNano < now + day ? timeUnixNano : now;
      const place = {
        uploadId: id,
        ordinal,
        timeUnixNano: about.takenAtUnixNano ?? said,
        sizeBytes: body.bytes,
      };
      return { stored: storedArtifact(report, place, about), ordinal, report };
    });
    const frames = await toFrames(segments);
    await this.#options.store({ id, receivedAtUnixNano: now, artifacts, frames });
    return { artifacts: artifacts.map(({ stored }) => stored), notes };
  }

  async artifact(id: string, options: CallOptions): Promise<RuntimeArtifactResponse | null> {
    const { queries } = this.#options;
    const found = await queries.runtimeArtifact(id, options);
    if (found === null) return null;
    const [goroutines, related] = await Promise.all([
      this.#ask('interest', { artifact: found, ids: idsOfInterest(found) }, [found], options),
      relatedTo(found, queries, options),
    ]);
    return { stored: found.stored, artifact: found.report, goroutines, related };
  }

  /** The file as it was sent. */
  async file(id: string, options: CallOptions): Promise<RawFile | null> {
    const { queries } = this.#options;
    const found = await queries.runtimeArtifact(id, options);
    return found === null ? null : new RawFile(found.stored, piecesOf(queries, found.uploadId, options));
  }

  /** NG_BAD_PARAMETER for an artifact without goroutines; the same for those below. */
  buckets(id: string, query: BucketsQuery, options: CallOptions): Promise<GoroutineBucketsResponse | null> {
    return this.#about(id, options, (artifact) =>
      this.#ask('buckets', { artifact, query }, [artifact], options),
    );
  }

  goroutines(id: string, query: GoroutinesQuery, options: CallOptions): Promise<GoroutinesResponse | null> {
    return this.#about(id, options, (artifact) =>
      this.#ask('goroutines', { artifact, query }, [artifact], options),
    );
  }

  waits(id: string, options: CallOptions): Promise<WaitGraph | null> {
    return this.#about(id, options, (artifact) => this.#ask('waits', { artifact }, [artifact], options));
  }

  /** `base`: the profile to subtract. NG_BAD_PARAMETER for what is no profile, or not comparable. */
  async flame(
    id: string,
    { base: baseId, ...query }: FlameQuery & { base?: string | undefined },
    options: CallOptions,
  ): Promise<FlameResponse | null> {
    const base = baseId === undefined ? null : await this.#ref(baseId, options);
    if (baseId !== undefined && base === null) return null;
    return this.#about(id, options, (artifact) =>
      this.#ask('flame', { artifact, base, query }, base === null ? [artifact] : [artifact, base], options),
    );
  }

  async diff(
    query: { before: string; after: string; similarity?: StackSimilarity | undefined },
    options: CallOptions,
  ): Promise<GoroutineDiffResponse | null> {
    const [before, after] = await Promise.all([
      this.#ref(query.before, options),
      this.#ref(query.after, options),
    ]);
    if (before === null || after === null) return null;
    const { similarity = 'any-pointer' } = query;
    return this.#ask('diff', { before, after, similarity }, [before, after], options);
  }

  /** Without an instance, the one the newest of it is of, and what names none. */
  async memory(
    params: { service: string; instance?: string | undefined; from: bigint; to: bigint },
    options: CallOptions,
  ): Promise<RuntimeMemoryResponse> {
    const list = async (filter: { format: 'godebug' | 'profile'; variant?: string; limit: number }) =>
      (await this.#options.queries.runtimeArtifacts({ ...params, ...filter }, options)).artifacts;
    const [traces, heaps] = await Promise.all([
      list({ format: 'godebug', limit: mostTraces }),
      list({ format: 'profile', variant: 'heap', limit: mostHeaps }),
    ]);
    const named = [...traces, ...heaps]
      .filter(({ instance }) => instance !== '')
      .sort((a, b) => Number(BigInt(b.timeUnixNano) - BigInt(a.timeUnixNano)));
    const instance = params.instance ?? named[0]?.instance ?? '';
    const refs = async (artifacts: typeof traces): Promise<StoredRef[]> => {
      const own = artifacts.filter((a) => a.instance === instance || a.instance === '');
      const found = await Promise.all(own.map(({ id }) => this.#ref(id, options)));
      return found.filter((ref) => ref !== null);
    };
    const [gc, heapRefs] = await Promise.all([refs(traces), refs(heaps)]);
    return this.#ask('memory', { gc, heaps: heapRefs }, [...gc, ...heapRefs], options);
  }

  /** SIGQUIT is a question to a process, mostly a healthy one, and no defect: listed only when `reason` asks for it. */
  async crashes(
    {
      reason,
      ...params
    }: { service?: string | undefined; reason?: string | undefined; from: bigint; to: bigint },
    options: CallOptions,
  ): Promise<CrashGroupsResponse> {
    const { queries } = this.#options;
    const [artifacts, seen] = await Promise.all([
      queries.runtimeCrashes(params, options),
      queries.crashSightings(params, options),
    ]);
    // Thousands of stacks are read for this: not here.
    const groups = seen.length === 0 ? [] : await this.#ask('crashes', { seen }, [], options);
    const wanted = (group: CrashGroup): boolean =>
      reason === undefined ? group.reason !== 'SIGQUIT' : group.reason === reason;
    return { groups: joinCrashGroups(artifacts, groups).filter(wanted) };
  }

  /** Ends the threads; what is under way fails with NG_STORE_UNAVAILABLE. */
  async close(): Promise<void> {
    await Promise.all([this.#uploads.close(), this.#questions.close()]);
  }

  async #ref(id: string, options: CallOptions): Promise<StoredRef | null> {
    const found = await this.#options.queries.runtimeArtifact(id, options);
    if (found === null) return null;
    const { uploadId, ordinal, stored } = found;
    const { name, timeUnixNano } = stored;
    return { uploadId, ordinal, id: stored.id, name, timeUnixNano };
  }

  async #about<T>(id: string, options: CallOptions, ask: (ref: StoredRef) => Promise<T>): Promise<T | null> {
    const ref = await this.#ref(id, options);
    return ref === null ? null : ask(ref);
  }

  /** Asks the thread; what it does not remember is read from the store once more. */
  async #ask<K extends QuestionKind>(
    question: K,
    ask: Questions[K]['ask'],
    refs: readonly ArtifactRef[],
    options: CallOptions,
  ): Promise<Questions[K]['answer']> {
    const uploads = [...new Set(refs.map(({ uploadId }) => uploadId))];
    const job = { kind: 'ask', question, uploads, ask } as const;
    if (this.#uploads.idle) {
      // Who has just sent a file looks at it next, and this thread has just read it.
      const reply = await this.#uploads.run(job, [], options.signal);
      if (reply.kind === 'answer') return reply.answer as Questions[K]['answer'];
    }
    // What another question pushed out between loading and asking is loaded once more, but not for ever.
    for (let attempt = 0; attempt < 3; attempt++) {
      const reply = await this.#questions.run(job, [], options.signal);
      if (reply.kind === 'answer') return reply.answer as Questions[K]['answer'];
      if (reply.kind !== 'missing') throw new Error(`a question was answered with ${reply.kind}`);
      for (const uploadId of reply.uploads) await this.#load(uploadId, options);
    }
    throw new NightglassError('NG_RUNTIME_TOO_LARGE', 'these artifacts are too large to be held together', {
      hint: 'Ask for fewer of them, or shorten the time range.',
    });
  }

  async #load(uploadId: string, options: CallOptions): Promise<void> {
    const segments = await loadUpload(this.#options.queries, uploadId, options);
    if (segments.length === 0)
      throw new NightglassError('NG_NOT_FOUND', 'the file of this artifact is not stored any more', {
        parameter: 'id',
        hint: 'Upload it again.',
      });
    const given = segments.map((segment) => segment.buffer);
    await this.#questions.run({ kind: 'load', uploadId, segments }, given, options.signal);
  }
}

/** The goroutine that crashed, then those the findings rest on. */
const idsOfInterest = ({ report }: StoredReport): number[] => {
  const { crash, findings } = report;
  return [
    crash?.goroutineId ?? 0,
    ...(crash?.sites ?? []).map(({ goroutine }) => goroutine ?? 0),
    ...findings.flatMap(({ evidence }) => evidence.flatMap(({ goroutines }) => goroutines)),
  ];
};
