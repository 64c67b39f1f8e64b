/** For crashes: which other places of a program use the map that a crash happened at. Pure, made from facts read before. */
import type { Access, AccessKind, FileFacts, PackageFacts } from './facts/model.ts';

export interface Site {
  function: string;
  file: string;
  line: number;
  access: 'read' | 'write' | 'iterate' | 'delete' | 'clear' | 'clone';
  /** The object as the source names it: `c.data`. */
  object: string;
  /** 0 to 1: is it the same object, and can it have been there at the same time? */
  confidence: number;
}

/** The shape that the crash explainer asks for. `file` is an absolute path of the build or `module/pkg/file.go`; `line` counts from 1. */
export interface SiteIndex {
  sitesOf(object: { function: string; file: string; line: number }): readonly Site[];
}

const words: Partial<Record<AccessKind, Site['access']>> = {
  read: 'read',
  len: 'read',
  write: 'write',
  range: 'iterate',
  delete: 'delete',
  clear: 'clear',
  escape: 'iterate',
};

interface Known {
  access: Access;
  facts: PackageFacts;
  line: number;
}

const baseOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** How many parts of two paths agree, from the file's name upwards. */
const agreeing = (a: string, b: string): number => {
  const [left, right] = [a.split('/').reverse(), b.split('/').reverse()];
  let count = 0;
  while (count < left.length && left[count] === right[count]) count++;
  return count;
};

/** `main.(*cache).evict` -> `(*cache).evict`; `example.org/x/y.(*T).m-fm` -> `(*T).m`. */
const localName = (name: string): string => {
  const last = name.slice(name.lastIndexOf('/') + 1);
  const dot = last.indexOf('.');
  return (dot < 0 ? last : last.slice(dot + 1)).replace(/-fm$/, '');
};

/** Bounds an answer: a map that is used in a thousand places is no lead. */
const maxSites = 50;

export const createSiteIndex = (packages: readonly PackageFacts[]): SiteIndex => {
  const byFile = new Map<string, { file: FileFacts; known: Known[] }[]>();
  for (const facts of packages) {
    const files = new Map<FileFacts, Known[]>();
    for (const access of facts.accesses) {
      if (words[access.kind] === undefined) continue;
      const list = files.get(access.file) ?? [];
      files.set(access.file, list);
      list.push({ access, facts, line: facts.locate(access.file, access.node).startLine });
    }
    for (const [file, known] of files) {
      const base = baseOf(file.source.path);
      const list = byFile.get(base) ?? [];
      byFile.set(base, list);
      list.push({ file, known });
    }
  }
  return {
    sitesOf({ function: name, file, line }) {
      const candidates = byFile.get(baseOf(file)) ?? [];
      const best = Math.max(0, ...candidates.map((c) => agreeing(c.file.source.path, file)));
      const near = candidates.filter((c) => agreeing(c.file.source.path, file) === best);
      const wanted = localName(name);
      const at = near
        .flatMap((c) => c.known)
        .filter((k) => k.line === line && (near.length === 1 || k.access.function.name === wanted));
      const objects = new Map(at.map((k) => [k.access.entity.id, k]));
      const found = [...objects.values()].flatMap((here) => others(here, near.length === 1));
      return found.sort((a, b) => b.confidence - a.confidence).slice(0, maxSites);
    },
  };
};

const others = (here: Known, certain: boolean): Site[] => {
  const seen = new Set<string>();
  return here.facts.accesses.flatMap((access) => {
    const word = words[access.kind];
    if (access.entity.id !== here.access.entity.id || word === undefined || access.file.test) return [];
    if (access.kind === 'escape' && !/^(encoding\/|fmt\.|log)/.test(access.target)) return [];
    const { startLine } = here.facts.locate(access.file, access.node);
    if (access.node === here.access.node) return [];
    const key = `${access.file.source.path}:${startLine}:${word}`;
    if (seen.has(key)) return [];
    seen.add(key);
    const site: Site = {
      function: access.function.name,
      file: access.file.source.path,
      line: startLine,
      access: word,
      object: access.path,
      confidence: certain ? confidenceOf(access, here) : confidenceOf(access, here) / 2,
    };
    return [site];
  });
};

/** A pair that nothing keeps apart is as good as proved; an access that shares no lock with the crash is likely. */
const confidenceOf = (access: Access, here: Known): number => {
  const meets = here.facts.conflicts.some(
    ({ write, other }) =>
      (write.node === access.node && other.node === here.access.node) ||
      (other.node === access.node && write.node === here.access.node),
  );
  if (meets) return 0.95;
  if (access.unpublished) return 0.1;
  const shared = access.locks.some((lock) => here.access.locks.some((l) => l.entity.id === lock.entity.id));
  if (shared) return 0.2;
  return access.locks.length === 0 ? 0.8 : 0.6;
};
