import { NightglassError } from '@nightglass/model';
import type { Endpoint } from './chat.ts';

export interface NarratorFlags {
  narratorUrl?: string | undefined;
  narratorKey?: string | undefined;
  narratorModel?: string | undefined;
  narratorLanguage?: 'en' | 'zh' | undefined;
}

/** Null when no URL is given: no model is asked unless somebody set one up. NG_CONFIG_INVALID says what is wrong. */
export const endpointOf = (flags: NarratorFlags): Endpoint | null => {
  const { narratorUrl: given = '', narratorKey: key = '', narratorModel: model = '' } = flags;
  if (given === '') return null;
  const url = URL.canParse(given) ? new URL(given) : null;
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:'))
    throw invalid(`${JSON.stringify(given.slice(0, 100))} is not an http or https URL`, '--narrator-url');
  if (url.username !== '' || url.password !== '')
    throw invalid(
      'the URL holds a user or a password',
      '--narrator-url',
      'Give the key with NIGHTGLASS_NARRATOR_KEY.',
    );
  if (model === '')
    throw invalid('no model is named', '--narrator-model', 'Name one that the endpoint serves.');
  return { url, key, model };
};

const invalid = (what: string, parameter: string, hint = 'As http://127.0.0.1:11434/v1.'): NightglassError =>
  new NightglassError('NG_CONFIG_INVALID', `narrator: ${what}`, { parameter, hint });
