/** What was changed, where it runs, and since when. */
import { compareText } from '../canonical.ts';
import type { Context } from '../detector.ts';
import type { ChangeRow } from '../incident.ts';
import { type Hunk, parseDiff } from './diff.ts';
import { fileKind, reachOf } from './file-kind.ts';
import type { Mechanism } from './mechanism.ts';
import { mechanismsOf } from './mechanisms.ts';

export interface Candidate {
  change: ChangeRow;
  /** '' when neither the row nor its files tell. */
  service: string;
  /** When it began to run; null when it is not known to run. */
  runsSinceMs: number | null;
  /** How sure it is that it runs, 0 to 1. */
  shipped: number;
  /** How far files of its kinds can change a running service, 0 to 1. */
  reach: number;
  hunks: Hunk[];
  mechanisms: Mechanism[];
}

/** Newest first is how they are listed by people; more than this many say nothing. */
const maxChanges = 2000;

/** In the order of the rows. Deploys that only bring a listed commit are part of that commit. */
export const candidatesOf = (context: Context): Candidate[] => {
  const rows = context.data.changes.slice(-maxChanges);
  const commits = rows.filter(({ kind }) => kind === 'commit');
  const deploys = rows.filter(({ kind }) => kind === 'deploy');
  const brought = new Map<ChangeRow, ChangeRow>();
  for (const deploy of deploys) {
    const commit = commits.find((row) => names(deploy, row));
    if (commit !== undefined && !brought.has(commit)) brought.set(commit, deploy);
  }
  const deploysKnown = deploys.length > 0 || commits.some(({ deployedMs }) => deployedMs !== null);
  const merged = new Set(brought.values());
  const places = placesOf(context);
  return rows
    .filter((row) => !merged.has(row))
    .map((change) => {
      const deploy = brought.get(change);
      const service = change.service || deploy?.service || serviceOfFiles(places, change.files);
      const hunks = change.diff !== '' ? parseDiff(change.diff, change.files) : told(change);
      return {
        change,
        service,
        ...running(change, deploy, service, deploys, deploysKnown),
        reach: reachOfChange(change),
        hunks,
        mechanisms: mechanismsOf(hunks),
      };
    });
};

/** A deploy speaks of a commit when one of its texts holds the commit's id, or at least its first seven characters. */
const names = (deploy: ChangeRow, { id }: ChangeRow): boolean =>
  id.length >= 7 &&
  [deploy.id, deploy.version, deploy.summary].some(
    (text) => text === id || text.includes(id.slice(0, Math.max(7, Math.min(12, id.length)))),
  );

const running = (
  change: ChangeRow,
  deploy: ChangeRow | undefined,
  service: string,
  deploys: readonly ChangeRow[],
  deploysKnown: boolean,
): { runsSinceMs: number | null; shipped: number } => {
  const at = change.deployedMs ?? deploy?.deployedMs ?? deploy?.timeMs ?? null;
  if (at !== null) return { runsSinceMs: at, shipped: 1 };
  if (change.kind !== 'commit') return { runsSinceMs: change.timeMs, shipped: 1 };
  // A later deploy of the service may have brought it along.
  const next = deploys.find(
    (row) => row.timeMs >= change.timeMs && (service === '' || row.service === service),
  );
  if (next !== undefined)
    return { runsSinceMs: next.deployedMs ?? next.timeMs, shipped: service === '' ? 0.2 : 0.5 };
  return deploysKnown ? { runsSinceMs: null, shipped: 0.1 } : { runsSinceMs: change.timeMs, shipped: 0.7 };
};

const reachOfChange = ({ files, kind }: ChangeRow): number => {
  if (files.length === 0) return 1;
  const reach = files.reduce((most, file) => Math.max(most, reachOf[fileKind(file)]), 0);
  return kind === 'commit' ? reach : Math.max(reach, 0.5);
};

/** `pool.size 50 -> 5` in a summary is read as the diff it stands for. */
const told = (change: ChangeRow): Hunk[] => {
  const found = /([\w.\-/ ]{2,80}?)\s*(?:[:=]|from)?\s*"?([\w.%-]+)"?\s*(?:->|=>|→|to)\s*"?([\w.%-]+)"?/.exec(
    change.summary.slice(0, 300),
  );
  if (found === null || change.kind === 'commit' || change.kind === 'deploy') return [];
  const [, key = '', before = '', after = ''] = found;
  if (!/\d/.test(before) || !/\d/.test(after)) return [];
  return [
    {
      file: '',
      kind: 'config',
      removed: [`${key}: ${before}`],
      added: [`${key}: ${after}`],
      context: [],
      after: [{ text: `${key}: ${after}`, added: true }],
    },
  ];
};

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]+/g, '');
const bare = (name: string): string => plain(name).replace(/(?:service|svc|server|api|app)$/, '');

/** Names of services, as folders of a repository may be called. */
const placesOf = (context: Context): Map<string, string> => {
  const places = new Map<string, string>();
  for (const key of context.graph.nodes) {
    const { kind, name } = context.graph.entity(key);
    if (kind !== 'service') continue;
    for (const place of [plain(name), bare(name)])
      if (place.length > 2 && !places.has(place)) places.set(place, name);
  }
  return places;
};

/** The service whose name is a folder of most of the files; '' for none. */
const serviceOfFiles = (places: ReadonlyMap<string, string>, files: readonly string[]): string => {
  const votes = new Map<string, number>();
  for (const file of files.slice(0, 200))
    for (const folder of file.split('/').slice(0, -1)) {
      const service = places.get(plain(folder)) ?? places.get(bare(folder));
      if (service === undefined) continue;
      votes.set(service, (votes.get(service) ?? 0) + 1);
      break;
    }
  return [...votes].sort((a, b) => b[1] - a[1] || compareText(a[0], b[0]))[0]?.[0] ?? '';
};
