import type { LocalText } from '@nightglass/model';
import { usePreferences } from '../frame/preferences.ts';

/** The engine's own sentences in the reader's language. */
export const useLocal = (): ((text: LocalText) => string) => {
  const { language } = usePreferences();
  return (text) => text[language];
};
