import type { RaceAccess, RuntimeArtifact, RuntimeFinding } from '@nightglass/model';
import { explainMemory, type MemoryInput } from '../memory/explain.ts';
import type {
  Artifact,
  DumpArtifact,
  GodebugArtifact,
  ProfileArtifact,
  ReadResult,
  SiteIndex,
} from '../model.ts';
import { profileSummary } from '../profile/table.ts';
import { countStates } from './buckets/tally.ts';
import { completeCrash } from './crash/complete.ts';
import { crashFindings } from './findings/crash.ts';
import { dumpFindings } from './findings/dump.ts';

export interface ExplainOptions {
  /** File or sender's name. */
  name?: string;
  /** Sites of the program's source, to name the other party of a map crash where the output does not. */
  sites?: SiteIndex;
}

/** Every artifact of an input with what it means: the crash completed, findings with their evidence, figures. */
export function explain(result: ReadResult, options: ExplainOptions = {}): RuntimeArtifact[] {
  const races = result.artifacts.flatMap((artifact) =>
    artifact.format === 'race-report' && artifact.crash?.race ? [artifact.crash.race.accesses] : [],
  );
  return result.artifacts.map((artifact) => explainArtifact(artifact, options, races));
}

type Races = readonly (readonly RaceAccess[])[];

function explainArtifact(artifact: Artifact, options: ExplainOptions, races: Races): RuntimeArtifact {
  switch (artifact.format) {
    case 'profile':
      return explainProfile(artifact, options);
    case 'godebug':
      return explainGodebug(artifact, options);
    default:
      return explainDump(artifact, options, races);
  }
}

function explainDump(artifact: DumpArtifact, options: ExplainOptions, races: Races): RuntimeArtifact {
  const crash =
    artifact.crash === null
      ? null
      : completeCrash(artifact, { races, ...(options.sites === undefined ? {} : { sites: options.sites }) });
  const findings: RuntimeFinding[] = [];
  if (crash !== null) findings.push(...crashFindings(artifact, crash, options.sites));
  findings.push(...dumpFindings(artifact, crash));
  const counted = [...artifact.goroutines, ...artifact.overflow];
  return {
    ...common(artifact, options),
    goroutineCount: counted.reduce((sum, { count }) => sum + count, 0),
    states: countStates(counted),
    crash,
    findings: bySeverity(findings),
  };
}

/** What one trace or profile says of memory; that it is too little to say anything is no finding of its own. */
export function memoryOf(input: MemoryInput): RuntimeFinding[] {
  return bySeverity(explainMemory(input).filter(({ id }) => id !== 'memory-not-enough'));
}

function explainProfile(artifact: ProfileArtifact, options: ExplainOptions): RuntimeArtifact {
  const names = options.name === undefined ? [] : [options.name];
  return {
    ...common(artifact, options),
    profile: profileSummary(artifact.profile),
    findings: memoryOf({ heaps: [artifact], names }),
  };
}

function explainGodebug(artifact: GodebugArtifact, options: ExplainOptions): RuntimeArtifact {
  const first = artifact.gc[0];
  const last = artifact.gc.at(-1);
  return {
    ...common(artifact, options),
    findings: memoryOf({ gc: [artifact] }),
    gc:
      first === undefined || last === undefined
        ? null
        : {
            cycles: artifact.gc.length,
            firstSeconds: first.atSeconds,
            lastSeconds: last.atSeconds,
            liveMbFirst: first.heapMb.live,
            liveMbLast: last.heapMb.live,
          },
  };
}

function common(artifact: Artifact, options: ExplainOptions): RuntimeArtifact {
  return {
    format: artifact.format,
    variant: artifact.variant,
    goVersion: artifact.version.version,
    goVersionFrom: artifact.version.from,
    name: options.name ?? '',
    lines: artifact.lines,
    goroutineCount: 0,
    states: [],
    crash: null,
    findings: [],
    notes: artifact.notes,
    partial: artifact.partial,
    profile: null,
    gc: null,
  };
}

const SEVERITY = { critical: 0, warning: 1, info: 2 } as const;

/** The worst first; findings of equal severity in the order they were made. */
export function bySeverity(findings: RuntimeFinding[]): RuntimeFinding[] {
  return findings.sort((a, b) => SEVERITY[a.severity] - SEVERITY[b.severity]);
}
