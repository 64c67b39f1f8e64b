/** Numbers in words, as far as they are one word of English or a short one of Chinese. */
import type { FigureKind } from './measures.ts';

const ordinary =
  'two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen';
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety';
const english = new Map<string, number>([
  ...ordinary.split(' ').map((word, i): [string, number] => [word, i + 2]),
  ...tens.split(' ').map((word, i): [string, number] => [word, (i + 2) * 10]),
]);
const chinese = new Map([...'一二三四五六七八九'].map((sign, i): [string, number] => [sign, i + 1]));

export interface SpelledNumber {
  value: number;
  kinds: readonly FigureKind[] | null;
}

/** Null for what is not exact (`dozens`, `thousands`) or too long to read. `kinds` null: the unit behind it decides. */
export const spelledNumber = (text: string): SpelledNumber | null => {
  const word = text.toLowerCase();
  const plain = english.get(word);
  if (plain !== undefined) return { value: plain, kinds: null };
  if (/^(twice|doubl|twofold|翻)/.test(word)) return { value: 2, kinds: ['ratio'] };
  if (/^(thrice|tripl|threefold)/.test(word)) return { value: 3, kinds: ['ratio'] };
  if (/^quadrupl/.test(word)) return { value: 4, kinds: ['ratio'] };
  if (word === 'tenfold') return { value: 10, kinds: ['ratio'] };
  if (word === 'half' || word === 'halved') return { value: 50, kinds: ['percent'] };
  return chineseNumber(word);
};

/** 两, 十, 十二, 二十, 九十九. */
const chineseNumber = (word: string): SpelledNumber | null => {
  const match = /^(?:([二两三四五六七八九])|([二三四五六七八九])?十([一二三四五六七八九])?)$/.exec(word);
  if (match === null) return null;
  const [, single, ten, one] = match;
  if (single !== undefined) return { value: single === '两' ? 2 : (chinese.get(single) ?? 0), kinds: null };
  const value = (chinese.get(ten ?? '一') ?? 1) * 10 + (chinese.get(one ?? '') ?? 0);
  return { value, kinds: null };
};
