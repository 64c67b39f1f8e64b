import { askRows, drained } from '../lib/ask-server.ts';
import { runLoad } from '../lib/load.ts';
import { cpuSeconds, memoryBytes, processTree } from '../lib/process-usage.ts';
import { type ServerProcess, startServerProcess } from '../lib/server-process.ts';
import { quantile } from '../lib/statistics.ts';
import { probeVisibility } from './visibility.ts';

const stream = { closed: 1, steady: 2, overload: 3 } as const;
const load = { concurrency: 32, spansPerRequest: 512 } as const;

export interface StoreFigures {
  spansPerCpuSecond: number;
  spansPerSecond: number;
  bytesPerSpan: number;
  diskBytesPerSpan: number;
  idleBytes: number;
  peakBytes: number;
  ackP50Ms: number;
  ackP99Ms: number;
  visibleP50Ms: number;
  visibleP99Ms: number;
  overloadGoodput: number;
  /** Offered spans per second over the maximum. */
  overloadFactor: number;
  overloadPeakBytes: number;
  acked: number;
  storedOnce: boolean;
}

/** receive -> fsync -> MergeTree in the real server: the ceiling, then 80 % of it, then three times it. */
export const measureStore = async (seconds: number, args: readonly string[]): Promise<StoreFigures> => {
  const server = await startServerProcess({ args });
  try {
    await new Promise((done) => setTimeout(done, 5_000));
    const idleBytes = memoryBytes(processTree(server.pid)).resident;

    await runLoad({ ...load, url: server.urls.otlpGrpc, seconds: 3, spansPerSecond: 0, stream: 9 });
    await mustDrain(server);
    const closed = await withCpu(server, async () => {
      const result = await runLoad({
        ...load,
        url: server.urls.otlpGrpc,
        seconds,
        spansPerSecond: 0,
        stream: stream.closed,
      });
      await mustDrain(server);
      return result;
    });
    const spansPerSecond = closed.result.acked / closed.wall;
    const peakBytes = memoryBytes(processTree(server.pid)).peak;

    const probing = probeVisibility(server, seconds);
    const steady = await runLoad({
      ...load,
      url: server.urls.otlpGrpc,
      seconds,
      spansPerSecond: spansPerSecond * 0.8,
      stream: stream.steady,
    });
    const visible = await probing;
    await mustDrain(server);

    const over = await withCpu(server, async () => {
      const result = await runLoad({
        ...load,
        concurrency: 256,
        url: server.urls.otlpGrpc,
        seconds,
        spansPerSecond: spansPerSecond * 3,
        stream: stream.overload,
      });
      await mustDrain(server);
      return result;
    });
    return {
      spansPerCpuSecond: closed.result.acked / closed.cpu,
      spansPerSecond,
      bytesPerSpan: closed.result.bytesPerSpan,
      diskBytesPerSpan: await diskBytesPerSpan(server),
      idleBytes,
      peakBytes,
      ackP50Ms: steady.ackMs.p50,
      ackP99Ms: steady.ackMs.p99,
      visibleP50Ms: quantile(visible, 0.5),
      visibleP99Ms: quantile(visible, 0.99),
      overloadGoodput: over.result.acked / over.wall / spansPerSecond,
      overloadFactor: over.result.offered / over.result.seconds / spansPerSecond,
      overloadPeakBytes: memoryBytes(processTree(server.pid)).peak,
      acked: closed.result.acked + steady.acked + over.result.acked,
      storedOnce: await storedOnce(server, [closed.result.acked, steady.acked, over.result.acked]),
    };
  } finally {
    await server.stop();
  }
};

const mustDrain = async (server: ServerProcess): Promise<void> => {
  if (!(await drained(server, 120))) throw new Error('the queue was not empty after 120 s');
};

const withCpu = async <T>(
  server: ServerProcess,
  work: () => Promise<T>,
): Promise<{ result: T; cpu: number; wall: number }> => {
  const before = cpuSeconds(processTree(server.pid));
  const started = performance.now();
  const result = await work();
  const wall = (performance.now() - started) / 1000;
  return { result, cpu: cpuSeconds(processTree(server.pid)) - before, wall };
};

/** Every acknowledged span of the measured streams is there, and none twice. */
const storedOnce = async (server: ServerProcess, acked: readonly number[]): Promise<boolean> => {
  for (const [i, expected] of acked.entries()) {
    const [row] = await askRows(
      server,
      `SELECT count() AS n, uniqExact(SpanId) AS u FROM spans WHERE reinterpretAsUInt16(reverse(substring(SpanId, 1, 2))) = ${i + 1}`,
    );
    if (Number(row?.n) !== Number(row?.u) || Number(row?.n) < expected) return false;
  }
  return true;
};

const diskBytesPerSpan = async (server: ServerProcess): Promise<number> => {
  const [row] = await askRows(
    server,
    "SELECT sum(bytes_on_disk) / sum(rows) AS b FROM system.parts WHERE active AND table = 'spans'",
  );
  return Number(row?.b);
};
