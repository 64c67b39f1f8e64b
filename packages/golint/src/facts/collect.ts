/** The door of the facts: from the texts of a package to what the rules ask. */

import type { FileProblem, PackageSource, SourceLocation } from '../model.ts';
import type * as ast from '../syntax/ast.ts';
import { parseFile } from '../syntax/parse.ts';
import { LineIndex } from '../syntax/positions.ts';
import { findConflicts } from './conflicts.ts';
import { conventionLock } from './conventions.ts';
import { accessOfEffect, placeKey, translateEffect } from './effects.ts';
import { proveMaps } from './evidence.ts';
import type { Fn, FnRange } from './function.ts';
import { holdsByValue } from './holds.ts';
import { Infer } from './infer.ts';
import type {
  Access,
  Answer,
  CallFacts,
  Conflict,
  Entity,
  FileFacts,
  FunctionFacts,
  GoType,
  PackageFacts,
  RangeFacts,
  Spawn,
} from './model.ts';
import { PackageIndex } from './package-index.ts';
import { Places } from './places.ts';
import { propagate } from './propagate.ts';
import type { Scope } from './symbols.ts';
import { Types } from './types.ts';
import { FunctionWalker } from './walk-statements.ts';
import type { PackageState } from './walker-state.ts';

/** How deep a function may ask for another one to be walked first. */
const maxDemand = 40;

/**
 * Reads a package. Never throws, whatever the texts: what is not Go is in `problems`, the rest is looked at all the same.
 * Time and memory are about linear in the size of the package.
 */
export const collectFacts = (source: PackageSource): { facts: PackageFacts; problems: FileProblem[] } => {
  const index = new PackageIndex();
  const problems: FileProblem[] = [];
  for (const text of source.files) {
    const { file, errors } = parseFile(text.text);
    if (errors.length > 0) {
      const lines = new LineIndex(text.text);
      for (const error of errors)
        problems.push({ path: text.path, ...lines.position(error.pos), message: error.message });
    }
    index.add(text, file);
  }
  const infer = new Infer(new Types(index));
  const places = new Places(infer);
  proveMaps(index, places);
  const state = walkAll(index, infer, places);
  const edges = propagate(index, state);
  const conflicts = findConflicts(index, edges, state);
  return { facts: new CollectedFacts(source, index, state, conflicts), problems };
};

const walkAll = (index: PackageIndex, infer: Infer, places: Places): PackageState => {
  let depth = 0;
  const state: PackageState = {
    infer,
    places,
    passed: [],
    paramCalls: new Map(),
    walked: new Set(),
    demand(fn) {
      if (depth > maxDemand || fn.parent !== null || state.walked.has(fn)) return;
      depth++;
      FunctionWalker.walk(state, fn);
      depth--;
    },
  };
  for (const fn of index.functions) {
    if (fn.parent === null) {
      if (fn.node.pos >= 0) fn.entryLocks = conventionLock(fn, places);
      FunctionWalker.walk(state, fn);
    }
  }
  for (const fn of index.functions)
    fn.params = fn.paramSyms.map((sym) => places.ofSym(sym)?.entity).filter((e): e is Entity => e != null);
  return state;
};

class CollectedFacts implements PackageFacts {
  readonly source: PackageSource;
  readonly files: readonly FileFacts[];
  readonly functions: readonly Fn[];
  readonly entities: readonly Entity[];
  readonly ranges: readonly RangeFacts[];
  readonly accesses: readonly Access[];
  readonly spawns: readonly Spawn[];
  readonly conflicts: readonly Conflict[];
  private readonly infer: Infer;
  private readonly places: Places;
  private readonly state: PackageState;
  private readonly lineIndexes = new Map<FileFacts, LineIndex>();

  constructor(
    source: PackageSource,
    index: PackageIndex,
    state: PackageState,
    conflicts: readonly Conflict[],
  ) {
    const { infer, places } = state;
    this.state = state;
    this.conflicts = conflicts;
    this.source = source;
    this.infer = infer;
    this.places = places;
    this.files = index.files;
    this.functions = index.functions;
    this.entities = places.entities;
    this.ranges = index.functions.flatMap((fn) => fn.ranges);
    this.accesses = index.functions.flatMap((fn) => fn.accesses);
    this.spawns = index.functions.flatMap((fn) => fn.spawns);
  }

  typeOf(expr: ast.Expr, at: FunctionFacts | FileFacts): GoType {
    return this.infer.typeOf(expr, scopeOf(at));
  }

  underlying(type: GoType): GoType {
    return this.infer.types.underlying(type);
  }

  isMap(expr: ast.Expr, at: FunctionFacts | FileFacts): Answer {
    return this.places.isMap(this.infer.typeOf(expr, scopeOf(at)));
  }

  entityOf(expr: ast.Expr, at: FunctionFacts | FileFacts): Entity | null {
    return this.places.of(expr, scopeOf(at))?.entity ?? null;
  }

  holdsByValue(type: GoType, what: 'sync.Map' | 'lock'): string | null {
    return holdsByValue(this.infer.types, type, what);
  }

  effectsOn(call: CallFacts, range: RangeFacts): readonly Access[] {
    const { place } = range as FnRange;
    const to = call.targets.length === 1 ? (call.targets[0] as Fn) : undefined;
    if (place === null || to === undefined) return [];
    const from = call.from as Fn;
    const edge = {
      from,
      to,
      node: call.node,
      call: call.node,
      locks: [],
      after: 0,
      unpublished: false,
      uncertain: false,
      deferred: false,
    };
    return to.effects.flatMap((effect) => {
      const outer = translateEffect(effect, edge, this.state);
      return outer !== null && placeKey(outer.place) === placeKey(place) ? [accessOfEffect(outer, from)] : [];
    });
  }

  functionAt(file: FileFacts, node: ast.Node): FunctionFacts | null {
    let found: FunctionFacts | null = null;
    for (const fn of file.functions)
      if (
        fn.node.pos <= node.pos &&
        node.end <= fn.node.end &&
        (found === null || fn.node.pos >= found.node.pos)
      )
        found = fn;
    return found;
  }

  locate(file: FileFacts, node: { pos: number; end: number }): SourceLocation {
    let lines = this.lineIndexes.get(file);
    if (lines === undefined) this.lineIndexes.set(file, (lines = new LineIndex(file.source.text)));
    const start = lines.position(node.pos);
    const end = lines.position(node.end);
    return {
      path: file.source.path,
      start: node.pos,
      end: node.end,
      startLine: start.line,
      startColumn: start.column,
      endLine: end.line,
      endColumn: end.column,
    };
  }
}

const scopeOf = (at: FunctionFacts | FileFacts): Scope =>
  'parent' in at ? (at as Fn).scope : { file: at, locals: null };
