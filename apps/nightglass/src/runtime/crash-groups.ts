import { messageTemplate, stableName } from '@nightglass/gorun';
import type { CrashGroup } from '@nightglass/model';

/** The parts of one list win where both know something: artifacts hold the whole crash, logs and spans its traces. */
const joined = (artifact: CrashGroup, seen: CrashGroup): CrashGroup => {
  const services = new Map(artifact.services.map(({ name, count }) => [name, count]));
  // The same crash is usually in both: the larger count is nearer to the truth than the sum.
  for (const { name, count } of seen.services) services.set(name, Math.max(count, services.get(name) ?? 0));
  return {
    ...artifact,
    type: artifact.type || seen.type,
    traceId: artifact.traceId || seen.traceId,
    function: artifact.function || seen.function,
    file: artifact.file || seen.file,
    line: artifact.line || seen.line,
    services: [...services].map(([name, count]) => ({ name, count })),
    count: [...services.values()].reduce((sum, count) => sum + count, 0),
    firstUnixNano: String(least(BigInt(artifact.firstUnixNano), BigInt(seen.firstUnixNano))),
    lastUnixNano: String(greatest(BigInt(artifact.lastUnixNano), BigInt(seen.lastUnixNano))),
  };
};
const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const greatest = (a: bigint, b: bigint): bigint => (a > b ? a : b);

/** The frames of the recorder stand on a recorded error's stack, not those of the panic: text and place are left. */
const sameError = (group: CrashGroup): string =>
  JSON.stringify([messageTemplate(group.message), stableName(group.function)]);

/** A panic that its program recorded as an error before it died is one defect. */
const withoutRecorded = (groups: readonly CrashGroup[]): CrashGroup[] => {
  const panics = new Map<string, CrashGroup>();
  for (const group of groups) {
    const panicked = group.kind === 'panic' || group.kind === 'http-panic';
    if (panicked && group.function !== '' && !panics.has(sameError(group)))
      panics.set(sameError(group), group);
  }
  const kept = new Map(groups.map((group) => [group.fingerprint, group]));
  for (const group of groups) {
    const panic = group.kind === 'recorded-error' ? panics.get(sameError(group)) : undefined;
    if (panic === undefined) continue;
    kept.delete(group.fingerprint);
    kept.set(panic.fingerprint, joined(kept.get(panic.fingerprint) ?? panic, group));
  }
  return [...kept.values()];
};

/** Crashes of stored artifacts and of logs and spans, one group per defect, the newest first. */
export const joinCrashGroups = (
  artifacts: readonly CrashGroup[],
  seen: readonly CrashGroup[],
): CrashGroup[] => {
  const groups = new Map(seen.map((group) => [group.fingerprint, group]));
  for (const group of artifacts) {
    const other = groups.get(group.fingerprint);
    groups.set(group.fingerprint, other === undefined ? group : joined(group, other));
  }
  return withoutRecorded([...groups.values()]).sort((a, b) =>
    Number(BigInt(b.lastUnixNano) - BigInt(a.lastUnixNano)),
  );
};
