import type { FlameNode, FlameResponse } from '@nightglass/model';
import type { Profile } from '../model.ts';
import {
  type Granularity,
  granularityFor,
  groupPositions,
  sampleTypeOf,
  sampleValue,
  totalOf,
} from './groups.ts';
import { createNoteBook } from './notes.ts';
import { topTable } from './table.ts';

export interface FlameOptions {
  /** Index into sampleTypes; the profile's default when absent or out of range. */
  sampleType?: number;
  /** Nodes of the tree apart from the merged ones, at most. Default 5,000. */
  maxNodes?: number;
  /** Levels; deeper calls count as own value of the last one. Default 512, which JSON readers still nest. */
  maxDepth?: number;
  /** Default: lines for memory, functions for time and counts. */
  by?: Granularity;
  /** Rows of the table. Default 100. */
  tableRows?: number;
}

/** Nodes made before small ones are merged. */
const mostBuilt = 1_000_000;

/** The tree in columns; node 0 is the root. */
interface Tree {
  group: number[];
  parent: number[];
  value: number[];
  self: number[];
  /** Sum of the sizes of what it holds: in differences values cancel out, this does not. */
  weight: number[];
}

const buildTree = (
  profile: Profile,
  type: number,
  groupOf: Uint32Array,
  maxDepth: number,
): { tree: Tree; cut: number } => {
  const tree: Tree = { group: [-1], parent: [-1], value: [0], self: [0], weight: [0] };
  const children = new Map<number, number>();
  const groups = profile.functions.length + 1;
  let cut = 0;
  const count = (node: number, value: number): void => {
    tree.value[node] = (tree.value[node] as number) + value;
    tree.weight[node] = (tree.weight[node] as number) + Math.abs(value);
  };
  for (let s = 0; s < profile.labels.length; s++) {
    const value = sampleValue(profile, s, type);
    if (value === 0) continue;
    let node = 0;
    count(0, value);
    const start = profile.stackStart[s] as number;
    const end = profile.stackStart[s + 1] as number;
    const stop = Math.max(start, end - maxDepth);
    if (stop > start) cut++;
    for (let i = end - 1; i >= stop; i--) {
      const group = groupOf[profile.stackOf[i] as number] as number;
      const key = node * groups + group;
      let child = children.get(key);
      if (child === undefined) {
        if (tree.group.length >= mostBuilt) {
          cut++;
          break;
        }
        child = tree.group.length;
        children.set(key, child);
        tree.group.push(group);
        tree.parent.push(node);
        tree.value.push(0);
        tree.self.push(0);
        tree.weight.push(0);
      }
      node = child;
      count(node, value);
    }
    tree.self[node] = (tree.self[node] as number) + value;
  }
  return { tree, cut };
};

/** The weight below which nodes are merged, and how many of exactly that weight still fit. */
const cutWeight = (tree: Tree, maxNodes: number): { minimum: number; ties: number } => {
  if (tree.weight.length <= maxNodes + 1) return { minimum: 0, ties: 0 };
  const weights = Float64Array.from(tree.weight).sort().reverse();
  const minimum = weights[maxNodes] as number;
  return { minimum, ties: maxNodes - weights.findIndex((weight) => weight <= minimum) };
};

/**
 * Calls as a tree, root first, with the table beside it. A node's value is its own plus its children's. Nodes below
 * `minimum` are merged per parent into one named `(N smaller)`, so sums stay whole.
 */
export const flameTree = (profile: Profile, options: FlameOptions = {}): FlameResponse => {
  const type = sampleTypeOf(profile, options.sampleType);
  const by = options.by ?? granularityFor(profile, type);
  const { groupOf, first } = groupPositions(profile, by);
  const maxDepth = Math.max(1, options.maxDepth ?? 512);
  const { tree, cut } = buildTree(profile, type, groupOf, maxDepth);
  const { minimum, ties } = cutWeight(tree, Math.max(1, options.maxNodes ?? 5000));
  const book = createNoteBook();
  if (cut > 0)
    book.add(
      'elided-frames',
      `Calls below ${maxDepth} levels count for the last level shown, in ${cut.toLocaleString('en')} stacks.`,
    );

  const nodes: (FlameNode | null)[] = new Array(tree.group.length).fill(null);
  const smaller = new Map<number, { value: number; count: number }>();
  const nodeOf = (index: number): FlameNode => {
    const position = index === 0 ? -1 : (first[tree.group[index] as number] as number);
    return {
      func: position < 0 ? 'root' : (profile.functions[position] as string),
      file: position < 0 ? '' : (profile.files[position] as string),
      line: position < 0 ? 0 : (profile.lines[position] as number),
      value: tree.value[index] as number,
      self: tree.self[index] as number,
      children: [],
    };
  };
  const root = nodeOf(0);
  nodes[0] = root;
  let left = ties;
  // A parent stands before its children, so one pass places them all; a child never outweighs its parent.
  for (let index = 1; index < tree.group.length; index++) {
    const parent = nodes[tree.parent[index] as number];
    if (parent === null || parent === undefined) continue;
    const weight = tree.weight[index] as number;
    if (weight > minimum || (weight === minimum && left-- > 0)) {
      const node = nodeOf(index);
      nodes[index] = node;
      parent.children.push(node);
    } else {
      const merged = smaller.get(tree.parent[index] as number) ?? { value: 0, count: 0 };
      merged.value += tree.value[index] as number;
      merged.count++;
      smaller.set(tree.parent[index] as number, merged);
    }
  }
  for (const node of nodes) node?.children.sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  for (const [index, { value, count }] of smaller)
    nodes[index]?.children.push({
      func: `(${count.toLocaleString('en')} smaller)`,
      file: '',
      line: 0,
      value,
      self: value,
      children: [],
    });
  return {
    sampleTypes: profile.sampleTypes,
    sampleType: type,
    unit: profile.sampleTypes[type]?.unit ?? '',
    total: totalOf(profile, type),
    difference: profile.difference,
    root,
    table: topTable(profile, type, { by, limit: options.tableRows ?? 100 }),
    minimum,
    notes: book.list(),
  };
};
