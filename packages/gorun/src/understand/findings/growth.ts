import type { GoroutineBucketChange, RuntimeEvidence, RuntimeFinding } from '@nightglass/model';
import type { DumpArtifact } from '../../model.ts';
import { diffGoroutines, stillWaiting } from '../buckets/diff.ts';
import { signature } from '../buckets/key.ts';
import { place, userFrame } from '../functions.ts';
import { linesOf } from './evidence.ts';

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
  const comparable = dumps.filter(({ artifact }) => artifact.goroutines.length > 0);
  const first = comparable[0];
  const last = comparable.at(-1);
  if (first === undefined || last === undefined || first === last) return [];
  if (sameForm(first.artifact) !== sameForm(last.artifact)) return [];
  const before = first.artifact.goroutines;
  const after = last.artifact.goroutines;
  return diffGoroutines(before, after, 'same-lines')
    .filter((change) => !change.bucket.system && grows(change) && steady(change, comparable))
    .slice(0, MOST_FINDINGS)
    .map((change) => growthFinding(change, first, last));
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
