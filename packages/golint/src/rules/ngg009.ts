/** NGG009: a lock that is held while a loop waits for something slow. */
import type { CallFacts, FunctionFacts, HeldLock, RangeFacts } from '../facts/model.ts';
import type { Rule } from '../rules-model.ts';
import { type CallExpr, Kind, type Node } from '../syntax/ast.ts';
import { exprText, unparen } from '../syntax/text.ts';
import { Token } from '../syntax/tokens.ts';
import { walk } from '../syntax/walk.ts';
import { bindingOf } from './parts/binding.ts';
import { type Blocking, blockingCall } from './parts/blocking.ts';
import { isIdent, pathTo, within } from './parts/tree.ts';

export const ngg009: Rule = {
  meta: {
    id: 'NGG009',
    name: 'long-range-under-lock',
    level: 'note',
    profiles: ['recommended', 'strict', 'all'],
    title: 'A lock is held across a loop that waits in its body.',
    go: 'legal',
    sinceMinor: null,
    fixable: false,
  },
  check({ facts, report }) {
    const told = new Set<Node>();
    // The outermost loop first: it is the one that holds the lock longest.
    for (const range of facts.ranges.filter(({ locks }) => locks.length > 0).sort(byPlace)) {
      const lock = range.locks.find((held) => isMutex(held) && !isReleasedIn(range, held));
      if (lock === undefined) continue;
      const wait = firstWait(range, lock);
      if (wait === undefined || told.has(wait.node)) continue;
      told.add(wait.node);
      const { file } = range;
      const source = file.source.text;
      const { what, sure } = wait.blocking;
      const others =
        lock.mode === 'read' ? 'every writer, and every reader behind a waiting writer,' : 'everyone else';
      report({
        file,
        node: wait.node,
        entity: range.entity?.name ?? '',
        level: sure ? 'warning' : 'note',
        message: `${lock.path} is held while the loop over ${exprText(range.node.x, source)} ${what} in each iteration (${exprText(wait.node, source)}): ${others} waits for the whole loop. Copy what the loop needs under the lock, release it, then loop over the copy.`,
        related: [
          { file, node: range.node.x, message: 'the loop' },
          ...(typeof lock.from === 'string'
            ? []
            : [{ file, node: lock.from, message: `${lock.path} is taken here` }]),
        ],
      });
    }
  },
};

const byPlace = (a: RangeFacts, b: RangeFacts): number => a.node.pos - b.node.pos;

/** A lock that a name or comment speaks of may be another one, and one that is a channel guards what it is made for. */
const isMutex = ({ from, entity, path }: HeldLock): boolean =>
  from !== 'convention' && entity.type.kind !== 'chan' && path !== '';

/** Unlocked in the loop: NGG016 speaks of that. */
const isReleasedIn = ({ function: fn, node }: RangeFacts, lock: HeldLock): boolean =>
  fn.lockOperations.some(
    ({ op, path, node: at, deferred }) =>
      !deferred && path === lock.path && (op === 'Unlock' || op === 'RUnlock') && within(at, node.body),
  );

interface Wait {
  node: Node;
  blocking: Blocking;
}

const firstWait = (range: RangeFacts, lock: HeldLock): Wait | undefined => {
  const { function: fn, node } = range;
  const waits: Wait[] = [];
  if (range.type.kind === 'chan')
    waits.push({ node: node.x, blocking: { what: 'receives from a channel', sure: true } });
  for (const call of fn.calls) {
    if (!within(call.node, node.body) || call.deferred || isSpawn(call, fn)) continue;
    const blocking = waitOf(call, fn);
    if (blocking !== undefined) waits.push({ node: call.node, blocking });
  }
  waits.push(...channelWaits(node.body));
  const sorted = waits.sort(
    (a, b) => Number(b.blocking.sure) - Number(a.blocking.sure) || a.node.pos - b.node.pos,
  );
  return sorted.find((wait) => !leavesWithoutLock(wait, fn, lock));
};

/** The call says for itself which locks are held at it; one that was let go of in a helper is not. */
const leavesWithoutLock = ({ node }: Wait, { calls }: FunctionFacts, lock: HeldLock): boolean =>
  calls.some((call) => call.node === node && !call.locks.some(({ path }) => path === lock.path));

const isSpawn = (call: CallFacts, { spawns }: FunctionFacts): boolean =>
  spawns.some(({ node }) => node.kind === Kind.GoStmt && node.call === call.node);

const waitOf = (call: CallFacts, fn: FunctionFacts): Blocking | undefined => {
  const itself = blockingCall(call.std);
  if (itself !== undefined) return itself;
  if (isCallback(call.node, fn)) return { what: 'calls a function that was passed in', sure: false };
  // What one of several implementations does, and what a callee calls back, is not known to happen here.
  const [callee, ...others] = call.targets;
  const blocks = callee?.summary.blocks;
  if (callee === undefined || others.length > 0 || blocks === null || blocks === undefined) return undefined;
  const direct = blockingCall(blocks.what);
  if (direct === undefined && blocks.what.startsWith('callback')) return undefined;
  return { what: `waits in ${callee.name} (${blocks.what})`, sure: direct?.sure ?? true };
};

/** A call of a parameter of the function, or of the one around a literal. */
const isCallback = ({ fun }: CallExpr, fn: FunctionFacts): boolean => {
  const x = unparen(fun);
  if (!isIdent(x)) return false;
  const binding = bindingOf(x.name, pathTo(fn.node, x));
  return binding !== null && binding.node.kind === Kind.Field;
};

/** Sends, receives and selects of a body; not those of function literals, and not selects with a default. */
const channelWaits = (body: Node): Wait[] => {
  const waits: Wait[] = [];
  const add = (node: Node, what: string): void => {
    waits.push({ node, blocking: { what, sure: true } });
  };
  walk(body, (node) => {
    if (node.kind === Kind.FuncLit || node.kind === Kind.DeferStmt) return false;
    if (node.kind === Kind.SendStmt) add(node, 'sends on a channel');
    if (node.kind === Kind.UnaryExpr && node.op === Token.ARROW) add(node, 'receives from a channel');
    if (node.kind !== Kind.SelectStmt) return true;
    const clauses = node.body.list;
    const hasDefault = clauses.some((clause) => clause.kind === Kind.CommClause && clause.comm === undefined);
    if (!hasDefault) add(node, 'waits in a select');
    for (const clause of clauses)
      if (clause.kind === Kind.CommClause) for (const stmt of clause.body) waits.push(...channelWaits(stmt));
    return false;
  });
  return waits;
};
