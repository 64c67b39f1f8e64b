import type { Phrases } from '../subject.ts';

/** What the program itself does, what was changed about it, and what is asked of it. */
export const code: Phrases = {
  code_error: ({ who, inOperation }) => ({
    title: `${who} raises errors of its own${inOperation}`,
    nextCheck: `Open a failing trace of ${who} and read the exception at the deepest failing span.`,
    remediation:
      'Roll back to the last version without these errors or switch the path off; then repair the case and add a test for it.',
  }),
  slow_code: ({ who, inOperation }) => ({
    title: `${who}: its own work${inOperation} became slow`,
    nextCheck: `Compare a slow and a usual trace of ${who}; then take a CPU profile while it is slow (Go: \`curl -o cpu.pb.gz "http://HOST:6060/debug/pprof/profile?seconds=30"\`).`,
    remediation:
      'Roll back when a version came with it, else add capacity; then repair the line that the profile names.',
  }),
  'slow_code/database_query': ({ who, inOperation }) => ({
    title: `${who}: its queries${inOperation} became slow`,
    nextCheck:
      'The slowest statements: `psql -c "select calls, mean_exec_time, query from pg_stat_statements order by total_exec_time desc limit 10"`; then `explain (analyze, buffers)` on the first.',
    remediation:
      'Stop or limit the query; then add the missing index or bring the statistics up to date (`analyze`).',
  }),
  early_return: ({ who, inOperation }) => ({
    title: `${who} answers without doing its work${inOperation}`,
    nextCheck: 'Compare a bad and a usual trace: which calls and log lines are missing?',
    remediation:
      'Roll back the version or the flag that skips the work; then check that skipped work is an error, not a success.',
  }),
  config: ({ who, operation }) => ({
    title: `The configuration of ${who}${operation} is wrong`,
    nextCheck:
      'Compare it with the last one that worked: `kubectl diff -f DIR`, and `kubectl rollout history`.',
    remediation: 'Put the last working configuration back; then check it before it is rolled out.',
  }),
  'config/credentials': ({ who }) => ({
    title: `${who} is refused: its credentials are wrong or have expired`,
    nextCheck: 'When was the password or token changed, and has every user of it got the new one?',
    remediation:
      'Give it valid credentials and restart it; then rotate in two steps, with both valid meanwhile.',
  }),
  'config/missing': ({ who }) => ({ title: `${who} lacks a setting that it needs` }),
  'config/address': ({ who }) => ({ title: `${who} calls a wrong address` }),
  change: ({ who, operation, arg }) => ({
    title: `A change of ${who}${operation} came before the trouble`,
    nextCheck: `Read what changed: \`kubectl rollout history deployment/${arg}\`, the diff of the commit, and whether only the new version shows the trouble.`,
    remediation: `Undo it: \`kubectl rollout undo deployment/${arg}\`, or switch the flag back; then repair it and roll it out in steps.`,
  }),
  'change/deploy': ({ who, operation }) => ({
    title: `The new version of ${who}${operation} brought the trouble`,
  }),
  'change/commit': ({ who, operation }) => ({
    title: `A commit to ${who}${operation} brought the trouble`,
  }),
  'change/config': ({ who, operation }) => ({
    title: `A change of the configuration of ${who}${operation} brought the trouble`,
    remediation: 'Put the last configuration back; then check it before it is rolled out.',
  }),
  'change/flag': ({ who, operation }) => ({
    title: `A feature flag of ${who}${operation} brought the trouble`,
    nextCheck: 'Compare requests with the flag on and off; who is in the share that gets it?',
    remediation: 'Switch the flag back; then repair the path behind it.',
  }),
  'change/scale': ({ who }) => ({
    title: `${who} was scaled before the trouble`,
    remediation: 'Scale it back to the last size that carried the load.',
  }),
  'change/infrastructure': ({ who }) => ({
    title: `A change of the infrastructure under ${who} brought the trouble`,
  }),
  traffic_surge: ({ who, operation }) => ({
    title: `More requests reach ${who}${operation} than it can serve`,
    nextCheck: 'Who sends more? Group the requests by caller, customer and route.',
    remediation:
      'Add replicas, or turn the surplus away early (429); then limit the rate per caller and scale before the limit.',
  }),
  'traffic_surge/drop': ({ who }) => ({
    title: `Far fewer requests reach ${who} than usual`,
    nextCheck: 'What stands before it: the load balancer, DNS, the callers, a release of the clients?',
    remediation: 'Bring the way to it back; it is not the service itself that fails.',
  }),
  retry_storm: ({ who, operation }) => ({
    title: `Retries multiply the load on ${who}${operation}`,
    nextCheck: 'Count attempts per request: calls to it, divided by requests of its callers, before and now.',
    remediation:
      'Switch retries off at the caller, or shed load, until it recovers; then retry once, with jitter and a retry budget, on one level only.',
  }),
  event_loop: ({ who }) => ({
    title: `The event loop of ${who} is blocked: all its requests wait for one piece of work`,
    nextCheck:
      'Take a CPU profile while the delay is high: `node --cpu-prof`, or `kill -USR1 PID` and the inspector; look for one long synchronous function.',
    remediation:
      'Restart or add instances, and stop the job that blocks; then cut the work into pieces or move it to a worker thread.',
  }),
  unknown: ({ who, operation }) => ({
    title: `The figures of ${who}${operation} moved first and most; the telemetry does not say why`,
    nextCheck: `Look at the logs and the processes of ${who} from the onset on, and send what is missing here: spans, logs or its runtime metrics.`,
    remediation: 'Restart or replace the instance that shows it most, and compare; keep one for a look.',
  }),
  'event_loop/blocked': ({ who }) => ({
    title: `The event loop of ${who} was blocked: all its requests waited for one piece of work`,
  }),
  'event_loop/saturated': ({ who }) => ({
    title: `The event loop of ${who} has no idle time left`,
  }),
  'slow_code/repeated_calls': ({ who, operation }) => ({
    title: `${who}${operation} makes far more calls per request than before`,
    nextCheck: 'Count the calls of one trace before and now: which of them repeats in a loop?',
    remediation:
      'Roll back when a version came with it; then fetch in one call what is now fetched one by one (N + 1).',
  }),
  'traffic_surge/overload': ({ who, operation }) => ({
    title: `${who}${operation} is overloaded and turns requests away`,
  }),
};
