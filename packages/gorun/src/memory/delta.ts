import type { Advice, RuntimeEvidence, RuntimeFinding } from '@nightglass/model';
import type { ProfileArtifact } from '../model.ts';
import { crashSite } from './growth.ts';
import type { LiveHeap } from './live-heap.ts';
import { hasInUse, inUseSites, sumBytes } from './sites.ts';
import { bytesText, figure, secondsText, siteText, statement } from './words.ts';

/** How to get evidence that can be judged. */
export const collectAdvice: Advice = {
  text: 'Let the process print its GC cycles for a while, and take heap profiles some minutes apart, each after a GC. `seconds=N` subtracts two snapshots and runs no GC; `gc=1` has no effect beside it.',
  code: {
    language: 'shell',
    text: [
      'GODEBUG=gctrace=1 ./service 2>gc.log',
      "curl -so before.pb.gz 'http://localhost:6060/debug/pprof/heap?gc=1'",
      'sleep 600',
      "curl -so after.pb.gz 'http://localhost:6060/debug/pprof/heap?gc=1'",
      'nightglass inspect gc.log before.pb.gz after.pb.gz',
    ].join('\n'),
  },
};

const emptyDelta = (seconds: number, traces: readonly LiveHeap[]): RuntimeFinding => {
  const gap = Math.max(0, ...traces.map((trace) => trace.longestGapSeconds));
  const evidence: RuntimeEvidence[] = [
    statement('supports', `The difference over ${secondsText(seconds)} has no samples at all.`),
  ];
  if (gap > 0)
    evidence.push(
      statement(
        gap >= seconds ? 'supports' : 'contradicts',
        `The longest time between two cycles of the gctrace is ${secondsText(gap)}: a window of ${secondsText(seconds)} ${gap >= seconds ? 'can lie between them' : 'has a cycle inside, so nothing sampled changed in it'}.`,
        traces.map((trace) => trace.lines).slice(0, 3),
      ),
    );
  return {
    id: 'empty-heap-delta',
    severity: 'info',
    confidence: gap > 0 && gap < seconds ? 'possible' : 'likely',
    title: `The heap difference over ${secondsText(seconds)} is empty because no GC cycle finished in that time; it does not say that nothing was allocated.`,
    detail: [
      'A heap profile tells the state as of the last finished GC cycle, so that both ends of the window showed the same state. `seconds=N` is no continuous sampling: it subtracts two snapshots.',
    ],
    evidence,
    sites: [],
    advice: [collectAdvice],
  };
};

const grownDelta = (artifact: ProfileArtifact): RuntimeFinding | null => {
  const { profile } = artifact;
  const sites = [...inUseSites(profile).values()].sort((a, b) => b.bytes - a.bytes);
  const grown = sumBytes(sites);
  if (grown < 4e6) return null;
  const sure = 4 * Math.max(1, profile.period);
  const top = sites.filter((site) => site.bytes > sure).slice(0, 5);
  const seconds = profile.durationNano / 1e9;
  const window = seconds > 0 ? ` in ${secondsText(seconds)}` : '';
  const first = top[0];
  return {
    id: 'heap-growth',
    severity: 'warning',
    confidence: 'possible',
    title: `Memory in use grew by ${bytesText(grown)}${window}${first === undefined ? '' : `, ${bytesText(first.bytes)} of it at ${siteText(first)}`}.`,
    detail: [
      'A difference of two snapshots: what was in use at the end of the last finished GC cycle of each. One window shows growth, not whether it goes on.',
    ],
    evidence: [
      ...top.map((site) =>
        figure('supports', `${siteText(site)} holds ${bytesText(site.bytes)} more.`, {
          name: `in use at ${site.func}`,
          unit: 'bytes',
          before: null,
          after: site.bytes,
        }),
      ),
      statement('contradicts', 'One window only: start-up and a filling cache look the same.'),
    ],
    sites: top.map(crashSite),
    advice: [collectAdvice],
  };
};

/** What differences of heap profiles say: growth by site, or why there is nothing in them. */
export const deltaFindings = (
  heaps: readonly ProfileArtifact[],
  traces: readonly LiveHeap[],
): RuntimeFinding[] => {
  const deltas = heaps.filter(({ profile }) => profile.difference && hasInUse(profile));
  const empty = deltas.filter(({ profile }) => profile.labels.length === 0);
  const findings = deltas.map(grownDelta).filter((finding) => finding !== null);
  if (empty.length > 0)
    findings.push(emptyDelta(Math.max(...empty.map(({ profile }) => profile.durationNano)) / 1e9, traces));
  return findings;
};
