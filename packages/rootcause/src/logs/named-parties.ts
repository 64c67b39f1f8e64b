/** Other parties that a text names: "upstream orders returned 502" speaks of `orders`, not of its writer. */
import type { ExplanationEntity } from '@nightglass/model';
import { compareText } from '../canonical.ts';
import type { Context } from '../detector.ts';
import { entityKey } from '../incident.ts';

export interface NamedParty {
  entity: ExplanationEntity;
  /** The writer calls it, as far as the graph tells; `caller`: it calls the writer. */
  relation: 'callee' | 'caller' | 'unknown';
}

interface Name {
  key: string;
  /** A plain word (`order`, `front`) also means the thing; it counts only where a text speaks of a party. */
  plain: boolean;
}

const token = /[A-Za-z0-9][A-Za-z0-9_.-]*/g;
const longest = 2000;

/** Words after which a plain word is a party. */
const relational = new Set([
  ...['to', 'from', 'call', 'calling', 'called', 'calls', 'upstream', 'downstream', 'dependency', 'service'],
  ...['server', 'host', 'peer', 'backend', 'contact', 'contacting', 'reach', 'reaching', 'invoking', 'by'],
  ...[
    'at',
    'dial',
    'lookup',
    'resolve',
    'resolving',
    'database',
    'db',
    'queue',
    'broker',
    'cache',
    'endpoint',
  ],
]);
/** Words before which it is one. */
const naming = new Set(['service', 'server', 'api', 'svc', 'backend', 'upstream', 'host', 'client']);

const cache = new WeakMap<Context, Map<string, Name[]>>();

/** Lower-case words under which a party may be named: its name, and its name without what only says that it is a service. */
const wordsOf = (name: string): { word: string; plain: boolean }[] => {
  const whole = name.toLowerCase();
  const words = [
    { word: whole, plain: /^[a-z]+$/.test(whole) && !/(?:service|svc|server|db|api)$/.test(whole) },
  ];
  const stem = whole.replace(/[-_.]?(?:service|svc|server|api)$/, '');
  if (stem !== whole && stem.length >= 3) words.push({ word: stem, plain: true });
  return words;
};

const namesOf = (context: Context): Map<string, Name[]> => {
  let names = cache.get(context);
  if (names !== undefined) return names;
  names = new Map();
  for (const key of context.graph.nodes) {
    const { kind, name } = context.graph.entity(key);
    if (kind === 'node' || kind === 'namespace' || name.length < 2) continue;
    for (const { word, plain } of wordsOf(name)) {
      const known = names.get(word);
      if (known) known.push({ key, plain });
      else names.set(word, [{ key, plain }]);
    }
  }
  cache.set(context, names);
  return names;
};

/** Whether the plain word at `at` stands where a text speaks of a party: `to orders`, `orders:8080`, `orders service`. */
const meansParty = (text: string, at: number, end: number, before: string): boolean => {
  if (relational.has(before)) return true;
  if (text.startsWith('//', at - 2) || text.startsWith('@', at - 1)) return true;
  if (/^:\d/.test(text.slice(end, end + 2))) return true;
  const next = /^[\s"'`]{0,2}([A-Za-z]+)/.exec(text.slice(end, end + 14))?.[1]?.toLowerCase();
  return next !== undefined && naming.has(next);
};

/** Nearest first: `orders.shop.svc` is asked as a whole, then by its first label. */
const asked = (word: string): { word: string; host: boolean }[] => {
  const whole = word.replace(/[.-]+$/, '').toLowerCase();
  const label = whole.split('.')[0]!;
  return label === whole
    ? [{ word: whole, host: false }]
    : [
        { word: whole, host: false },
        { word: label, host: true },
      ];
};

const relationOf = (context: Context, from: string, to: string): NamedParty['relation'] => {
  const { graph } = context;
  if (graph.out(from).some((edge) => edge.to === to)) return 'callee';
  if (graph.in(from).some((edge) => edge.from === to)) return 'caller';
  if (graph.path(from, to) !== null) return 'callee';
  return graph.path(to, from) === null ? 'unknown' : 'caller';
};

/** Parties other than the writer that the text names as whole words, callees first, then by key. */
export const partiesNamed = (context: Context, writer: ExplanationEntity, text: string): NamedParty[] => {
  const names = namesOf(context);
  const own = entityKey(context.graph.canonical(writer));
  const found = new Set<string>();
  const head = text.slice(0, longest);
  let before = '';
  for (const match of head.matchAll(token)) {
    const end = match.index + match[0].length;
    for (const { word, host } of asked(match[0]))
      for (const { key, plain } of names.get(word) ?? [])
        if (key !== own && (!plain || host || meansParty(head, match.index, end, before))) found.add(key);
    before = match[0].toLowerCase();
  }
  const order = { callee: 0, unknown: 1, caller: 2 };
  return [...found]
    .sort(compareText)
    .map((key) => ({ entity: context.graph.entity(key), relation: relationOf(context, own, key) }))
    .sort(
      (a, b) =>
        order[a.relation] - order[b.relation] || compareText(entityKey(a.entity), entityKey(b.entity)),
    );
};
