/** What can begin a Go output, wherever on a line it stands (the line may be wrapped). ASCII, no nested quantifiers. */

const ofDumps =
  'goroutine \\d|panic:|panic serving|fatal error: |SIG[A-Z]+: |DATA RACE|runtime: |unexpected fault';

/** Death notices, goroutines, race reports. Global, for exec from lastIndex. */
export const dumpBeginnings = (): RegExp => new RegExp(ofDumps, 'g');

/** Those, and profiles as text and GODEBUG lines. */
export const allBeginnings = (): RegExp =>
  new RegExp(
    `${ofDumps}|profile: |--- (?:mutex|contention):|gc \\d+ @|SCHED \\d|scav \\d|pacer: |scan: (?:total|class) |init \\S+ @`,
    'g',
  );
