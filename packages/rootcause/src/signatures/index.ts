/** Alert signatures: combinations of alerts and moved figures, with counts that learn. */
export { learn } from './learn.ts';
export { matchSignatures, type SignatureMatch } from './match.ts';
export type { SignatureCounts } from './signature.ts';
