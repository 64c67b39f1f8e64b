/** Figures and moments as sentences and reports print them; what is printed can be read back by the verifier. */
import { count, figure, percent } from '../words/figures.ts';
import { unitOf } from './units.ts';

export { count, duration, percent, times } from '../words/figures.ts';

/** A figure with its unit. The text of a unit that is not known is the sender's: it is left out. */
export const measure = (value: number, ucum: string): string => {
  if (!Number.isFinite(value)) return '–';
  const { dimension, factor } = unitOf(ucum);
  switch (dimension) {
    case 'duration':
      return figure(value * factor, 'ms');
    case 'bytes':
      return figure(value * factor, 'By');
    case 'byterate':
      return `${figure(value * factor, 'By')}/s`;
    case 'rate':
      return figure(value * factor, '/s');
    case 'percent':
      return percent((value * factor) / 100);
    case 'plain':
      return count(value);
  }
};

/** A confidence: whole points, it is not known better. */
export const points = (share: number): string => `${Math.round(share * 100)} %`;

const valid = (ms: number): boolean => Math.abs(ms) <= 8.64e15;

/** `2026-03-14 02:17:00 UTC` */
export const moment = (ms: number): string =>
  valid(ms) ? `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC` : '–';

/** `02:17:00`, where the day and the zone stand elsewhere. */
export const clock = (ms: number): string => (valid(ms) ? new Date(ms).toISOString().slice(11, 19) : '–');
