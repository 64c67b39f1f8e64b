/** One shape per meaning, so that colour is never alone. */
import type { ConfidenceBand, Explanation, TimelineEntry, Verdict } from '@nightglass/model';

export type Outcome = Verdict | 'running' | 'failed';

/** What an explanation came to, or that it has come to nothing yet. */
export const outcomeOf = (given: Pick<Explanation, 'state'> & { verdict: Verdict | null }): Outcome =>
  given.state === 'failed' ? 'failed' : (given.verdict ?? 'running');

export const outcomeMarks: Record<Outcome, string> = {
  diagnosed: '◉',
  ambiguous: '◆',
  no_cause_in_telemetry: '○',
  insufficient_data: '◐',
  running: '◌',
  failed: '▲',
};

/** How many of four blocks are full. */
export const bandBlocks: Record<ConfidenceBand, number> = { strong: 4, likely: 3, possible: 2, weak: 1 };

/** The bounds of `ConfidenceBand`, for where only the figure is at hand. */
export const bandOf = (confidence: number): ConfidenceBand =>
  confidence >= 0.8 ? 'strong' : confidence >= 0.55 ? 'likely' : confidence >= 0.35 ? 'possible' : 'weak';

export const timelineMarks: Record<TimelineEntry['kind'], string> = {
  onset: '▲',
  symptom: '▲',
  change: '■',
  log: '≡',
  metric: '∿',
  crash: '✕',
  kubernetes: '⬡',
  alert: '!',
  recovery: '✓',
};
