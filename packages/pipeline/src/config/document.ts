/** YAML with the place of everything in it, and `${env:NAME}` filled in. */
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parse,
  parseDocument,
  type Scalar,
} from 'yaml';
import type { ConfigIssue } from './issue.ts';

export type Path = readonly (string | number)[];

export interface ConfigDocument {
  /** Plain data. */
  readonly value: unknown;
  readonly issues: ConfigIssue[];
  /** An issue at the key (or, for `value`, the value) that stands at the path, or at its nearest parent. */
  issue(path: Path, message: string, at?: 'key' | 'value'): ConfigIssue;
  /** The value as it is written in the file: secrets from the environment stay names. */
  written(path: Path): string | undefined;
}

type Env = Readonly<Record<string, string | undefined>>;

interface Place {
  key: number;
  value: number;
  source: string;
}

export const readDocument = (text: string, env: Env): ConfigDocument => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const places = new Map<string, Place>();
  const issues: ConfigIssue[] = [];
  const at = (offset: number, path: Path, message: string): ConfigIssue => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col), path: path.join('.'), message };
  };
  for (const error of document.errors) {
    issues.push(at(error.pos[0], [], error.message.split('\n')[0] ?? error.message));
  }

  const fill = (scalar: Scalar, path: Path): unknown => {
    const { value } = scalar;
    if (typeof value !== 'string' || !value.includes('$')) return value;
    const { text: filled, problems, changed } = expand(value, env);
    for (const problem of problems) issues.push(at(scalar.range?.[0] ?? 0, path, problem));
    // Unquoted text is typed after it is filled in, as in the Collector: a port from the environment is a number.
    return changed && scalar.type === 'PLAIN' ? retype(filled) : filled;
  };
  const walk = (node: Node | null, path: Path, keyOffset: number, depth: number): unknown => {
    const resolved = isAlias(node) ? node.resolve(document) : node;
    const from = node?.range?.[0] ?? keyOffset;
    places.set(JSON.stringify(path), {
      key: keyOffset,
      value: from,
      source: text.slice(from, node?.range?.[1] ?? from),
    });
    if (resolved == null) return null;
    if (depth > 64) {
      issues.push(at(from, path, 'is nested too deeply'));
      return null;
    }
    if (isScalar(resolved)) return fill(resolved, path);
    if (isSeq(resolved)) {
      return resolved.items.map((item, i) =>
        walk(item as Node, [...path, i], (item as Node).range?.[0] ?? from, depth + 1),
      );
    }
    if (!isMap(resolved)) return null;
    // fromEntries, not assignment: a key named __proto__ is a key like any other.
    return Object.fromEntries(
      resolved.items.map((pair) => {
        const key = String(isScalar(pair.key) ? pair.key.value : pair.key);
        const offset = (pair.key as Node | null)?.range?.[0] ?? from;
        return [key, walk(pair.value as Node | null, [...path, key], offset, depth + 1)];
      }),
    );
  };
  const value = issues.length > 0 ? undefined : walk(document.contents, [], 0, 0);

  const place = (path: Path): Place => {
    for (let n = path.length; n >= 0; n--) {
      const found = places.get(JSON.stringify(path.slice(0, n)));
      if (found !== undefined) return found;
    }
    return { key: 0, value: 0, source: '' };
  };
  return {
    value,
    issues,
    issue: (path, message, where = 'key') => at(place(path)[where], path, message),
    written: (path) => {
      const source = places.get(JSON.stringify(path))?.source.trim();
      if (source === undefined || source === '' || source.includes('\n')) return undefined;
      return source.length > 60 ? `${source.slice(0, 60)}…` : source;
    },
  };
};

const retype = (text: string): unknown => {
  try {
    const value: unknown = parse(text);
    return typeof value === 'object' && value !== null ? text : value;
  } catch {
    return text;
  }
};

/** `${env:NAME}` and `${env:NAME:-default}`; `$$` is a dollar sign. */
const expand = (text: string, env: Env): { text: string; problems: string[]; changed: boolean } => {
  const problems: string[] = [];
  let changed = false;
  const filled = text.replace(/\$\$|\$\{([^}]*)\}/g, (whole, inner: string | undefined) => {
    if (inner === undefined) return '$';
    const match = /^env:([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?$/s.exec(inner);
    if (match === null) {
      problems.push(
        `"${whole}" is not understood; write \${env:NAME} or \${env:NAME:-default} ($$ for a dollar sign)`,
      );
      return whole;
    }
    changed = true;
    const [, name = '', fallback] = match;
    const value = env[name];
    if (value !== undefined && value !== '') return value;
    if (fallback !== undefined) return fallback;
    if (value === undefined) {
      problems.push(`the environment variable ${name} is not set; set it, or write \${env:${name}:-default}`);
    }
    return '';
  });
  return { text: filled, problems, changed };
};
