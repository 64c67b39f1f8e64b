import { spliceTraces, walkTraces } from '@nightglass/otlp';
import { generateTraces } from '../payload/index.ts';
import { redactTraces } from './redaction.ts';

export interface WireFigures {
  what: string;
  bytesPerCpuSecond: number;
  recordsPerCpuSecond: number;
  target: string;
}

const nothing = (): void => {};
const reader = { resource: nothing, scope: nothing, span: nothing };

const jobs: { what: string; target: string; run: (request: Uint8Array) => unknown }[] = [
  {
    what: 'tokenise: every field and attribute located',
    target: ', target 3,000 MB/s',
    run: (r) => walkTraces(r, reader),
  },
  {
    what: 'splice: every span seen, none changed',
    target: '',
    run: (r) => spliceTraces(r, { span: nothing }),
  },
  { what: 'splice: redact 3 keys, add cloud.id', target: '', run: (r) => redactTraces(r) },
];

const warmUpSeconds = 0.7;
const measureSeconds = 1.5;
const rounds = 3;

/** The wire format alone, in this process: the best of three rounds each, interleaved. */
export const measureWire = (): WireFigures[] => {
  const requests = Array.from({ length: 16 }, (_, i) => generateTraces({ seed: i + 1 }));
  const bytes = requests.reduce((sum, r) => sum + r.bytes.length, 0);
  const records = requests.reduce((sum, r) => sum + r.records, 0);
  const best = jobs.map(() => 0);
  const passesPerCpuSecond = (run: (request: Uint8Array) => unknown, seconds: number): number => {
    const start = process.cpuUsage();
    let passes = 0;
    for (const end = performance.now() + seconds * 1000; performance.now() < end; passes++)
      for (const request of requests) run(request.bytes);
    const used = process.cpuUsage(start);
    return passes / ((used.user + used.system) / 1e6);
  };
  for (let round = 0; round < rounds; round++)
    jobs.forEach((job, i) => {
      if (round === 0) passesPerCpuSecond(job.run, warmUpSeconds);
      best[i] = Math.max(best[i] ?? 0, passesPerCpuSecond(job.run, measureSeconds));
    });
  return jobs.map((job, i) => ({
    what: job.what,
    target: job.target,
    bytesPerCpuSecond: (best[i] ?? 0) * bytes,
    recordsPerCpuSecond: (best[i] ?? 0) * records,
  }));
};
