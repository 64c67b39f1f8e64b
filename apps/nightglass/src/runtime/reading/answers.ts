/** Questions about artifacts that were read: which part of the understanding answers which, and how much is given. */
import {
  type Artifact,
  bucketGoroutines,
  countStates,
  type DumpArtifact,
  diffGoroutines,
  diffProfiles,
  explainTogether,
  filterGoroutines,
  flameTree,
  groupCrashSightings,
  type ProfileArtifact,
  waitGraph,
  whyNotComparable,
} from '@nightglass/gorun';
import {
  type FlameResponse,
  type Goroutine,
  type GoroutineBucket,
  type GoroutineBucketsResponse,
  type GoroutineDiffResponse,
  type GoroutinesResponse,
  NightglassError,
  type StackSimilarity,
} from '@nightglass/model';
import type { ReadCache } from './cache.ts';
import { memoryOver } from './memory.ts';
import type {
  ArtifactRef,
  BucketsQuery,
  FlameQuery,
  GoroutinesQuery,
  QuestionKind,
  Questions,
  StoredRef,
} from './protocol.ts';

/** Frames of one answer: what a page can show, whatever the dump holds. */
const mostFrames = 40_000;
const mostLabels = 500;
const mostOfInterest = 50;
const mostChanges = 500;

/** The artifact; it is in the cache, because whoever asks has loaded it. */
const artifactOf = (cache: ReadCache, { uploadId, ordinal }: ArtifactRef): Artifact => {
  const artifact = cache.get(uploadId)?.artifacts[ordinal];
  if (artifact !== undefined) return artifact;
  throw new NightglassError('NG_NOT_FOUND', 'the file of this artifact does not hold it any more', {
    hint: 'It was read by another version of Nightglass. Upload the file again.',
  });
};

const wrongKind = (artifact: Artifact, wanted: string, where: string): NightglassError =>
  new NightglassError(
    'NG_BAD_PARAMETER',
    `this is a ${artifact.format} (${artifact.variant}), not ${wanted}`,
    {
      parameter: where,
      hint: `Choose ${wanted}; /api/v1/runtime/artifacts lists artifacts with their format.`,
    },
  );

const dumpOf = (cache: ReadCache, ref: ArtifactRef, where = 'id'): DumpArtifact => {
  const artifact = artifactOf(cache, ref);
  if (artifact.format === 'profile' || artifact.format === 'godebug')
    throw wrongKind(artifact, 'a dump of goroutines', where);
  return artifact;
};

const profileOf = (cache: ReadCache, ref: ArtifactRef, where = 'id'): ProfileArtifact => {
  const artifact = artifactOf(cache, ref);
  if (artifact.format !== 'profile') throw wrongKind(artifact, 'a profile', where);
  return artifact;
};

/** The first of them whose frames fit one answer together. */
const withinFrames = <T extends { frames: readonly unknown[] }>(items: readonly T[], limit: number): T[] => {
  let frames = 0;
  const kept: T[] = [];
  for (const item of items.slice(0, limit)) {
    frames += item.frames.length;
    if (frames > mostFrames && kept.length > 0) break;
    kept.push(item);
  }
  return kept;
};

const counted = (goroutines: readonly { count: number }[]): number =>
  goroutines.reduce((sum, { count }) => sum + count, 0);

const labelsOf = (goroutines: readonly Goroutine[]): GoroutineBucketsResponse['labels'] => {
  const found = new Map<string, GoroutineBucketsResponse['labels'][number]>();
  for (const { labels, count } of goroutines) {
    for (const [key, value] of Object.entries(labels)) {
      const name = JSON.stringify([key, value]);
      const known = found.get(name);
      if (known !== undefined) known.count += count;
      else found.set(name, { key, value, count });
    }
  }
  return [...found.values()].sort((a, b) => b.count - a.count).slice(0, mostLabels);
};

/** Buckets of whole dumps, made once: people come back to them from each goroutine they look at. */
const bucketsMade = new WeakMap<DumpArtifact, Map<StackSimilarity, GoroutineBucket[]>>();

const bucketsOf = (dump: DumpArtifact, similarity: StackSimilarity): GoroutineBucket[] => {
  const made = bucketsMade.get(dump) ?? new Map<StackSimilarity, GoroutineBucket[]>();
  bucketsMade.set(dump, made);
  const found = made.get(similarity) ?? bucketGoroutines(dump.goroutines, similarity);
  made.set(similarity, found);
  return found;
};

const buckets = (dump: DumpArtifact, query: BucketsQuery): GoroutineBucketsResponse => {
  const { similarity = 'any-pointer', label = [], limit = 200, state, minMinutes } = query;
  const wanted = { state: state ?? '', function: query.function ?? '', minMinutes: minMinutes ?? 0 };
  let matching = filterGoroutines(dump.goroutines, wanted);
  for (const { key, value } of label)
    matching = filterGoroutines(matching, { label: value === '' ? key : `${key}=${value}` });
  const everything = matching.length === dump.goroutines.length;
  const all = everything ? bucketsOf(dump, similarity) : bucketGoroutines(matching, similarity);
  const shown = withinFrames(all, limit);
  const everyone = [...dump.goroutines, ...dump.overflow];
  return {
    total: counted(everyone),
    matched: counted(matching),
    buckets: shown,
    states: countStates(everyone),
    labels: labelsOf(dump.goroutines),
    truncated: shown.length < all.length || dump.overflow.length > 0,
  };
};

const goroutines = (dump: DumpArtifact, query: GoroutinesQuery): GoroutinesResponse => {
  const { bucket: key, similarity = 'any-pointer', limit = 100 } = query;
  const bucket = bucketsOf(dump, similarity).find((made) => made.key === key);
  const members = bucket === undefined ? [] : membersOf(dump, bucket, similarity, limit);
  const shown = withinFrames(members, limit);
  return { goroutines: shown, truncated: shown.length > 0 && counted(shown) < (bucket?.count ?? 0) };
};

/** At least the first `limit` goroutines of a bucket: by the ids it names where these are enough, else by comparing. */
const membersOf = (
  dump: DumpArtifact,
  bucket: GoroutineBucket,
  similarity: StackSimilarity,
  limit: number,
): Goroutine[] => {
  const ids = new Set(bucket.goroutines.filter((id) => id > 0));
  if (ids.size >= Math.min(limit, bucket.count)) return dump.goroutines.filter(({ id }) => ids.has(id));
  const found: Goroutine[] = [];
  for (const goroutine of dump.goroutines) {
    if (bucketGoroutines([goroutine], similarity)[0]?.key === bucket.key) found.push(goroutine);
    if (found.length >= limit) break;
  }
  return found;
};

/** Those with these ids in this order, then the others as they stand in the dump. */
const ofInterest = (artifact: Artifact, ids: readonly number[]): Goroutine[] => {
  if (artifact.format === 'profile' || artifact.format === 'godebug') return [];
  const byId = new Map(artifact.goroutines.map((goroutine) => [goroutine.id, goroutine]));
  const chosen = new Set<Goroutine>();
  for (const id of ids) {
    const goroutine = id > 0 ? byId.get(id) : undefined;
    if (goroutine !== undefined) chosen.add(goroutine);
  }
  for (const goroutine of artifact.goroutines) {
    if (chosen.size >= mostOfInterest) break;
    chosen.add(goroutine);
  }
  return withinFrames([...chosen], mostOfInterest);
};

const flame = (profile: ProfileArtifact, base: ProfileArtifact | null, query: FlameQuery): FlameResponse => {
  const reason = base === null ? null : whyNotComparable(base.profile, profile.profile);
  if (reason !== null) {
    throw new NightglassError('NG_BAD_PARAMETER', reason, {
      parameter: 'base',
      hint: 'Compare profiles of one kind: heap with heap, cpu with cpu.',
    });
  }
  const shown = base === null ? profile.profile : diffProfiles(base.profile, profile.profile);
  const { sampleType: name, maxNodes } = query;
  const index = name === undefined ? undefined : shown.sampleTypes.findIndex((t) => t.type === name);
  if (index === -1) {
    const names = shown.sampleTypes.map((t) => t.type).join(', ');
    throw new NightglassError('NG_BAD_PARAMETER', `the profile has no such sample type; it has ${names}`, {
      parameter: 'sampleType',
      hint: `Use one of ${names}.`,
    });
  }
  const made = flameTree(shown, {
    ...(index === undefined ? {} : { sampleType: index }),
    ...(maxNodes === undefined ? {} : { maxNodes }),
  });
  return { ...made, notes: [...profile.notes, ...(base?.notes ?? []), ...made.notes] };
};

const diff = (
  before: { ref: StoredRef; dump: DumpArtifact },
  after: { ref: StoredRef; dump: DumpArtifact },
  similarity: Questions['diff']['ask']['similarity'],
): GoroutineDiffResponse => {
  const changes = diffGoroutines(before.dump.goroutines, after.dump.goroutines, similarity);
  const kept = withinFrames(
    changes.map((change) => ({ change, frames: change.bucket.frames })),
    mostChanges,
  ).map(({ change }) => change);
  const side = ({ ref, dump }: { ref: StoredRef; dump: DumpArtifact }) => ({
    id: ref.id,
    total: counted([...dump.goroutines, ...dump.overflow]),
    timeUnixNano: ref.timeUnixNano,
  });
  const named = ({ ref, dump }: { ref: StoredRef; dump: DumpArtifact }) => ({
    name: ref.name || ref.id,
    result: { artifacts: [dump], notes: [], bytes: 0, lines: 0 },
  });
  return {
    before: side(before),
    after: side(after),
    changes: kept,
    findings: explainTogether([named(before), named(after)]),
    truncated: kept.length < changes.length,
  };
};

type Answers = {
  [K in QuestionKind]: (cache: ReadCache, ask: Questions[K]['ask']) => Questions[K]['answer'];
};

const answers: Answers = {
  interest: (cache, { artifact, ids }) => ofInterest(artifactOf(cache, artifact), ids),
  buckets: (cache, { artifact, query }) => buckets(dumpOf(cache, artifact), query),
  goroutines: (cache, { artifact, query }) => goroutines(dumpOf(cache, artifact), query),
  waits: (cache, { artifact }) => waitGraph(dumpOf(cache, artifact).goroutines),
  flame: (cache, { artifact, base, query }) =>
    flame(profileOf(cache, artifact), base === null ? null : profileOf(cache, base, 'base'), query),
  diff: (cache, { before, after, similarity }) =>
    diff(
      { ref: before, dump: dumpOf(cache, before, 'before') },
      { ref: after, dump: dumpOf(cache, after, 'after') },
      similarity,
    ),
  crashes: (_cache, { seen }) => groupCrashSightings(seen),
  memory: (cache, { gc, heaps }) =>
    memoryOver(
      gc.map((ref) => ({ ref, artifact: artifactOf(cache, ref) })),
      heaps.map((ref) => ({ ref, artifact: artifactOf(cache, ref) })),
    ),
};

/** Answers one question. Bounded in size; NightglassError for what was asked of the wrong kind of artifact. */
export const answerTo = <K extends QuestionKind>(
  cache: ReadCache,
  kind: K,
  ask: Questions[K]['ask'],
): Questions[K]['answer'] => answers[kind](cache, ask);
