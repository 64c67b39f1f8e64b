import type { RuntimeEvidence, RuntimeFinding } from '@nightglass/model';
import type { GodebugArtifact, ProfileArtifact } from '../model.ts';
import { collectAdvice, deltaFindings } from './delta.ts';
import { growthFinding, type HeapGrowth, heapGrowth } from './growth.ts';
import { fewestCycles, type LiveHeap, liveHeapOf, rises } from './live-heap.ts';
import { mapFinding } from './maps.ts';
import { pressureFinding } from './pressure.ts';
import { returnedFinding } from './returned.ts';
import { heapRuns, processRuns } from './runs.ts';
import { statement } from './words.ts';

export interface MemoryInput {
  /** GODEBUG lines of one service instance; restarts inside are kept apart. */
  gc?: readonly GodebugArtifact[];
  /** Heap and allocs profiles of the same instance, in order of time when they do not tell theirs. */
  heaps?: readonly ProfileArtifact[];
  /** Names of `heaps`, in the same order, for the text of evidence. */
  names?: readonly string[];
  /** Resident size of the process in bytes, when it is known from elsewhere. */
  rssBytes?: number;
}

/** More processes in one trace than this share of its cycles: several write into one log at the same time. */
const mixedShare = 4;

/** What can be said of a series that was too short: said once, and only when nothing else was found. */
const tooLittle = (
  input: MemoryInput,
  traces: readonly LiveHeap[],
  profiles: number,
): RuntimeFinding | null => {
  const cycles = Math.max(0, ...traces.map((trace) => trace.cycles.length));
  const judged = traces.some((trace) => trace.trend !== null) || profiles > 1;
  if (judged || (cycles === 0 && profiles === 0)) return null;
  const evidence: RuntimeEvidence[] = [];
  if ((input.gc ?? []).length > 0)
    evidence.push(
      statement(
        'contradicts',
        `${cycles} GC cycles of one process: a trend needs ${fewestCycles} after the start-up.`,
        traces.map((trace) => trace.lines).slice(0, 3),
      ),
    );
  if (profiles === 1)
    evidence.push(statement('contradicts', 'One heap profile shows what is held, not what grows.'));
  return {
    id: 'memory-not-enough',
    severity: 'info',
    confidence: 'proved',
    title: `${[
      ...(profiles > 0 ? [`${profiles} heap profile${profiles > 1 ? 's' : ''}`] : []),
      ...(cycles > 0 ? [`${cycles} GC cycle${cycles > 1 ? 's' : ''}`] : []),
    ].join(' and ')}: too little to say whether memory grows.`,
    detail: ['What is here was read, and shows neither growth nor its absence.'],
    evidence,
    sites: [],
    advice: [collectAdvice],
  };
};

/**
 * What the GC traces and heap profiles of one instance say about its memory: growth and who holds it, maps that cannot
 * shrink, GC falling behind, memory not given back, and where there is not enough to tell. Most severe first.
 */
export const explainMemory = (input: MemoryInput): RuntimeFinding[] => {
  const findings: RuntimeFinding[] = [];
  const traces: LiveHeap[] = [];
  for (const artifact of input.gc ?? []) {
    if (artifact.restarts.length > 4 && artifact.restarts.length * mixedShare > artifact.gc.length) {
      findings.push(mixedFinding(artifact));
      continue;
    }
    for (const cycles of processRuns(artifact)) {
      const trace = liveHeapOf(cycles);
      if (trace !== null) traces.push(trace);
    }
  }
  const heaps = (input.heaps ?? []).map((artifact, i) => ({ artifact, name: input.names?.[i] ?? '' }));
  const runs = heapRuns(heaps);

  const growths = runs.map(({ moments }) => heapGrowth(moments)).filter((g): g is HeapGrowth => g !== null);
  growths.sort((a, b) => b.grown - a.grown);
  const rising = traces.filter(rises);
  // Profiles and trace cannot be matched by process, so the largest growth goes with the newest rising process.
  const joined = rising.at(-1) ?? null;
  for (const [trace, growth] of [
    [joined, growths[0] ?? null] as const,
    ...rising.slice(0, -1).map((trace) => [trace, null] as const),
    ...growths.slice(1).map((growth) => [null, growth] as const),
  ]) {
    const finding = growthFinding(trace, growth);
    if (finding !== null) findings.push(finding);
  }
  for (const { moments } of runs) {
    const finding = mapFinding(moments);
    if (finding !== null) findings.push(finding);
  }
  for (const trace of traces) {
    const finding = pressureFinding(trace);
    if (finding !== null) findings.push(finding);
  }
  const scavenge = (input.gc ?? []).flatMap((artifact) => artifact.scavenge.slice(-1));
  for (const { memStats } of runs) {
    const newest = memStats.at(-1);
    const finding = newest === undefined ? null : returnedFinding(newest, scavenge, input.rssBytes ?? null);
    if (finding !== null) findings.push(finding);
  }
  findings.push(...deltaFindings(input.heaps ?? [], traces));
  const profiles = Math.max(0, ...runs.map(({ moments }) => moments.length));
  const little = findings.length === 0 ? tooLittle(input, traces, profiles) : null;
  if (little !== null) findings.push(little);
  const order = { critical: 0, warning: 1, info: 2 };
  return findings.sort((a, b) => order[a.severity] - order[b.severity]);
};

const mixedFinding = (artifact: GodebugArtifact): RuntimeFinding => ({
  id: 'memory-not-enough',
  severity: 'info',
  confidence: 'likely',
  title: 'The GC traces of several processes are mixed in one log; they cannot be told apart.',
  detail: ['gctrace lines carry no process. Give the log of each instance by itself.'],
  evidence: [
    statement(
      'supports',
      `The number of the cycle falls back ${artifact.restarts.length - 1} times in ${artifact.gc.length} cycles.`,
      artifact.lines === null ? [] : [artifact.lines],
    ),
  ],
  sites: [],
  advice: [],
});
