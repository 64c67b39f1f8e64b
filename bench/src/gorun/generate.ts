/** Inputs made as a stream: a service's log with real dumps in it, and one dump of very many goroutines. */
import { readFileSync } from 'node:fs';

const sample = (path: string): Buffer =>
  readFileSync(new URL(`../../../packages/gorun/testdata/go/${path}`, import.meta.url));

/** What hides in the log: a debug=2 dump, a SIGQUIT dump behind GC lines, a map crash. Goroutines: 320, 329 and 8. */
export const hiddenDumps = [
  'go1.27/fleet/goroutine.debug2.txt',
  'go1.27/fleet/stderr_gctrace_then_sigquit.log',
  'go1.22/mapcrash/iter.txt',
] as const;

const megabyte = 1_000_000;

/** About a megabyte of a service's log, two thirds text and one third JSON; no line is equal to the one before. */
const ordinaryLog = (): Buffer => {
  const lines: string[] = [];
  let size = 0;
  for (let i = 0; size < megabyte; i++) {
    const at = `2026-11-24T10:${String(Math.floor(i / 600) % 60).padStart(2, '0')}:${String(i % 60).padStart(2, '0')}.${String(i % 1000).padStart(3, '0')}Z`;
    const trace = (i * 2_654_435_761).toString(16).padStart(16, '0');
    const line =
      i % 3 === 0
        ? `{"level":"info","ts":"${at}","caller":"server/handler.go:${100 + (i % 80)}","msg":"request processed","method":"POST","path":"/api/v2/orders/${i}","status":${200 + (i % 4)},"trace_id":"${trace}"}\n`
        : `${at} INFO  http: request done method=GET path=/api/v1/items/${i} status=200 duration=${i % 97}.${i % 10}ms trace=${trace} runtime=go cached=${i % 2 === 0}\n`;
    lines.push(line);
    size += line.length;
  }
  return Buffer.from(lines.join(''));
};

/** A log of about this many bytes with the hidden dumps at a quarter, a half and three quarters of it. */
export const logWithDumps = function* (bytes: number): Generator<Buffer> {
  const block = ordinaryLog();
  const blocks = Math.max(4, Math.round(bytes / block.length));
  const places = hiddenDumps.map((_, i) => Math.floor((blocks * (i + 1)) / 4));
  for (let i = 0; i < blocks; i++) {
    for (const [at, path] of hiddenDumps.entries()) if (places[at] === i) yield sample(path);
    yield block;
  }
};

/** A debug=2 dump of so many goroutines, four calls deep, arguments all different. */
export const bigDump = (goroutines: number): Buffer => {
  const parts = [
    'goroutine 1 [running]:\nruntime/pprof.writeGoroutineStacks({0x1, 0x2})\n\t/usr/local/go1.27.3/src/runtime/pprof/pprof.go:816 +0x69\nmain.main()\n\t/app/main.go:10 +0x1d\n\n',
  ];
  for (let id = 2; id <= goroutines; id++) {
    const pointer = (0xc000000000 + id * 64).toString(16);
    parts.push(
      `goroutine ${id} [chan receive, ${(id % 50) + 1} minutes]:\n`,
      `main.(*pool).worker(0x${pointer}, {0x1, 0x${id.toString(16)}?})\n\t/app/pool.go:55 +0x9d\n`,
      'main.(*pool).loop.func1(...)\n\t/app/pool.go:60\n',
      `internal/poll.(*FD).Read(0x${pointer}, {0x${pointer}, 0x1000, 0x1000})\n\t/usr/local/go1.27.3/src/internal/poll/fd_unix.go:161 +0x23a\n`,
      `main.run({0x7f, 0x${pointer}})\n\t/app/main.go:33 +0xbb\n`,
      'created by main.start in goroutine 1\n\t/app/main.go:88 +0xdd\n\n',
    );
  }
  return Buffer.from(parts.join(''));
};
