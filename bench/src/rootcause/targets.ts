/** What the sets are held to. A set that is not named here has no target. */
import type { Figure, Measure } from './figures/figures.ts';

export interface Target {
  measure: Measure | 'decoys' | 'false diagnoses';
  /** At least, for measures; at most, for decoys (a number) and false diagnoses (a share). */
  value: number;
}

const targets: Record<string, readonly Target[]> = {
  'sock-shop': [{ measure: 'top1', value: 0.98 }],
  petshop: [
    { measure: 'top1', value: 0.75 },
    { measure: 'top3', value: 0.95 },
  ],
  'train-ticket': [
    { measure: 'top1', value: 0.8 },
    { measure: 'top3', value: 0.9 },
  ],
  'kubernetes-states': [{ measure: 'top1', value: 0.9 }],
  'culprit-commit': [
    { measure: 'top1', value: 0.75 },
    { measure: 'decoys', value: 1 },
  ],
  simulated: [
    { measure: 'top1', value: 0.8 },
    { measure: 'top3', value: 0.93 },
  ],
  'simulated-normal': [{ measure: 'false diagnoses', value: 0.05 }],
};

export interface TargetLine {
  text: string;
  met: boolean;
}

export const heldTo = (
  set: string,
  figures: Record<Measure, Figure> | null,
  counts: { decoys: number; falseShare: number },
): TargetLine[] =>
  (targets[set] ?? []).flatMap(({ measure, value }) => {
    const atMost = measure === 'decoys' || measure === 'false diagnoses';
    const is =
      measure === 'decoys'
        ? counts.decoys
        : measure === 'false diagnoses'
          ? counts.falseShare
          : figures?.[measure].value;
    if (is === undefined) return [];
    const met = atMost ? is <= value + 1e-9 : is >= value - 1e-9;
    const shown = measure === 'decoys' ? String(is) : is.toFixed(3);
    return [
      {
        text: `${measure} ${shown}, target ${atMost ? 'at most' : 'at least'} ${value}: ${met ? 'met' : 'MISSED'}`,
        met,
      },
    ];
  });
