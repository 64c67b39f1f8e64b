/** Deployments and flags that log records tell of, by the semantic conventions of their attributes. Pure. */
import type { ChangeRow } from '@nightglass/rootcause';
import type { NoticeRow } from '@nightglass/store';

const row = (
  notice: NoticeRow,
  more: Pick<ChangeRow, 'id' | 'kind' | 'summary'> & Partial<ChangeRow>,
): ChangeRow => ({
  timeMs: notice.timeMs,
  service: notice.service.startsWith('unknown_service') ? '' : notice.service,
  version: '',
  author: '',
  diff: '',
  files: [],
  deployedMs: notice.timeMs,
  ...more,
});

/** `deployment.id`, `.name`, `.status`: one change per deployment, at its first record; one that failed changed nothing. */
const deployments = (notices: readonly NoticeRow[]): ChangeRow[] => {
  const told = notices.filter(({ attributes }) => idOf(attributes) !== '');
  const changes: ChangeRow[] = [];
  for (const records of Map.groupBy(told, ({ attributes }) => idOf(attributes)).values()) {
    const [first] = records.toSorted((a, b) => a.timeMs - b.timeMs);
    if (first === undefined) continue;
    if (records.some(({ attributes }) => attributes['deployment.status'] === 'failed')) continue;
    const { attributes } = first;
    const name = attributes['deployment.name'] ?? '';
    const version = attributes['service.version'] ?? '';
    const summary = [name || idOf(attributes), version].filter((part) => part !== '').join(' ');
    changes.push(
      row(first, { id: idOf(attributes), kind: 'deploy', summary: summary.slice(0, 500), version }),
    );
  }
  return changes;
};

const idOf = (attributes: Readonly<Record<string, string>>): string =>
  attributes['deployment.id'] || attributes['deployment.name'] || '';

const variantOf = ({ attributes }: NoticeRow): string =>
  attributes['feature_flag.result.variant'] ??
  attributes['feature_flag.variant'] ??
  attributes['feature_flag.result.value'] ??
  '';

/**
 * `feature_flag.key` of evaluations: a change is the first time that a variant is seen which none of the evaluations of
 * that service had before. What is there from the beginning is no change.
 */
const flags = (notices: readonly NoticeRow[]): ChangeRow[] => {
  const changes: ChangeRow[] = [];
  const told = notices.filter(
    (notice) => (notice.attributes['feature_flag.key'] ?? '') !== '' && variantOf(notice) !== '',
  );
  const byFlag = Map.groupBy(told, ({ service, attributes }) =>
    JSON.stringify([service, attributes['feature_flag.key']]),
  );
  for (const key of [...byFlag.keys()].sort()) {
    const records = (byFlag.get(key) ?? []).toSorted(
      (a, b) => a.timeMs - b.timeMs || (variantOf(a) < variantOf(b) ? -1 : 1),
    );
    const seen = new Set<string>();
    for (const record of records) {
      const variant = variantOf(record);
      const flag = record.attributes['feature_flag.key'] ?? '';
      if (seen.size > 0 && !seen.has(variant))
        changes.push(
          row(record, {
            id: flag.slice(0, 256),
            kind: 'flag',
            summary: `${flag} = ${variant}`.slice(0, 500),
          }),
        );
      seen.add(variant);
    }
  }
  return changes;
};

export const toldByLogs = (notices: readonly NoticeRow[]): ChangeRow[] => [
  ...deployments(notices),
  ...flags(notices),
];
