import type { ConfidenceBand } from '@nightglass/model';

/**
 * Logistic in the score and in the lead over the best other party, as `npm run bench:rootcause -- --calibrate` fits it on
 * development incidents: a strong case beside another as strong is an even chance.
 */
const fitted = { constant: -1.35, score: 2.55, lead: 3.52 };
/** Where little speaks for anything a lead is no proof: there may be a cause that nothing shows. */
const littleEvidence = 0.45;

/**
 * Share of such answers that were right. `lead` is (score - best score of another party) / the larger of the two, -1 to 1;
 * 1 when nobody else is suspected. Below a score of about 0.6 it is held under what development incidents gave: these
 * always had a cause.
 */
export const calibrate = (score: number, lead: number): number => {
  const z = fitted.constant + fitted.score * score + fitted.lead * lead;
  return (1 / (1 + Math.exp(-z))) * (1 - Math.exp(-((score / littleEvidence) ** 2)));
};

export const bandOf = (confidence: number): ConfidenceBand =>
  confidence >= 0.8 ? 'strong' : confidence >= 0.55 ? 'likely' : confidence >= 0.35 ? 'possible' : 'weak';
