/** Chains of binary operators: `a + b + c` leans left as in go/ast, unless it is so long that the tree would be too deep. */
import { type BinaryExpr, type Expr, Kind } from './ast.ts';
import type { TokenCode } from './tokens.ts';

/** Operators of one precedence in a row before the chain is cut into parts, which are then joined as a balanced tree. */
const partLength = 64;

interface Part {
  x: Expr;
  /** The operator between this part and the next. */
  op: TokenCode;
  opPos: number;
}

/** A chain that is being read. Precedences only fall along it: what binds more tightly is in the operands. */
export interface Chain {
  x: Expr;
  precedence: number;
  /** Operators in `x` of this precedence. */
  links: number;
  /** Nodes above the operands, so far, of tighter precedences. */
  depth: number;
  parts: Part[] | undefined;
}

export const startChain = (x: Expr): Chain => ({ x, precedence: 0, links: 0, depth: 0, parts: undefined });

const join = (x: Expr, op: TokenCode, opPos: number, y: Expr): BinaryExpr => ({
  kind: Kind.BinaryExpr,
  pos: x.pos,
  end: y.end,
  op,
  opPos,
  x,
  y,
});

/** Adds `op y` to the chain. */
export const extendChain = (
  chain: Chain,
  precedence: number,
  op: TokenCode,
  opPos: number,
  y: Expr,
): void => {
  if (precedence !== chain.precedence) {
    if (chain.links > 0) endChain(chain);
    chain.precedence = precedence;
  }
  if (chain.links < partLength) {
    chain.x = join(chain.x, op, opPos, y);
    chain.links++;
    return;
  }
  chain.parts ??= [];
  chain.parts.push({ x: chain.x, op, opPos });
  chain.x = y;
  chain.links = 0;
};

/** The expression of the whole chain. */
export const endChain = (chain: Chain): Expr => {
  const parts = chain.parts;
  chain.depth += chain.links;
  if (parts !== undefined) {
    chain.depth += partLength + Math.ceil(Math.log2(parts.length + 1));
    parts.push({ x: chain.x, op: 0, opPos: 0 });
    chain.x = balanced(parts, 0, parts.length);
    chain.parts = undefined;
  }
  chain.links = 0;
  return chain.x;
};

/** How many nodes the chain put above its operands, at most. */
export const chainDepth = (chain: Chain): number => chain.depth;

const balanced = (parts: readonly Part[], from: number, to: number): Expr => {
  if (to - from === 1) return parts[from]!.x;
  const middle = (from + to) >> 1;
  const { op, opPos } = parts[middle - 1]!;
  return join(balanced(parts, from, middle), op, opPos, balanced(parts, middle, to));
};
