import type { Advice, Crash, RuntimeEvidence, RuntimeFinding } from '@nightglass/model';
import { memoryAlerts } from '../../memory/alerts.ts';
import type { DumpArtifact, SiteIndex } from '../../model.ts';
import { isMapCrash } from '../crash/reasons.ts';
import { crashedGoroutine } from '../crash/stack.ts';
import type { CrashContext, CrashText } from '../texts/context.ts';
import { deadlockText } from '../texts/deadlock.ts';
import { fatalText } from '../texts/fatals.ts';
import { mapCrashText } from '../texts/map-crash.ts';
import { raceText, signalText, testTimeoutText } from '../texts/others.ts';
import { panicText } from '../texts/panics.ts';

/** What a crash means, as one finding; none for a dump that was asked for (SIGQUIT). */
export function crashFindings(
  artifact: DumpArtifact,
  crash: Crash,
  index: SiteIndex | undefined,
): RuntimeFinding[] {
  const goroutine = crash.race === null ? crashedGoroutine(artifact, crash) : null;
  const context: CrashContext = { artifact, crash, goroutine, index };
  const text = textOf(context);
  if (text === null) return [];
  return [
    {
      id: text.id,
      severity: text.severity ?? (crash.endedProcess ? 'critical' : 'warning'),
      confidence: text.confidence ?? 'proved',
      title: text.title,
      detail: [...text.detail, ...panicUnderWay(context)],
      evidence: [noticeEvidence(crash), ...(text.evidence ?? []), ...keyEvidence(crash)],
      sites: crash.sites,
      advice: [...text.advice, ...alerts(crash)],
    },
  ];
}

function textOf(context: CrashContext): CrashText | null {
  const { kind, reason } = context.crash;
  switch (kind) {
    case 'fatal-error':
      if (isMapCrash(reason)) return mapCrashText(context);
      return reason.startsWith('deadlock') ? deadlockText(context) : fatalText(context);
    case 'signal':
      return signalText(context);
    case 'data-race':
      return raceText(context);
    case 'test-timeout':
      return testTimeoutText(context);
    default:
      return panicText(context);
  }
}

const NOTICE: Record<Crash['kind'], string> = {
  'fatal-error': 'Go printed `fatal error: ',
  panic: 'Go printed `panic: ',
  'http-panic': 'net/http logged the panic `',
  signal: 'Go printed `',
  'test-timeout': 'Go printed `panic: ',
  'data-race': 'The race detector printed `',
  'recorded-error': 'The program recorded the error `',
};

function noticeEvidence(crash: Crash): RuntimeEvidence {
  const message = (crash.message.split('\n', 1)[0] ?? '').slice(0, 200);
  const text = crash.kind === 'data-race' ? 'WARNING: DATA RACE' : message;
  return {
    stance: 'supports',
    text: `${NOTICE[crash.kind]}${text}\`.`,
    lines: [crash.lines],
    goroutines: crash.goroutineId === null ? [] : [crash.goroutineId],
  };
}

function keyEvidence(crash: Crash): RuntimeEvidence[] {
  return crash.businessKeys.map(({ value, from }) => ({
    stance: 'supports',
    text: `The message carries the key \`${value}\` (${from}): logs and traces with it belong to this.`,
    lines: [crash.lines],
    goroutines: [],
  }));
}

/** A fatal error inside a deferred function hides the panic that the function ran for. */
function panicUnderWay({ crash, goroutine }: CrashContext): string[] {
  if (crash.kind !== 'fatal-error' || goroutine === null) return [];
  if (!goroutine.frames.some(({ func }) => func === 'panic')) return [];
  return [
    'The stack holds a `panic` frame: a panic was under way, and the fatal error happened in a function deferred by it. Look there too.',
  ];
}

/** Fatal errors kill the process, so a metric of the process cannot tell: alert on restarts and on what stderr says. */
function alerts(crash: Crash): Advice[] {
  return crash.kind === 'fatal-error' ? memoryAlerts().slice(1) : [];
}
