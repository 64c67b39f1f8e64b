import type { RuntimeArtifact } from '@nightglass/model';
import { secondsText, siteText } from '../memory/words.ts';
import { packageOf } from './functions.ts';

/**
 * What a profile or a GC trace holds, in one sentence without its full stop, for where no finding says more; null for
 * other artifacts and empty ones. `value` writes a number with its unit as the reader's other figures are written.
 */
export function whatItHolds(
  { profile, gc, variant }: RuntimeArtifact,
  value: (value: number, unit: string) => string,
): string | null {
  const shown = profile?.sampleTypes[profile.defaultSampleType];
  if (profile !== null && shown !== undefined && profile.samples > 0) {
    const total = profile.totals[profile.defaultSampleType] ?? 0;
    // The allocator's own frames hold nothing by themselves.
    const largest = profile.top.find((site) => packageOf(site.func) !== 'runtime');
    const name = `${profile.difference ? 'difference of a ' : ''}${variant} profile`;
    const most =
      largest === undefined || largest.flat === 0
        ? ''
        : `, the largest site is ${siteText(largest)} (${value(largest.flat, shown.unit)})`;
    return `${name}: ${value(total, shown.unit)} ${shown.type}${most}`;
  }
  if (gc === null || gc.cycles === 0) return null;
  const seconds = gc.lastSeconds - gc.firstSeconds;
  if (gc.cycles === 1) return `1 GC cycle, live heap ${gc.liveMbLast} MB`;
  // A log may hold several processes, whose clocks start again.
  const over = seconds > 0 ? ` over ${secondsText(seconds)}` : '';
  return `${gc.cycles.toLocaleString('en')} GC cycles${over}, live heap from ${gc.liveMbFirst} MB to ${gc.liveMbLast} MB`;
}
