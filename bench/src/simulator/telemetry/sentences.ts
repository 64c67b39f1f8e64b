/** What services say when nothing is wrong. {stem} {id} {n} {ms} {op} {user} are filled in. */

export const handledSentences = [
  'handled {op} in {ms}ms',
  'loaded {stem} {id}',
  '{op} completed status=200 duration={ms}ms',
  '{stem} {id} accepted for {user}',
  'returning {n} {stem}s to {user}',
  '{stem} {id} is up to date',
  'request served: {op}',
  'resolved {stem} {id} ({n} candidates)',
  'updated {stem} {id} by {user}',
  'found {n} {stem}s for {user}',
  '{stem} lookup {id} ok',
  'request_finished op={op} ms={ms}',
  'wrote {stem} {id} revision {n}',
  '{user} viewed {stem} {id}',
  'validated {stem} {id} against {n} rules',
  'answer for {user} has {n} entries',
] as const;

export const chatterSentences = [
  'connection pool: {n} idle',
  'refreshed {n} entries of the local {stem} table',
  'heartbeat ok',
  'scheduled job {stem}-cleanup finished in {ms}ms',
  'flushed {n} metrics',
  'rotated log segment {n}',
  'health check passed',
  'session store holds {n} sessions',
  'swept {n} stale {stem} drafts',
  'checkpoint {n} written',
] as const;

/** Warnings and errors of everyday life, that mean nothing for an incident. */
export const grumbleSentences = [
  'deprecated parameter used by {user}',
  'client closed connection before the answer was written',
  'could not parse accept-language header, using default',
  'slow consumer of the audit stream, {n} records behind',
  'ignoring unknown field in {stem} payload',
  'retrying metrics export, attempt 2',
  'token of {user} is about to expire',
  'rejected {stem} {id}: validation failed',
  'no translation for key {stem}.title',
  'optional feature file not found, using defaults',
] as const;

/** A call failed and is tried again. */
export const retryingSentences = [
  'call to {host} failed, retrying',
  'attempt failed, will retry {host}',
  'retrying request to {host} after error',
  '{host}: transient error, backing off',
] as const;
/** A call failed and the operation goes on without its answer. */
export const swallowedSentences = [
  'could not reach {host}, continuing without',
  'using default answer because {host} failed',
  '{host} not available, falling back',
  'ignoring error of {host}',
] as const;
/** The operation failed because a call did. */
export const passedOnSentences = [
  '{op} failed',
  'request failed: {op}',
  'error while handling {op}',
  'could not complete {op}',
] as const;
/** The operation failed by itself. */
export const raisedSentences = [
  'unhandled error in {op}',
  '{op} raised an exception',
  'internal error while serving {op}',
  'handler error: {op}',
] as const;
export const slowSentences = [
  'slow request {op} took {ms}ms',
  '{op} exceeded its time budget: {ms} ms',
  'long running {op}: {ms}ms',
] as const;
