/** Limits, times and sizes that were changed: what the literal is called says what it does, its direction what follows. */
import type { LocalText } from '@nightglass/model';
import { nameTokens } from '../metrics/meaning.ts';
import { codeLines, type Hunk } from './diff.ts';
import { type LiteralChange, literalChanges } from './literals.ts';
import { type Mechanism, mechanism } from './mechanism.ts';

interface Setting {
  kind: string;
  /** Any word that begins so. */
  words: RegExp;
  lower: Mechanism['explains'] | null;
  higher: Mechanism['explains'] | null;
  en: string;
  zh: string;
}

/** The first whose words stand on the line counts. */
const settings: readonly Setting[] = [
  {
    kind: 'retries',
    words: /^(?:retr|attempt|redeliver)/,
    lower: { errors: 0.6, unavailable: 0.4 },
    higher: {
      retry: 1,
      fan_out: 0.8,
      traffic: 0.7,
      overload: 0.8,
      latency: 0.6,
      cpu: 0.4,
      timeout: 0.4,
      rate_limit: 0.6,
    },
    en: 'number of retries',
    zh: '重试次数',
  },
  {
    kind: 'lifetime',
    words: /^(?:ttl|expir|expiry|maxage|lifetime|freshness|stale|evict)/,
    lower: {
      cache: 1,
      fan_out: 0.9,
      database: 0.9,
      latency: 0.6,
      cpu: 0.5,
      timeout: 0.5,
      auth: 0.5,
      connections: 0.4,
      traffic: 0.4,
    },
    higher: { memory: 0.8, cache: 0.4, errors: 0.3, connections: 0.4 },
    en: 'lifetime of entries',
    zh: '条目存活时间',
  },
  {
    kind: 'timeout',
    words: /^(?:timeout|deadline|withtimeout|wait|timelimit|timeouts)/,
    lower: { timeout: 1, errors: 0.7, cancelled: 0.9, unavailable: 0.5, retry: 0.5, lock: 0.3, pool: 0.4 },
    higher: {
      latency: 0.7,
      pool: 0.8,
      threads: 0.7,
      goroutines: 0.7,
      connections: 0.5,
      memory: 0.3,
      queue: 0.4,
    },
    en: 'time limit',
    zh: '超时时间',
  },
  {
    kind: 'backoff',
    words:
      /^(?:backoff|interval|period|delay|cooldown|frequency|cron|schedule|tick|poll|refresh|flush|heartbeat)/,
    lower: {
      retry: 0.8,
      cpu: 0.7,
      traffic: 0.7,
      fan_out: 0.7,
      overload: 0.6,
      rate_limit: 0.6,
      lock: 0.4,
      database: 0.5,
    },
    higher: { queue: 0.6, latency: 0.5, cache: 0.3, errors: 0.3 },
    en: 'interval',
    zh: '间隔',
  },
  {
    kind: 'batch',
    words: /^(?:batch|page|chunk|fetch|prefetch|bulk|window|limit(?=.*page))/,
    lower: { fan_out: 0.9, database: 0.7, latency: 0.7, queue: 0.6, traffic: 0.5, cpu: 0.3 },
    higher: { memory: 0.9, latency: 0.7, timeout: 0.6, gc: 0.6, database: 0.6, lock: 0.4, queue: 0.4 },
    en: 'size of a batch',
    zh: '批量大小',
  },
  {
    kind: 'rate',
    words: /^(?:rate|rps|qps|quota|throttle|burst|limiter)/,
    lower: { rate_limit: 1, errors: 0.6, queue: 0.4, latency: 0.3 },
    higher: { overload: 0.7, cpu: 0.5, traffic: 0.5 },
    en: 'rate limit',
    zh: '速率上限',
  },
  {
    kind: 'pool',
    words:
      /^(?:pool|conn|connection|idle|worker|thread|concurrency|parallel|maxopen|replica|instance|shard|partition|slot|permit|semaphore|goroutine|fd)/,
    lower: {
      pool: 1,
      threads: 0.9,
      latency: 0.7,
      timeout: 0.6,
      queue: 0.8,
      overload: 0.6,
      connections: 0.6,
      errors: 0.4,
    },
    higher: {
      connections: 0.8,
      database: 0.5,
      memory: 0.6,
      cpu: 0.5,
      lock: 0.5,
      descriptors: 0.6,
      pool: 0.4,
      threads: 0.5,
    },
    en: 'size of a pool',
    zh: '池大小',
  },
  {
    kind: 'capacity',
    words:
      /^(?:memory|mem|heap|xmx|cpu|limit|request|capacity|queue|buffer|cache|entries|size|max|min|depth|length|gogc|gomemlimit)/,
    lower: {
      memory: 0.8,
      throttle: 0.8,
      cpu: 0.5,
      gc: 0.8,
      crash: 0.6,
      queue: 0.8,
      cache: 0.8,
      overload: 0.5,
      errors: 0.5,
      rate_limit: 0.4,
      latency: 0.5,
      disk: 0.3,
    },
    higher: { memory: 0.8, gc: 0.6, latency: 0.3, queue: 0.4, disk: 0.4 },
    en: 'limit',
    zh: '上限',
  },
  {
    kind: 'share',
    words:
      /^(?:percent|percentage|ratio|weight|sample|sampling|rollout|threshold|fraction|probability|factor|multiplier)/,
    lower: { errors: 0.4, latency: 0.3, overload: 0.3, cache: 0.3 },
    higher: { errors: 0.4, latency: 0.4, overload: 0.3, cpu: 0.3, traffic: 0.4 },
    en: 'share',
    zh: '比例',
  },
  {
    kind: 'address',
    words: /^(?:port|address|addr)/,
    lower: { refused: 1, unavailable: 0.9, timeout: 0.6, errors: 0.5 },
    higher: { refused: 1, unavailable: 0.9, timeout: 0.6, errors: 0.5 },
    en: 'port',
    zh: '端口',
  },
];

/** The words on the line decide; else those just around it. */
const settingOf = (change: LiteralChange, hunk: Hunk): Setting | null => {
  const on = nameTokens(change.around);
  const joined = on.map((word, i) => word + (on[i + 1] ?? ''));
  const found = settings.find(
    ({ words }) => on.some((w) => words.test(w)) || joined.some((w) => words.test(w)),
  );
  if (found !== undefined || change.around.length > 40) return found ?? null;
  const near = nameTokens(hunk.context.join(' '));
  return settings.find(({ words }) => near.some((w) => words.test(w))) ?? null;
};

/** Ten times is full strength, a fifth more next to nothing. */
const strengthOf = (ratio: number): number => Math.min(1, 0.05 + 0.95 * Math.abs(Math.log10(ratio)));

const whatOf = ({ en, zh }: Setting, { before, after }: LiteralChange): LocalText => ({
  en: `It changes a ${en} from ${before.text} to ${after.text}.`,
  zh: `它把${zh}从 ${before.text} 改为 ${after.text}。`,
});

export const literalMechanisms = (hunk: Hunk): Mechanism[] =>
  literalChanges(codeLines(hunk.removed), codeLines(hunk.added)).flatMap((change) => {
    const { before, after, around } = change;
    const setting = settingOf(change, hunk);
    const numbers = [before.value, after.value];
    const line = around.replace(/\b0\b/, after.text);
    if (setting === null)
      return [
        mechanism(
          'literal',
          0.4,
          {
            en: `It changes ${before.text} to ${after.text}.`,
            zh: `它把 ${before.text} 改为 ${after.text}。`,
          },
          line,
          { errors: 0.5, latency: 0.4, range: 0.3 },
          numbers,
        ),
      ];
    if (setting.kind === 'address')
      return [mechanism('address', 0.9, whatOf(setting, change), line, setting.lower!, numbers)];
    if (before.value === 0 || after.value === 0) {
      // Zero is "none" or "no limit", by what the setting is.
      const explains = { ...setting.lower, ...setting.higher };
      return [mechanism(setting.kind, 0.8, whatOf(setting, change), line, explains, numbers)];
    }
    const lower = after.value < before.value;
    const explains = lower ? setting.lower : setting.higher;
    if (explains === null) return [];
    const strength = strengthOf(Math.abs(after.value / before.value));
    return [
      mechanism(
        `${lower ? 'lower' : 'higher'}_${setting.kind}`,
        strength,
        whatOf(setting, change),
        line,
        explains,
        numbers,
      ),
    ];
  });
