/** What an alert is about: its name and text read with the words that metric names are read with, and those of alerts. */
import type { AlertRow } from '../incident.ts';
import { badDirection, type MetricMeaning, meaningOf, nameTokens } from '../metrics/meaning.ts';
import type { FigureState } from './signature.ts';

export interface AlertMeaning {
  meaning: MetricMeaning;
  state: FigureState;
}

/** Words of alert names that are no metric's. First match counts. */
const alertWords: readonly [RegExp, MetricMeaning][] = [
  [/\b(?:crash|crashing|crashloop\w*|oom|oomkilled|killed|looping)\b/, 'restarts'],
  [/\b(?:certificate|cert|tls|x509)\b/, 'tls_expiry'],
  [/\b(?:throttling|throttled)\b/, 'cpu_throttling'],
  [/\b(?:down|absent|unreachable|unavailable|notready|not ready|unhealthy|dead)\b/, 'availability'],
  [/\b(?:slow|sla|slo burn|apdex)\b/, 'latency'],
  [/\b(?:behind|lagging)\b/, 'queue_lag'],
  [/\b(?:evict\w*|miss(?:es)?)\b/, 'cache_miss'],
];
const fewer =
  /\b(?:low|lower|drop|drops|dropped|no|absent|missing|decrease\w*|down|below|fell|falls|zero|stopped)\b/;

/** Null when neither name nor text says anything known. Only the first 300 characters of the text are read. */
export const alertMeaning = (alert: Pick<AlertRow, 'name' | 'text'>): AlertMeaning | null => {
  const name = nameTokens(alert.name).join(' ');
  const text = nameTokens(alert.text).join(' ');
  const meaning =
    meaningOf(alert.name) ??
    alertWords.find(([words]) => words.test(name))?.[1] ??
    meaningOf(alert.text.slice(0, 300)) ??
    alertWords.find(([words]) => words.test(text))?.[1] ??
    null;
  if (meaning === null) return null;
  const direction = badDirection(meaning);
  if (direction !== 0) return { meaning, state: direction === 1 ? 'up' : 'down' };
  return { meaning, state: fewer.test(name) || fewer.test(text) ? 'down' : 'up' };
};
