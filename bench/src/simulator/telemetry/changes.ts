/** The feed of deploys, commits, flags and settings: what did it, among what did nothing. */
import type { ChangeRow } from '@nightglass/rootcause';
import type { Timeline } from '../engine/timeline.ts';
import type { Chance } from '../random.ts';
import type { Service, System } from '../system/system.ts';
import { authors } from '../system/words.ts';
import { guilts, guiltyDiff, innocentDiff } from './diffs.ts';

/** `version` with its last number raised by `steps`. */
export const versionAfter = (version: string, steps = 1): string =>
  version.replace(/(\d+)$/, (digits) => String(Number(digits) + steps));

export interface ChangeDraft {
  kind: ChangeRow['kind'];
  service: string;
  summary: string;
  files: string[];
  diff: string;
  version?: string;
}

export interface ChangeFeed {
  changes: ChangeRow[];
  guiltyId: string | null;
}

const idOf = (chance: Chance, kind: ChangeRow['kind']): string =>
  kind === 'deploy' || kind === 'commit' ? chance.hex(40) : `${kind}-${chance.integer(1000, 99_999)}`;

const rowOf = (chance: Chance, draft: ChangeDraft, timeMs: number, withDiffs: boolean): ChangeRow => {
  const rolled = draft.kind === 'deploy' || draft.kind === 'commit';
  return {
    id: idOf(chance, draft.kind),
    kind: draft.kind,
    timeMs,
    service: draft.service,
    summary: draft.summary,
    version: draft.version ?? '',
    author: chance.pick(authors),
    diff: withDiffs ? draft.diff : '',
    files: withDiffs ? draft.files : [],
    deployedMs: rolled ? timeMs + (draft.kind === 'commit' ? chance.integer(60, 600) * 1000 : 0) : null,
  };
};

const flagWords = [
  'dark-mode',
  'new-header',
  'beta-copy',
  'faq-links',
  'rounded-cards',
  'survey',
  'banner',
] as const;

/** Touches what faults touch, and makes it safer. */
const tempting = (chance: Chance, service: Service): ChangeDraft => {
  const [summary, key, before, after] = chance.pick([
    ['patience of clients', 'timeout', '800ms', '5000ms'],
    ['room for growth', 'pool_size', '20', '60'],
    ['fewer refreshes', 'cache_ttl', '5m', '30m'],
    ['headroom', 'memory', '512Mi', '1Gi'],
    ['calmer clients', 'attempts', '4', '2'],
  ] as const);
  const file = `config/${service.name}.yaml`;
  return {
    kind: 'config',
    service: service.name,
    summary: `${summary} of ${service.name}`,
    files: [file],
    diff: `@@ ${file} @@\n ${service.stem}:\n-  ${key}: ${before}\n+  ${key}: ${after}\n`,
  };
};

const innocentDraft = (chance: Chance, system: System): ChangeDraft => {
  const service = chance.pick(system.services);
  const kind = chance.weighted(
    ['deploy', 'commit', 'flag', 'config', 'scale'] as const,
    (one) => ({ deploy: 5, commit: 3, flag: 2, config: 2, scale: 1 })[one],
  );
  if (kind === 'flag')
    return {
      kind,
      service: service.name,
      summary: `${service.stem}-${chance.pick(flagWords)}: off -> on`,
      files: [],
      diff: '',
    };
  if (kind === 'scale') {
    const pods = service.pods.length;
    return {
      kind,
      service: service.name,
      summary: `scale ${service.name}: minimum ${pods} -> ${pods + 1} replicas at night`,
      files: [],
      diff: '',
    };
  }
  if (kind === 'config' && chance.chance(0.5)) return tempting(chance, service);
  if (kind === 'config')
    return {
      kind,
      service: service.name,
      summary: chance.pick([
        `log level of ${service.name}: info`,
        `contact address of ${service.name}`,
        `labels of ${service.name}`,
      ]),
      files: [`deploy/${service.name}/values.yaml`],
      diff: `@@ deploy/${service.name}/values.yaml @@\n labels:\n-  team: ${service.stem}\n+  team: ${service.stem}-core\n`,
    };
  const version = chance.chance(0.7) ? versionAfter(service.version, chance.integer(1, 3)) : '';
  // Some look as if they could have done it.
  const diff = chance.chance(0.25)
    ? guiltyDiff(chance, service, chance.pick(guilts))
    : innocentDiff(chance, service);
  return { kind, service: service.name, version, ...diff };
};

/**
 * The guilty one stands 15 s to 4 minutes before the onset; innocent ones anywhere, some nearer to the onset than it, some
 * after.
 */
export const makeChanges = (
  chance: Chance,
  system: System,
  timeline: Timeline,
  guilty: ChangeDraft | undefined,
  decoys: number,
): ChangeFeed => {
  const withDiffs = chance.chance(0.6);
  const changes: ChangeRow[] = [];
  let guiltyId: string | null = null;
  if (guilty) {
    const guiltyMs = timeline.onsetMs - chance.integer(5, guilty.kind === 'flag' ? 30 : 120) * 1000;
    const row = rowOf(chance, guilty, guiltyMs, withDiffs);
    // A commit is deployed when its fault begins.
    if (row.kind === 'commit') {
      row.timeMs = guiltyMs - chance.integer(5, 40) * 60_000;
      row.deployedMs = guiltyMs;
    }
    guiltyId = row.id;
    changes.push(row);
  }
  for (let i = 0; i < decoys; i++) {
    const near = chance.chance(0.5);
    const timeMs = near
      ? timeline.onsetMs + chance.integer(-240, 90) * 1000
      : chance.between(timeline.startMs, timeline.endMs - 60_000);
    changes.push(rowOf(chance, innocentDraft(chance, system), Math.round(timeMs), withDiffs));
  }
  return { changes: changes.sort((a, b) => a.timeMs - b.timeMs), guiltyId };
};
