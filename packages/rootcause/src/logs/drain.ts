/**
 * Drain (He et al., ICWS 2017; parameters of drain3): log bodies are grouped by number of tokens and their first tokens,
 * then joined with the most similar group. Depth 4 (two leading tokens), similarity 0.4, at most 100 children of a node.
 *
 * Drain depends on the order of its input. It is given distinct masked bodies in ascending order here, so the answer does
 * not. Three things differ from the paper: a leading token that is only a wildcard (a timestamp) does not use up depth;
 * many groups that differ in one leading token are joined (`user ann logged in`); and a group whose few members differ in
 * plain words only (`accepted`, `rejected`) is taken apart again, because such words are states, not parameters.
 */
import { wildcard } from './mask.ts';

const similarity = 0.4;
const leading = 2;
const maxChildren = 100;
/** Groups compared at a leaf. Only texts made to be unlike each other reach it. */
const maxAtLeaf = 64;
const maxTokens = 100;
/** A group of at most so many distinct bodies is taken apart when they differ in plain words. */
const fewStates = 8;

interface Group {
  tokens: string[];
  /** Indexes into the input. */
  members: number[];
}

interface Node {
  children: Map<string, Node>;
  groups: Group[];
}

const hasDigit = /\d/;
const plainWord = /^[A-Za-z]+[.,;:!]?$/;

const tokensOf = (text: string): string[] => {
  const tokens = text.split(' ');
  return tokens.length > maxTokens ? [...tokens.slice(0, maxTokens - 1), '...'] : tokens;
};

const leadingTokens = (tokens: string[]): string[] => {
  const path: string[] = [];
  for (let i = 0; i < tokens.length && path.length < leading; i++)
    if (tokens[i] !== wildcard) path.push(tokens[i]!);
  return path;
};

const leafOf = (roots: Map<number, Node>, tokens: string[]): Node => {
  let node = roots.get(tokens.length);
  if (!node) roots.set(tokens.length, (node = { children: new Map(), groups: [] }));
  for (const token of leadingTokens(tokens)) {
    // Tokens with a digit or a wildcard vary, unless they name a place in code.
    const varies =
      token.includes(wildcard) || (hasDigit.test(token) && !token.includes('#') && !token.includes(':'));
    let key = varies ? wildcard : token;
    if (!node.children.has(key) && node.children.size >= maxChildren) key = wildcard;
    let child: Node | undefined = node.children.get(key);
    if (!child) node.children.set(key, (child = { children: new Map(), groups: [] }));
    node = child;
  }
  return node;
};

/** Share of positions with the same token that is not a wildcard. */
const alike = (a: string[], b: string[]): number => {
  let same = 0;
  for (let i = 0; i < a.length; i++) if (a[i] === b[i] && a[i] !== wildcard) same++;
  return same / a.length;
};

const onlyPlainWordsDiffer = (lists: string[][]): boolean => {
  const head = lists[0]!;
  for (let i = 0; i < head.length; i++)
    for (const tokens of lists) {
      const token = tokens[i]!;
      if (token !== head[i] && !(plainWord.test(token) && plainWord.test(head[i]!))) return false;
    }
  return true;
};

export interface DrainResult {
  /** Text of each template; unique. */
  templates: string[];
  /** For each text of the input: index into `templates`. */
  of: Int32Array;
}

/** Template of texts that came after the limit was reached. */
export const overflowTemplate = '<other>';

/** `texts`: distinct, masked, ascending. At most `limit` templates, and one for the rest. */
export const drain = (texts: readonly string[], limit: number): DrainResult => {
  const roots = new Map<number, Node>();
  const tokenLists: string[][] = [];
  const groups: Group[] = [];
  const rest: number[] = [];
  for (let index = 0; index < texts.length; index++) {
    const tokens = tokensOf(texts[index]!);
    tokenLists.push(tokens);
    const leaf = leafOf(roots, tokens);
    let best: Group | null = null;
    let bestAlike = -1;
    for (const group of leaf.groups) {
      const value = alike(group.tokens, tokens);
      if (value > bestAlike) {
        best = group;
        bestAlike = value;
      }
    }
    if (best && bestAlike >= similarity) {
      best.members.push(index);
      for (let i = 0; i < tokens.length; i++) if (best.tokens[i] !== tokens[i]) best.tokens[i] = wildcard;
    } else if (groups.length >= limit || leaf.groups.length >= maxAtLeaf) rest.push(index);
    else {
      const group: Group = { tokens: [...tokens], members: [index] };
      leaf.groups.push(group);
      groups.push(group);
    }
  }
  return named(texts, tokenLists, joinLeading(groups), rest, limit);
};

/** Drain takes the first tokens for constants. Where one of them has more values than a state would, it is a parameter. */
const joinLeading = (groups: Group[]): Group[] => {
  let joined = groups;
  for (let skip = 1; skip <= leading; skip++) {
    const alikeBut = new Map<string, Group[]>();
    for (const group of joined) {
      const at = nthConstant(group.tokens, skip);
      const key = at < 0 ? group.tokens.join(' ') : group.tokens.with(at, wildcard).join(' ');
      const found = alikeBut.get(key);
      if (found) found.push(group);
      else alikeBut.set(key, [group]);
    }
    joined = [...alikeBut].flatMap(([key, alike]) =>
      alike.length > fewStates
        ? [{ tokens: key.split(' '), members: alike.flatMap((group) => group.members) }]
        : alike,
    );
  }
  return joined;
};

/** Index of the n-th (from 1) token that is no wildcard, when others remain; -1 when there is none. */
const nthConstant = (tokens: string[], n: number): number => {
  let constants = 0;
  let at = -1;
  for (let i = 0; i < tokens.length; i++) if (tokens[i] !== wildcard && ++constants === n) at = i;
  return constants >= 3 ? at : -1;
};

const named = (
  texts: readonly string[],
  tokenLists: string[][],
  groups: Group[],
  rest: number[],
  limit: number,
): DrainResult => {
  const templates: string[] = [];
  const indexOf = new Map<string, number>();
  const of = new Int32Array(texts.length);
  const assign = (text: string, member: number): void => {
    let index = indexOf.get(text);
    if (index === undefined) indexOf.set(text, (index = templates.push(text) - 1));
    of[member] = index;
  };
  let room = limit - groups.length;
  for (const group of groups) {
    const few = group.members.length <= fewStates && group.members.length - 1 <= room;
    if (group.members.length > 1 && few && onlyPlainWordsDiffer(group.members.map((m) => tokenLists[m]!))) {
      room -= group.members.length - 1;
      for (const member of group.members) assign(tokenLists[member]!.join(' '), member);
    } else for (const member of group.members) assign(group.tokens.join(' '), member);
  }
  for (const member of rest) assign(overflowTemplate, member);
  return { templates, of };
};
