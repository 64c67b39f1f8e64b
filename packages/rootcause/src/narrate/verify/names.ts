/** Names in sentences: which entities are spoken of, and whether a text is known. */
import type { Diagnosis } from '@nightglass/model';
import { quotable } from '../text.ts';

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
const edge = (text: string, behind: boolean, joints: string): string => {
  const letter = behind ? text.at(-1) : text[0];
  if (letter === undefined || !/\w/.test(letter)) return '';
  return behind ? `(?!\\w|[${joints}]\\w)` : `(?<!\\w|\\w[${joints}])`;
};

/** The text where it is not part of a longer name: `payment` is not in `payment-v2`. */
const standing = (text: string, joints: string, flags: string): RegExp =>
  new RegExp(`${edge(text, false, joints)}${escaped(text)}${edge(text, true, joints)}`, flags);

/** Texts that are known, to look names up in. */
export class Known {
  readonly #exact: string;
  readonly #normal: string;

  constructor(texts: readonly string[]) {
    this.#exact = texts.map(quotable).join('\n');
    this.#normal = this.#exact.normalize('NFKC');
  }
  /** As it stands between backticks; of what was cut the beginning is enough. */
  quotes(text: string, cut: boolean): boolean {
    if (standing(text, '\\-.:@/', 'u').test(this.#exact)) return true;
    if (!cut) return false;
    const beginning = text.replace(/…$/, '');
    return this.#exact
      .split('\n')
      .some((line) => line.startsWith(beginning) || line.includes(`'${beginning}`));
  }
  /** In running text; case does not matter there. */
  names(text: string): boolean {
    return standing(text.normalize('NFKC'), '\\-.:@/', 'iu').test(this.#normal);
  }
  /** A name as it was given, in either way. */
  holds(name: string): boolean {
    return this.names(name) || this.quotes(quotable(name), false);
  }
}

/** Words that are no name in running text, even where an entity is called so. */
const ordinary = new Set(
  (
    'a an the of in on at to by for from with and or not no none all any each is was are were be been it its this that ' +
    'as than before after since system service services request requests call calls time times cause'
  ).split(' '),
);

/** Entities by name, those that can be told from ordinary text. */
export class Entities {
  readonly #names: string[];
  readonly #patterns: readonly (readonly [string, RegExp])[];

  constructor(diagnosis: Diagnosis) {
    this.#names = [...new Set(entityNames(diagnosis))].filter((name) => name !== '');
    this.#patterns = this.#names
      .map((name) => ({ name, normal: name.normalize('NFKC') }))
      // As it is looked for: `𝕤` would be the unit of every second.
      .filter(({ normal }) => normal.length > 1 && /^[\p{L}_][\p{L}\p{N}_.:@/-]*$/u.test(normal))
      .filter(({ normal }) => !ordinary.has(normal.toLowerCase()))
      .sort((a, b) => b.name.length - a.name.length || (a.name < b.name ? -1 : 1))
      .map(({ name, normal }) => [name, standing(normal, '\\-.:@', 'giu')]);
  }
  /** Entities named in running text, and the text with blanks in their place. */
  find(plain: string): { names: string[]; rest: string } {
    const names: string[] = [];
    let rest = plain.replace(/\bin order (?=to\b|that\b)/gi, ' ');
    for (const [name, pattern] of this.#patterns) {
      const without = rest.replace(pattern, (found) => ' '.repeat(found.length));
      if (without !== rest) names.push(name);
      rest = without;
    }
    return { names, rest };
  }
  /** The entity that a quotation is the name of. */
  quoted(text: string): string | undefined {
    return this.#names.find((name) => quotable(name) === text);
  }
}

const entityNames = (diagnosis: Diagnosis): string[] => [
  diagnosis.incident.service,
  ...diagnosis.graph.nodes.map((n) => n.name),
  ...diagnosis.evidence.map((e) => e.entity.name),
  ...diagnosis.hypotheses.flatMap((h) => [
    h.entity.name,
    ...h.path.flatMap((step) => [step.from.name, step.to.name]),
  ]),
  ...diagnosis.ruledOut.map((r) => r.entity.name),
  ...diagnosis.blastRadius.map((b) => b.entity.name),
  ...[...diagnosis.notSeen, ...diagnosis.timeline].flatMap((b) => b.entity?.name ?? []),
];

/** Written with digits, slashes or dots, and still nobody's name. */
const general =
  /^(?:e\.g|i\.e|n\/a|w\/o|[45]xx|http\/?[123](?:\.[01])?|ipv[46]|x\.?509|k8s|sha-?(?:1|256)|utf-?8|[a-z]+(?:\/[a-z]+)+)$/i;

export const isGeneralWord = (text: string): boolean => general.test(text);
