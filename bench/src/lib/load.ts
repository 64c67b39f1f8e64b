/**
 * Load from a process of its own, so that its CPU is not the server's. Run as a child by `runLoad`; the plan comes as
 * the first argument, the result goes back over IPC.
 */
import { fork } from 'node:child_process';
import { setPriority } from 'node:os';
import { generateTraces, type Payload } from '../payload/index.ts';
import { GrpcSender } from './grpc-sender.ts';
import { quantile } from './statistics.ts';

export interface LoadPlan {
  url: string;
  seconds: number;
  /** Spans per second to offer; 0 sends as fast as answers come back (closed loop of `concurrency`). */
  spansPerSecond: number;
  concurrency: number;
  spansPerRequest: number;
  /** Distinguishes the span ids of senders. */
  stream: number;
}

export interface LoadResult {
  seconds: number;
  /** Spans that were due by the plan, sent or not. */
  offered: number;
  acked: number;
  refused: number;
  failed: number;
  bytesAcked: number;
  bytesPerSpan: number;
  /** Milliseconds from sending to the answer, of acknowledged requests. */
  ackMs: { p50: number; p99: number };
}

/** Runs one plan in a child process and waits for its end. */
export const runLoad = (plan: LoadPlan): Promise<LoadResult> =>
  new Promise((done, fail) => {
    const child = fork(import.meta.filename, [JSON.stringify(plan)]);
    child.once('message', (result) => done(result as LoadResult));
    child.once('exit', (code) => fail(new Error(`the load generator ended with ${code}`)));
  });

const unixNano = (): bigint => BigInt(Date.now()) * 1_000_000n;

const generate = async (plan: LoadPlan): Promise<LoadResult> => {
  // On a small machine the generator would starve the server it measures; it yields instead, as another machine would.
  setPriority(10);
  const senders = Array.from({ length: 4 }, () => new GrpcSender(plan.url));
  const payloads: Payload[] = Array.from({ length: 8 }, (_, i) =>
    generateTraces({ seed: i + 1, records: plan.spansPerRequest, stream: plan.stream }),
  );
  const result = { acked: 0, refused: 0, failed: 0, bytesAcked: 0 };
  const latencies: number[] = [];
  let sequence = 1;
  let sent = 0;
  let offered = 0;

  const one = async (): Promise<void> => {
    const payload = payloads[sent % payloads.length];
    const sender = senders[sent++ % senders.length];
    if (payload === undefined || sender === undefined) return;
    const bytes = payload.stamp(sequence, unixNano());
    sequence += plan.spansPerRequest;
    const size = bytes.length;
    const start = performance.now();
    const outcome = await sender.send('traces', bytes);
    result[outcome] += plan.spansPerRequest;
    if (outcome !== 'acked') return;
    result.bytesAcked += size;
    latencies.push(performance.now() - start);
  };

  const started = performance.now();
  const end = started + plan.seconds * 1000;
  if (plan.spansPerSecond === 0) {
    const loop = async (): Promise<void> => {
      while (performance.now() < end) await one();
    };
    await Promise.all(Array.from({ length: plan.concurrency }, loop));
  } else offered = await offer(plan, started, end, one);
  const seconds = (performance.now() - started) / 1000;
  for (const sender of senders) sender.close();
  return {
    seconds,
    ...result,
    offered: offered === 0 ? sent * plan.spansPerRequest : offered,
    bytesPerSpan: (payloads[0]?.bytes.length ?? 0) / plan.spansPerRequest,
    ackMs: { p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99) },
  };
};

/** Open loop: requests leave on schedule, whatever the answers do; `concurrency` only bounds this process's memory. */
const offer = async (
  plan: LoadPlan,
  started: number,
  end: number,
  one: () => Promise<void>,
): Promise<number> => {
  const perMs = plan.spansPerSecond / plan.spansPerRequest / 1000;
  const open = new Set<Promise<void>>();
  let due = 0;
  for (let now = started; now < end; now = performance.now()) {
    const target = (now - started) * perMs;
    for (; due < target; due++) {
      if (open.size >= plan.concurrency) continue;
      const request: Promise<void> = one().finally(() => open.delete(request));
      open.add(request);
    }
    await new Promise((done) => setTimeout(done, 2));
  }
  await Promise.all(open);
  return due * plan.spansPerRequest;
};

if (process.argv[1] === import.meta.filename && process.send !== undefined) {
  const result = await generate(JSON.parse(process.argv[2] ?? '{}') as LoadPlan);
  process.send(result, () => process.exit(0));
}
