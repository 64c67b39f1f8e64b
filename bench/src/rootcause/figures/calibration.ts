/** `--calibrate`: is the confidence the share that was right, and which map from scores would make it so. */
import { printTable } from '../../lib/table.ts';
import { isotonic, type Knot, reliability } from './isotonic.ts';

export interface Answer {
  score: number;
  confidence: number;
  right: boolean;
}

/** Blocks of fewer answers are joined with the next lower scores: a share of three says nothing. */
const leastBlock = 20;

/** Points of a map that is linear between them: the middle score of each block of answers, and its share (with one success and one failure added). */
export const calibrationPoints = (answers: readonly Answer[]): [score: number, share: number][] => {
  const sorted = [...answers].sort((a, b) => a.score - b.score);
  const blocks = Math.max(1, Math.min(12, Math.floor(sorted.length / leastBlock)));
  const grouped = sorted.map((answer, i) => {
    const block = Math.floor((i * blocks) / sorted.length);
    const from = Math.ceil((block * sorted.length) / blocks);
    const to = Math.ceil(((block + 1) * sorted.length) / blocks) - 1;
    const middle = sorted[Math.floor((from + to) / 2)]?.score ?? answer.score;
    return { score: middle, right: answer.right };
  });
  const points = isotonic(grouped).map(({ from, share, n }: Knot): [number, number] => [
    Number(from.toFixed(3)),
    Number(((share * n + 1) / (n + 2)).toFixed(3)),
  ]);
  return [
    [0, 0],
    ...points,
    ...(points.at(-1)?.[0] === 1 ? [] : [[1, points.at(-1)?.[1] ?? 1] as [number, number]]),
  ];
};

export const printCalibration = (answers: readonly Answer[]): void => {
  const { bins, error } = reliability(answers);
  console.log(`\nConfidence of first hypotheses beside the share that was right, ${answers.length} answers`);
  printTable(
    ['confidence', 'n', 'mean', 'right'],
    bins.map(({ low, high, n, meanConfidence, right }) => [
      `${low.toFixed(1)} to ${high.toFixed(1)}`,
      String(n),
      meanConfidence.toFixed(2),
      right.toFixed(2),
    ]),
  );
  console.log(`  expected calibration error ${error.toFixed(3)}`);
  console.log('  isotonic map from score to share, linear between the points:');
  for (const [score, share] of calibrationPoints(answers)) console.log(`  [${score}, ${share}],`);
};
