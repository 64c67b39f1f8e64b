import type { RuntimeArtifact, RuntimeProfileSummary } from '@nightglass/model';
import { byteText, durationText } from '../../text-output.ts';
import type { Page } from './page.ts';
import { positionText } from './stack.ts';

/** A profile's value in its unit. */
export const valueText = (value: number, unit: string): string => {
  if (unit === 'bytes') return byteText(value);
  if (unit === 'nanoseconds') return value < 0 ? `-${durationText(-value)}` : durationText(value);
  return value.toLocaleString('en-US');
};

const signed = (text: string, difference: boolean, value: number): string =>
  difference && value > 0 ? `+${text}` : text;

/** Type arguments as Go's own tracebacks print them: `Swap[...]`. */
const shortFunction = (func: string): string => func.replaceAll(/\[go\.shape\.[^\]]*\]/g, '[...]');

const column = 70;

/** Totals, then the sites with the largest own value. */
export const printProfile = (page: Page, profile: RuntimeProfileSummary, limit: number): void => {
  const shown = profile.sampleTypes[profile.defaultSampleType];
  const totals = profile.sampleTypes.map(
    ({ type, unit }, i) =>
      `${type} ${signed(valueText(profile.totals[i] ?? 0, unit), profile.difference, profile.totals[i] ?? 0)}`,
  );
  page.list('Totals: ', totals);
  if (profile.durationNano > 0) page.line(`Taken over ${durationText(profile.durationNano)}`);
  if (profile.samples === 0) {
    page.line(profile.difference ? 'Nothing differs.' : 'It holds no sample.');
    return;
  }
  if (shown === undefined) return;
  page.heading(`Sites by ${shown.type}${profile.difference ? ', after less before' : ''}`);
  const cell = (value: number): string =>
    signed(valueText(value, shown.unit), profile.difference, value).padStart(11);
  page.line(`  ${'own'.padStart(11)} ${'with calls'.padStart(11)}`, page.style.dim);
  for (const site of profile.top.slice(0, limit)) {
    const left = `  ${cell(site.flat)} ${cell(site.cumulative)}  ${shortFunction(site.func)}`;
    page.columns(
      left,
      positionText(site.file, site.line, Math.max(20, page.width - Math.max(column, left.length + 2))),
      column,
    );
  }
};

export const printGc = (page: Page, gc: NonNullable<RuntimeArtifact['gc']>): void => {
  page.line(
    `${gc.cycles.toLocaleString('en-US')} GC cycles from ${gc.firstSeconds} s to ${gc.lastSeconds} s after start; live heap ${gc.liveMbFirst} MB at first, ${gc.liveMbLast} MB at last`,
  );
};
