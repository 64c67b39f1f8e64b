/** What Go programs left behind in a time: findings of stored artifacts, and crashes that logs and spans recorded. */
import type { CrashGroup, CrashSite } from '@nightglass/model';
import type { RuntimeRow } from '@nightglass/rootcause';
import type { CallOptions, StoredReport, StoreQueries } from '@nightglass/store';
import type { RuntimeService } from '../runtime/index.ts';
import type { Range } from './windows.ts';

/** The newest; each is read with its whole report. */
const mostArtifacts = 20;

const ms = (nano: string): number => Number(BigInt(nano) / 1_000_000n);

const siteText = (site: Pick<CrashSite, 'function' | 'file' | 'line'> | undefined): string =>
  site === undefined || site.function === '' ? '' : `${site.function} ${site.file}:${site.line}`;

export const runtimeRows = async (
  queries: StoreQueries,
  runtime: Pick<RuntimeService, 'crashes'> | undefined,
  range: Range,
  options: CallOptions,
): Promise<RuntimeRow[]> => {
  const [{ artifacts }, crashes] = await Promise.all([
    queries.runtimeArtifacts({ ...range, limit: mostArtifacts }, options),
    runtime?.crashes(range, options),
  ]);
  const reports = await Promise.all(artifacts.map(({ id }) => queries.runtimeArtifact(id, options)));
  const found = reports.flatMap((report) => (report === null ? [] : findingsOf(report)));
  const told = new Set(found.map(({ artifactId }) => artifactId));
  const groups = (crashes?.groups ?? []).filter(({ artifactId }) => !told.has(artifactId));
  return [...found, ...groups.flatMap(crashRows)];
};

const findingsOf = ({ stored, report }: StoredReport): RuntimeRow[] =>
  report.findings.map((finding) => ({
    artifactId: stored.id,
    service: stored.service,
    instance: stored.instance,
    timeMs: ms(stored.timeUnixNano),
    finding: finding.id,
    severity: finding.severity,
    confidence: finding.confidence,
    title: finding.title,
    site: siteText(finding.sites[0]),
  }));

/** The words of packages/gorun for findings, where they have one; else what the crash says happened. */
const findingOf = ({ reason, kind }: CrashGroup): string => {
  if (reason.startsWith('concurrent-map')) return 'map-crash';
  return reason || kind;
};

/** One row per service. An error that was recorded and handled is no crash. */
const crashRows = (group: CrashGroup): RuntimeRow[] => {
  if (group.kind === 'recorded-error') return [];
  return group.services.map(({ name }) => ({
    artifactId: group.artifactId,
    service: name,
    instance: '',
    timeMs: ms(group.firstUnixNano),
    finding: findingOf(group),
    severity: 'critical',
    confidence: 'proved',
    title: `${group.kind}: ${group.message}`.slice(0, 300),
    site: siteText(group),
  }));
};
