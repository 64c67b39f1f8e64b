/**
 * Puts failures into the words of the language they happened in.
 *
 * Held out: of every list of wordings, seeds for tuning (below 100,000) only ever use the entries at even places; the
 * bench's seeds use all. A detector that learned the words of the tuning seeds meets new ones in the bench.
 */
import type { Failure } from '../engine/failure.ts';
import type { Language } from '../system/system.ts';
import { goWordings } from './wordings/go.ts';
import { javaWordings } from './wordings/java.ts';
import { nodeWordings } from './wordings/node.ts';
import { pythonWordings } from './wordings/python.ts';
import type { Wordings } from './wordings/wordings.ts';

const byLanguage: Record<Language, Wordings> = {
  go: goWordings,
  java: javaWordings,
  python: pythonWordings,
  node: nodeWordings,
};

export interface Said {
  type: string;
  message: string;
}

const hash = (text: string): number => {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return (value ^ (value >>> 13)) >>> 0;
};

/** Fills {placeholders}; unknown ones stay as they are. */
export const fill = (text: string, values: Record<string, string | number>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : String(value);
  });

export class Wording {
  readonly #seed: number;
  readonly #heldOutToo: boolean;

  constructor(seed: number, heldOutToo: boolean) {
    this.#seed = seed;
    this.#heldOutToo = heldOutToo;
  }

  /** The entry that this incident uses for `key`: always the same one. */
  choose<T>(from: readonly T[], key: string): T {
    const number = hash(`${this.#seed}/${key}`);
    if (this.#heldOutToo) return from[number % from.length]!;
    const even = Math.ceil(from.length / 2);
    return from[2 * (number % even)]!;
  }

  failure(failure: Failure, language: Language, who: string, values: Record<string, string | number>): Said {
    const list = byLanguage[language][failure.kind] ?? [`Error|${failure.kind.replaceAll('_', ' ')}`];
    const [type = 'Error', message = ''] = this.choose(
      list,
      `${who}/${failure.kind}/${failure.variant}`,
    ).split('|');
    const filled = fill(message, {
      host: failure.subject,
      status: failure.status,
      ms: Math.round(failure.afterMs),
      s: failure.afterMs < 1000 ? failure.afterMs / 1000 : Math.round(failure.afterMs / 1000),
      stem: failure.subject,
      ...values,
    });
    return { type, message: filled };
  }
}
