/** How far the words of a change are the words of the trouble (reference 3.18). */
import type { Context } from '../detector.ts';
import { sentenceOf } from '../logs/evidence.ts';
import { templateGrowths } from '../logs/growth.ts';
import { quietShifts } from '../metrics/moves.ts';
import type { Candidate } from './candidates.ts';
import { codeLines } from './diff.ts';
import { literalsIn } from './literals.ts';
import { wordsIn } from './words.ts';

export interface Lexical {
  /** sum min(ev, 4) idf / sqrt(4 + |T|), as a share: x / (x + 3). */
  share: number;
  /** The words in common that weigh most, at most five. */
  words: string[];
  /** A number of a changed line (300 of `300 * time.Millisecond`) stands in an error text as well. */
  number: boolean;
  /** A changed file that a new error text names, as stack traces do: `charge.go`; '' for none. */
  site: string;
}

/** Words of the trouble: new error lines twice, vanished lines 1.5 times, names of failing calls and moved figures once. */
interface EvidenceWords {
  words: Map<string, number>;
  numbers: Set<number>;
  /** Base names of files that new error texts name. */
  files: Set<string>;
}

const codeFile =
  /[\w-]+\.(?:go|java|kt|scala|py|rb|rs|js|mjs|cjs|ts|tsx|jsx|php|cs|cpp|cc|swift|ex)(?=[:)\s"',]|$)/g;

const evidenceWords = (context: Context): EvidenceWords => {
  const words = new Map<string, number>();
  const numbers = new Set<number>();
  const files = new Set<string>();
  const sites = (text: string): void => {
    for (const [file] of text.slice(0, 4000).matchAll(codeFile)) files.add(file);
  };
  const see = (text: string, weight: number): void => {
    const own = wordsIn(text);
    // A word counts once per text, however often it stands there.
    for (const word of own.keys()) words.set(word, (words.get(word) ?? 0) + weight);
  };
  for (const { template, z, fresh, volume } of templateGrowths(context)) {
    const text = sentenceOf(template).slice(0, 1000);
    if (z > 2 && template.severity >= 13) {
      see(text, fresh ? 2 : 1);
      if (fresh) sites(template.firstIncident?.body ?? text);
      for (const { value } of literalsIn(text).literals) if (value >= 10) numbers.add(value);
    } else if (z < -3 && volume > 0.3) see(text, 1.5);
  }
  const texts = new Set<string>();
  for (const { row, bad } of context.spans.all) {
    if (!bad || (!row.error && row.exceptions.length === 0) || texts.size > 200) continue;
    texts.add(row.name);
    if (row.statusMessage !== '') texts.add(row.statusMessage.slice(0, 500));
    for (const { type, message } of row.exceptions) texts.add(`${type} ${message}`.slice(0, 500));
  }
  for (const text of [...texts].sort()) {
    see(text, 1);
    sites(text);
  }
  for (const { series, z } of quietShifts(context)) if (z >= 5) see(series.name, 1);
  for (const alert of context.data.alerts) if (alert.firing) see(`${alert.name} ${alert.text}`, 1);
  return { words, numbers, files };
};

const wordsOfChange = ({ change, hunks }: Candidate): Set<string> => {
  const words = new Map<string, number>();
  wordsIn(change.summary, words);
  for (const file of change.files.slice(0, 50)) wordsIn(file, words);
  for (const { removed, added } of hunks)
    for (const line of codeLines([...removed, ...added])) wordsIn(line, words);
  return new Set(words.keys());
};

/** Names of services stand in every path and every line: they say where, not what. */
const namesOfServices = (context: Context): Set<string> => {
  const names = new Map<string, number>();
  for (const key of context.graph.nodes) {
    const { name } = context.graph.entity(key);
    wordsIn(name, names);
    wordsIn(name.replace(/(?:service|svc|server|api)$/i, ''), names);
  }
  return new Set(names.keys());
};

export const lexicalOf = (context: Context, candidates: readonly Candidate[]): Lexical[] => {
  const evidence = evidenceWords(context);
  const places = namesOfServices(context);
  const own = candidates.map(wordsOfChange);
  const frequency = new Map<string, number>();
  for (const words of own) for (const word of words) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  return candidates.map((candidate, i) => {
    const words = own[i]!;
    const parts: { word: string; weight: number }[] = [];
    for (const word of words) {
      const seen = evidence.words.get(word);
      if (seen === undefined) continue;
      const idf = Math.log(1 + candidates.length / frequency.get(word)!) / Math.log(2);
      parts.push({ word, weight: Math.min(seen, 4) * idf * (places.has(word) ? 0.2 : 1) });
    }
    parts.sort((a, b) => b.weight - a.weight || (a.word < b.word ? -1 : 1));
    const sum = parts.reduce((total, { weight }) => total + weight, 0) / Math.sqrt(4 + words.size);
    const numbers = candidate.mechanisms.flatMap((mechanism) => mechanism.numbers);
    return {
      share: sum / (sum + 3),
      words: parts.slice(0, 5).map(({ word }) => word),
      number: numbers.some((number) => number >= 10 && evidence.numbers.has(number)),
      site:
        candidate.change.files
          .map((file) => file.slice(file.lastIndexOf('/') + 1))
          .find((file) => evidence.files.has(file)) ?? '',
    };
  });
};
