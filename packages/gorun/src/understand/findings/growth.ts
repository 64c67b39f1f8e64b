import type { Goroutine, GoroutineBucketChange, RuntimeEvidence, RuntimeFinding } from '@nightglass/model';
import type { DumpArtifact } from '../../model.ts';
import { diffGoroutines, stillWaiting } from '../buckets/diff.ts';
import { signature } from '../buckets/key.ts';
import { isProgramFrame, place, userFrame } from '../functions.ts';
import { linesOf, supports } from './evidence.ts';

/** Below this many more goroutines a difference is the ordinary coming and going of requests. */
const LEAST_GROWTH = 10;
const LEAST_RATIO = 1.5;
const MOST_FINDINGS = 5;

interface NamedDump {
  name: string;
  artifact: DumpArtifact;
}

/** Growth from the first dump to the last: buckets that at least grew by half and by ten, and never shrank in between. */
export function growthFindings(dumps: readonly NamedDump[]): RuntimeFinding[] {
  const comparable = dumps.filter(({ artifact }) => isWhole(artifact));
  const first = comparable[0];
  const last = comparable.at(-1);
  if (first === undefined || last === undefined || first === last) return [];
  if (sameForm(first.artifact) !== sameForm(last.artifact)) return [];
  const before = first.artifact.goroutines;
  const after = last.artifact.goroutines;
  if (!sameProcess(before, after)) return [];
  const growth = diffGoroutines(before, after, 'same-lines')
    .filter((change) => !change.bucket.system && grows(change) && steady(change, comparable))
    .slice(0, MOST_FINDINGS)
    .map((change) => growthFinding(change, first, last));
  const spinning = spinningFinding(first, last);
  return spinning === null ? growth : [...growth, spinning];
}

/** A crash prints one goroutine or those of its moment: only dumps that were asked for show all. */
function isWhole({ crash, goroutines, format }: DumpArtifact): boolean {
  if (goroutines.length === 0 || format === 'race-report') return false;
  return crash === null || crash.kind === 'signal';
}

/** Dumps of two processes cannot be compared: a goroutine that is in both under one id, at one stack, ties them. */
function sameProcess(before: readonly Goroutine[], after: readonly Goroutine[]): boolean {
  const old = new Map(before.map((goroutine) => [goroutine.id, goroutine]));
  if (old.has(0)) return true;
  return after.some((goroutine) => {
    const earlier = old.get(goroutine.id);
    return earlier !== undefined && signature(earlier, 'any-value') === signature(goroutine, 'any-value');
  });
}

/** A goroutine that runs in the same function of the program in both dumps, and never waited as far as they show. */
function spinningFinding(first: NamedDump, last: NamedDump): RuntimeFinding | null {
  const old = new Map(first.artifact.goroutines.map((goroutine) => [goroutine.id, goroutine]));
  for (const goroutine of last.artifact.goroutines) {
    const earlier = old.get(goroutine.id);
    const frame = goroutine.frames[0];
    if (earlier === undefined || frame === undefined || !runs(earlier) || !runs(goroutine)) continue;
    if (!isProgramFrame(frame) || earlier.frames[0]?.func !== frame.func) continue;
    return {
      id: 'spinning-goroutine',
      severity: 'warning',
      confidence: 'possible',
      title: `Goroutine ${goroutine.id} may be spinning: it runs in ${place(frame)} in both dumps.`,
      detail: [
        'It was running or ready to run, innermost in the same function, both times. A loop that only computes looks like this; so does work that is really that long. A CPU profile tells.',
      ],
      evidence: [
        supports(
          `${earlier.state} in ${first.name}, ${goroutine.state} in ${last.name}, both in ${frame.func}.`,
          [goroutine],
        ),
      ],
      sites: [],
      advice: [
        {
          text: 'Take a CPU profile and see whether this function fills one processor.',
          code: {
            language: 'shell',
            text: "curl -s 'http://HOST:PORT/debug/pprof/profile?seconds=10' -o cpu.pb.gz\n",
          },
        },
      ],
    };
  }
  return null;
}

function runs({ id, state }: Goroutine): boolean {
  return id > 0 && (state === 'running' || state === 'runnable');
}

/** A profile counts by stack, a dump prints each goroutine with other frames: the two are not compared. */
function sameForm(artifact: DumpArtifact): string {
  return artifact.format === 'goroutine-profile' ? 'profile' : 'dump';
}

function grows({ before, after }: GoroutineBucketChange): boolean {
  return after - before >= LEAST_GROWTH && after >= before * LEAST_RATIO;
}

function steady(change: GoroutineBucketChange, dumps: readonly NamedDump[]): boolean {
  if (dumps.length <= 2) return true;
  let last = 0;
  for (const { artifact } of dumps) {
    let count = 0;
    for (const { bucket, after } of diffGoroutines([], artifact.goroutines, 'same-lines')) {
      if (bucket.key === change.bucket.key) count = after;
    }
    if (count < last) return false;
    last = count;
  }
  return true;
}

function growthFinding(
  { bucket, before, after }: GoroutineBucketChange,
  first: NamedDump,
  last: NamedDump,
): RuntimeFinding {
  const frame = userFrame(bucket.frames);
  const where = frame === null ? 'one stack' : place(frame);
  const sign = (goroutine: DumpArtifact['goroutines'][number]) => signature(goroutine, 'same-lines');
  const ids = new Set(bucket.goroutines);
  const stuck = stillWaiting(
    first.artifact.goroutines,
    last.artifact.goroutines.filter(({ id }) => ids.has(id)),
    sign,
  );
  const evidence: RuntimeEvidence[] = [
    {
      stance: 'supports',
      text: `${before} goroutines with this stack in ${first.name}, ${after} in ${last.name}.`,
      lines: linesOf(last.artifact.goroutines.filter(({ id }) => ids.has(id))),
      goroutines: bucket.goroutines.slice(0, 20),
      figure: { name: 'goroutines', unit: '', before, after },
    },
  ];
  if (stuck.length > 0) {
    evidence.push({
      stance: 'supports',
      text: `${stuck.length} of them are in both dumps and did not move in between.`,
      lines: [],
      goroutines: stuck.slice(0, 20).map(({ id }) => id),
    });
  }
  return {
    id: 'goroutine-leak',
    severity: 'warning',
    confidence: stuck.length > 0 ? 'likely' : 'possible',
    title: `Goroutines pile up in ${where}: ${before} -> ${after}.`,
    detail: [
      'Growth at one place between two dumps is how a goroutine leak shows. Growth with the traffic looks the same: a ' +
        'leak keeps its goroutines when the load goes away.',
    ],
    evidence,
    sites: [],
    advice: [
      {
        text: 'Take a third dump after the load has gone down: a leak does not shrink. From Go 1.27 the goroutineleak profile proves it.',
        code: {
          language: 'shell',
          text: "curl -s 'http://HOST:PORT/debug/pprof/goroutineleak?debug=2' -o leak.txt",
        },
      },
    ],
  };
}
