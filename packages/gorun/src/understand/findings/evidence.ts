import type { LineRange, RuntimeEvidence } from '@nightglass/model';

const MOST_RANGES = 20;

/** Line ranges of goroutines, at most 20; binary formats have none. */
export function linesOf(goroutines: readonly { lines: LineRange }[]): LineRange[] {
  const ranges: LineRange[] = [];
  for (const { lines } of goroutines) {
    if (lines.end > 0) ranges.push(lines);
    if (ranges.length === MOST_RANGES) break;
  }
  return ranges;
}

type Evident = { id: number; lines: LineRange };

export function supports(text: string, goroutines: readonly Evident[] = []): RuntimeEvidence {
  return evidence('supports', text, goroutines);
}

export function contradicts(text: string, goroutines: readonly Evident[] = []): RuntimeEvidence {
  return evidence('contradicts', text, goroutines);
}

function evidence(
  stance: RuntimeEvidence['stance'],
  text: string,
  goroutines: readonly Evident[],
): RuntimeEvidence {
  const ids = goroutines.map(({ id }) => id).filter((id) => id > 0);
  return { stance, text, lines: linesOf(goroutines), goroutines: ids.slice(0, 20) };
}

/** `1 goroutine`, `25 goroutines`. */
export function goroutineCount(count: number): string {
  return count === 1 ? '1 goroutine' : `${count} goroutines`;
}

/** `for at least 2 minutes`, or nothing when no age is printed. */
export function waited(minutes: number): string {
  if (minutes === 0) return '';
  return ` for at least ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`;
}
