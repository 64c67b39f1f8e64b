import { NightglassError, runtimeFormats, stackSimilarities } from '@nightglass/model';
import { hexId, integer, labels, oneOf, optionalText, range, text, time } from '../params.ts';
import { resolveRange } from '../range.ts';
import { type Route, route } from '../route.ts';
import { resolveMoment } from '../times.ts';

const artifactId = { id: hexId('The artifact.', 32) };
const service = optionalText('Service it came from.', 1024);
const instance = optionalText('Instance of the service: a pod, a host.', 1024);
const similarity = oneOf(
  'How alike stacks must be to share a bucket; default any-pointer.',
  stackSimilarities,
).optional();
const sampleType = optionalText(
  'What is counted: a sample type of the profile, as inuse_space; default: its own.',
  256,
);

const day = 86_400_000_000_000n;
/** Evidence is rare and may be old: without a start everything up to the end is meant, clocks that run ahead included. */
const wideRange = (params: Parameters<typeof resolveRange>[0], now: bigint) =>
  resolveRange({ ...params, end: params.end ?? { at: now + day } }, now, now + day);

const found = <T>(answer: T | null, id: string): T => {
  if (answer !== null) return answer;
  throw new NightglassError('NG_NOT_FOUND', `no artifact ${id} is stored`, {
    parameter: 'id',
    hint: 'It may have expired. Use an id from an answer of /api/v1/runtime/artifacts.',
  });
};

const uploadErrors = [
  'NG_RUNTIME_EMPTY',
  'NG_RUNTIME_UNRECOGNISED',
  'NG_RUNTIME_MALFORMED',
  'NG_RUNTIME_TOO_LARGE',
  'NG_TOO_MANY_CLIENTS',
] as const;
const readErrors = ['NG_NOT_FOUND', 'NG_RUNTIME_TOO_LARGE', 'NG_TOO_MANY_CLIENTS'] as const;

export const runtimeRoutes: readonly Route[] = [
  route({
    path: '/api/v1/runtime/artifacts',
    method: 'POST',
    operationId: 'uploadRuntimeArtifacts',
    tag: 'runtime',
    summary: 'Store a crash, dump, profile or GC trace of a Go program',
    description:
      'The body is the file itself (curl --data-binary @FILE), of any content type, at most 64 MiB; it may be gzipped, ' +
      'with or without Content-Encoding. Its format is found out. One file may hold several artifacts; each is stored. ' +
      'The same file of the same service, instance and time is stored once. Raw files hold whatever the program printed.',
    body: 'The bytes of a goroutine dump, the stderr of a crashed program, a pprof profile, a log with GC traces.',
    queryParams: {
      service: service.optional(),
      instance: instance.optional(),
      time: time('When it was taken. Default: as the file says, else now.').optional(),
      traceId: hexId('Trace it belongs to.', 32).optional(),
      name: optionalText('Name of the file.', 1024).optional(),
    },
    answer: { schema: 'RuntimeUploadResponse', status: 201 },
    errors: uploadErrors,
    handle: ({ query, now, request, signal, runtime }) => {
      const { time: moment, service: from = '', instance: at = '', traceId = '', name = '' } = query;
      const taken = moment === undefined ? undefined : resolveMoment(moment, now);
      if (taken !== undefined && (taken < 0n || taken > now + day)) {
        throw new NightglassError('NG_BAD_PARAMETER', 'time: it lies in the future, or before 1970', {
          parameter: 'time',
          hint: 'Give the time at which it was taken, or leave it out.',
        });
      }
      const about = { service: from, instance: at, traceId, name, takenAtUnixNano: taken };
      return runtime().upload(request, about, { now, signal });
    },
  }),
  route({
    path: '/api/v1/runtime/artifacts',
    operationId: 'searchRuntimeArtifacts',
    tag: 'runtime',
    summary: 'Stored crashes, dumps, profiles and GC traces, the newest first',
    description: 'Without a start, everything that is stored.',
    queryParams: {
      service: service.optional(),
      instance: instance.optional(),
      format: oneOf('Kind of artifact.', runtimeFormats).optional(),
      variant: optionalText('Finer kind: debug=2, heap, gctrace, panic.', 256).optional(),
      fingerprint: optionalText('Crashes of one defect.', 256).optional(),
      traceId: hexId('Trace it belongs to.', 32).optional(),
      ...range,
      limit: integer('Artifacts per page.', 1, 500, 50).optional(),
      cursor: optionalText('`nextCursor` of the page before.', 1024).optional(),
    },
    answer: { schema: 'RuntimeArtifactsResponse' },
    errors: ['NG_BAD_CURSOR'],
    handle: ({ query, now, signal, store }) => {
      const { start, end, ...filter } = query;
      return store.runtimeArtifacts({ ...filter, ...wideRange({ start, end }, now) }, { signal });
    },
  }),
  route({
    path: '/api/v1/runtime/artifacts/{id}',
    operationId: 'getRuntimeArtifact',
    tag: 'runtime',
    summary: 'One artifact: what happened, its findings, its goroutines of interest, what is related to it',
    pathParams: artifactId,
    queryParams: {},
    answer: { schema: 'RuntimeArtifactResponse' },
    errors: readErrors,
    handle: async ({ path, signal, runtime }) =>
      found(await runtime().artifact(path.id, { signal }), path.id),
  }),
  route({
    path: '/api/v1/runtime/artifacts/{id}/raw',
    operationId: 'getRuntimeArtifactFile',
    tag: 'runtime',
    summary: 'The file the artifact was read from, as it was sent',
    description:
      'Line numbers of the artifact are those of this file. It holds what the program printed, unredacted.',
    pathParams: artifactId,
    queryParams: {},
    answer: { file: 'The bytes, as an attachment.' },
    errors: ['NG_NOT_FOUND'],
    handle: async ({ path, signal, runtime, request, response }) => {
      const file = found(await runtime().file(path.id, { signal }), path.id);
      await file.send(request, response);
    },
  }),
  route({
    path: '/api/v1/runtime/artifacts/{id}/goroutines',
    operationId: 'getGoroutineBuckets',
    tag: 'runtime',
    summary: 'Goroutines of a dump, those with alike stacks together',
    pathParams: artifactId,
    queryParams: {
      similarity,
      state: optionalText('State, as chan receive.', 256).optional(),
      label: labels('pprof label of the goroutine.').optional(),
      function: optionalText('Part of a function name on the stack.', 1024).optional(),
      minMinutes: integer('Waiting for at least this many minutes.', 0, 1_000_000).optional(),
      limit: integer('Buckets at most.', 1, 2000, 200).optional(),
    },
    answer: { schema: 'GoroutineBucketsResponse' },
    errors: readErrors,
    handle: async ({ path, query, signal, runtime }) =>
      found(await runtime().buckets(path.id, query, { signal }), path.id),
  }),
  route({
    path: '/api/v1/runtime/artifacts/{id}/goroutines/list',
    operationId: 'getGoroutines',
    tag: 'runtime',
    summary: 'The goroutines of one bucket',
    pathParams: artifactId,
    queryParams: {
      bucket: text('`key` of the bucket.', 256),
      similarity,
      limit: integer('Goroutines at most.', 1, 1000, 100).optional(),
    },
    answer: { schema: 'GoroutinesResponse' },
    errors: readErrors,
    handle: async ({ path, query, signal, runtime }) =>
      found(await runtime().goroutines(path.id, query, { signal }), path.id),
  }),
  route({
    path: '/api/v1/runtime/artifacts/{id}/waits',
    operationId: 'getGoroutineWaits',
    tag: 'runtime',
    summary: 'Who waits for whom in a dump',
    description: 'Go keeps no owner of a lock: edges of kind holds are inferred and say why.',
    pathParams: artifactId,
    queryParams: {},
    answer: { schema: 'WaitGraph' },
    errors: readErrors,
    handle: async ({ path, signal, runtime }) => found(await runtime().waits(path.id, { signal }), path.id),
  }),
  route({
    path: '/api/v1/runtime/artifacts/{id}/flame',
    operationId: 'getProfileFlame',
    tag: 'runtime',
    summary: 'The call tree and the table of a profile, or of its difference to another',
    pathParams: artifactId,
    queryParams: {
      sampleType: sampleType.optional(),
      base: hexId('Profile to subtract.', 32).optional(),
      maxNodes: integer('Calls shown at most; the smallest are left out.', 1, 50_000, 5000).optional(),
    },
    answer: { schema: 'FlameResponse' },
    errors: readErrors,
    handle: async ({ path, query, signal, runtime }) =>
      found(await runtime().flame(path.id, query, { signal }), path.id),
  }),
  route({
    path: '/api/v1/runtime/goroutines/diff',
    operationId: 'diffGoroutines',
    tag: 'runtime',
    summary: 'What changed between two dumps of one program',
    queryParams: {
      before: hexId('The earlier dump.', 32),
      after: hexId('The later dump.', 32),
      similarity,
    },
    answer: { schema: 'GoroutineDiffResponse' },
    errors: readErrors,
    handle: async ({ query, signal, runtime }) =>
      found(await runtime().diff(query, { signal }), `${query.before} or ${query.after}`),
  }),
  route({
    path: '/api/v1/runtime/memory',
    operationId: 'getRuntimeMemory',
    tag: 'runtime',
    summary: 'GC cycles and heap profiles of a service on one time axis, and what they say together',
    description:
      'Without a start, everything that is stored; of more than 40 heap profiles or 10 GC traces the newest.',
    queryParams: { service: text('The service.', 1024), instance: instance.optional(), ...range },
    answer: { schema: 'RuntimeMemoryResponse' },
    errors: readErrors,
    handle: ({ query, now, signal, runtime }) => {
      const { start, end, ...rest } = query;
      return runtime().memory({ ...rest, ...wideRange({ start, end }, now) }, { signal });
    },
  }),
  route({
    path: '/api/v1/runtime/crashes',
    operationId: 'getCrashGroups',
    tag: 'runtime',
    summary: 'Crashes found in artifacts, logs and spans; one defect counts once',
    description: 'The default range is the last 31 days.',
    queryParams: {
      service: service.optional(),
      reason: optionalText(
        'Crashes of one reason only. SIGQUIT, a dump that was asked for, is listed only with reason=SIGQUIT.',
        256,
      ).optional(),
      ...range,
    },
    answer: { schema: 'CrashGroupsResponse' },
    handle: ({ query, now, signal, runtime }) => {
      const { start, end, ...rest } = query;
      return runtime().crashes({ ...rest, ...resolveRange({ start, end }, now, 31n * day) }, { signal });
    },
  }),
];
