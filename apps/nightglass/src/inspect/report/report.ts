import { whatItHolds } from '@nightglass/gorun';
import type { Crash, Goroutine, RuntimeArtifact, RuntimeFinding, RuntimeNote } from '@nightglass/model';
import type { Inspected, Inspection } from '../inspect.ts';
import { linesText, printFinding } from './finding.ts';
import { countText, type GoroutineOptions, printBuckets, printStates, printWaits } from './goroutines.ts';
import { Page, styleFor } from './page.ts';
import { printGc, printProfile, valueText } from './profile.ts';
import { printGoroutine } from './stack.ts';

export interface ReportOptions extends GoroutineOptions {
  width: number;
  colour: boolean;
  /** Every line of code of every advice. */
  verbose: boolean;
}

const mostArtifacts = 10;
const mostFindings = 10;
const severities: Record<RuntimeFinding['severity'], number> = { critical: 0, warning: 1, info: 2 };

const bySeverity = (findings: readonly RuntimeFinding[]): RuntimeFinding[] =>
  [...findings].sort((a, b) => severities[a.severity] - severities[b.severity]);

const formatText = ({ format, variant }: RuntimeArtifact): string =>
  format === 'profile' ? `${variant} profile` : format === 'crash' ? variant : `${format} (${variant})`;

/** What it is and where: `iter.txt:1-13, fatal error, Go 1.27, 1 goroutine`. */
const artifactText = (a: RuntimeArtifact): string =>
  [
    a.lines === null ? a.name : linesText(a.name, [a.lines]),
    formatText(a),
    ...(a.goVersion === null ? [] : [`Go ${a.goVersion}`]),
    ...(a.goroutineCount > 0 ? [countText(a.goroutineCount, 'goroutine')] : []),
    ...(a.partial ? ['not complete'] : []),
  ].join(', ');

/** Below this the memory of a process has not settled. */
const fewCycles = 20;

/** One or two sentences for an artifact of which nothing needs to be said. */
const neutral = (a: RuntimeArtifact): string => {
  const held = whatItHolds(a, valueText);
  if (held === null) return `Nothing wrong is seen in this ${formatText(a)}.`;
  const said = `${held.slice(0, 1).toUpperCase()}${held.slice(1)}.`;
  if (a.gc !== null)
    return `${said} ${a.gc.cycles < fewCycles ? 'Too few to say whether memory grows.' : 'No growth stands out.'}`;
  const holdsMemory = a.variant === 'heap' && a.profile?.difference === false;
  return holdsMemory ? `${said} One profile shows what is held, not what grows.` : said;
};

const recoverText = (crash: Crash): string | null => {
  if (crash.recoverable === null) return null;
  if (!crash.recoverable)
    return crash.kind === 'fatal-error' || crash.kind === 'signal'
      ? 'no: Go ends the process without running deferred functions, so recover never sees it'
      : 'no: it is raised on a goroutine where no deferred function of yours runs';
  return crash.endedProcess
    ? 'yes: a deferred function of this very goroutine could have recovered it'
    : 'it was recovered: the process lived on';
};

const mostMessageLines = 12;
const saidBefore: Partial<Record<Crash['kind'], string>> = {
  panic: 'panic: ',
  'fatal-error': 'fatal error: ',
  'http-panic': 'http: panic serving: ',
  'test-timeout': 'panic: ',
};

const printCrash = (page: Page, crash: Crash): void => {
  page.gap();
  const message = (crash.message || crash.reason).replace(/\s+$/, '').split('\n');
  page.text('Go said:   ', `${saidBefore[crash.kind] ?? ''}${message[0]}`);
  for (const line of message.slice(1, mostMessageLines)) page.text('         | ', line);
  if (message.length > mostMessageLines)
    page.line(`         | ${message.length - mostMessageLines} lines more`);
  if (crash.panics.length > 1)
    for (const panic of crash.panics.slice(0, 8)) {
      const marks = [...(panic.recovered ? ['recovered'] : []), ...(panic.repanicked ? ['repanicked'] : [])];
      page.text('  panic    ', `${panic.message}${marks.length > 0 ? ` [${marks.join(', ')}]` : ''}`);
    }
  // Of a chain it is the type of what began it.
  if (crash.type !== '') page.text(crash.panics.length > 1 ? 'Root type: ' : 'Type:      ', crash.type);
  if (crash.signal !== null)
    page.text(
      'Signal:    ',
      [crash.signal.name, crash.signal.description, crash.signal.addr && `address ${crash.signal.addr}`]
        .filter((text) => text !== '')
        .join(', '),
    );
  const recover = recoverText(crash);
  if (recover !== null)
    page.text('recover?   ', recover, crash.recoverable === false ? page.style.yellow : undefined);
  if (crash.exitCode !== null) page.text('Exit code: ', String(crash.exitCode));
  if (crash.httpPeer !== '') page.text('Serving:   ', crash.httpPeer);
  if (crash.runningTests.length > 0)
    page.text(
      'Running:   ',
      crash.runningTests
        .slice(0, 8)
        .map((t) => (t.seconds === null ? t.name : `${t.name} (${t.seconds} s)`))
        .join(', '),
    );
  if (crash.businessKeys.length > 0)
    page.text(
      'About:     ',
      `${crash.businessKeys
        .slice(0, 8)
        .map((k) => k.value)
        .join(', ')} (look for it in logs and traces)`,
    );
};

/** What the first goroutine of a crash is to it; the one that reports a fatal error is not always the one at fault. */
const arrows: Record<Crash['kind'], string> = {
  panic: '  <- it panicked here',
  'fatal-error': '  <- Go noticed it here',
  signal: '  <- the signal came here',
  'http-panic': '  <- it panicked here',
  'test-timeout': '  <- the alarm of package testing',
  'data-race': '',
  'recorded-error': '  <- the error was recorded here',
};

/** The stacks a reader wants first: the one that crashed, then those of the named sites. */
const printCrashStacks = (page: Page, crash: Crash, goroutines: readonly Goroutine[]): void => {
  const wanted = new Set<number>();
  if (crash.goroutineId !== null) wanted.add(crash.goroutineId);
  for (const { goroutine, role } of crash.sites)
    if (goroutine !== null && role !== 'creator' && wanted.size < 4) wanted.add(goroutine);
  const shown = goroutines.filter((g) => wanted.has(g.id)).slice(0, 4);
  if (shown.length === 0 && goroutines[0] !== undefined) shown.push(goroutines[0]);
  if (shown.length === 0) return;
  page.heading('Stacks (frames of Go folded)');
  for (const g of shown) {
    const role = g.id === crash.goroutineId ? arrows[crash.kind] : '';
    printGoroutine(page, g, role);
    page.gap();
  }
};

const printNotes = (page: Page, name: string, notes: readonly RuntimeNote[]): void => {
  if (notes.length === 0) return;
  page.heading('Missing or not understood in this output');
  for (const note of notes.slice(0, 8)) {
    const where = note.lines === null ? '' : ` (${linesText(name, [note.lines])})`;
    page.text('  ', `${note.message}${note.count > 1 ? `, ${note.count} times` : ''}${where}`);
  }
  if (notes.length > 8) page.line(`  and ${notes.length - 8} more notes`);
};

/** Of other crashes the locks and channels are what everybody waits for anyway. */
const waitingMatters = new Set([
  'deadlock',
  'deadlock-main-goexit',
  'synctest-deadlock',
  'test-timeout',
  'SIGQUIT',
]);

/** How an artifact stands among the others. */
interface ArtifactPlace {
  /** It leads the report: its title is printed already. */
  first: boolean;
  /** It is one of several: what only the artifact alone lacks is not said, and its figures are kept short. */
  several: boolean;
  /** Findings over all inputs that say it better. */
  covered: ReadonlySet<string>;
}

const printArtifact = (
  page: Page,
  { said, read }: Inspected,
  options: ReportOptions,
  place: ArtifactPlace,
): void => {
  const isMemory = said.format === 'profile' || said.format === 'godebug';
  const findings = bySeverity(said.findings).filter(
    (f) => !place.covered.has(f.id) && !(place.several && isMemory && f.severity === 'info'),
  );
  if (!place.first) {
    page.gap();
    page.line('─'.repeat(page.width), page.style.dim);
    const title = findings[0]?.title ?? (said.findings.length === 0 ? neutral(said) : '');
    if (title !== '') page.text('', title, page.style.bold);
  }
  page.text('', artifactText(said), page.style.dim);
  if (said.crash !== null) printCrash(page, said.crash);
  const goroutines = 'goroutines' in read ? read.goroutines : [];
  const { crash, name } = said;
  const stacks = crash === null ? undefined : () => printCrashStacks(page, crash, goroutines);
  const [main, ...others] = findings;
  if (main === undefined) stacks?.();
  else printFinding(page, main, { name, titled: true, verbose: options.verbose, between: stacks });
  for (const finding of others.slice(0, mostFindings - 1))
    printFinding(page, finding, { name, titled: false, verbose: options.verbose });
  if (others.length >= mostFindings)
    page.line(`and ${others.length - mostFindings + 1} more findings, see --json`);
  page.gap();
  if (said.states.length > 1) printStates(page, said.states);
  if (crash === null || waitingMatters.has(crash.reason)) printWaits(page, goroutines);
  printBuckets(page, goroutines, options);
  if (said.profile !== null) {
    page.gap();
    printProfile(page, said.profile, place.several ? Math.min(5, options.limit) : options.limit);
  }
  if (said.gc !== null) {
    page.gap();
    printGc(page, said.gc);
  }
  printNotes(page, said.name, said.notes);
};

const rank = ({ said }: Inspected): number =>
  Math.min(said.crash !== null ? 1 : 3, ...said.findings.map((f) => severities[f.severity]));

/** The worst first, of those what ended the process, and several of one weight in the order of the input. */
const worstFirst = (a: Inspected, b: Inspected): number =>
  rank(a) - rank(b) ||
  Number(b.said.crash?.endedProcess ?? false) - Number(a.said.crash?.endedProcess ?? false);

/** The report for a person: the first line says what happened. Empty when nothing could be read. */
export const renderReport = ({ result, inspected }: Inspection, options: ReportOptions): string => {
  if (inspected.length === 0) return '';
  const page = new Page(options.width, styleFor(options.colour));
  const ordered = inspected.toSorted(worstFirst);
  const joint = bySeverity(result.findings);
  const [first] = ordered;
  const jointFirst =
    joint[0] !== undefined &&
    first !== undefined &&
    severities[joint[0].severity] <= Math.min(2, rank(first));
  const [worst] = bySeverity(first?.said.findings ?? []);
  const headline = jointFirst ? joint[0]?.title : worst?.title;
  page.text('', headline ?? (first === undefined ? '' : neutral(first.said)), page.style.bold);
  const withLines = new Set(inspected.flatMap(({ said }) => (said.lines === null ? [] : [said.name])));
  const name = withLines.size === 1 ? ([...withLines][0] ?? '') : '';
  const printJoint = (): void => {
    for (const [i, finding] of joint.slice(0, mostFindings).entries())
      printFinding(page, finding, { name, titled: jointFirst && i === 0, verbose: options.verbose });
  };
  if (jointFirst) printJoint();
  const place = { several: inspected.length > 1, covered: new Set(joint.map((f) => f.id)) };
  ordered.slice(0, mostArtifacts).forEach((one, i) => {
    printArtifact(page, one, options, { ...place, first: i === 0 && !jointFirst });
  });
  if (ordered.length > mostArtifacts) {
    page.gap();
    page.line(`${countText(ordered.length - mostArtifacts, 'piece')} of evidence more, see --json`);
  }
  if (!jointFirst && joint.length > 0) {
    page.gap();
    page.line('─'.repeat(page.width), page.style.dim);
    page.line(inspected.length > 1 ? 'Taken together' : 'Over time', page.style.bold);
    printJoint();
  }
  return page.toString();
};
