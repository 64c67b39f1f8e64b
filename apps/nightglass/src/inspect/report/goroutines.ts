import { bucketGoroutines, waitGraph } from '@nightglass/gorun';
import type {
  Goroutine,
  GoroutineBucket,
  StackSimilarity,
  WaitEdge,
  WaitGraph,
  WaitNode,
} from '@nightglass/model';
import type { Page } from './page.ts';
import { printStack } from './stack.ts';

export interface GoroutineOptions {
  similarity: StackSimilarity;
  limit: number;
  /** Print the buckets; otherwise only how to get them. */
  list: boolean;
}

export const countText = (count: number, one: string): string =>
  `${count.toLocaleString('en-US')} ${one}${count === 1 ? '' : 's'}`;

export const printStates = (page: Page, states: readonly { state: string; count: number }[]): void => {
  if (states.length === 0) return;
  const shown = states.slice(0, 12).map((s) => `${s.count} ${s.state || 'of no printed state'}`);
  page.list('States: ', shown, states.length > 12 ? ` and ${states.length - 12} more states` : '');
};

const ageText = ({ waitMinutes: { min, max } }: GoroutineBucket): string =>
  max === 0 ? '' : min === max ? `, ${max} minutes` : `, ${min} to ${max} minutes`;

/** `120 goroutines [chan receive, 2 to 5 minutes, 3 locked to thread]`. */
export const bucketHead = (bucket: GoroutineBucket): string => {
  const states = bucket.states
    .slice(0, 3)
    .map((s) => (bucket.states.length === 1 ? s.state : `${s.count} ${s.state}`))
    .filter((text) => text !== '');
  const marks = bucket.marks.map((m) =>
    m.count === bucket.count ? `(${m.mark})` : `${m.count} (${m.mark})`,
  );
  const locked = bucket.lockedToThread > 0 ? `, ${bucket.lockedToThread} locked to thread` : '';
  const about = [...states, ...marks].join(' ') + ageText(bucket) + locked;
  return `${countText(bucket.count, 'goroutine')}${about === '' ? '' : ` [${about}]`}`;
};

export const printBucket = (page: Page, bucket: GoroutineBucket, change = ''): void => {
  page.gap();
  page.line(`  ${change}${bucketHead(bucket)}${bucket.system ? ', of Go itself' : ''}`, page.style.bold);
  if (bucket.labels.length > 0)
    page.text(
      '    labels ',
      bucket.labels
        .slice(0, 8)
        .map((l) => `${l.key}=${l.value} ×${l.count}`)
        .join(', '),
    );
  const ids = bucket.goroutines.filter((id) => id > 0).slice(0, 12);
  if (ids.length > 0)
    page.text('    ids    ', `${ids.join(', ')}${bucket.count > ids.length ? ' ...' : ''}`, page.style.dim);
  printStack(page, '    ', bucket, '');
};

export const printBuckets = (
  page: Page,
  goroutines: readonly Goroutine[],
  { similarity, limit, list }: GoroutineOptions,
): void => {
  if (!list || goroutines.length === 0) return;
  const buckets = bucketGoroutines(goroutines, similarity);
  page.heading(`Goroutines by stack (${similarity}), ${countText(buckets.length, 'bucket')}`);
  for (const bucket of buckets.slice(0, limit)) printBucket(page, bucket);
  if (buckets.length > limit) {
    const rest = buckets.slice(limit).reduce((sum, bucket) => sum + bucket.count, 0);
    page.gap();
    page.line(
      `  and ${countText(buckets.length - limit, 'bucket')} more with ${countText(rest, 'goroutine')}; --limit ${buckets.length} shows all`,
    );
  }
};

const nodeText = (node: WaitNode | undefined): string => (node === undefined ? '(not shown)' : node.label);

const printThing = (
  page: Page,
  thing: WaitNode,
  waits: readonly WaitEdge[],
  holds: readonly WaitEdge[],
  node: (id: string) => WaitNode | undefined,
): void => {
  const waiting = waits.reduce((sum, edge) => sum + edge.count, 0);
  page.text(
    '  ',
    `${countText(waiting, 'goroutine')} wait${waiting === 1 ? 's' : ''}: ${thing.label}`,
    page.style.bold,
  );
  for (const edge of waits.slice(0, 5)) {
    const from = node(edge.from);
    const age = from !== undefined && from.maxWaitMinutes > 0 ? `, up to ${from.maxWaitMinutes} minutes` : '';
    page.text('    waits  ', `${nodeText(from)}${age}`);
  }
  if (waits.length > 5) page.line(`    and ${waits.length - 5} more kinds of waiters`);
  for (const edge of holds.slice(0, 3)) {
    const why = edge.why === '' ? '' : `: ${edge.why}`;
    page.text('    holds  ', `${nodeText(node(edge.to))} (${edge.confidence}${why})`, page.style.yellow);
  }
};

const mostThings = 8;

/** Locks, channels and groups that goroutines wait for, most waiters first, with who likely holds them. */
export const printWaits = (page: Page, goroutines: readonly Goroutine[]): void => {
  const graph: WaitGraph = waitGraph(goroutines);
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const edges = (kind: WaitEdge['kind'], end: 'from' | 'to'): Map<string, WaitEdge[]> =>
    Map.groupBy(
      graph.edges.filter((edge) => edge.kind === kind),
      (edge) => edge[end],
    );
  const waits = edges('waits', 'to');
  const holds = edges('holds', 'from');
  const interesting = new Set(['mutex', 'rwmutex', 'channel', 'waitgroup', 'cond']);
  const things = [...waits.entries()]
    .flatMap(([id, list]) => {
      const thing = nodes.get(id);
      return thing !== undefined && interesting.has(thing.kind) ? [{ thing, list }] : [];
    })
    .sort((a, b) => b.thing.count - a.thing.count);
  if (things.length === 0) return;
  page.heading('Who waits for whom');
  for (const { thing, list } of things.slice(0, mostThings))
    printThing(page, thing, list, holds.get(thing.id) ?? [], (id) => nodes.get(id));
  if (things.length > mostThings) page.line(`  and ${things.length - mostThings} more things are waited for`);
};
