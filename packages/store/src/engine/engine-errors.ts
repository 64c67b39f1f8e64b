/**
 * One mapping from ClickHouse's exceptions to the error catalogue, for both engines.
 * Codes: https://github.com/ClickHouse/ClickHouse/blob/master/src/Common/ErrorCodes.cpp
 */

import { type ErrorCode, NightglassError } from '@nightglass/model';

/** The statement is at fault: whoever wrote it can mend it. */
const invalidStatement = new Set([
  2, 4, 6, 7, 8, 9, 10, 15, 16, 19, 20, 26, 27, 34, 35, 36, 38, 41, 42, 43, 44, 46, 47, 48, 50, 51, 52, 53,
  57, 60, 62, 63, 69, 70, 72, 73, 80, 81, 82, 115, 117, 125, 130, 131, 135, 153, 164, 168, 170, 179, 183, 184,
  187, 190, 207, 215, 216, 240, 288, 344, 349, 352, 386, 395, 403, 407, 427, 452, 456, 497, 691, 702, 711,
]);

const resultTooLarge = new Set([158, 161, 307, 396]);
/** Disk full, or the quota of the folder. */
const noSpace = new Set([243]);
const unavailable = new Set([
  3, 74, 76, 95, 198, 202, 203, 209, 210, 225, 236, 242, 252, 279, 286, 319, 425, 439, 516, 519, 999,
]);

/** `Code: 62. DB::Exception: Syntax error: ... (SYNTAX_ERROR) (version 26.7.2.1)` → `Syntax error: ...` */
export const cleanEngineMessage = (message: string): string => {
  let text = message.replace(/\(version [^)]*\)/g, '').replace(/^(?:Code: \d+\. )?(?:DB::Exception: )?/, '');
  text = text.replace(/^Code: \d+\. DB::Exception: /, '');
  // Stack traces and the echo of our own tag are of no use to a person.
  text = text.split('\nStack trace:')[0] ?? text;
  text = text.replaceAll(/\/\* ng:\w+ \*\/ ?/g, '');
  text = text.replace(/(?:[.\s]*\([A-Z][A-Z_]+\)[.\s]*)+$/, '').trim();
  text = text.replace(/(Expected one of: (?:[^,]+, ){6})[\s\S]*$/, '$1…');
  return text.length > 600 ? `${text.slice(0, 600)}…` : text;
};

/** The number in `Code: 62. DB::Exception`, or undefined. */
export const engineErrorCode = (message: string): number | undefined => {
  const m = /Code: (\d+)\b/.exec(message);
  return m ? Number(m[1]) : undefined;
};

interface Explained {
  code: ErrorCode;
  message: string;
  hint?: string;
}

const explain = (number: number | undefined, text: string): Explained => {
  if (number === 159 || number === 160)
    return {
      code: 'NG_QUERY_TIMEOUT',
      message: `The query took too long: ${text}`,
      hint: 'Shorten the time range or narrow the filter.',
    };
  if (number === 241 || number === 173)
    return {
      code: 'NG_QUERY_MEMORY',
      message: `The query needs more memory than it may use: ${text}`,
      hint: 'Shorten the time range, group by fewer attributes, or raise the memory limit of the store.',
    };
  if (number === 394) return { code: 'NG_QUERY_CANCELLED', message: 'The query was cancelled.' };
  if (number !== undefined && resultTooLarge.has(number))
    return {
      code: 'NG_QUERY_INVALID',
      message: `The result is too large: ${text}`,
      hint: 'Add a LIMIT or narrow the filter.',
    };
  if (number !== undefined && noSpace.has(number))
    return {
      code: 'NG_STORE_UNAVAILABLE',
      message: `The store has no space left: ${text}`,
      hint: 'Free disk space or shorten the retention; storing resumes by itself.',
    };
  if (number !== undefined && invalidStatement.has(number))
    return { code: 'NG_QUERY_INVALID', message: text };
  if (number !== undefined && unavailable.has(number))
    return { code: 'NG_STORE_UNAVAILABLE', message: `The store could not do this now: ${text}` };
  if (/No space left on device/.test(text))
    return {
      code: 'NG_STORE_UNAVAILABLE',
      message: `The store has no space left: ${text}`,
      hint: 'Free disk space or shorten the retention; storing resumes by itself.',
    };
  return {
    code: 'NG_INTERNAL',
    message: `The store failed${number === undefined ? '' : ` (code ${number})`}: ${text}`,
  };
};

/** An exception of the engine as a catalogue error. `message` is the engine's own text, code and all. */
export const engineError = (message: string, code?: number): NightglassError => {
  const number = code ?? engineErrorCode(message);
  const e = explain(number, cleanEngineMessage(message));
  return new NightglassError(e.code, e.message, {
    hint: e.hint,
    cause: new EngineException(message, number),
  });
};

/** What the engine itself said; found in `cause`. */
export class EngineException extends Error {
  readonly number: number | undefined;
  constructor(message: string, number: number | undefined) {
    super(message);
    this.name = 'EngineException';
    this.number = number;
  }
}

export const cancelled = (): NightglassError =>
  new NightglassError('NG_QUERY_CANCELLED', 'The query was cancelled.');
