/** One shape for every answer: a notice, the result, and what was left out to keep it short. */
import { notice } from './untrusted.ts';

/** A list of the result that may be cut, and how to ask for what is missing. */
export interface Cuttable {
  list: string;
  how: string;
}

export interface Answer {
  result: Record<string, unknown>;
  /** The first is cut first. */
  cuttable: readonly Cuttable[];
}

interface Cut {
  list: string;
  shown: number;
  of: number;
  how: string;
}

/** A model's window is small and dear. */
export const mostBytes = 20_000;

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

/** The answer as text, at most `most` bytes as long as what cannot be cut is. */
export const answerText = ({ result, cuttable }: Answer, most = mostBytes): string => {
  const shown = { ...result };
  const cuts: Cut[] = [];
  const whole = (): string =>
    JSON.stringify({ notice, ...(cuts.length === 0 ? {} : { cut: cuts }), result: shown });
  // Room for the note itself.
  const room = most - 300;
  for (const { list, how } of cuttable) {
    const over = Buffer.byteLength(whole()) - room;
    const items = shown[list];
    if (over <= 0) break;
    if (!Array.isArray(items) || items.length === 0) continue;
    const kept = fitting(items, over);
    shown[list] = items.slice(0, kept);
    cuts.push({ list, shown: kept, of: items.length, how });
  }
  return whole();
};

/** How many items from the beginning remain when `over` bytes go. */
const fitting = (items: readonly unknown[], over: number): number => {
  let kept = items.length;
  for (let left = over; left > 0 && kept > 0; kept--) left -= bytesOf(items[kept - 1]) + 1;
  return kept;
};
