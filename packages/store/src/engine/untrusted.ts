/**
 * Statements typed by a person. `readonly = 1` stops writes and table functions that reach out, but not
 * `INTO OUTFILE`, `KILL`, or the function `file()`; measured on 26.7. So the text must also parse as one statement
 * on its own, and a SELECT is wrapped, which leaves no place for a clause that writes.
 */

import { NightglassError } from '@nightglass/model';
import { raw, type Sql, sql } from '../sql.ts';

const refuse = (message: string, hint: string): NightglassError =>
  new NightglassError('NG_QUERY_INVALID', message, { hint });

const readingVerbs = ['SELECT', 'WITH', 'SHOW', 'DESCRIBE', 'DESC', 'EXISTS', 'EXPLAIN'];

/** Functions that read files or configuration. */
const reaching = /^\s*Function (file|getServerSetting|catboostEvaluate)\b/m;

/** Runs `ask` (a trusted query) to look at the text and returns the text to run. Throws NG_QUERY_INVALID. */
export const guardUntrusted = async (
  text: string,
  ask: (check: Sql) => Promise<Record<string, string>[]>,
): Promise<string> => {
  const bare = text.trim().replace(/;\s*$/, '');
  // Throws a syntax error for two statements, too.
  const formatted = (await ask(sql`SELECT formatQuerySingleLine(${bare}) AS q`))[0]?.q ?? '';
  const verb = /^\(*\s*([A-Z]+)/i.exec(formatted)?.[1]?.toUpperCase() ?? '';
  if (!readingVerbs.includes(verb))
    throw refuse(
      `${verb || 'This'} is not allowed here`,
      'Only SELECT, SHOW, DESCRIBE, EXISTS and EXPLAIN are.',
    );
  if (/\bINTO OUTFILE\b/i.test(withoutLiterals(formatted)))
    throw refuse('INTO OUTFILE is not allowed here', 'Leave the clause out.');
  if (/\bFORMAT \w+$/i.test(formatted))
    throw refuse('FORMAT is not allowed here', 'Leave the clause out; the format is chosen by whoever asks.');
  const tree = (await ask(raw(`EXPLAIN AST ${formatted}`))).map((r) => r.explain ?? '').join('\n');
  if (reaching.test(tree))
    throw refuse('This statement uses a function that reads files', 'Use the tables of the store.');
  if (/^\s*Set$/m.test(tree))
    throw refuse(
      'SETTINGS are not allowed here',
      'Leave the clause out; the limits are set by whoever asks.',
    );
  return verb === 'SELECT' || verb === 'WITH' ? `SELECT * FROM (\n${bare}\n)` : formatted;
};

/** String literals and quoted names blanked, so that their content is not taken for a clause. */
const withoutLiterals = (text: string): string =>
  text.replace(/'(?:[^'\\]|\\.|'')*'|`(?:[^`\\]|\\.)*`|"(?:[^"\\]|\\.)*"/g, "''");
