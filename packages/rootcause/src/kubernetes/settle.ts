/** From many claims to few: the same said twice is one, and what another explains weighs less. */
import { entityKey } from '../incident.ts';
import type { Claim } from './claim.ts';

/** More are of no use to anybody. */
const mostClaims = 40;
const mostEvidence = 8;

const keyOf = (claim: Claim): string =>
  `${entityKey(claim.entity)}\u0000${claim.faultClass}\u0000${claim.detail}`;

/**
 * Claims of one entity, class and detail become one with the larger p. A claim whose entity a surer claim explains keeps a
 * third of its p; a second, less sure reason for the same entity keeps three quarters: one fault is likelier than two.
 * In descending order of p, ties by key.
 */
export const settle = (claims: readonly Claim[]): Claim[] => {
  const merged = new Map<string, Claim>();
  for (const item of [...claims].sort((a, b) => b.p - a.p || compare(textOf(a), textOf(b)))) {
    const key = keyOf(item);
    const known = merged.get(key);
    merged.set(key, known === undefined ? item : together(known, item));
  }
  const all = [...merged.values()];
  return all
    .map((item) => ({ ...item, p: item.p * weightBeside(item, all) }))
    .sort((a, b) => b.p - a.p || compare(keyOf(a), keyOf(b)))
    .slice(0, mostClaims);
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const textOf = (claim: Claim): string =>
  `${keyOf(claim)}${claim.title.en}${claim.evidence.map(({ quote }) => quote).join('')}`;

const together = (first: Claim, second: Claim): Claim => {
  const seen = new Set(first.evidence.map(({ subject, quote }) => `${subject}\u0000${quote}`));
  return {
    ...first,
    evidence: [
      ...first.evidence,
      ...second.evidence.filter(({ subject, quote }) => !seen.has(`${subject}\u0000${quote}`)),
    ].slice(0, mostEvidence),
    explains: [...new Set([...first.explains, ...second.explains])],
  };
};

const weightBeside = (item: Claim, all: readonly Claim[]): number => {
  const explained = all.some(
    (other) =>
      other !== item &&
      other.p > item.p - 0.02 &&
      other.explains.includes(item.entity.name) &&
      !item.explains.includes(other.entity.name),
  );
  if (explained) return 1 / 3;
  const surer = all.some(
    (other) =>
      other !== item &&
      other.entity.name === item.entity.name &&
      (other.p > item.p || (other.p === item.p && compare(keyOf(other), keyOf(item)) < 0)),
  );
  return surer ? 0.75 : 1;
};
