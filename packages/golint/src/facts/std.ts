/** What Go's standard library exports: results of functions and methods, fields, variables, named types. */
import { stdApi } from './std-api.generated.ts';

interface StdPackage {
  path: string;
  /** `F name`, `M type method`, `T type`, `V name` -> the rest of the line. */
  lines: Map<string, string>;
  /** Fields by type, in order; an embedded one begins with `*`. */
  fields: Map<string, [string, string][]>;
}

/** Where each package's lines begin: a package is read when it is first asked for. */
let offsets: Map<string, number> | undefined;
/** `http` -> `net/http`: the table names types of other packages by package name. */
let byName: Map<string, string> | undefined;
const read = new Map<string, StdPackage>();

const index = (): Map<string, number> => {
  if (offsets !== undefined) return offsets;
  offsets = new Map();
  byName = new Map();
  for (let at = stdApi.indexOf('\nP '); at >= 0; at = stdApi.indexOf('\nP ', at + 1)) {
    const path = stdApi.slice(at + 3, stdApi.indexOf('\n', at + 1));
    offsets.set(path, at + 1);
    const name = path.slice(path.lastIndexOf('/') + 1);
    const known = byName.get(name);
    // `text/template` and `html/template`, `math/rand` and `crypto/rand`: the shorter, older one is what others mean.
    if (known === undefined || path.length < known.length) byName.set(name, path);
  }
  return offsets;
};

const addLine = (pkg: StdPackage, text: string): void => {
  const line = text.replace(/ @\d+$/, '');
  const words = line[0] === 'M' || line[0] === 'S' ? 3 : 2;
  let end = 0;
  for (let i = 0; i < words; i++) {
    const space = line.indexOf(' ', end + 1);
    end = space < 0 ? line.length : space;
  }
  const key = line.slice(0, end);
  const rest = line.slice(end + 1);
  if (line[0] !== 'S') {
    pkg.lines.set(key, rest);
    return;
  }
  const [, type, field] = key.split(' ');
  const fields = pkg.fields.get(type!) ?? [];
  fields.push([field!, rest]);
  pkg.fields.set(type!, fields);
};

const load = (path: string): StdPackage | undefined => {
  const known = read.get(path);
  if (known !== undefined) return known;
  const start = index().get(path);
  if (start === undefined) return undefined;
  const pkg: StdPackage = { path, lines: new Map(), fields: new Map() };
  const next = stdApi.indexOf('\nP ', start);
  const body = stdApi.slice(start, next < 0 ? undefined : next).split('\n');
  for (let i = 1; i < body.length; i++) if (body[i] !== '') addLine(pkg, body[i]!);
  read.set(path, pkg);
  return pkg;
};

export const isStd = (path: string): boolean => index().has(path);
/** The path of a package by the name other packages' lines call it. */
export const stdPathOf = (name: string): string | undefined => {
  index();
  return byName!.get(name);
};
/** Results as in Go's text (`(*Response, error)`, `''` for none, `=0`: the type of argument 0); undefined for what is not there. */
export const stdFunction = (path: string, name: string): string | undefined =>
  load(path)?.lines.get(`F ${name}`);
export const stdMethod = (path: string, type: string, name: string): string | undefined =>
  load(path)?.lines.get(`M ${type} ${name}`);
export const stdVariable = (path: string, name: string): string | undefined =>
  load(path)?.lines.get(`V ${name}`);
/** `struct`, `interface` or a type. */
export const stdType = (path: string, name: string): string | undefined => load(path)?.lines.get(`T ${name}`);
export const stdFields = (path: string, name: string): readonly [string, string][] =>
  load(path)?.fields.get(name) ?? [];
