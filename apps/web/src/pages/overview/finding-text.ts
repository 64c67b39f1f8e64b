/** The plain sentence of a finding: what, how bad, since when, what before, and which call goes wrong. */
import type { Text } from '../../i18n/use-text.ts';
import type { Finding } from '../../logic/anomalies.ts';
import { formatDuration, formatPercent } from '../../logic/format.ts';
import { formatMinute } from '../../logic/times.ts';

/** `35 % errors since 02:17`, without the name of the service. */
export const findingHeadline = (finding: Finding, t: Text, language: string): string => {
  const what =
    finding.kind === 'errors'
      ? t('finding.errors', { share: formatPercent(finding.during) })
      : t('finding.latency', { p95: formatDuration(finding.during) });
  return `${what}${t('finding.join')}${when(finding, t, language)}`;
};

const when = ({ since, until }: Finding, t: Text, language: string): string => {
  const from = since === null ? undefined : formatMinute(since, language);
  const to = until === null ? undefined : formatMinute(until, language);
  if (from === undefined) return to === undefined ? t('finding.always') : t('finding.until', { to });
  return to === undefined ? t('finding.since', { from }) : t('finding.between', { from, to });
};

export const findingDetail = (finding: Finding, t: Text): string => {
  const parts: string[] = [];
  if (finding.before !== null) {
    const before = finding.kind === 'errors' ? formatPercent(finding.before) : formatDuration(finding.before);
    parts.push(t('finding.before', { before }));
  }
  if (finding.kind === 'errors' && finding.callee !== null)
    parts.push(
      t('finding.callee', { callee: finding.callee.name, share: formatPercent(finding.callee.errorRate) }),
    );
  return parts.join(t('finding.pause'));
};
