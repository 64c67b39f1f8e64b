/**
 * For callers that get a program's output as records, one line or a whole stack each (OTLP logs): tells which records
 * make up a crash or a dump, and gives them put together.
 *
 * Give every record to `take` in the order of its stream. Keep a `part` back. Each entry of `completed` settles the
 * oldest `records` parts that were kept back in this stream: with an artifact, write ONE record with `text` in their
 * place; without one they were nothing after all and go on as they are. `flush` when a stream was quiet for long enough,
 * and at the end.
 */
import type { DumpArtifact } from '../model.ts';
import { dumpBeginnings } from './beginnings.ts';
import { createBudget } from './budget.ts';
import { createStreams, type Streams } from './streams.ts';
import { createUnwrapper, type Unwrapper } from './unwrap.ts';

export interface Assembled {
  /** The records' texts joined by `\n`, strangers' left out. */
  text: string;
  /** Null: no Go output after all. */
  artifact: DumpArtifact | null;
  /** How many records, oldest first, this settles. */
  records: number;
  /** Text was over the limit and left out of `text`. */
  cut: boolean;
}

export interface Taken {
  /** `none`: has nothing to do with Go output, pass it on now. `part`: belongs to something, keep it back. */
  is: 'none' | 'part';
  /**
   * What is complete now. For a `part` this may be what stood before it, or itself (a record that holds a whole stack):
   * count `records` over the parts kept back, this one included as the newest.
   */
  completed: Assembled[];
}

export interface DumpAssembler {
  /** @param key what tells streams apart (service, instance, file); opaque. @param text the record's body. */
  take(key: string, text: string): Taken;
  /** Ends what is open in this stream. */
  flush(key: string): Assembled[];
  /** Streams with something open, the one begun longest ago first. */
  open(): string[];
}

export interface AssemblerOptions {
  /** Records of one crash; reaching it completes the crash. Default 20,000. */
  maxLines?: number;
  /** Characters of one crash; reaching it completes the crash. Default 1 MiB. */
  maxBytes?: number;
}

interface Open {
  streams: Streams;
  unwrapper: Unwrapper;
  emitted: DumpArtifact[];
  texts: string[];
  characters: number;
  at: number;
}

const nothing: Taken = { is: 'none', completed: [] };
/** Enough for any crash of a service; the reader of files has its own limits. */
const goroutinesKept = 20_000;

const isWhole = (text: string): boolean =>
  text.includes('\n') && /(?:^|\n) {0,40}goroutine \d+ [[g]/.test(text);

const createOpen = (maxBytes: number): Open => {
  const emitted: DumpArtifact[] = [];
  const budget = createBudget({ goroutines: goroutinesKept });
  return {
    streams: createStreams(budget, (artifact) => emitted.push(artifact)),
    unwrapper: createUnwrapper(maxBytes),
    emitted,
    texts: [],
    characters: 0,
    at: 0,
  };
};

export const createDumpAssembler = (options: AssemblerOptions = {}): DumpAssembler => {
  const maxLines = options.maxLines ?? 20_000;
  const maxBytes = options.maxBytes ?? 1024 * 1024;
  const begins = dumpBeginnings();
  const opens = new Map<string, Open>();

  const canBegin = (text: string): boolean =>
    begins.some((pattern) => {
      pattern.lastIndex = 0;
      return pattern.test(text);
    });

  /** Settles the parts kept so far with what the recogniser gave. */
  const settle = (open: Open): Assembled[] => {
    const records = open.texts.length;
    if (records === 0) return [];
    const cut = open.characters > maxBytes;
    const whole = open.texts.join('\n');
    const text = cut ? whole.slice(0, maxBytes) : whole;
    // Of one record's several dumps the first stands for all: the text holds the others.
    const artifact = open.emitted[0] ?? null;
    open.emitted.length = 0;
    open.texts = [];
    open.characters = 0;
    return [{ text, artifact, records, cut }];
  };

  const feed = (open: Open, text: string, whole: boolean): boolean => {
    let taken = false;
    open.at++;
    for (const line of text.split('\n')) {
      const bare = line.endsWith('\r') ? line.slice(0, -1) : line;
      for (const piece of open.unwrapper.unwrap(
        bare.length > maxBytes ? bare.slice(0, maxBytes) : bare,
        open.at,
      )) {
        const mine = open.streams.take({ ...piece, whole: piece.whole || whole }, open.at, false);
        taken ||= mine;
      }
    }
    return taken;
  };

  const keep = (open: Open, text: string): void => {
    open.texts.push(text);
    open.characters += text.length + 1;
  };

  const end = (key: string, open: Open): Assembled[] => {
    opens.delete(key);
    open.streams.end(false);
    return settle(open);
  };

  const takeWhole = (key: string, text: string, before: Open | undefined): Taken => {
    const completed = before === undefined ? [] : end(key, before);
    const alone = createOpen(maxBytes);
    const taken = feed(alone, text, true);
    alone.streams.end(false);
    if (!taken || alone.emitted.length === 0) return { is: 'none', completed };
    keep(alone, text);
    return { is: 'part', completed: [...completed, ...settle(alone)] };
  };

  return {
    take(key, text) {
      const known = opens.get(key);
      if (known === undefined && !canBegin(text)) return nothing;
      if (isWhole(text)) return takeWhole(key, text, known);
      const open = known ?? createOpen(maxBytes);
      const taken = feed(open, text, false);
      const completed =
        open.emitted.length > 0 || (known !== undefined && !open.streams.isOpen() && !taken)
          ? settle(open)
          : [];
      if (taken) keep(open, text);
      if (open.streams.isOpen()) opens.set(key, open);
      else opens.delete(key);
      if (taken && !open.streams.isOpen()) completed.push(...settle(open));
      else if (open.texts.length >= maxLines || open.characters > maxBytes) completed.push(...end(key, open));
      return { is: taken ? 'part' : 'none', completed };
    },
    flush(key) {
      const open = opens.get(key);
      return open === undefined ? [] : end(key, open);
    },
    open: () => [...opens.keys()],
  };
};
