import { NightglassError } from '@nightglass/model';
import { type Moment, resolveMoment } from './times.ts';

const hour = 3_600_000_000_000n;
/** Who asks for a trace by its id does not know when it was; the index on the id makes the range cheap. */
export const wholeTime = 31n * 24n * hour;

/**
 * The half-open range of a request: default the last hour, or another `length`. NG_BAD_TIME_RANGE when it is empty or
 * reversed.
 */
export const resolveRange = (
  params: { start?: Moment | undefined; end?: Moment | undefined },
  now: bigint,
  length: bigint = hour,
): { from: bigint; to: bigint } => {
  const to = params.end ? resolveMoment(params.end, now) : now;
  const from = params.start ? resolveMoment(params.start, now) : to - length;
  if (from >= to) {
    throw new NightglassError('NG_BAD_TIME_RANGE', `start (${iso(from)}) is not before end (${iso(to)})`, {
      parameter: 'start',
      hint: params.end
        ? 'Swap start and end, or widen the range.'
        : 'start is in the future; without an end the range ends now.',
    });
  }
  return { from: from < 0n ? 0n : from, to };
};

const iso = (nano: bigint): string => {
  const ms = Number(nano / 1_000_000n);
  return Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : `${nano} ns`;
};
