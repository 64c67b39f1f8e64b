/**
 * Puts a diagnosis into words: by templates, or by a language model when one is set up. What a model says is held against
 * the evidence; whatever goes wrong, the words of the templates stand, with the reason.
 */
import {
  type Diagnosis,
  type ExplanationClaim,
  type ExplanationNarration,
  type Logger,
  NightglassError,
} from '@nightglass/model';
import { narrate, verifyClaims } from '@nightglass/rootcause';
import { z } from 'zod';
import { chat, defaultLimits, type Endpoint, failed, type Limits, parsed } from './chat.ts';
import { type Language, makeDossier } from './dossier.ts';
import { Redactor } from './redact.ts';

export interface NarratorOptions {
  language: Language;
  /** Null: templates only. */
  endpoint: Endpoint | null;
  logger: Logger;
  limits?: Limits;
}

/** Never fails. */
export type Narrator = (diagnosis: Diagnosis, signal: AbortSignal) => Promise<ExplanationNarration>;

const answer = z.object({
  claims: z.array(z.object({ text: z.string(), evidence_ids: z.array(z.string()) })).max(200),
});

export const createNarrator = ({
  language,
  endpoint,
  logger,
  limits = defaultLimits,
}: NarratorOptions): Narrator => {
  const byTemplate = (diagnosis: Diagnosis): ExplanationNarration => ({
    language,
    source: 'template',
    model: '',
    claims: narrate(diagnosis, language),
    dropped: [],
  });
  if (endpoint === null) return async (diagnosis) => byTemplate(diagnosis);
  return async (diagnosis, signal) => {
    // Without evidence nothing that a model could say would be kept.
    if (diagnosis.evidence.length === 0) return byTemplate(diagnosis);
    try {
      return await byModel(diagnosis, language, endpoint, signal, limits, byTemplate(diagnosis));
    } catch (error) {
      const failure = error instanceof NightglassError ? error.message : failed('an error of ours').message;
      logger.warn('a diagnosis was told by templates', { failure, error: String(error) });
      return { ...byTemplate(diagnosis), failure };
    }
  };
};

const byModel = async (
  diagnosis: Diagnosis,
  language: Language,
  endpoint: Endpoint,
  signal: AbortSignal,
  limits: Limits,
  template: ExplanationNarration,
): Promise<ExplanationNarration> => {
  // What the model says is held against what it was told: names may be masked in both.
  const told = new Redactor().value(diagnosis);
  const content = await chat(endpoint, makeDossier(told, language), signal, limits);
  const { kept, dropped } = verifyClaims(told, claimsIn(content), language);
  if (kept.length === 0) {
    const { message } = failed('nothing that it said could be found in the evidence');
    return { ...template, dropped, failure: message };
  }
  return { language, source: 'model', model: endpoint.model, claims: kept, dropped };
};

/** Models like to put JSON into a fence. */
const claimsIn = (content: string): ExplanationClaim[] => {
  const inside = /^\s*```(?:json)?\s*\n([\s\S]*?)\n?```\s*$/.exec(content)?.[1] ?? content;
  const result = answer.safeParse(parsed(inside));
  if (!result.success) throw failed('its answer is not a list of claims');
  return result.data.claims.map(({ text, evidence_ids }) => ({ text, evidence: evidence_ids }));
};
