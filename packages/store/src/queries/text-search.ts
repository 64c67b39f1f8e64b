/** The search box of the logs: text to a condition on `Body`. */
import { bodyWordsCondition } from '../schema/index.ts';
import { join, type Sql, sql } from '../sql.ts';

export interface Term {
  text: string;
  /** `exact`: a word or phrase; `pattern`: `*` stands for anything. */
  kind: 'exact' | 'pattern';
  negated: boolean;
}

/** `timeout "connection refused" -health user*` : terms are separated by spaces, all must hold. */
export const parseTerms = (query: string): Term[] => {
  const terms: Term[] = [];
  for (const m of query.matchAll(/(-?)"([^"]*)"?|(\S+)/g)) {
    const quoted = m[2] !== undefined;
    const bare = m[3] ?? '';
    const negated = quoted ? m[1] === '-' : bare.length > 1 && bare.startsWith('-');
    const text = quoted ? (m[2] ?? '') : negated ? bare.slice(1) : bare;
    if (text.replaceAll('*', '').trim() === '') continue;
    terms.push({ text, negated, kind: !quoted && text.includes('*') ? 'pattern' : 'exact' });
  }
  return terms;
};

/** The text index holds `lower(Body)`, and ClickHouse's lower() knows ASCII only. */
const lowerAscii = (text: string): string => text.replaceAll(/[A-Z]/g, (c) => c.toLowerCase());

const escapeLike = (text: string): string => text.replaceAll(/[\\%_]/g, '\\$&');

/**
 * Words are whole tokens (letters and digits), so that the index finds them; text with other characters in it has all
 * its tokens and stands there literally. Text that is not ASCII is looked for literally: Chinese has no spaces.
 */
const termCondition = ({ text, kind }: Term): Sql => {
  const lowered = lowerAscii(text);
  if (kind === 'pattern') {
    const pattern = lowered.split(/\*+/).map(escapeLike).join('%');
    return sql`lower(Body) LIKE ${`%${pattern}%`.replaceAll(/%+/g, '%')}`;
  }
  const literal = sql`position(lower(Body), ${lowered}) > 0`;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the whole ASCII range is meant
  if (!/^[\x00-\x7f]*$/.test(text)) return literal;
  const words = lowered.split(/[^a-z0-9]+/).filter((w) => w !== '');
  if (words.length === 0) return literal;
  const tokens = bodyWordsCondition(words);
  return words.length === 1 && words[0] === lowered ? tokens : sql`(${tokens} AND ${literal})`;
};

export const bodyCondition = (query: string): Sql => {
  const terms = parseTerms(query);
  return join(
    terms.map((term) => (term.negated ? sql`NOT ${termCondition(term)}` : termCondition(term))),
    ' AND ',
    sql`1`,
  );
};

/** Words of a span search: each in the name, the status message or a value, whatever its case. */
export const spanTextCondition = (query: string): Sql =>
  join(
    parseTerms(query).map(({ text, negated }) => {
      const word = text.replaceAll('*', '');
      const found = sql`(positionCaseInsensitive(SpanName, ${word}) > 0 OR positionCaseInsensitive(StatusMessage, ${word}) > 0
        OR arrayExists(v -> positionCaseInsensitive(v, ${word}) > 0, mapValues(SpanAttributes)))`;
      return negated ? sql`NOT ${found}` : found;
    }),
    ' AND ',
    sql`1`,
  );
