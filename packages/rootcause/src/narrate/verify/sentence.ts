/** A sentence taken apart: what it quotes, and what figures, moments and names stand outside of quotations. */
import { type Figure, figuresOf } from './figures.ts';
import { type Moment, momentOf } from './moments.ts';
import { tokensOf } from './tokens.ts';

export interface Quotation {
  text: string;
  /** Dots end it, within or behind: it may be the beginning of something longer. */
  cut: boolean;
}

export interface Sentence {
  /** Between backticks. */
  quotations: Quotation[];
  /** The rest, normalised; a blank stands for each quotation. */
  plain: string;
  figures: Figure[];
  moments: Moment[];
  identifiers: string[];
}

/** `mask` blanks out further parts, known names, before figures are looked for. */
export const takeApart = (text: string, mask: (plain: string) => string = (plain) => plain): Sentence => {
  const quotations: Quotation[] = [];
  const outside = text.replace(/`([^`]*)`(…?)/g, (_, inside: string, dots: string) => {
    const cut = dots !== '' || inside.endsWith('…');
    if (inside.trim() !== '') quotations.push({ text: inside, cut });
    return ' ';
  });
  const plain = outside.normalize('NFKC');
  const masked = mask(plain);
  const tokens = tokensOf(masked);
  const figures = figuresOf(masked, tokens);
  const inFigure = (at: number): boolean => figures.some((f) => f.start <= at && at < f.end);
  return {
    quotations,
    plain,
    figures,
    moments: tokens.filter((t) => t.kind === 'moment').map(momentOf),
    identifiers: tokens.filter((t) => t.kind === 'identifier' && !inFigure(t.start)).map((t) => t.text),
  };
};
