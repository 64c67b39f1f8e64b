/**
 * Names a place of a flame graph by the calls that lead to it, so that a link holds for another profile of the same
 * program, where children stand in another order.
 */
import type { FlameNode } from '@nightglass/model';

/** Two lanes of 32 bits (FNV-1a with different offsets): 5000 places of one graph never meet by chance. */
type Lanes = readonly [number, number];
const start: Lanes = [0x811c9dc5, 0x9e3779b9];
const prime = 0x01000193;

const mix = (lanes: Lanes, { func, line }: FlameNode): Lanes => {
  let [a, b] = lanes;
  for (const char of `${func}\u0000${line}\n`) {
    const code = char.codePointAt(0) ?? 0;
    a = Math.imul(a ^ code, prime);
    b = Math.imul(b ^ code, prime) + 1;
  }
  return [a, b];
};
const text = ([a, b]: Lanes): string => (a >>> 0).toString(36) + (b >>> 0).toString(36).padStart(7, '0');

/** Address of the node at a path of child indices (`0.2`); empty for the root and for a place that does not exist. */
export const flameAddress = (root: FlameNode, path: string): string => {
  let node: FlameNode | undefined = root;
  let lanes = start;
  for (const step of path === '' ? [] : path.split('.')) {
    node = node?.children[Number(step)];
    if (node === undefined) return '';
    lanes = mix(lanes, node);
  }
  return path === '' ? '' : text(lanes);
};

/** Path of child indices of the node with this address; empty (the root) when the tree has no such place. */
export const flamePath = (root: FlameNode, address: string): string => {
  if (address === '') return '';
  const waiting: { node: FlameNode; lanes: Lanes; path: string }[] = [{ node: root, lanes: start, path: '' }];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop())
    for (const [index, node] of at.node.children.entries()) {
      const lanes = mix(at.lanes, node);
      const path = at.path === '' ? String(index) : `${at.path}.${index}`;
      if (text(lanes) === address) return path;
      waiting.push({ node, lanes, path });
    }
  return '';
};
