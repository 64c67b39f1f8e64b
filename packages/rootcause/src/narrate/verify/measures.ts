/** The units that people and models write behind a number, in English and Chinese. */

export type FigureKind =
  /** ms */
  | 'duration'
  /** bytes */
  | 'bytes'
  | 'byterate'
  /** per second */
  | 'rate'
  /** points of a hundred */
  | 'percent'
  /** times as much */
  | 'ratio'
  /** 95 of p95 */
  | 'percentile'
  | 'plain';

export interface Measure {
  kinds: readonly FigureKind[];
  /** To the base of the kinds. */
  factor: number;
}

const named = (
  kinds: readonly FigureKind[],
  factor: number,
  ...names: readonly string[]
): [string, Measure][] => names.map((name) => [name, { kinds, factor }]);

const measures = new Map<string, Measure>([
  ...named(['duration'], 1e-6, 'ns', 'nanosecond', 'nanoseconds', '纳秒'),
  ...named(['duration'], 1e-3, 'us', 'μs', 'microsecond', 'microseconds', '微秒'),
  ...named(['duration'], 1, 'ms', 'msec', 'millisecond', 'milliseconds', '毫秒'),
  ...named(['duration'], 1_000, 's', 'sec', 'secs', 'second', 'seconds', '秒', '秒钟'),
  ...named(['duration'], 60_000, 'min', 'mins', 'minute', 'minutes', '分钟', '分'),
  ...named(['duration'], 3_600_000, 'h', 'hr', 'hrs', 'hour', 'hours', '小时'),
  ...named(['duration'], 86_400_000, 'd', 'day', 'days', '天'),
  ...named(['bytes'], 1, 'b', 'byte', 'bytes', '字节'),
  ...named(['bytes'], 1e3, 'kb'),
  ...named(['bytes'], 1e6, 'mb'),
  ...named(['bytes'], 1e9, 'gb'),
  ...named(['bytes'], 1024, 'kib'),
  ...named(['bytes'], 1024 ** 2, 'mib'),
  ...named(['bytes'], 1024 ** 3, 'gib'),
  ...named(['bytes'], 1024 ** 4, 'tib'),
  ...named(['byterate'], 1, 'b/s', 'bytes/s'),
  ...named(['byterate'], 1e3, 'kb/s'),
  ...named(['byterate'], 1e6, 'mb/s'),
  ...named(['byterate'], 1e9, 'gb/s'),
  ...named(['byterate'], 1024, 'kib/s'),
  ...named(['byterate'], 1024 ** 2, 'mib/s'),
  ...named(['byterate'], 1024 ** 3, 'gib/s'),
  ...named(['byterate'], 1024 ** 4, 'tib/s'),
  ...named(['rate'], 1, '/s', '/sec', 'rps', 'qps', 'per second', '/秒', '每秒'),
  ...named(['rate'], 1 / 60, '/min', 'per minute', '/分钟', '每分钟'),
  ...named(['percent'], 1, '%', 'percent', 'per cent', 'pct', 'percentage points', '个百分点'),
  ...named(['percentile'], 1, 'percentile', 'th percentile', 'st percentile', '百分位', '分位'),
  ...named(['ratio'], 1, '×', 'x', '-fold', 'fold', '倍'),
  // "13 times" is how often, or how many times as much.
  ...named(['ratio', 'plain'], 1, 'times'),
  ...named(['plain'], 1, '次', '个', '条', 'st', 'nd', 'rd', 'th'),
]);
const longestFirst = [...measures.keys()].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));

/** `412 requests per second`: the noun between a number and its rate. */
const noun = /^ ?[a-z]{2,20} ?(?=per (?:second|minute)|\/s(?![a-z]))/i;

/** The unit that begins at `at`; a word must end where the unit does. */
export const measureAt = (text: string, at: number): { measure: Measure; end: number } | undefined => {
  const skip = noun.exec(text.slice(at, at + 40))?.[0].length ?? 0;
  const rest = text.slice(at + skip, at + skip + 24).toLowerCase();
  const space = rest.startsWith(' ') ? 1 : 0;
  for (const name of longestFirst) {
    if (!rest.startsWith(name, space)) continue;
    const behind = rest.slice(space + name.length);
    if (/[a-z]$/.test(name) && /^[a-z0-9_]/.test(behind)) continue;
    // In 分位, 分布 the sign is no minute.
    if (name === '分' && /^[位之布别片区析支]/.test(behind)) continue;
    const measure = measures.get(name);
    if (measure !== undefined) return { measure, end: at + skip + space + name.length };
  }
  return undefined;
};

/** The unit that stands before its number: 百分之 5, 每秒 5. */
export const measureBefore = (text: string, at: number): Measure | undefined => {
  const before = text.slice(Math.max(0, at - 5), at).trimEnd();
  if (before.endsWith('百分之')) return { kinds: ['percent'], factor: 1 };
  if (before.endsWith('每秒')) return { kinds: ['rate'], factor: 1 };
  return undefined;
};
