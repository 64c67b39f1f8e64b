/** `.nightglass-lint.yaml`. */
import { NightglassError, nearest } from '@nightglass/model';
import { isMap, isScalar, LineCounter, type Node, parseDocument } from 'yaml';
import { z } from 'zod';
import { type Level, type Profile, profiles } from '../model.ts';
import { levels, type RuleLevels } from './levels.ts';

/** The names it is looked for under, best first. */
export const configNames = ['.nightglass-lint.yaml', '.nightglass-lint.yml'] as const;

export interface LintConfig {
  profile?: Profile;
  levels: RuleLevels;
  /** Patterns of files that are not reported, relative to the folder of the configuration. */
  exclude: readonly string[];
  tests?: boolean;
  /** Report findings in generated files. */
  generated?: boolean;
  tags: readonly string[];
}

/** YAML 1.1 tools write `off` as `false`. */
const levelShape = z.preprocess((value) => (value === false ? 'off' : value), z.enum(['off', ...levels]));

const shape = z.strictObject({
  profile: z.enum(profiles).optional(),
  rules: z.record(z.string(), levelShape).optional(),
  exclude: z.array(z.string().min(1)).optional(),
  tests: z.boolean().optional(),
  generated: z.boolean().optional(),
  tags: z.array(z.string().regex(/^[\w.]+$/, 'is no build tag')).optional(),
});

const emptyConfig: LintConfig = { levels: new Map(), exclude: [], tags: [] };

/**
 * Reads a configuration. All mistakes together in one NG_CONFIG_INVALID: `name:line:column: what`, with the nearest valid
 * name for one that is not known.
 */
export const parseConfig = (text: string, name: string, ruleIds: Iterable<string>): LintConfig => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const issues: string[] = [];
  const say = (offset: number, message: string): void => {
    const { line, col } = lines.linePos(offset);
    issues.push(`${name}:${Math.max(line, 1)}:${Math.max(col, 1)}: ${message}`);
  };
  for (const error of document.errors) say(error.pos[0], error.message.split('\n')[0] ?? '');
  let data: unknown;
  try {
    data = issues.length > 0 ? null : document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    say(0, error instanceof Error ? error.message : 'is no YAML');
  }
  if (issues.length === 0 && data == null) return emptyConfig;
  const parsed = shape.safeParse(data);
  const known = [...ruleIds];
  if (issues.length === 0) {
    for (const issue of parsed.error?.issues ?? [])
      for (const { path, message } of explain(issue)) say(offsetOf(document.contents, path), message);
    for (const id of Object.keys(parsed.data?.rules ?? {}))
      if (!known.includes(id))
        say(offsetOf(document.contents, ['rules', id]), unknownName('rule', id, known));
  }
  if (issues.length > 0 || parsed.data === undefined)
    throw new NightglassError('NG_CONFIG_INVALID', issues.join('\n'), {
      hint: 'docs/lint/ci.md lists every key; --config FILE names another file.',
    });
  const { rules = {}, exclude = [], tags = [], ...rest } = parsed.data;
  return { ...rest, levels: new Map(Object.entries(rules) as [string, Level | 'off'][]), exclude, tags };
};

const unknownName = (what: string, name: string, candidates: Iterable<string>): string => {
  const like = nearest(name, candidates);
  return `"${name}" is no ${what}${like === undefined ? '' : `; did you mean "${like}"?`}`;
};

const explain = (issue: z.core.$ZodIssue): { path: PropertyKey[]; message: string }[] => {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      path: [...issue.path, key],
      message: unknownName('key', key, Object.keys(shape.shape)),
    }));
  const at = issue.path.length === 0 ? 'the file' : `"${issue.path.join('.')}"`;
  if (issue.code === 'invalid_value')
    return [{ path: issue.path, message: `${at} is one of ${issue.values.join(', ')}` }];
  return [{ path: issue.path, message: `${at}: ${issue.message}` }];
};

/** Where the key (or the nearest parent that is there) stands. */
const offsetOf = (contents: unknown, path: readonly PropertyKey[]): number => {
  let node = contents;
  let offset = 0;
  for (const step of path) {
    if (!isMap(node)) break;
    const pair = node.items.find(({ key }) => isScalar(key) && key.value === step);
    if (pair === undefined) break;
    offset = (pair.key as Node).range?.[0] ?? offset;
    node = pair.value;
  }
  return offset;
};
