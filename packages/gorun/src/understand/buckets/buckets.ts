import type { Goroutine, GoroutineBucket, StackFrame, StackSimilarity } from '@nightglass/model';
import { isSystemGoroutine } from '../functions.ts';
import { Grouper, shortHash } from './key.ts';
import { Tally } from './tally.ts';

const MOST_IDS = 100;
const MOST_LABELS = 200;

/**
 * Groups goroutines with alike stacks, the largest group first (ties in the order of the dump). States, marks, ages
 * and labels are counted inside a bucket, never compared. Keys are equal over dumps of the same program; they hold no
 * ids, pointers (but for `exact`) or numbers of closures. Time is linear in the number of frames.
 */
export function bucketGoroutines(
  goroutines: readonly Goroutine[],
  similarity: StackSimilarity,
): GoroutineBucket[] {
  const grouper = new Grouper<Group>(similarity, newGroup);
  for (const goroutine of goroutines) addTo(grouper.groupOf(goroutine), goroutine);
  const buckets = grouper.groups().map((group) => finish(similarity, group));
  return buckets.sort((a, b) => b.count - a.count);
}

interface Group {
  sign: string;
  first: Goroutine;
  count: number;
  states: Tally;
  marks: Tally;
  labels: Map<string, Tally>;
  labelCount: number;
  min: number;
  max: number;
  locked: number;
  ids: number[];
  /** Arguments of the first; null where another had different ones. */
  args: (string | null | undefined)[];
  system: boolean;
}

function newGroup(sign: string, first: Goroutine): Group {
  return {
    sign,
    first,
    count: 0,
    states: new Tally(),
    marks: new Tally(),
    labels: new Map(),
    labelCount: 0,
    min: Number.POSITIVE_INFINITY,
    max: 0,
    locked: 0,
    ids: [],
    args: first.frames.map((frame) => frame.args),
    system: true,
  };
}

function addTo(group: Group, goroutine: Goroutine): void {
  const { count } = goroutine;
  group.count += count;
  group.states.add(goroutine.state, count);
  for (const mark of goroutine.marks) group.marks.add(mark, count);
  group.min = Math.min(group.min, goroutine.waitMinutes);
  group.max = Math.max(group.max, goroutine.waitMinutes);
  if (goroutine.lockedToThread) group.locked += count;
  if (goroutine.id > 0 && group.ids.length < MOST_IDS) group.ids.push(goroutine.id);
  if (group.system && !isSystemGoroutine(goroutine)) group.system = false;
  addLabels(group, goroutine);
  const { frames } = goroutine;
  for (let i = 0; i < group.args.length; i++) {
    if (group.args[i] !== undefined && group.args[i] !== frames[i]?.args) group.args[i] = undefined;
  }
}

function addLabels(group: Group, goroutine: Goroutine): void {
  for (const key of Object.keys(goroutine.labels)) {
    const value = goroutine.labels[key] ?? '';
    let values = group.labels.get(key);
    if (values === undefined) {
      values = new Tally();
      group.labels.set(key, values);
    }
    if (!values.has(value)) {
      if (group.labelCount >= MOST_LABELS) continue;
      group.labelCount++;
    }
    values.add(value, goroutine.count);
  }
}

function finish(similarity: StackSimilarity, group: Group): GoroutineBucket {
  const frames: StackFrame[] = group.first.frames.map((frame, i) =>
    group.args[i] === undefined ? { ...frame, args: '*' } : frame,
  );
  const labels: GoroutineBucket['labels'] = [];
  for (const [key, values] of group.labels) {
    for (const { name, count } of values.sorted()) labels.push({ key, value: name, count });
  }
  return {
    key: shortHash(`${similarity}${group.sign}`),
    count: group.count,
    states: group.states.sorted().map(({ name, count }) => ({ state: name, count })),
    marks: group.marks.sorted().map(({ name, count }) => ({ mark: name, count })),
    waitMinutes: { min: group.min === Number.POSITIVE_INFINITY ? 0 : group.min, max: group.max },
    lockedToThread: group.locked,
    labels,
    frames,
    elided: group.first.elided,
    createdBy: group.first.createdBy,
    goroutines: group.ids,
    system: group.system,
  };
}
