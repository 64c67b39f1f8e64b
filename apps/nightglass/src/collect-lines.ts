import type { CollectEvent, PulledArtifact } from '@nightglass/collect';
import { byteText, printable } from './text-output.ts';

const clock = (time: number): string => new Date(time).toISOString().slice(11, 19);

const seconds = (ms: number): string =>
  ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;

const pulled = (e: PulledArtifact): string =>
  `${clock(e.time)}  ${e.name.padEnd(22)} ${byteText(e.bytes).padStart(9)} in ${seconds(e.tookMs).padEnd(7)}${e.burst ? ' burst ' : ' '}`;

const problem = (e: { code: string; message: string; hint: string }): string =>
  `${e.message} [${e.code}]${e.hint === '' ? '' : ` ${e.hint}`}`;

const lineOf = (e: CollectEvent): string => {
  switch (e.type) {
    case 'stored': {
      const waited = e.waitedMs > 5_000 ? ` after ${seconds(e.waitedMs)}` : '';
      const said = e.artifacts.map((a) => (a.severity === 'none' ? a.title : `${a.severity}: ${a.title}`));
      return `${pulled(e)} stored${waited}  ${said.join('; ')}`;
    }
    case 'refused':
      return `${pulled(e)} REFUSED by the server: ${problem(e)}`;
    case 'dropped': {
      const why = e.why === 'stopped' ? 'the server did not take it before the end' : 'the queue is full';
      return `${pulled(e)} DROPPED: ${why}; ${e.droppedInAll} in all`;
    }
    case 'pull-failed':
      return `${clock(e.time)}  ${e.profile.padEnd(22)} FAILED: ${problem(e)}`;
    case 'not-offered':
      return `${clock(e.time)}  ${e.profile.padEnd(22)} not offered by this process`;
    case 'target-away':
      return `${clock(e.time)}  target away, again in at most ${seconds(e.retryMs)}: ${problem(e)}`;
    case 'server-away':
      return `${clock(e.time)}  server away, ${e.waiting} waiting (${byteText(e.waitingBytes)}), again in ${seconds(e.retryMs)}: ${problem(e)}`;
    case 'burst-started':
      return `${clock(e.time)}  burst begins`;
    case 'burst-ended':
      return `${clock(e.time)}  burst ends`;
  }
};

/** One event as one line; what targets and servers say cannot forge a second one. Times are UTC. */
export const collectEventLine = (event: CollectEvent): string => printable(lineOf(event)).trimEnd();
