/**
 * A report in Markdown that is safe wherever it is pasted. Text of the telemetry stands in code spans and fences longer
 * than any run of backticks in it; in the engine's own sentences everything that means something to CommonMark or to
 * GitHub's dialect is escaped. There are no tables: their cells have no escape that all dialects share.
 */
import { type Diagnosis, printable } from '@nightglass/model';
import type { Language } from '../narrate/voice.ts';
import { buildReport } from './build-report.ts';
import { type Block, bounded, type EvidenceItem, type Inline } from './model.ts';

export const markdownReport = (diagnosis: Diagnosis, language: Language): string => {
  const report = buildReport(diagnosis, language);
  const parts = [
    `# ${inline(report.title)}`,
    `**${plain(report.verdictText)}.** ${inline(report.lead)}`,
    ...report.sections.flatMap(({ title, blocks }) => [`## ${plain(title)}`, ...blocks.map(block)]),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
};

const block = (b: Block): string => {
  switch (b.kind) {
    case 'text':
      return inline(b.inline);
    case 'heading':
      return `### ${inline(b.inline)}`;
    case 'list':
      return list(b.items);
    case 'facts':
      return list(b.rows.map(([label, value]) => [{ strong: label }, { text: ' · ' }, ...value]));
    case 'table':
      return list(
        b.rows.map((cells) =>
          cells.flatMap((cell, i): Inline[] => {
            const label: Inline[] = b.labelled && i > 0 ? [{ strong: b.head[i] ?? '' }, { text: ' ' }] : [];
            return [...(i === 0 ? [] : [{ text: ' · ' }]), ...label, ...cell];
          }),
        ),
        '*',
      );
    case 'evidence':
      return evidence(b.item);
    case 'brief':
      return list(b.items.map(brief), '*');
    case 'code':
      return [inline(b.caption), fence(b.text)].filter((part) => part !== '').join('\n\n');
  }
};

/** Two lists in a row need two marks, or they are one. */
const list = (items: readonly Inline[][], mark: '-' | '*' = '-'): string =>
  items.map((item) => `${mark} ${inline(item)}`).join('\n');

const evidence = ({ id, stanceText, sentence, caveat, facts, quote }: EvidenceItem): string =>
  [
    `#### ${plain(id)} · ${plain(stanceText)}`,
    inline(sentence),
    caveat === null ? '' : inline(caveat),
    list(facts.map(([label, value]) => [{ strong: label }, { text: ' · ' }, ...value])),
    quote === '' ? '' : fence(quote),
  ]
    .filter((part) => part !== '')
    .join('\n\n');

const brief = ({ id, stanceText, sentence, quote }: EvidenceItem): Inline[] => [
  { strong: id },
  { text: ` · ${stanceText} · ` },
  ...sentence,
  ...(quote === '' ? [] : [{ text: ' ' }, { code: quote }]),
];

const inline = (pieces: readonly Inline[]): string =>
  atStart(
    pieces
      .map((piece) => {
        if ('code' in piece) return codeSpan(bounded(piece.code));
        if ('cite' in piece) return `\\[${plain(piece.cite)}\\]`;
        if ('strong' in piece) return `**${plain(piece.strong)}**`;
        return plain(piece.text);
      })
      .join('')
      .trim(),
  );

/** Words that dialects turn into links, mentions or references although no character of them is special. */
const live = /@|:\/\/|www\.|mailto:|^#\d|[\w.+-]{2,}\.(?:com|org|net|io|dev|example)\b/i;

const plain = (text: string): string =>
  printable(text)
    .split(/(\s+)/)
    .map((word) => (live.test(word) ? codeSpan(word) : escaped(word)))
    .join('');

const escaped = (word: string): string => word.replace(/[\\`*_[\]<>&|~#$!]/g, '\\$&');

/** At the beginning of a line these begin a list or a rule, or underline a heading. */
const atStart = (line: string): string =>
  line.replace(/^([-+=:])/, '\\$1').replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2');

/** Longer than every run of backticks inside. */
const ticks = (text: string, least: number): string => {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  return '`'.repeat(Math.max(least, longest + 1));
};

const codeSpan = (text: string): string => {
  const line = printable(text);
  if (line.trim() === '') return '';
  const mark = ticks(line, 1);
  const pad = line.startsWith('`') || line.endsWith('`') || (line.startsWith(' ') && line.endsWith(' '));
  return pad ? `${mark} ${line} ${mark}` : `${mark}${line}${mark}`;
};

const fence = (given: string): string => {
  const text = bounded(given);
  const lines = text
    .trimEnd()
    .split(/\r\n|\n|\r/)
    .map((line) => printable(line));
  const mark = ticks(text, 3);
  return [`${mark}text`, ...lines, mark].join('\n');
};
