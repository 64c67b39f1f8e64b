import { gunzipSync } from 'node:zlib';
import type { RuntimeNote } from '@nightglass/model';
import { Sample } from 'pprof-format';
import type { DumpArtifact, GoVersion, Profile, ProfileArtifact, ReadLimits } from '../model.ts';
import { createProfileBuilder } from './builder.ts';
import { goroutineProfile, goroutinesBehind } from './goroutines.ts';
import { createNoteBook, type NoteBook } from './notes.ts';
import { checkMessage, idKey, type ScannedProfile, scanProfile, signed } from './tables.ts';
import { cumulativeVariants, variantOf } from './variant.ts';
import { goVersionOf } from './version.ts';
import { WireError } from './wire.ts';

const defaultInflatedBytes = 256 * 2 ** 20;
/** Call positions over all samples: 64 MiB of columns. */
const mostPositions = 1 << 24;
/** Call positions of one stack; Go itself keeps at most 1,024 program counters. */
const deepestStack = 2048;
const largestSample = 1 << 20;

export interface PprofRead {
  profile: Profile;
  /** As ProfileArtifact.variant; also `goroutine` and `goroutineleak`. */
  variant: string;
  version: GoVersion;
  notes: RuntimeNote[];
  /** Something of the file was left out; the notes say what. */
  partial: boolean;
}
export type PprofResult = PprofRead | { error: RuntimeNote };

const failure = (code: string, message: string): { error: RuntimeNote } => ({
  error: { code, message, lines: null, count: 1 },
});

const inflate = (bytes: Uint8Array, most: number): Uint8Array | { error: RuntimeNote } => {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: most });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (code === 'ERR_BUFFER_TOO_LARGE')
      return failure(
        'limit-reached',
        `The profile unpacks to more than ${most.toLocaleString('en')} bytes; it was not read.`,
      );
    const reason =
      code === 'Z_BUF_ERROR' ? 'they end early, the file was cut off' : 'they are damaged (checksum or code)';
    return failure('cut-off', `The gzip bytes cannot be unpacked: ${reason}.`);
  }
};

/** A profile's numbers as doubles; says once when one is beyond 2^53. */
const toDouble = (value: number | bigint, book: NoteBook): number => {
  const held = signed(value);
  if (typeof held === 'number') return held;
  if (held > BigInt(Number.MAX_SAFE_INTEGER) || held < BigInt(Number.MIN_SAFE_INTEGER))
    book.add('imprecise-value', 'Values beyond 2^53 are kept as the nearest double.');
  return Number(held);
};

/** Reads what the tables of `scanned` say: strings, locations as call positions, and then each sample. */
const readSamples = (bytes: Uint8Array, scanned: ScannedProfile, book: NoteBook): { profile: Profile } => {
  const builder = createProfileBuilder();
  const string = (index: number | bigint): string => {
    const found = scanned.strings[Number(index)];
    if (found === undefined)
      book.add('missing-string', `String ${index} is used but the table has ${scanned.strings.length}.`);
    return found ?? '';
  };
  const valueType = (of: { type: number | bigint; unit: number | bigint }) => ({
    type: string(of.type),
    unit: string(of.unit),
  });
  const sampleTypes = scanned.sampleTypes.map(valueType);

  const positionsByLocation = new Map<number | bigint, number[]>();
  const positionsOf = (id: number | bigint): number[] => {
    const key = idKey(id);
    const known = positionsByLocation.get(key);
    if (known !== undefined) return known;
    const location = scanned.locations.get(key);
    let found: number[];
    if (location === undefined) {
      book.add('missing-location', `Samples use location ${key}, which the profile does not have.`);
      found = [];
    } else if (location.line.length === 0) {
      const mapping = scanned.mappings.get(idKey(location.mappingId));
      const file = mapping === undefined ? '' : string(mapping.filename);
      found = [builder.position(`0x${BigInt.asUintN(64, BigInt(location.address)).toString(16)}`, file, 0)];
      book.add('no-symbols', 'Some calls are only addresses: the profile has no names for them.');
    } else {
      found = location.line.slice(0, deepestStack).map((line) => {
        const func = scanned.functions.get(idKey(line.functionId));
        if (func === undefined)
          book.add('missing-function', `Function ${line.functionId} is used but not in the profile.`);
        const number = Number(signed(line.line));
        return builder.position(
          func === undefined ? '?' : string(func.name) || string(func.systemName) || '?',
          func === undefined ? '' : string(func.filename),
          number > 0 && number <= 0x7fffffff ? number : 0,
        );
      });
    }
    positionsByLocation.set(key, found);
    return found;
  };

  let negative = false;
  let base = false;
  const values = new Array<number>(sampleTypes.length).fill(0);
  for (let i = 0; i < scanned.samples.length; i += 2) {
    const start = scanned.samples[i] as number;
    const end = scanned.samples[i + 1] as number;
    if (end - start > largestSample || builder.size > mostPositions) {
      book.add('limit-reached', 'Samples were left out: their stacks are too large to keep.');
      continue;
    }
    try {
      checkMessage(bytes, start, end, 3, 3);
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      book.add('malformed-sample', `A sample was left out: ${error.message}.`);
      continue;
    }
    const sample = Sample.decode(bytes.subarray(start, end));
    if (sample.value.length !== sampleTypes.length) {
      book.add(
        'malformed-sample',
        `A sample was left out: it has ${sample.value.length} values for ${sampleTypes.length} sample types.`,
      );
      continue;
    }
    for (let t = 0; t < values.length; t++) {
      values[t] = toDouble(sample.value[t] as number | bigint, book);
      if ((values[t] as number) < 0) negative = true;
    }
    const stack: number[] = [];
    for (const id of sample.locationId) {
      for (const position of positionsOf(id)) {
        if (stack.length < deepestStack) stack.push(position);
      }
      if (stack.length >= deepestStack) {
        book.add('elided-frames', `Stacks deeper than ${deepestStack} calls were cut at the outer end.`);
        break;
      }
    }
    const pairs: [string, string][] = [];
    for (const label of sample.label) {
      const key = string(label.key);
      // `go tool pprof -diff_base` marks the negated side with it; kept, it would part equal stacks.
      if (key === 'pprof::base') base = true;
      else pairs.push([key, Number(label.str) !== 0 ? string(label.str) : String(signed(label.num))]);
    }
    builder.sample(stack, values, pairs);
  }

  const numbers = (field: number): (number | bigint)[] => scanned.numbers.get(field) ?? [];
  const number = (field: number): number => toDouble(numbers(field).at(-1) ?? 0, book);
  const wanted = Number(numbers(14).at(-1) ?? 0);
  const named =
    wanted > 0 ? sampleTypes.findIndex((t) => t.type === scanned.strings[wanted]) : sampleTypes.length - 1;
  return {
    profile: builder.build({
      sampleTypes,
      // Without a default, `go tool pprof` shows the last sample type.
      defaultSampleType: named < 0 ? sampleTypes.length - 1 : named,
      periodType: scanned.periodType === null ? null : valueType(scanned.periodType),
      period: number(12),
      timeUnixNano: BigInt(numbers(9).at(-1) ?? 0),
      durationNano: number(10),
      difference: negative || base,
      comments: numbers(13).map((index) => string(index)),
    }),
  };
};

/** Notes that mean a part of the profile is not there. */
const missing = new Set([
  'limit-reached',
  'malformed-part',
  'malformed-sample',
  'missing-location',
  'missing-function',
  'missing-string',
  'elided-frames',
]);

/**
 * Reads a pprof profile (https://github.com/google/pprof/blob/main/proto/profile.proto), gzipped or plain. The answer
 * is an error value when nothing can be read: damaged or cut-off bytes, no sample types, an inflated size over
 * `limits.inflatedBytes`. Times are nanoseconds, values are in the sample type's own unit.
 */
export const readPprof = (bytes: Uint8Array, limits: ReadLimits = {}): PprofResult => {
  if (bytes.length === 0) return failure('empty-profile', 'The profile is empty: 0 bytes.');
  const inflated = inflate(bytes, limits.inflatedBytes ?? defaultInflatedBytes);
  if ('error' in inflated) return inflated;
  const book = createNoteBook();
  try {
    const scanned = scanProfile(inflated, book);
    if (scanned.sampleTypes.length === 0 || scanned.strings.length === 0)
      return failure('not-a-profile', 'This is not a pprof profile: it names no sample types.');
    const { profile } = readSamples(inflated, scanned, book);
    const variant = variantOf(profile);
    if (cumulativeVariants.has(variant) && profile.durationNano > 0) profile.difference = true;
    if (profile.labels.length === 0) book.add('empty-profile', emptyReason(profile, variant));
    const notes = book.list();
    return {
      profile,
      variant,
      version: goVersionOf(profile.files, profile.functions),
      notes,
      partial: notes.some((note) => missing.has(note.code)),
    };
  } catch (error) {
    if (error instanceof WireError)
      return failure('malformed-profile', `This is not a whole pprof profile: ${error.message}.`);
    throw error;
  }
};

const emptyReason = (profile: Profile, variant: string): string => {
  const seconds = profile.durationNano / 1e9;
  if ((variant === 'heap' || variant === 'allocs') && profile.difference)
    return `No samples over ${seconds} s: heap profiles tell the state of the last finished GC cycle, so a difference without a GC cycle inside is empty. Take two profiles with gc=1 and compare them.`;
  if (profile.sampleTypes[0]?.type === 'contentions')
    return 'No samples: an empty mutex or block profile. Sampling is off until the program calls runtime.SetMutexProfileFraction or runtime.SetBlockProfileRate.';
  return 'The profile is whole but has no samples.';
};

/** As readPprof, but as the artifact that belongs to it: goroutine profiles become dumps of counted goroutines. */
export const readPprofArtifact = (
  bytes: Uint8Array,
  limits: ReadLimits = {},
): ProfileArtifact | DumpArtifact | { error: RuntimeNote } => {
  const read = readPprof(bytes, limits);
  if ('error' in read) return read;
  const { profile, variant, version, notes, partial } = read;
  const common = { lines: null, version, notes, partial };
  if ((variant !== 'goroutine' && variant !== 'goroutineleak') || profile.difference)
    return { format: 'profile', variant, profile, memStats: null, ...common };
  const goroutines = goroutineProfile(profile, limits);
  const overflow = goroutinesBehind(profile, goroutines.length);
  if (overflow.length > 0) {
    const message = `Only the first ${goroutines.length.toLocaleString('en')} stacks were kept.`;
    common.notes.push({ code: 'limit-reached', message, lines: null, count: 1 });
    common.partial = true;
  }
  return {
    format: 'goroutine-profile',
    variant: variant === 'goroutine' ? 'pprof' : variant,
    crash: null,
    goroutines,
    overflow,
    timeUnixNano: profile.timeUnixNano === 0n ? null : profile.timeUnixNano,
    ...common,
  };
};
