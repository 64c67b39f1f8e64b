/** The flame graph as boxes: root on top, widths are shares of what is zoomed to. */
import type { FlameNode } from '@nightglass/model';

export interface FlameBox {
  node: FlameNode;
  /** Indices of children from the root: `` is the root, `0.2` its first child's third child. */
  path: string;
  depth: number;
  /** 0 to 1. */
  left: number;
  width: number;
}

/** Boxes narrower than this share are not drawn: less than a pixel on a wide screen. */
const narrowest = 1 / 1500;
/** More boxes than this are never drawn. */
const most = 6000;

/**
 * What a node is as wide as. In a difference the values of children cancel each other out, so a node is as wide as
 * everything that changed below it: the sum of the sizes of the own changes.
 */
const widthsOf = (root: FlameNode, difference: boolean): Map<FlameNode, number> => {
  const widths = new Map<FlameNode, number>();
  const order: FlameNode[] = [root];
  for (let i = 0; i < order.length; i++) for (const child of order[i]?.children ?? []) order.push(child);
  for (const node of order.toReversed()) {
    const below = node.children.reduce((sum, child) => sum + (widths.get(child) ?? 0), 0);
    // Children below the server's minimum are missing: the node's own value still holds them.
    widths.set(
      node,
      difference ? Math.max(Math.abs(node.self) + below, Math.abs(node.value)) : Math.max(node.value, below),
    );
  }
  return widths;
};

/** The node at a path; undefined when the tree has no such place (an address of another profile). */
export const nodeAt = (root: FlameNode, path: string): FlameNode | undefined => {
  if (path === '') return root;
  let node: FlameNode | undefined = root;
  for (const step of path.split('.')) node = node?.children[Number(step)];
  return node;
};

/** The nodes from the root to a path, both included, each with its own path. */
export const trailOf = (root: FlameNode, path: string): { node: FlameNode; path: string }[] => {
  const steps = path === '' ? [] : path.split('.');
  return steps
    .map((_, i) => steps.slice(0, i + 1).join('.'))
    .flatMap((p) => {
      const node = nodeAt(root, p);
      return node === undefined ? [] : [{ node, path: p }];
    })
    .toSpliced(0, 0, { node: root, path: '' });
};

/** Boxes of the zoomed node and all below it, with its ancestors above at full width. */
export const layoutFlame = (root: FlameNode, zoom: string, difference: boolean): FlameBox[] => {
  const widths = widthsOf(root, difference);
  const trail = trailOf(root, nodeAt(root, zoom) === undefined ? '' : zoom);
  const boxes: FlameBox[] = trail.map(({ node, path }, depth) => ({ node, path, depth, left: 0, width: 1 }));
  const whole = widths.get(boxes.at(-1)?.node ?? root) ?? 0;
  if (whole <= 0) return boxes;
  for (let i = boxes.length - 1; i < boxes.length && boxes.length < most; i++) {
    const box = boxes[i];
    if (box === undefined) break;
    let left = box.left;
    for (const [index, child] of box.node.children.entries()) {
      const width = (widths.get(child) ?? 0) / whole;
      if (width >= narrowest) {
        const path = box.path === '' ? String(index) : `${box.path}.${index}`;
        boxes.push({ node: child, path, depth: box.depth + 1, left, width });
      }
      left += width;
    }
  }
  return boxes;
};

/** Where an arrow key leads: up to the caller, down to the widest callee, left and right along the row. */
export const moveInFlame = (boxes: readonly FlameBox[], from: string, key: string): string => {
  const at = boxes.find((b) => b.path === from) ?? boxes[0];
  if (at === undefined) return '';
  const dot = at.path.lastIndexOf('.');
  switch (key) {
    case 'ArrowUp':
      return at.path === '' ? '' : at.path.slice(0, Math.max(0, dot));
    case 'ArrowDown': {
      const below = boxes.filter(
        (b) => b.depth === at.depth + 1 && b.left >= at.left - 1e-9 && b.left < at.left + at.width - 1e-9,
      );
      return below.toSorted((a, b) => b.width - a.width)[0]?.path ?? at.path;
    }
    case 'ArrowLeft':
    case 'ArrowRight': {
      const row = boxes.filter((b) => b.depth === at.depth).toSorted((a, b) => a.left - b.left);
      const step = key === 'ArrowRight' ? 1 : -1;
      return row[row.indexOf(at) + step]?.path ?? at.path;
    }
    default:
      return at.path;
  }
};

/** Function names that hold the words, case ignored; undefined when nothing is searched. */
export const flameMatcher = (words: string): ((func: string) => boolean) | undefined => {
  const wanted = words.trim().toLowerCase();
  return wanted === '' ? undefined : (func) => func.toLowerCase().includes(wanted);
};

/** What all matching calls cost together, each counted once even when they call each other. */
export const matchedValue = (root: FlameNode, matches: (func: string) => boolean): number => {
  let sum = 0;
  const waiting = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (matches(node.func)) sum += node.value;
    else waiting.push(...node.children);
  }
  return sum;
};
