import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { runLoad } from '../lib/load.ts';
import { cpuSeconds } from '../lib/process-usage.ts';

export interface ForwardFigures {
  bytesPerCpuSecond: number;
  spansPerCpuSecond: number;
  bytesPerSpan: number;
}

const start = (file: string, ...args: string[]): Promise<{ child: ChildProcess; url: string }> =>
  new Promise((done, fail) => {
    const child = fork(join(import.meta.dirname, file), args);
    child.once('message', (message) => done({ child, url: (message as { url: string }).url }));
    child.once('exit', (code) => fail(new Error(`${file} ended with ${code}`)));
  });

/** receive -> redact -> forward everything: work per CPU second of the gateway process. */
export const measureForward = async (seconds: number): Promise<ForwardFigures> => {
  const sink = await start('sink.ts');
  const gateway = await start('gateway.ts', sink.url);
  try {
    const plan = { url: gateway.url, spansPerSecond: 0, concurrency: 16, spansPerRequest: 512, stream: 1 };
    await runLoad({ ...plan, seconds: 3 });
    const pids = [gateway.child.pid ?? 0];
    const before = cpuSeconds(pids);
    const result = await runLoad({ ...plan, seconds });
    const cpu = cpuSeconds(pids) - before;
    if (result.failed > 0) throw new Error(`${result.failed} spans failed`);
    return {
      bytesPerCpuSecond: result.bytesAcked / cpu,
      spansPerCpuSecond: result.acked / cpu,
      bytesPerSpan: result.bytesPerSpan,
    };
  } finally {
    gateway.child.disconnect();
    sink.child.disconnect();
  }
};
