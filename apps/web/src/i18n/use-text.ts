import { useMemo } from 'react';
import { type Language, usePreferences } from '../frame/preferences.ts';
import { en } from './en.ts';
import { fill, type TextKey } from './fill.ts';
import { zh } from './zh.ts';

export type Text = (key: TextKey, values?: Record<string, string | number>) => string;

const dictionaries: Record<Language, Record<TextKey, string>> = { en, zh };

/** The texts of the page in the reader's language: `t('traces.found', {count: 3})`. */
export const useText = (): Text => {
  const { language } = usePreferences();
  return useMemo(() => (key, values) => fill(dictionaries[language][key], values), [language]);
};
