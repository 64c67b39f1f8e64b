/** What was put in: calls in loops, things that only grow, goroutines, locks, waiting, retries, queries. */
import type { LocalText } from '@nightglass/model';
import type { Hunk } from './diff.ts';
import { type Mechanism, mechanism } from './mechanism.ts';
import { countOf, lineOf, netLines } from './net-lines.ts';

const loop =
  /\b(?:for|while|foreach|forEach|loop)\b|\.(?:forEach|map|flatMap|each|stream|iter)\(|\bdo \{|Promise\.all/;
/** A call that leaves the process, by its receiver or its verb. */
const remoteCall =
  /(?:\b|_)(?:client|repo|repository|dao|db|database|store|storage|catalog|api|stub|grpc|http|redis|cache|session|conn|tx|svc|service|gateway|remote|rpc|sql|em|entityManager|mongo|collection|s3|kafka|queue)s?\b[\w.]*\.\w+\(|\.(?:Get|Find|Fetch|Load|Query|Select|Lookup|Read|Exec|Execute|Call|Invoke|Send|Publish|Do)[A-Z]?\w*\(\s*(?:ctx|context|r\.Context)|\.(?:find\w*|fetch\w*|query\w*|execute\w*|load\w*|getBy\w*|findBy\w*|save|request)\(|\bfetch\(|\bawait \w+[\w.]*\(|\b(?:SELECT|INSERT|UPDATE|DELETE)\b/;
const grows =
  /(?:\bappend\(|\.append\(|\.push\(|\.add\(|\.put\(|\.offer\(|\.insert\(|\.set\(|\.store\(|\.Store\(|\+= ?\[|\[[^\]]{1,60}\]\s*=(?!=))/;
const lasting =
  /^\s*(?:var|let|const|static|private static|public static|global|protected static|final static)\s|^[A-Za-z_]\w*\s*(?::[^=]{1,40})?=\s*(?:\[\]|\{\}|dict\(|list\(|set\(|new (?:Map|Set|WeakMap|ArrayList|HashMap))|\bself\.\w+\s*=\s*(?:\[\]|\{\})|\b(?:package-level|module-level)\b/;
const bounded =
  /\b(?:lru|LRU|evict\w*|Evict\w*|maxEntries|maxSize|max_size|capacity|ring|RingBuffer|expire\w*|ttl|TTL|limit|bounded|delete\(|\.delete\(|\.remove\(|\.shift\(|\.pop\(|trim|truncate|clear\(|weak\w*|Weak\w*|\w*[mM]ax(?:imum)?[A-Z_]?\w*)\b/;
const spawn =
  /\bgo func\b|\bgo \w[\w.]*\(|new Thread\(|\.submit\(|\.execute\(|CompletableFuture\.\w*[aA]sync|setInterval\(|tokio::spawn|thread::spawn|asyncio\.create_task|threading\.Thread|Task\.Run\(|launch \{|ensure_future/;
const ends =
  /\bctx\.Done\(|<-\s*(?:ctx|done|stop|quit)|errgroup|WaitGroup|\.Wait\(|\.join\(|context\.With|cancel\b|clearInterval|semaphore|Semaphore|worker ?pool|<-ctx/i;
const lock =
  /\.(?:Lock|RLock|lock|acquire)\(|\bsynchronized\b|\bwith \w*lock\b|FOR UPDATE|LOCK TABLE|SERIALIZABLE|\bmutex\b.*=|pg_advisory/;
const blocking =
  /\b(?:time\.)?[sS]leep\(|Thread\.sleep|\w+Sync\(|\bexecSync|\.block\(\)|\.get\(\)\s*;\s*\/\/ wait|\.join\(\)|\bbusy|JSON\.(?:parse|stringify)\(|regexp?\.(?:MustCompile|compile|Compile)\(|new RegExp\(|Pattern\.compile|bcrypt|scrypt|pbkdf2|gzip|\bsort\w*\(|\.sort\(|reflect\.|deepcopy|cloneDeep|ioutil\.ReadAll|io\.ReadAll|readlines\(|\.ReadAll\(|System\.gc|runtime\.GC|fsync|\.flush\(|\.Sync\(\)/;
const retries = /\bretr(?:y|ies|ying)\b|\bfor\b.{0,40}\battempt|\bmaxRetries|@Retryable|tenacity|backoff\./i;
const raises =
  /\bpanic\(|\bthrow\b|\braise\b|\breturn .{0,60}(?:errors?\.(?:New|Wrap)|fmt\.Errorf|status\.Error|Err[A-Z]\w+)|\babort\(|log\.Fatal|os\.Exit|System\.exit|process\.exit|\bassert\b|unwrap\(\)|\.expect\(|MustCompile|\bmust[A-Z]/;
const background = /context\.(?:Background|TODO)\(\)|without ?cancel|WithoutCancel/i;
const heldAcross = /\bdefer \w+(?:\.\w+)*\.(?:Unlock|RUnlock)\(/;

const text = (en: string, zh: string): LocalText => ({ en, zh });

export const workMechanisms = (hunk: Hunk): Mechanism[] => {
  const { removed, added } = netLines(hunk);
  const more = (pattern: RegExp): number => countOf(added, pattern) - countOf(removed, pattern);
  const found: Mechanism[] = [];
  const looped = callInLoop(hunk);
  if (looped !== null) found.push(looped);
  const growing = growth(hunk, added, removed);
  if (growing !== null) found.push(growing);
  if (more(spawn) > 0)
    found.push(
      mechanism(
        'spawn',
        countOf(added, ends) > 0 ? 0.35 : 0.85,
        text(
          'It starts work of its own for each call, and nothing waits for its end.',
          '它为每次调用启动独立任务，且无人等待其结束。',
        ),
        lineOf(added, spawn),
        {
          goroutines: 1,
          threads: 0.9,
          memory: 0.7,
          cpu: 0.5,
          connections: 0.5,
          map_race: 0.7,
          pool: 0.5,
          gc: 0.5,
        },
      ),
    );
  if (more(lock) > 0)
    found.push(
      mechanism(
        'lock_added',
        countOf(added, heldAcross) > 0 || countOf(added, remoteCall) > 0 ? 0.85 : 0.7,
        text('It takes a lock.', '它增加了一个锁。'),
        lineOf(added, lock),
        {
          lock: 1,
          deadlock: 1,
          latency: 0.8,
          timeout: 0.6,
          goroutines: 0.5,
          pool: 0.5,
          threads: 0.5,
          database: 0.5,
          queue: 0.4,
        },
      ),
    );
  if (more(blocking) > 0)
    found.push(
      mechanism(
        'heavy_work',
        0.65,
        text('It adds work that takes time or waits.', '它增加了耗时或阻塞的操作。'),
        lineOf(added, blocking),
        {
          latency: 0.9,
          cpu: 0.9,
          event_loop: 1,
          timeout: 0.6,
          threads: 0.5,
          memory: 0.5,
          gc: 0.5,
          queue: 0.5,
          disk: 0.3,
          pool: 0.4,
        },
      ),
    );
  if (more(retries) > 0)
    found.push(
      mechanism(
        'retry_added',
        0.7,
        text('It repeats calls that fail.', '它重试失败的调用。'),
        lineOf(added, retries),
        { retry: 1, fan_out: 0.7, overload: 0.8, traffic: 0.6, latency: 0.5, timeout: 0.4, rate_limit: 0.6 },
      ),
    );
  if (more(raises) > 0)
    found.push(
      mechanism(
        'raises',
        0.55,
        text('It raises an error where there was none.', '它在原本没有错误的地方抛出错误。'),
        lineOf(added, raises),
        { errors: 0.8, crash: 0.6, config: 0.5, auth: 0.4, parse: 0.5, null: 0.3 },
      ),
    );
  if (more(background) > 0)
    found.push(
      mechanism(
        'uncancelled',
        0.6,
        text('It no longer ends when its caller does.', '它不再随调用方结束而结束。'),
        lineOf(added, background),
        { goroutines: 0.9, latency: 0.5, pool: 0.6, connections: 0.5, timeout: 0.4, database: 0.4 },
      ),
    );
  return found;
};

const indentOf = (line: string): number => /^[\t ]*/.exec(line)![0].replaceAll('\t', '    ').length;

/** A call that leaves the process, put inside a loop of the code as it stands after the change. */
const callInLoop = (hunk: Hunk): Mechanism | null => {
  const callsBefore = hunk.removed.filter((line) => remoteCall.test(line)).length;
  const calls = hunk.after.filter(({ text: line, added }) => added && remoteCall.test(line));
  if (calls.length === 0 || calls.length <= callsBefore) return null;
  let depth = -1;
  for (const { text: line, added } of hunk.after) {
    if (line.trim() === '') continue;
    const indent = indentOf(line);
    if (depth >= 0 && indent <= depth && !/^\s*[})\]]/.test(line)) depth = -1;
    const inside = depth >= 0 && indent > depth;
    const onLine = loop.test(line) && /\.(?:forEach|map|flatMap|each)\(|Promise\.all/.test(line);
    if (added && remoteCall.test(line) && (inside || onLine))
      return mechanism(
        'call_in_loop',
        0.95,
        text('It makes a call for every item of a loop.', '它在循环中对每个条目发起调用。'),
        line,
        {
          fan_out: 1,
          database: 0.9,
          latency: 0.9,
          timeout: 0.6,
          pool: 0.6,
          traffic: 0.4,
          cpu: 0.3,
          connections: 0.4,
          overload: 0.4,
        },
      );
    if (loop.test(line) && depth < 0) depth = indent;
  }
  return null;
};

/** Something that outlives the call gets more with every call, and nothing takes it away. */
const growth = (hunk: Hunk, added: readonly string[], removed: readonly string[]): Mechanism | null => {
  const adding = added.filter((line) => grows.test(line));
  if (adding.length <= countOf(removed, grows)) return null;
  const lines = [...hunk.context, ...added];
  const names = lines
    .filter((line) => lasting.test(line) && indentOf(line) === 0)
    .flatMap((line) => line.match(/\b[A-Za-z_]\w{2,}\b/g) ?? []);
  const shared = new Set(
    names.filter(
      (name) =>
        !/^(?:var|let|const|static|private|public|final|new|map|string|int|func|list|dict|set)$/i.test(name),
    ),
  );
  const line = adding.find((one) =>
    (one.match(/\b[A-Za-z_]\w{2,}\b/g) ?? []).some((word) => shared.has(word)),
  );
  const onObject = adding.find((one) =>
    /\b(?:self|this|s|c|h|m|p)\.\w*(?:log|history|cache|list|buffer|entries|records|items|seen|map|registry|listeners|handlers|subscribers|queue|events)\w*/i.test(
      one,
    ),
  );
  const chosen = line ?? onObject;
  if (chosen === undefined) return null;
  const limited = countOf([...added, ...hunk.context], bounded) > 0;
  return mechanism(
    'unbounded_growth',
    limited ? 0.15 : line === undefined ? 0.7 : 0.95,
    text('It keeps something of every call and never lets it go.', '它为每次调用保留数据，且从不释放。'),
    chosen,
    { memory: 1, gc: 0.8, crash: 0.6, latency: 0.3, cpu: 0.3, disk: 0.2, cache: 0.2 },
  );
};
