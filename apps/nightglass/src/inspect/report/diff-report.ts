import type { GoroutineBucketChange, InspectDiffResult } from '@nightglass/model';
import { printFinding } from './finding.ts';
import { countText, printBucket } from './goroutines.ts';
import { Page, styleFor } from './page.ts';
import { printProfile, valueText } from './profile.ts';
import type { ReportOptions } from './report.ts';

const changeText = ({ before, after, change }: GoroutineBucketChange): string => {
  const step = after - before;
  return `${step > 0 ? '+' : ''}${step}  ${change}, ${before} -> ${after}: `;
};

const headline = ({ findings, goroutines, profile, before, after }: InspectDiffResult): string => {
  if (findings[0] !== undefined) return findings[0].title;
  if (goroutines !== null) {
    const step = goroutines.after - goroutines.before;
    const how =
      step === 0 ? 'as many' : `${countText(Math.abs(step), 'goroutine')} ${step > 0 ? 'more' : 'fewer'}`;
    return `From ${before} to ${after}: ${how} (${goroutines.before} -> ${goroutines.after}).`;
  }
  const type = profile?.sampleTypes[profile.defaultSampleType];
  const total = profile?.totals[profile.defaultSampleType] ?? 0;
  return `From ${before} to ${after}: ${type?.type ?? 'the total'} changed by ${total > 0 ? '+' : ''}${valueText(total, type?.unit ?? '')}.`;
};

/** The difference for a person: what changed most comes first. */
export const renderDiff = (diff: InspectDiffResult, options: ReportOptions): string => {
  const page = new Page(options.width, styleFor(options.colour));
  page.text('', headline(diff), page.style.bold);
  for (const [i, finding] of diff.findings.slice(0, 10).entries())
    printFinding(page, finding, { name: 'inputs', titled: i === 0, verbose: options.verbose });
  if (diff.profile !== null) {
    page.gap();
    printProfile(page, diff.profile, options.limit);
  }
  if (diff.goroutines !== null) {
    const changed = diff.goroutines.changes.filter((c) => c.change !== 'same');
    page.heading(
      `${countText(changed.length, 'bucket')} changed, ${diff.goroutines.changes.length - changed.length} did not (${diff.goroutines.similarity})`,
    );
    for (const change of changed.slice(0, options.limit))
      printBucket(page, change.bucket, changeText(change));
    if (changed.length > options.limit) {
      page.gap();
      page.line(`  and ${changed.length - options.limit} more; --limit ${changed.length} shows all`);
    }
  }
  return page.toString();
};
