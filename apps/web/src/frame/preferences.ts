/** Theme and language: preferences of the reader, not states of a page, so they live in the browser and not in the URL. */
import { useSyncExternalStore } from 'react';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];
export type Language = 'en' | 'zh';

interface Preferences {
  theme: Theme;
  language: Language;
}

const stored = (key: string): string | null => {
  try {
    return localStorage.getItem(`nightglass.${key}`);
  } catch {
    // Storage may be forbidden; preferences then last as long as the page.
    return null;
  }
};
const store = (key: string, value: string): void => {
  try {
    localStorage.setItem(`nightglass.${key}`, value);
  } catch {
    // See above.
  }
};

const initial = (): Preferences => {
  const theme = themes.find((t) => t === stored('theme')) ?? 'system';
  const known = stored('language');
  const language =
    known === 'zh' || known === 'en' ? known : navigator.language.startsWith('zh') ? 'zh' : 'en';
  return { theme, language };
};

let preferences = initial();
const listeners = new Set<() => void>();

const apply = (): void => {
  const root = document.documentElement;
  if (preferences.theme === 'system') delete root.dataset.theme;
  else root.dataset.theme = preferences.theme;
  root.lang = preferences.language === 'zh' ? 'zh-CN' : 'en';
};

/** Called before the first paint, so that nothing flashes. */
export const applyPreferences = (): void => {
  apply();
  // Charts read colours from the tokens: tell them when the system changes between day and night.
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => set({}));
};

const set = (changes: Partial<Preferences>): void => {
  preferences = { ...preferences, ...changes };
  if (changes.theme !== undefined) store('theme', changes.theme);
  if (changes.language !== undefined) store('language', changes.language);
  apply();
  for (const listener of listeners) listener();
};
export const setTheme = (theme: Theme): void => set({ theme });
export const setLanguage = (language: Language): void => set({ language });

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
/** A new object whenever the look may have changed. */
export const usePreferences = (): Preferences => useSyncExternalStore(subscribe, () => preferences);
