import type {
  Advice,
  Crash,
  CrashSite,
  FindingConfidence,
  FindingSeverity,
  Goroutine,
  RuntimeEvidence,
} from '@nightglass/model';
import type { DumpArtifact, SiteIndex } from '../../model.ts';
import { position } from '../functions.ts';

/** What a text about a crash is written from. */
export interface CrashContext {
  artifact: DumpArtifact;
  crash: Crash;
  /** The one that crashed; null when none was printed. */
  goroutine: Goroutine | null;
  index: SiteIndex | undefined;
}

/** What a text says; the caller adds the evidence that every crash has. */
export interface CrashText {
  id: string;
  title: string;
  detail: string[];
  advice: Advice[];
  evidence?: RuntimeEvidence[];
  severity?: FindingSeverity;
  confidence?: FindingConfidence;
}

export function siteOf(crash: Crash, role: CrashSite['role']): CrashSite | null {
  return crash.sites.find((site) => site.role === role) ?? null;
}

/** `main.(*cache).evict at main.go:25`. */
export function atSite(site: CrashSite): string {
  const at = position(site);
  return at === '' ? site.function : `${site.function} at ${at}`;
}

/** ` in main.pay at pay.go:31`, or nothing when no frame is known. */
export function inOrigin(crash: Crash): string {
  const site = siteOf(crash, 'origin');
  return site === null ? '' : ` in ${atSite(site)}`;
}

export function goCode(text: string): NonNullable<Advice['code']> {
  return { language: 'go', text };
}

export function shell(text: string): NonNullable<Advice['code']> {
  return { language: 'shell', text };
}

/** Why nothing could catch it. */
export const FATAL_TEXT =
  'This is a fatal error, not a panic: the runtime prints `fatal error:` and ends the process with exit code 2. ' +
  'Deferred functions do not run, so recover is never reached: not in this goroutine, not in another, not the one ' +
  'net/http has around every handler.';

/** The lowest Go release this output can come from is at least 1.`minor`. */
export function atLeast({ artifact }: CrashContext, minor: number): boolean {
  const { min } = artifact.version;
  return min !== null && min >= minor;
}
export function atMost({ artifact }: CrashContext, minor: number): boolean {
  const { max } = artifact.version;
  return max !== null && max <= minor;
}
