import type { CrashSite, LineRange, RuntimeEvidence, RuntimeFinding } from '@nightglass/model';
import type { Page } from './page.ts';
import { positionText } from './stack.ts';

const mostEvidence = 12;
const mostSites = 8;

/** `crash.txt:12-20, 31`: where to look in the input; its folder is told once, at the head of the artifact. */
const evidenceLines = (name: string, ranges: readonly LineRange[]): string =>
  name === '' ? '' : linesText(name.slice(name.lastIndexOf('/') + 1), ranges);

/** `logs/crash.txt:12-20, 31`. */
export const linesText = (name: string, ranges: readonly LineRange[]): string => {
  const shown = ranges.slice(0, 4).map((r) => (r.start === r.end ? `${r.start}` : `${r.start}-${r.end}`));
  if (shown.length === 0) return '';
  return `${name}:${shown.join(', ')}${ranges.length > 4 ? ` and ${ranges.length - 4} more` : ''}`;
};

const figureText = ({ figure }: RuntimeEvidence): string => {
  // Bytes stand in the sentence already, in a unit a person reads.
  if (figure === undefined || figure.unit === 'bytes') return '';
  const number = (value: number): string =>
    Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
  const unit = figure.unit === '' ? '' : ` ${figure.unit}`;
  const before = figure.before === null ? '' : `${number(figure.before)} -> `;
  return `${figure.name}: ${before}${number(figure.after)}${unit}`;
};

const printEvidence = (page: Page, name: string, evidence: readonly RuntimeEvidence[]): void => {
  for (const e of evidence.slice(0, mostEvidence)) {
    const against = e.stance === 'contradicts';
    const where = [figureText(e), evidenceLines(name, e.lines)].filter((text) => text !== '');
    const tail = where.length === 0 ? '' : ` (${where.join('; ')})`;
    page.text(
      against ? '  - ' : '  + ',
      `${e.text}${tail}`,
      undefined,
      against ? page.style.yellow : page.style.green,
    );
  }
  if (evidence.length > mostEvidence) page.line(`    and ${evidence.length - mostEvidence} more, see --json`);
};

const roles: Record<CrashSite['role'], string> = {
  origin: 'happened in',
  detected: 'noticed by',
  other: 'other party',
  creator: 'started by',
  holder: 'held by',
  waiter: 'waits',
};
const sources: Record<CrashSite['from'], string> = {
  dump: 'printed',
  source: 'from the source',
  'race-report': 'race report',
};

/** Who was there: both parties of a map crash, holder and waiters of a lock. */
const printSites = (page: Page, sites: readonly CrashSite[]): void => {
  for (const site of sites.slice(0, mostSites)) {
    const access = site.access === '' ? '' : ` (${site.access})`;
    const goroutine = site.goroutine === null ? '' : `, goroutine ${site.goroutine}`;
    const trust = site.confidence >= 1 ? '' : `, ${Math.round(site.confidence * 100)} % sure`;
    page.line(
      `  ${roles[site.role].padEnd(12)} ${site.function || '(unknown)'}${access}${goroutine}, ${sources[site.from]}${trust}`,
    );
    if (site.file !== '')
      page.line(`  ${' '.repeat(13)}${positionText(site.file, site.line, page.width - 15)}`, page.style.cyan);
  }
  if (sites.length > mostSites) page.line(`  and ${sites.length - mostSites} more`);
};

const confidences: Record<RuntimeFinding['confidence'], string> = {
  proved: 'proved by the output',
  likely: 'likely, inferred',
  possible: 'possible, inferred',
};

const severityMark = (page: Page, { severity }: RuntimeFinding): ((text: string) => string) =>
  severity === 'critical' ? page.style.red : severity === 'warning' ? page.style.yellow : page.style.cyan;

/** Of longer code only the first of a finding is shown, and no alert rules: a page must stay a page. */
const shortCode = 6;

const printAdvice = (page: Page, finding: RuntimeFinding, verbose: boolean): void => {
  if (finding.advice.length === 0) return;
  page.heading('What to do');
  let long = 0;
  finding.advice.forEach(({ text, code }, i) => {
    const lines = code?.text.replace(/\n+$/, '').split('\n') ?? [];
    const again = code !== undefined && lines.length > 1 && !page.isNew(code.text);
    const folded =
      !again && !verbose && lines.length > shortCode && (code?.language === 'yaml' || ++long > 1);
    const more = again
      ? ' (code above)'
      : folded
        ? ` (${lines.length} lines of ${code?.language}: --verbose)`
        : '';
    page.text(`  ${i + 1}. `, `${text}${more}`);
    if (lines.length === 0 || again || folded) return;
    page.gap();
    for (const line of lines) page.line(`       ${line.replaceAll('\t', '    ')}`, page.style.cyan);
    page.gap();
  });
};

export interface FindingPlace {
  /** Of the input, for `file:line`; empty when the lines are of several. */
  name: string;
  /** Its title stands above already. */
  titled: boolean;
  /** Every line of code. */
  verbose: boolean;
  /** Printed between the evidence and what to do. */
  between?: () => void;
}

/** A finding with everything it rests on. */
export const printFinding = (
  page: Page,
  finding: RuntimeFinding,
  { name, titled, verbose, between }: FindingPlace,
): void => {
  if (!titled) {
    page.gap();
    page.text(
      `${finding.severity.toUpperCase()}  `,
      finding.title,
      page.style.bold,
      severityMark(page, finding),
    );
  }
  for (const paragraph of finding.detail) {
    if (!page.isNew(paragraph)) continue;
    page.gap();
    page.text('', paragraph);
  }
  if (finding.sites.length > 0) {
    page.heading('Who');
    printSites(page, finding.sites);
  }
  if (finding.evidence.length > 0) {
    page.heading(`Evidence for (+) and against (-): ${confidences[finding.confidence]}`);
    printEvidence(page, name, finding.evidence);
  }
  between?.();
  printAdvice(page, finding, verbose);
};
