import {
  type Artifact,
  type DumpArtifact,
  diffGoroutines,
  diffProfiles,
  explainTogether,
  type ProfileArtifact,
  profileSummary,
  whyNotComparable,
} from '@nightglass/gorun';
import {
  type Goroutine,
  type InspectDiffResult,
  NightglassError,
  type StackSimilarity,
} from '@nightglass/model';
import { type Input, type Progress, readInput } from './read-input.ts';

type Side = { kind: 'dump'; artifact: DumpArtifact } | { kind: 'profile'; artifact: ProfileArtifact };

const describe = (artifact: Artifact): string =>
  artifact.format === 'profile'
    ? `a ${artifact.variant} profile`
    : artifact.format === 'godebug'
      ? 'GODEBUG lines'
      : `a ${artifact.format} (${artifact.variant})`;

/** Of several in one file the last: it is the latest. */
const sideOf = ({ name, result }: Input): Side => {
  const artifact = result.artifacts.findLast((a) => a.format !== 'godebug');
  if (artifact?.format === 'profile') return { kind: 'profile', artifact };
  if (artifact !== undefined) return { kind: 'dump', artifact };
  throw new NightglassError(
    'NG_BAD_PARAMETER',
    `${name} holds ${result.artifacts.map(describe).join(', ')}: there is nothing to compare`,
    { hint: 'Give --diff two goroutine dumps, or two profiles of one kind.' },
  );
};

/** What a profile of goroutines prints of a stack: neither arguments nor who created the goroutine. */
const asProfile = (goroutines: readonly Goroutine[]): Goroutine[] =>
  goroutines.map((g) => ({ ...g, createdBy: null, creatorId: null }));

const size = (change: { before: number; after: number }): number => Math.abs(change.after - change.before);

/** Two dumps bucket by bucket, or two profiles site by site. Throws NG_BAD_PARAMETER for anything else. */
export const inspectDiff = async (
  files: readonly [string, string],
  similarity: StackSimilarity,
  progress: Progress,
): Promise<InspectDiffResult> => {
  const before = await readInput(files[0], progress);
  const after = await readInput(files[1], progress);
  const [a, b] = [sideOf(before), sideOf(after)];
  const findings = explainTogether([before, after]);
  const names = { before: before.name, after: after.name, findings };
  if (a.kind === 'dump' && b.kind === 'dump') {
    const mixed = (a.artifact.format === 'goroutine-profile') !== (b.artifact.format === 'goroutine-profile');
    const [x, y] = [a.artifact.goroutines, b.artifact.goroutines];
    const alike = mixed && similarity !== 'any-value' ? 'same-lines' : similarity;
    const changes = mixed ? diffGoroutines(asProfile(x), asProfile(y), alike) : diffGoroutines(x, y, alike);
    const count = (goroutines: DumpArtifact['goroutines']): number =>
      goroutines.reduce((sum, g) => sum + g.count, 0);
    return {
      ...names,
      goroutines: {
        before: count(a.artifact.goroutines),
        after: count(b.artifact.goroutines),
        similarity: alike,
        changes: changes.toSorted((x, y) => size(y) - size(x)),
      },
      profile: null,
    };
  }
  const reason =
    a.kind === 'profile' && b.kind === 'profile'
      ? whyNotComparable(a.artifact.profile, b.artifact.profile)
      : 'they are of different kinds';
  if (a.kind !== 'profile' || b.kind !== 'profile' || reason !== null)
    throw new NightglassError(
      'NG_BAD_PARAMETER',
      `${before.name} (${describe(a.artifact)}) and ${after.name} (${describe(b.artifact)}) cannot be compared: ${reason}`,
      { hint: 'Give --diff two goroutine dumps, or two profiles of one kind.' },
    );
  const difference = diffProfiles(a.artifact.profile, b.artifact.profile);
  return { ...names, goroutines: null, profile: profileSummary(difference) };
};
