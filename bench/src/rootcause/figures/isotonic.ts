/** From a score to the share that was right: pool adjacent violators (Ayer and others, 1955). */
export interface Knot {
  /** Least score of the block. */
  from: number;
  /** Share of right answers in it; never falls with the score. */
  share: number;
  n: number;
}

export const isotonic = (points: readonly { score: number; right: boolean }[]): Knot[] => {
  const sorted = [...points].sort((a, b) => a.score - b.score);
  const blocks: { from: number; right: number; n: number }[] = [];
  for (const { score, right } of sorted) {
    const last = blocks.at(-1);
    if (last !== undefined && last.from === score) {
      last.right += right ? 1 : 0;
      last.n++;
    } else blocks.push({ from: score, right: right ? 1 : 0, n: 1 });
  }
  const pooled: typeof blocks = [];
  for (const block of blocks) {
    pooled.push({ ...block });
    for (;;) {
      const above = pooled.at(-1);
      const below = pooled.at(-2);
      if (above === undefined || below === undefined || below.right * above.n < above.right * below.n) break;
      pooled.splice(-2, 2, { from: below.from, right: below.right + above.right, n: below.n + above.n });
    }
  }
  return pooled.map(({ from, right, n }) => ({ from, share: right / n, n }));
};

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
