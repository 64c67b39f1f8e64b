/** Whether, and where, a fault shows to who uses the system: which entry got slow or failing, and since when. */
import { quantile, type Recorder } from './engine/recorder.ts';
import type { Timeline } from './engine/timeline.ts';
import type { System } from './system/system.ts';

export interface Symptom {
  entry: number;
  kind: 'latency' | 'errors';
  /** How loud: 1 is just visible. */
  strength: number;
  /** 99th percentile of the entry before, ms. */
  usualP99Ms: number;
}

const mean = (flags: readonly boolean[]): number =>
  flags.reduce((sum, flag) => sum + (flag ? 1 : 0), 0) / Math.max(1, flags.length);

/** Entries by how loud they are, loudest first; empty when nothing shows. */
export const findSymptoms = (system: System, recorder: Recorder, timeline: Timeline): Symptom[] => {
  const symptoms: Symptom[] = [];
  for (let i = 0; i < system.entries.length; i++) {
    const { timeMs, ms, failed } = recorder.entries[i]!;
    const before = timeMs.map((time) => time < timeline.onsetMs);
    // The first minute of a slow beginning is left out.
    const after = timeMs.map((time) => time >= timeline.onsetMs + 60_000);
    const usual = Float64Array.from(ms.filter((_, k) => before[k])).sort();
    const now = Float64Array.from(ms.filter((_, k) => after[k])).sort();
    if (usual.length < 30 || now.length < 15) continue;
    const errorsBefore = mean(failed.filter((_, k) => before[k]));
    const errorsAfter = mean(failed.filter((_, k) => after[k]));
    const usualP95 = quantile(usual, 0.95);
    const usualP99Ms = quantile(usual, 0.99);
    const slower = Math.min(
      (quantile(now, 0.95) - usualP95) / Math.max(15, usualP95 * 0.5),
      (quantile(now, 0.9) - quantile(usual, 0.9)) / Math.max(8, quantile(usual, 0.9) * 0.25),
    );
    const worse = (errorsAfter - errorsBefore) / 0.05;
    const strength = Math.max(slower, worse);
    if (strength >= 1)
      symptoms.push({ entry: i, kind: worse >= slower ? 'errors' : 'latency', strength, usualP99Ms });
  }
  return symptoms.sort((a, b) => b.strength - a.strength || a.entry - b.entry);
};
