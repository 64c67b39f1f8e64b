/** A report before it is written: what it says, in order, without how it looks. Both formats are made from it. */
import type { EvidenceSeries, TimeWindow, Verdict } from '@nightglass/model';
import type { Language } from '../narrate/voice.ts';

/** A piece of a sentence; `code` is a name or a text of the telemetry, `cite` the id of a piece of evidence. */
export type Inline = { text: string } | { code: string } | { cite: string } | { strong: string };

export interface Chart {
  id: string;
  title: string;
  /** The chart in one sentence, for those who do not see it. */
  summary: string;
  unit: string;
  series: EvidenceSeries;
  baseline: TimeWindow;
  window: TimeWindow;
  onsetMs: number | null;
  words: { before: string; during: string; onset: string };
}

export interface EvidenceItem {
  id: string;
  stance: 'supports' | 'contradicts';
  stanceText: string;
  sentence: Inline[];
  caveat: Inline[] | null;
  /** Label and value: before and after, windows, size of the effect, observations, chance. */
  facts: [string, Inline[]][];
  /** Lines of the telemetry; '' for none. */
  quote: string;
  chart: Chart | null;
}

/** `brief`: evidence in one line each. `labelled`: a cell means nothing without the head of its column. */
export type Block =
  | { kind: 'text'; inline: Inline[] }
  | { kind: 'heading'; inline: Inline[] }
  | { kind: 'list'; items: Inline[][] }
  | { kind: 'facts'; rows: [string, Inline[]][] }
  | { kind: 'table'; head: string[]; rows: Inline[][][]; labelled: boolean }
  | { kind: 'evidence'; item: EvidenceItem }
  | { kind: 'brief'; items: EvidenceItem[] }
  | { kind: 'code'; caption: Inline[]; text: string };

export interface Section {
  id: string;
  title: string;
  blocks: Block[];
}

export interface Report {
  language: Language;
  title: Inline[];
  verdict: Verdict;
  verdictText: string;
  lead: Inline[];
  sections: Section[];
}

/** A sentence with names between backticks, as the engine makes them, in pieces. */
export const inlineOf = (sentence: string): Inline[] => {
  const parts = sentence.split('`');
  // An odd backtick quotes nothing.
  if (parts.length % 2 === 0) return [{ text: sentence }];
  return parts.map((part, i) => (i % 2 === 1 ? { code: part } : { text: part })).filter(hasText);
};

const hasText = (piece: Inline): boolean => !('text' in piece) || piece.text !== '';

/** The pieces as one text, for a title or a label. */
export const textOf = (pieces: readonly Inline[]): string =>
  pieces.map((piece) => Object.values(piece)[0] ?? '').join('');

const most = 2_000;
/** Text of the telemetry is bounded wherever it goes. */
export const bounded = (text: string): string =>
  text.length <= most ? text : `${text.slice(0, most).toWellFormed()}…`;

/** Citations behind a sentence. */
export const cites = (ids: readonly string[]): Inline[] =>
  ids.flatMap((id): Inline[] => [{ text: ' ' }, { cite: id }]);

/** Pieces with something between them. */
export const joined = (parts: readonly Inline[][], between: string): Inline[] =>
  parts.flatMap((part, i): Inline[] => (i === 0 ? part : [{ text: between }, ...part]));
