/** Whether a confidence of 80 % is right in 80 of 100 answers. */
export interface ReliabilityBin {
  low: number;
  high: number;
  n: number;
  meanConfidence: number;
  right: number;
}

/** Ten bins of confidence beside the share that was right, and the expected calibration error (weighted mean distance). */
export const reliability = (
  points: readonly { confidence: number; right: boolean }[],
): { bins: ReliabilityBin[]; error: number } => {
  const bins: ReliabilityBin[] = [];
  let error = 0;
  for (let i = 0; i < 10; i++) {
    const inside = points.filter(({ confidence }) => Math.min(9, Math.floor(confidence * 10)) === i);
    if (inside.length === 0) continue;
    const meanConfidence = inside.reduce((sum, { confidence }) => sum + confidence, 0) / inside.length;
    const right = inside.filter((point) => point.right).length / inside.length;
    bins.push({ low: i / 10, high: (i + 1) / 10, n: inside.length, meanConfidence, right });
    error += (Math.abs(meanConfidence - right) * inside.length) / points.length;
  }
  return { bins, error };
};
