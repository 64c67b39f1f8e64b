/** What can be pulled from net/http/pprof, by the name of its handler; `cpu` is the handler `profile`. */
export const profileNames = [
  'goroutine',
  'heap',
  'allocs',
  'mutex',
  'block',
  'threadcreate',
  'goroutineleak',
  'cpu',
] as const;
export type ProfileName = (typeof profileNames)[number];

/** Pulled when nothing else is asked for. CPU costs the target a few percent while it runs, so it must be asked for. */
export const defaultProfiles: readonly ProfileName[] = profileNames.filter((name) => name !== 'cpu');

export interface ProfileRequest {
  profile: ProfileName;
  /** Handler and query below the folder of the handlers. */
  path: string;
  /** What the artifact is called: `goroutine.debug2.txt`, `heap.pb.gz`, `heap_delta_5s.pb.gz`. */
  name: string;
  /** How long the target gathers before it answers. */
  seconds: number;
}

/** The dump is text, because only the text has states and ages; everything else is the gzipped proto. */
export const snapshotOf = (profile: ProfileName, cpuSeconds: number): ProfileRequest => {
  if (profile === 'goroutine')
    return { profile, path: 'goroutine?debug=2', name: 'goroutine.debug2.txt', seconds: 0 };
  if (profile === 'cpu')
    return {
      profile,
      path: `profile?seconds=${cpuSeconds}`,
      name: `cpu_${cpuSeconds}s.pb.gz`,
      seconds: cpuSeconds,
    };
  return { profile, path: profile, name: `${profile}.pb.gz`, seconds: 0 };
};

/**
 * The heap just after a forced collection, so that the difference of two of them is what really came and went. The
 * delta that the handler offers (`heap?seconds=N`) ignores `gc` (net/http/pprof: handler.ServeHTTP) and shows nothing
 * when no collection falls into its window.
 */
export const heapAfterCollection: ProfileRequest = {
  profile: 'heap',
  path: 'heap?gc=1',
  name: 'heap_after_gc.pb.gz',
  seconds: 0,
};

/** Why a body is not what the handler gives, or empty: a proxy's login page must not be stored as a profile. */
export const notThisProfile = (request: ProfileRequest, contentType: string, body: Uint8Array): string => {
  if (/^text\/html/i.test(contentType)) return 'it is an HTML page';
  if (body.byteLength === 0) return 'it is empty';
  const text = request.name.endsWith('.txt');
  if (text) {
    const head = new TextDecoder().decode(body.subarray(0, 64));
    return /^goroutine (\d|profile:)/.test(head) ? '' : 'it does not begin with a goroutine';
  }
  return body[0] === 0x1f && body[1] === 0x8b ? '' : 'it is not a gzipped profile';
};
