import type { ErrorCode, StoredArtifact } from '@nightglass/model';
import type { ProfileName } from './pprof/profiles.ts';

/** Something pulled, without its bytes. `time` is when the pull began, milliseconds since 1970. */
export interface PulledArtifact {
  time: number;
  profile: ProfileName;
  name: string;
  bytes: number;
  /** Milliseconds from asking to the last byte. */
  tookMs: number;
  burst: boolean;
}

interface Problem {
  code: ErrorCode;
  message: string;
  hint: string;
}

/** What a source says while it runs, in the order in which it happens. */
export type CollectEvent =
  | ({ type: 'stored'; artifacts: StoredArtifact[]; waitedMs: number } & PulledArtifact)
  /** The server read it and does not want it; it is not sent again. */
  | ({ type: 'refused' } & PulledArtifact & Problem)
  /** The queue was full (the oldest goes first), or the collector stopped before the server came back. */
  | ({ type: 'dropped'; why: 'queue-full' | 'stopped'; droppedInAll: number } & PulledArtifact)
  | ({ type: 'pull-failed'; time: number; profile: ProfileName; burst: boolean } & Problem)
  /** Wanted, but the target's Go version or its handlers do not offer it. Said once until the target restarts. */
  | { type: 'not-offered'; time: number; profile: ProfileName }
  | ({ type: 'target-away'; time: number; retryMs: number } & Problem)
  | ({ type: 'server-away'; time: number; waiting: number; waitingBytes: number; retryMs: number } & Problem)
  | { type: 'burst-started' | 'burst-ended'; time: number };

export interface CollectCounts {
  pulled: number;
  failed: number;
  stored: number;
  refused: number;
  dropped: number;
  /** Pulled and not yet stored. */
  waiting: number;
}
