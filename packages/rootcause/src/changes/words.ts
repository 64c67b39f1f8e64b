/** Words of code and of sentences: identifiers whole and in parts, for comparing changes with what is seen. */

const identifier = /[A-Za-z_$][A-Za-z0-9_$]{1,60}/g;

/** Words of languages, of commit messages and of every log: they say nothing about one change. */
const empty = new Set(
  [
    'the and for with from this that into not are was has have had will can per via all any new old out off then than when',
    'func function return returns const let var val def class struct type interface import package public private static final void',
    'nil null none true false err error errors string int int64 float64 bool byte bytes any map list array slice self async await',
    'if else elif switch case break continue while range try catch finally throw throws raise defer with yield do end begin',
    'fix feat chore refactor docs test tests style perf build revert add adds added remove removed update updated use uses used using',
    'make simplify tidy cleanup clean move rename extract helper handler handle handled service services server request requests response',
    'get set put post delete http https api url www com org io net app main src pkg lib cmd internal index config default value values',
    'data name key id ids ctx context req res resp msg message info warn warning debug level log logger logging time date now',
    'failed fail failure failing returned call calls called callers caller upstream downstream client clients status code',
    'ms sec secs min mins seconds minutes hours ratio total count number per second minute avg max p50 p90 p95 p99',
  ]
    .join(' ')
    .split(' '),
);

/** Lower-case parts of an identifier: at signs and at humps. */
const partsOf = (word: string): string[] =>
  word
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);

/** A plural is its singular: `items`, `queries`, `caches`. */
const stem = (word: string): string => {
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (word.length > 4 && /(?:ch|sh|ss|x)es$/.test(word)) return word.slice(0, -2);
  return word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;
};

/** Counts of words: every identifier of several parts as a whole, and its parts. Reads at most 100,000 characters. */
export const wordsIn = (
  text: string,
  into: Map<string, number> = new Map(),
  weight = 1,
): Map<string, number> => {
  const see = (word: string): void => {
    into.set(word, (into.get(word) ?? 0) + weight);
  };
  for (const [word] of text.slice(0, 100_000).matchAll(identifier)) {
    const parts = partsOf(word).filter((part) => part !== '');
    if (parts.length > 1 && parts.length < 7) see(parts.join('_'));
    for (const part of parts) if (part.length > 2 && !empty.has(part) && !/^\d+$/.test(part)) see(stem(part));
  }
  return into;
};
