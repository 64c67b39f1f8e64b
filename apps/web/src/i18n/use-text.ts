import { useMemo } from 'react';
import { type Language, usePreferences } from '../frame/preferences.ts';
import { en } from './en.ts';
import { fill, type TextKey } from './fill.ts';
import { zh } from './zh.ts';

export type Text = (key: TextKey, values?: Record<string, string | number>) => string;

const dictionaries: Record<Language, Partial<Record<TextKey, string>>> = { en: { ...en }, zh: { ...zh } };

/** The texts of pages that are loaded later come with them, before any of these pages is drawn. */
export const addTexts = (texts: Record<Language, Partial<Record<TextKey, string>>>): void => {
  Object.assign(dictionaries.en, texts.en);
  Object.assign(dictionaries.zh, texts.zh);
};

/** The texts of the page in the reader's language: `t('traces.found', {count: 3})`. */
export const useText = (): Text => {
  const { language } = usePreferences();
  return useMemo(() => (key, values) => fill(dictionaries[language][key] ?? key, values), [language]);
};
