/** The figures in a sentence: what each may mean, and how precisely it is printed. */
import { type FigureKind, type Measure, measureAt, measureBefore } from './measures.ts';
import { spelledNumber } from './spelled.ts';
import type { Token } from './tokens.ts';

/** One way to read a figure; `tolerance` is half of its last printed digit. Both in the base of the kind. */
export interface Reading {
  kind: FigureKind;
  value: number;
  tolerance: number;
}

export interface Figure {
  /** As it stands in the sentence, with its unit. */
  text: string;
  start: number;
  end: number;
  /** None: it cannot be read, so nothing can match it. */
  readings: Reading[];
}

interface Raw {
  token: Token;
  end: number;
  value: number;
  step: number;
  measure: Measure;
}

const plain: Measure = { kinds: ['plain'], factor: 1 };

/** Of the tokens of a sentence, those that are figures, in its order. */
export const figuresOf = (sentence: string, tokens: readonly Token[]): Figure[] => {
  const raw: Raw[] = [];
  const strange: Figure[] = [];
  for (const token of tokens) {
    if (token.kind === 'moment' || token.kind === 'identifier') continue;
    const read = readToken(sentence, token);
    if (read === null) strange.push({ text: token.text, start: token.start, end: token.end, readings: [] });
    else if (raw.at(-1) === undefined || (raw.at(-1)?.end ?? 0) <= token.start) raw.push(read);
  }
  return [...joined(sentence, raw), ...strange].sort((a, b) => a.start - b.start);
};

const readToken = (sentence: string, token: Token): Raw | null => {
  if (token.kind === 'strange') return null;
  if (token.kind === 'percentile') {
    const value = rankOf(token.text.slice(1));
    return { token, end: token.end, value, step: 0, measure: { kinds: ['percentile'], factor: 1 } };
  }
  const unit = measureAt(sentence, token.end);
  if (token.kind === 'spelled') {
    const spelled = spelledNumber(token.text);
    if (spelled === null) return null;
    if (spelled.kinds !== null) {
      const step = spelled.kinds.includes('percent') ? 10 : 1;
      return {
        token,
        end: token.end,
        value: spelled.value,
        step,
        measure: { kinds: spelled.kinds, factor: 1 },
      };
    }
    const measure = unit?.measure ?? plain;
    return { token, end: unit?.end ?? token.end, value: spelled.value, step: 1, measure };
  }
  return readNumber(sentence, token, unit);
};

const readNumber = (sentence: string, token: Token, unit: ReturnType<typeof measureAt>): Raw => {
  const digits = token.text.replaceAll(',', '').replace('−', '-');
  const power = /^ ?[×x*] ?10\^?([-−+]?\d+)/.exec(sentence.slice(token.end));
  const exponent = Number(/e([-+]?\d+)$/i.exec(digits)?.[1] ?? power?.[1]?.replace('−', '-') ?? 0);
  const places = /\.(\d+)/.exec(digits)?.[1]?.length ?? 0;
  const value = power === null ? Number(digits) : Number(`${digits}e${exponent}`);
  const step = 10 ** (exponent - places);
  if (power !== null) return { token, end: token.end + power[0].length, value, step, measure: plain };
  const measure = measureBefore(sentence, token.start) ?? unit?.measure ?? plain;
  return { token, end: unit?.end ?? token.end, value, step, measure };
};

/** p999 and p99.9 are one. */
const rankOf = (digits: string): number =>
  digits.includes('.') || digits.length < 3 ? Number(digits) : Number(digits) / 10 ** (digits.length - 2);

const range = /^\s*(?:to|and|or|through|–|—|-|~|→|至|到|升至|降至|增至|减至|变为|或|和)\s*$/i;

/** `2 min 54 s` is one figure; in `from 35 to 80 ms` the first may have the unit of the second. */
const joined = (sentence: string, raw: readonly Raw[]): Figure[] => {
  const figures: Figure[] = [];
  raw.forEach((item, i) => {
    const figure = figureOf(sentence, item);
    const last = figures.at(-1);
    const [before] = last?.readings ?? [];
    const [now] = figure.readings;
    if (last !== undefined && before?.kind === 'duration' && now?.kind === 'duration') {
      const between = sentence.slice(last.end, figure.start);
      if (/^\s*$/.test(between) && item.measure.factor < (raw[i - 1]?.measure.factor ?? 0)) {
        const sum = { ...now, value: before.value + now.value };
        const text = sentence.slice(last.start, figure.end);
        figures[figures.length - 1] = { text, start: last.start, end: figure.end, readings: [sum] };
        return;
      }
    }
    const next = raw[i + 1];
    if (next !== undefined && item.measure === plain && next.measure !== plain) {
      if (range.test(sentence.slice(figure.end, next.token.start)))
        figure.readings.push(...readingsOf({ ...item, measure: next.measure }));
    }
    figures.push(figure);
  });
  return figures;
};

const figureOf = (sentence: string, raw: Raw): Figure => ({
  text: sentence.slice(raw.token.start, raw.end),
  start: raw.token.start,
  end: raw.end,
  readings: readingsOf(raw),
});

const readingsOf = ({ value, step, measure }: Raw): Reading[] =>
  measure.kinds.map((kind) => ({
    kind,
    value: value * measure.factor,
    tolerance: (step / 2) * measure.factor,
  }));
