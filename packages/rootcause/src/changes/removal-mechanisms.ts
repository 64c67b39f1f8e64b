/** What was taken away: checks, locks, limits, caches, releases. Only what is not put back elsewhere in the hunk counts. */
import type { Hunk } from './diff.ts';
import { type Mechanism, mechanism } from './mechanism.ts';
import { countOf, lineOf, type NetLines, netLines } from './net-lines.ts';

interface Removal {
  kind: string;
  pattern: RegExp;
  strength: number;
  explains: Mechanism['explains'];
  en: string;
  zh: string;
}

const nullCheck =
  /(?:[=!]==?\s*(?:nil|null|None|undefined)\b|\bis (?:not )?None\b|\b(?:nil|null|undefined)\s*[=!]==?|\?\.|\?\?|\.isPresent\(|\.isEmpty\(\)|\.is_some\(|\.is_none\(|isNull\(|nonNull\(|Optional\.|unwrap_or|typeof \w+ [=!]==? ['"]undefined|\bok\b\s*:?=|if !?ok\b|, ok\s*:?=|hasattr\(|\.get\(\w+, )/;
/** `if err != nil` asks whether a call failed, not whether a value is there. */
const errorCheck =
  /\b(?:err|error|e|ex)\b\s*!==?\s*(?:nil|null|None)|if let Err|\.catch\(|\bcatch\b|\bexcept\b|rescue\b|\.onError|\?;$/;
const boundsCheck =
  /\b(?:len|size|length|count|cap)\b.{0,20}(?:[<>]=?|==)|(?:[<>]=?)\s*(?:len|size|\w+\.(?:length|size|count))\b|\b(?:if|while)\b.{0,60}(?:[<>]=?)\s*(?:0|1|max\w*|limit\w*|\w*Len|\w*Size)\b|IndexOutOf|\.clamp\(|Math\.(?:min|max)\(|\bmin\(|\bmax\(/;

const removals: readonly Removal[] = [
  {
    kind: 'lock_removed',
    pattern:
      /\b(?:Lock|RLock|lock|acquire|synchronized|Mutex|RWMutex|mutex|ReentrantLock|sync\.Map|ConcurrentHashMap|atomic\.|Atomic\w+|SETNX|FOR UPDATE)\b|\bmu\.|\.lock\(/,
    strength: 0.9,
    explains: { map_race: 1, crash: 0.7, errors: 0.5, null: 0.4, range: 0.4, deadlock: 0.3 },
    en: 'It takes a lock away.',
    zh: '它去掉了一个锁。',
  },
  {
    kind: 'limit_removed',
    pattern:
      /\b(?:evict\w*|Evict\w*|maxEntries|max_entries|maxSize|max_size|capacity|LIMIT \d|\.limit\(|semaphore|Semaphore|errgroup.*SetLimit|rateLimit\w*|RateLimit\w*|limiter|truncate|trim|\.slice\(|expire|setex|SETEX|EX \d)\b|>=? ?(?:max|limit)\w*|lru\b|LRU\b/,
    strength: 0.8,
    explains: {
      memory: 1,
      gc: 0.6,
      database: 0.6,
      latency: 0.5,
      overload: 0.6,
      queue: 0.4,
      crash: 0.5,
      rate_limit: 0.5,
      traffic: 0.3,
    },
    en: 'It takes a limit away.',
    zh: '它去掉了一个上限。',
  },
  {
    kind: 'release_removed',
    pattern:
      /\.[Cc]lose\(|\bdefer .*(?:Close|Stop|Cancel|Done|Unlock|Release|Put)\b|\bdefer cancel\(|\bcancel\(\)|\.release\(|\.Release\(|\.dispose\(|\.Stop\(\)|clearInterval|clearTimeout|removeListener|removeEventListener|\.unsubscribe\(|\bwith open\(|try \(.{1,60}=|\busing \(|\.destroy\(/,
    strength: 0.85,
    explains: {
      descriptors: 1,
      pool: 1,
      connections: 0.9,
      goroutines: 0.9,
      memory: 0.7,
      threads: 0.6,
      lock: 0.6,
      deadlock: 0.5,
      latency: 0.3,
      timeout: 0.4,
    },
    en: 'It no longer releases what it takes.',
    zh: '它不再释放所取得的资源。',
  },
  {
    kind: 'cache_removed',
    pattern:
      /\bcach(?:e|ed|ing)\b|[cC]ache\w*[.(]|@Cacheable|memoiz|\bGetOrLoad\b|\bsingleflight\b|lru_cache|keep-?alive|keepAlive|\bpreload|\bprefetch_related|\bselect_related|JOIN FETCH|\beager/i,
    strength: 0.75,
    explains: {
      cache: 1,
      fan_out: 1,
      database: 0.9,
      latency: 0.8,
      cpu: 0.5,
      timeout: 0.6,
      traffic: 0.4,
      pool: 0.5,
      connections: 0.5,
    },
    en: 'It no longer uses a cache.',
    zh: '它不再使用缓存。',
  },
  {
    kind: 'timeout_removed',
    pattern: /[tT]imeout|[dD]eadline|circuit|CircuitBreaker|@HystrixCommand|AbortSignal|WithCancel/,
    strength: 0.7,
    explains: {
      latency: 0.8,
      goroutines: 0.9,
      threads: 0.8,
      pool: 0.8,
      connections: 0.6,
      timeout: 0.3,
      queue: 0.5,
    },
    en: 'It waits without a limit.',
    zh: '它的等待不再有时限。',
  },
  {
    kind: 'backoff_removed',
    pattern: /[bB]ackoff|[jJ]itter|sleep\(|Sleep\(|\.delay\(/,
    strength: 0.7,
    explains: { retry: 1, overload: 0.8, traffic: 0.6, fan_out: 0.6, cpu: 0.6, rate_limit: 0.6, cache: 0.4 },
    en: 'It repeats without a pause.',
    zh: '它不间断地重试。',
  },
];

/** Words of a line, so that a check of the same thing elsewhere counts as kept. */
const subjects = (line: string): string[] => line.match(/[A-Za-z_$][\w$]*(?:\.[\w$]+)*/g) ?? [];

/** Checks that are gone: those removed, less those put in that ask of the same thing. */
const missing = (net: NetLines, pattern: RegExp, except: RegExp | null): string[] => {
  const asks = (line: string): boolean => pattern.test(line) && (except === null || !except.test(line));
  const kept = new Set(net.added.filter(asks).flatMap(subjects));
  return net.removed.filter(
    (line) => asks(line) && !subjects(line).some((word) => word.length > 2 && kept.has(word)),
  );
};

export const removalMechanisms = (hunk: Hunk): Mechanism[] => {
  const net = netLines(hunk);
  const found: Mechanism[] = [];
  for (const { kind, pattern, strength, explains, en, zh } of removals) {
    const gone = countOf(net.removed, pattern) - countOf(net.added, pattern);
    if (gone > 0) found.push(mechanism(kind, strength, { en, zh }, lineOf(net.removed, pattern), explains));
  }
  const [nulls] = missing(net, nullCheck, errorCheck);
  if (nulls !== undefined)
    found.push(
      mechanism(
        'null_check_removed',
        0.9,
        { en: 'It no longer asks whether a value is there.', zh: '它不再检查值是否存在。' },
        nulls,
        { null: 1, crash: 0.8, errors: 0.6, type: 0.5 },
      ),
    );
  const [bounds] = missing(net, boundsCheck, null);
  if (bounds !== undefined)
    found.push(
      mechanism(
        'bounds_check_removed',
        0.8,
        { en: 'It no longer checks a size or a bound.', zh: '它不再检查大小或边界。' },
        bounds,
        { range: 1, crash: 0.7, errors: 0.5, memory: 0.4, null: 0.3 },
      ),
    );
  const handled = countOf(net.removed, errorCheck) - countOf(net.added, errorCheck);
  if (handled > 0 && net.added.length < net.removed.length)
    found.push(
      mechanism(
        'error_check_removed',
        0.5,
        { en: 'It no longer looks at an error.', zh: '它不再检查错误。' },
        lineOf(net.removed, errorCheck),
        { null: 0.6, errors: 0.5, crash: 0.4, range: 0.3 },
      ),
    );
  return [...found, ...flips(net)];
};

const operators =
  /===?|!==?|<=|>=|&&|\|\||(?<![<>=-])[<>](?![<>=])|(?<=\s)[+*/%-](?=\s)|\bnot\b|!(?=\w)|\b(?:and|or)\b|\btrue\b|\bfalse\b/g;

/** Lines that differ in an operator or a truth value only: another condition. */
const flips = ({ removed, added }: NetLines): Mechanism[] => {
  const shape = (line: string): string => line.replace(operators, '').replace(/\s+/g, '');
  const waiting = new Map(
    removed.filter((line) => line.trim().length > 5).map((line) => [shape(line), line]),
  );
  for (const line of added) {
    const old = waiting.get(shape(line));
    if (old === undefined || old.replace(/\s+/g, '') === line.replace(/\s+/g, '')) continue;
    return [
      mechanism(
        'condition_changed',
        0.7,
        { en: 'It changes a condition or an operation.', zh: '它改变了一个条件或运算。' },
        line,
        {
          errors: 0.7,
          null: 0.5,
          range: 0.7,
          latency: 0.4,
          cache: 0.4,
          retry: 0.4,
          auth: 0.4,
          cpu: 0.3,
          crash: 0.4,
          tls_handshake: 0.4,
          config: 0.3,
        },
      ),
    ];
  }
  return [];
};
