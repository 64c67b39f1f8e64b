/** Which time is asked about, and which is compared with it. Unix nanoseconds. Pure. */
import { type ExplanationRequest, NightglassError } from '@nightglass/model';
import { readMoment } from '../api/params.ts';

export interface Range {
  from: bigint;
  to: bigint;
}

const minute = 60_000_000_000n;
const hour = 60n * minute;
const defaultLength = 10n * minute;
const mostLength = 24n * hour;
/** Normal time is looked at for so long at least, when there is so much, */
const leastBaseline = hour;
/** and never for longer. */
const mostBaseline = 24n * hour;

/** The last ten minutes unless said otherwise. NG_BAD_PARAMETER, NG_BAD_TIME_RANGE. */
export const askedRange = (request: ExplanationRequest, now: bigint): Range => {
  const to = readMoment('end', request.end, now) ?? now;
  const from = readMoment('start', request.start, now) ?? to - defaultLength;
  const refuse = (message: string, hint: string): never => {
    throw new NightglassError('NG_BAD_TIME_RANGE', message, { parameter: 'start', hint });
  };
  if (from >= to) refuse('start is not before end', 'Swap start and end, or widen the range.');
  if (to - from > mostLength)
    refuse('the range is longer than 24 h', 'Give the time around the beginning of the trouble.');
  if (from >= now) refuse('the range lies in the future', 'Give a time that has passed.');
  return { from: from < 0n ? 0n : from, to: to < now ? to : now };
};

/** The time before: an hour, or three times as long as what is asked about; at most a day. */
export const wishedBaseline = ({ from, to }: Range): Range => {
  const three = 3n * (to - from);
  const length = three < leastBaseline ? leastBaseline : three > mostBaseline ? mostBaseline : three;
  return { from: from > length ? from - length : 0n, to: from };
};

/** A comparison needs so much normal time before the start; with less, the start is looked for in the data. */
export const shortestBaseline = 20_000_000_000n;

/**
 * What can be compared when the data began at `first`: the wished baseline as far as there is data. When the data began
 * inside what is asked about, its first part is normal time until something else is found.
 */
export const possibleWindows = (
  asked: Range,
  wished: Range,
  first: bigint | null,
): { baseline: Range; incident: Range } => {
  const begin = first === null || first < wished.from ? wished.from : first;
  if (asked.from - begin >= shortestBaseline)
    return { baseline: { from: begin, to: asked.from }, incident: asked };
  const start = begin < asked.to ? begin : asked.from;
  const length = asked.to - start;
  const middle = start + (length < 2n * minute ? length / 2n : length / 4n < minute ? minute : length / 4n);
  return { baseline: { from: start, to: middle }, incident: { from: middle, to: asked.to } };
};
