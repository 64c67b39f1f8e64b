import type { Phrases } from '../subject.ts';

/** The Go runtime. Facts: docs/go-maps.md. */
export const go: Phrases = {
  go_map_race: ({ who }) => ({
    title: `${who} died of a Go fatal error: two goroutines used one map, at least one of them wrote, without a lock`,
    nextCheck:
      'Read both sides from what the process wrote to standard error: `nightglass inspect crash.txt --source .`. From Go 1.26 on only one side is printed unless GOTRACEBACK=all is set.',
    remediation:
      'Roll back when a version brought it; fewer requests at a time only make it rarer. Then guard the map with one mutex on every access (or use sync.Map); recover cannot catch a fatal error.',
  }),
  'go_map_race/iteration_and_write': ({ who }) => ({
    title: `${who} died of a Go fatal error: one goroutine ranged over a map while another wrote to it`,
  }),
  'go_map_race/writes': ({ who }) => ({
    title: `${who} died of a Go fatal error: two goroutines wrote to one map without a lock`,
  }),
  'go_map_race/read_and_write': ({ who }) => ({
    title: `${who} died of a Go fatal error: one goroutine read a map while another wrote to it`,
  }),
  'go_map_race/clone_and_write': ({ who }) => ({
    title: `${who} died of a Go fatal error: one goroutine cloned a map while another wrote to it`,
  }),
  'go_map_race/data_race': ({ who }) => ({
    title: `The race detector found two goroutines of ${who} using the same memory without a lock`,
    nextCheck: 'Read both stacks: `nightglass inspect race.txt --source .`.',
    remediation:
      'Guard both accesses with the same lock; a data race can give wrong results long before it crashes.',
  }),
  go_panic: ({ who, inOperation }) => ({
    title: `${who} panics${inOperation}`,
    nextCheck:
      'Read the first frame of the program’s own code: `nightglass inspect crash.txt --source .`. net/http recovers panics of handlers (the request is lost); any other panic ends the process with exit code 2.',
    remediation: 'Roll back or switch the path off; then handle the case that the panic names.',
  }),
  'go_panic/nil_dereference': ({ who, operation }) => ({
    title: `${who}${operation} panics: it uses a nil pointer`,
    remediation:
      'Roll back or switch the path off; then check the value (often a result whose error was not looked at).',
  }),
  'go_panic/out_of_memory': ({ who }) => ({
    title: `${who} died: the Go runtime could not get more memory`,
    nextCheck:
      'Compare memory in use with the container’s limit, and take a heap profile of a running instance.',
    remediation:
      'Raise the limit or add instances; then find what is kept, and set GOMEMLIMIT to nine tenths of the limit.',
  }),
  'go_panic/stack_overflow': ({ who }) => ({
    title: `${who} died: a recursion filled a goroutine’s stack`,
    remediation: 'Roll back; then give the recursion an end (recover cannot catch it).',
  }),
  'go_panic/fatal_error': ({ who }) => ({ title: `${who} died of a Go fatal error` }),
  goroutine_leak: ({ who, arg }) => ({
    title: `${who} leaks goroutines: their number grows and does not come back`,
    nextCheck: `Two dumps ten minutes apart: \`curl -so before.txt "http://HOST:6060/debug/pprof/goroutine?debug=2"\`, again as after.txt, then \`nightglass inspect --diff before.txt after.txt\`; or \`nightglass collect pprof http://HOST:6060 --once --profiles goroutine --service ${arg}\`.`,
    remediation:
      'Restart the instances one by one to win time; then give every goroutine a way to end: a context, a closed channel, a time limit on calls.',
  }),
  'goroutine_leak/waiting_for_callee': ({ who }) => ({
    title: `Goroutines of ${who} pile up while they wait for someone else`,
    nextCheck: 'Look at what they wait for before you call it a leak: a dump names the call.',
    remediation: 'Set a time limit on the call they wait in; the pile goes when the callee is quick again.',
  }),
  gc_pressure: ({ who }) => ({
    title: `Garbage collection takes the time of ${who}`,
    nextCheck:
      'How much CPU goes to GC, and how near is the live heap to its limit? Go: `GODEBUG=gctrace=1` and `curl -so heap.pb.gz "http://HOST:6060/debug/pprof/heap?gc=1"`; JVM: `jstat -gcutil PID 1000`.',
    remediation:
      'Give it more memory (Go: a higher GOMEMLIMIT or GOGC; JVM: a larger heap) or more instances; then allocate less where the allocation profile says.',
  }),
  'gc_pressure/near_limit': ({ who }) => ({
    title: `The live heap of ${who} is so near its limit that garbage collection hardly stops`,
  }),
  'gc_pressure/heap_growth': ({ who }) => ({
    title: `The live heap of ${who} keeps growing`,
    nextCheck:
      'Two heap profiles ten minutes apart: `curl -so before.pb.gz "http://HOST:6060/debug/pprof/heap?gc=1"`, then `nightglass inspect --diff before.pb.gz after.pb.gz`.',
    remediation:
      'Restart the instances one by one to win time; then bound what grows. A Go map never shrinks: make a new one after deleting most of it.',
  }),
  lock_contention: ({ who, operation }) => ({
    title: `Goroutines or threads of ${who}${operation} wait for one lock`,
    nextCheck:
      'Who holds it? `curl -so dump.txt "http://HOST:6060/debug/pprof/goroutine?debug=2"`, then `nightglass inspect dump.txt`; for totals `/debug/pprof/mutex` (after SetMutexProfileFraction).',
    remediation:
      'Add instances or lower the concurrency; then do no I/O and no long loop while the lock is held.',
  }),
  'lock_contention/starved_writer': ({ who }) => ({
    title: `A writer of ${who} waits for readers that keep an RWMutex, and every later reader waits behind it`,
  }),
  'lock_contention/convoy': ({ who }) => ({ title: `Many goroutines of ${who} queue for one lock` }),
  'lock_contention/database': ({ who }) => ({
    title: `Statements of ${who} wait for locks of each other`,
    nextCheck:
      '`psql -c "select pid, pg_blocking_pids(pid), state, left(query, 80) from pg_stat_activity where cardinality(pg_blocking_pids(pid)) > 0"`.',
    remediation:
      'End the transaction that blocks (`select pg_terminate_backend(PID)`); then keep transactions short.',
  }),
  deadlock: ({ who }) => ({
    title: `${who} is deadlocked: its work waits for itself`,
    nextCheck:
      'A dump shows the circle: `curl -so dump.txt "http://HOST:6060/debug/pprof/goroutine?debug=2"` or `kill -QUIT PID`, then `nightglass inspect dump.txt`.',
    remediation: 'Restart it; then take locks in one order everywhere and none twice.',
  }),
  'deadlock/all_asleep': ({ who }) => ({
    title: `${who} died: all its goroutines were asleep (deadlock)`,
    nextCheck: 'Read what each waited for: `nightglass inspect crash.txt --source .`.',
  }),
  'deadlock/lock_order': ({ who }) => ({
    title: `${who} takes two locks in opposite orders and stands still`,
  }),
  'deadlock/self': ({ who }) => ({ title: `${who} takes a lock that it already holds and stands still` }),
  'deadlock/database': ({ who }) => ({
    title: `Transactions of ${who} lock each other out`,
    nextCheck: 'The database’s log names both statements of each deadlock it ended.',
    remediation: 'Retry the transaction that was ended; then touch rows in one order everywhere.',
  }),
  'go_panic/out_of_range': ({ who, operation }) => ({
    title: `${who}${operation} panics: an index is out of range`,
  }),
  'go_panic/nil_map': ({ who, operation }) => ({
    title: `${who}${operation} panics: it writes to a map that was never made`,
    remediation: 'Roll back or switch the path off; then make the map before the first write.',
  }),
  'go_panic/closed_channel': ({ who, operation }) => ({
    title: `${who}${operation} panics: a channel is closed twice or used after it was closed`,
    remediation: 'Roll back or switch the path off; then let one owner close the channel, once.',
  }),
  'go_panic/type_assertion': ({ who, operation }) => ({
    title: `${who}${operation} panics: a value has another type than expected`,
    remediation: 'Roll back or switch the path off; then use the form with two results (`v, ok := x.(T)`).',
  }),
  'go_panic/divide_by_zero': ({ who, operation }) => ({
    title: `${who}${operation} panics: it divides by zero`,
  }),
  'goroutine_leak/goroutines': ({ who }) => ({
    title: `${who} has too many goroutines`,
  }),
  'gc_pressure/gc_overhead': ({ who }) => ({
    title: `${who} spends nearly all of its time on garbage collection`,
  }),
};
