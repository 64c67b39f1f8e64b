/** Cuts a sentence into what can be checked: moments, numbers, and words that look like somebody's name. */

export type TokenKind =
  /** A date, a time of day, or both, with its zone. */
  | 'moment'
  | 'number'
  /** A number in words. */
  | 'spelled'
  /** `p99`. */
  | 'percentile'
  /** `http2`, `order_db`, `billing-svc`, `10.0.0.7`: no ordinary word. */
  | 'identifier'
  /** Digits of another script, roots of numbers nobody can check. */
  | 'strange';

export interface Token {
  kind: TokenKind;
  text: string;
  start: number;
  end: number;
}

const zone = String.raw`(?:\s?(?:UTC|GMT)?[+-]\d\d(?::?\d\d)?|\s?(?:Z|[A-Z]{2,5}\b))?`;
const clock = String.raw`\d{1,2}:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:\s?[aApP][mM]\b)?`;
const english =
  'two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|' +
  'nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|dozens?|' +
  'half|halved|twice|thrice|doubl(?:e|ed|es|ing)|tripl(?:e|ed|es|ing)|quadrupl(?:e|ed|es|ing)|tenfold|twofold|threefold';
const chinese = String.raw`(?:[二两三四五六七八九十百千万]+|半)(?=\s?(?:倍|次|秒|毫秒|微秒|分钟|小时|天|条|个|成))|翻[倍番]`;

/** What may stand right behind the digits without making a name of them. */
const glued = String.raw`[eE][-+]?\d+|(?i:ns|us|μs|ms|s|min|h|d|b|[kmgt]i?b|x|st|nd|rd|th|rps|qps)`;

const pattern = new RegExp(
  [
    String.raw`(?<moment>(?<![\w:.])(?:\d{4}-\d\d-\d\d(?:[T ]${clock})?|${clock})${zone})`,
    String.raw`(?<percentile>(?<![\w.])[pP]\d{2,4}(?:\.\d)?(?![\w.-]*\w))`,
    String.raw`(?<spelled>(?<![\w-])(?i:${english})(?![\w-]))`,
    `(?<cjk>${chinese})`,
    String.raw`(?<version>(?<![\w.])\d+(?:\.\d+){2,}(?::\d+)?)`,
    String.raw`(?<word>[A-Za-z_\u00c0-\u024f][\w\u00c0-\u024f]*(?:[./:@+-]+[\w\u00c0-\u024f]+)*|/[A-Za-z_][\w./:@{}-]*)`,
    String.raw`(?<mixed>(?<![\w.])(?!\d+(?:\.\d+)?(?:${glued})(?!\w))\d+[A-Za-z_]\w*)`,
    String.raw`(?<number>(?:(?<![\w.)\]-])[-−+])?(?:(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d+)?)`,
    String.raw`(?<strange>\p{Nd}|\p{Nl})`,
  ].join('|'),
  'gu',
);

/** What names of programs end with; hyphens alone make no name (`event-loop`, `short-lived`). */
const nameEnd =
  /[-_.](?:svc|service|services|api|app|db|database|gateway|server|client|worker|workers|queue|cache|proxy|broker|pod|node|host|cluster|backend|frontend|web|job|cron|prod|staging|redis|kafka|postgres|mysql)$/i;

const looksLikeName = (word: string): boolean =>
  /\d/.test(word) ||
  /_/.test(word) ||
  /[a-z][A-Z]/.test(word) ||
  /\w[./:@+]\w/.test(word) ||
  word.startsWith('/') ||
  nameEnd.test(word);

/** In order of the text; ordinary words are no tokens. The sentence is normalised (NFKC). */
export const tokensOf = (sentence: string): Token[] => {
  const tokens: Token[] = [];
  for (const match of sentence.matchAll(pattern)) {
    const { groups = {}, index: start } = match;
    const text = match[0];
    const token = (kind: TokenKind): number => tokens.push({ kind, text, start, end: start + text.length });
    if (groups.moment !== undefined) token('moment');
    else if (groups.percentile !== undefined) token('percentile');
    else if (groups.spelled !== undefined || groups.cjk !== undefined) token('spelled');
    else if (groups.version !== undefined || groups.mixed !== undefined) token('identifier');
    else if (groups.strange !== undefined) token('strange');
    else if (groups.number !== undefined) token('number');
    else if (looksLikeName(text)) token('identifier');
  }
  return tokens;
};
