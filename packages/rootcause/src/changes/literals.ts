/** Numbers, durations and sizes in code and configuration, and how a line's differ from those of the line it replaced. */

export interface Literal {
  /** In ms for durations, bytes for sizes, as written for numbers. */
  value: number;
  dimension: 'time' | 'size' | 'number';
  text: string;
}

export interface LiteralChange {
  before: Literal;
  after: Literal;
  /** The line with the literal taken out: names, keys. */
  around: string;
}

const timeUnits: Record<string, number> = {
  nanosecond: 1e-6,
  microsecond: 1e-3,
  millisecond: 1,
  millis: 1,
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  ns: 1e-6,
  us: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
const sizeUnits: Record<string, number> = {
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  ki: 1024,
  mi: 1024 ** 2,
  gi: 1024 ** 3,
  kib: 1024,
  mib: 1024 ** 2,
  gib: 1024 ** 3,
};

/**
 * `5 * time.Second`, `300*time.Millisecond`, `Duration.ofSeconds(5)`, `TimeUnit.SECONDS`, `15m`, `250ms`, `512Mi`, `1 << 20`,
 * `1_000`, `0.5`.
 */
const literal =
  /Duration\.of(Nano|Micro|Milli|Second|Minute|Hour|Day)s?\((\d[\d_]*)L?\)|(?<![\w.])(\d[\d_]*(?:\.\d+)?)(?:\s*\*\s*(?:time\.|chrono::)?(Nanosecond|Microsecond|Millisecond|Second|Minute|Hour|second|minute|hour|ms|millisecond)s?\b|\s*,\s*TimeUnit\.(NANOSECOND|MICROSECOND|MILLISECOND|SECOND|MINUTE|HOUR|DAY)S|\s*<<\s*(\d+)|\s?([A-Za-z]{1,3})(?![\w])|(?![\w.]))/g;

const read = (match: RegExpExecArray): Literal | null => {
  const [text, ofUnit, ofNumber, plain, factor, timeUnit, shift, suffix] = match;
  const number = Number((ofNumber ?? plain ?? '').replaceAll('_', ''));
  if (!Number.isFinite(number)) return null;
  const named = (ofUnit ?? factor ?? timeUnit)?.toLowerCase();
  if (named !== undefined) {
    const unit = timeUnits[named] ?? timeUnits[`${named}second`] ?? 1;
    return { value: number * unit, dimension: 'time', text };
  }
  if (shift !== undefined)
    return { value: number * 2 ** Math.min(60, Number(shift)), dimension: 'number', text };
  if (suffix === undefined) return { value: number, dimension: 'number', text };
  const lower = suffix.toLowerCase();
  // `m` of Kubernetes' CPU quantities and of minutes cannot be told apart: only their quotient counts.
  if (timeUnits[lower] !== undefined && suffix !== 'M')
    return { value: number * timeUnits[lower], dimension: 'time', text };
  if (sizeUnits[lower] !== undefined) return { value: number * sizeUnits[lower], dimension: 'size', text };
  if (/^[KMG]$/.test(suffix)) return { value: number * sizeUnits[`${lower}b`]!, dimension: 'size', text };
  return null;
};

/** The literals of a line, and the line with each replaced by `0`. */
export const literalsIn = (line: string): { literals: Literal[]; skeleton: string } => {
  const literals: Literal[] = [];
  const skeleton = line.slice(0, 400).replace(literal, (...groups) => {
    const match = groups.slice(0, 8) as unknown as RegExpExecArray;
    const found = read(match);
    if (found === null) return match[0];
    literals.push(found);
    return '0';
  });
  return { literals, skeleton: skeleton.replace(/\s+/g, ' ').trim() };
};

interface Line {
  literals: Literal[];
  skeleton: string;
  words: Set<string>;
}

const linesWithLiterals = (lines: readonly string[]): Line[] =>
  lines
    .map((line) => literalsIn(line))
    .filter(({ literals }) => literals.length > 0)
    .map((line) => ({ ...line, words: new Set(line.skeleton.match(/[A-Za-z_]\w*/g) ?? []) }));

/** Share of words that two lines have in common (Dice). */
const likeness = (a: Line, b: Line): number => {
  if (a.skeleton === b.skeleton) return 1;
  let common = 0;
  for (const word of a.words) if (b.words.has(word)) common++;
  return (2 * common) / Math.max(1, a.words.size + b.words.size);
};

const leastLike = 0.6;

/**
 * Literals of lines that replaced each other: the same line but for its literals, or else (a name changed as well) the most
 * alike of those that are left. Each line counts once.
 */
export const literalChanges = (removed: readonly string[], added: readonly string[]): LiteralChange[] => {
  const old = linesWithLiterals(removed);
  const changes: LiteralChange[] = [];
  const pair = (line: Line, least: number): boolean => {
    let best = -1;
    let most = least;
    old.forEach((candidate, i) => {
      const like = candidate.literals.length === line.literals.length ? likeness(candidate, line) : 0;
      if (like >= most && (best < 0 || like > most)) {
        best = i;
        most = like;
      }
    });
    if (best < 0) return false;
    const [before] = old.splice(best, 1);
    line.literals.forEach((after, i) => {
      const was = before!.literals[i]!;
      if (was.value !== after.value && was.dimension === after.dimension)
        changes.push({ before: was, after, around: line.skeleton });
    });
    return true;
  };
  const open = linesWithLiterals(added).filter((line) => !pair(line, 1));
  for (const line of open) pair(line, leastLike);
  return changes;
};
