/** A thread that reads what Go programs left behind, and answers questions about it. Its death harms nobody else. */
import { parentPort } from 'node:worker_threads';
import { createReader, explain, type ReadResult } from '@nightglass/gorun';
import { replyTo } from '../../job-thread.ts';
import { answerTo } from './answers.ts';
import { ReadCache } from './cache.ts';
import type { Job, JobAnswer, Reported } from './protocol.ts';

const port = parentPort;
if (port === null) throw new Error('this file is the body of a worker thread');

const cache = new ReadCache(256 * 1024 * 1024);

const read = (name: string, segments: readonly Uint8Array[]): ReadResult => {
  const reader = createReader({ name });
  for (const segment of segments) reader.push(segment);
  return reader.end();
};

const timesOf = (result: ReadResult): (bigint | null)[] =>
  result.artifacts.map((artifact) => {
    if (artifact.format === 'profile')
      return artifact.profile.timeUnixNano > 0n ? artifact.profile.timeUnixNano : null;
    return artifact.format === 'godebug' ? null : artifact.timeUnixNano;
  });

const handle = (job: Job): JobAnswer => {
  switch (job.kind) {
    case 'read': {
      const result = read(job.name, job.segments);
      if (result.artifacts.length > 0) cache.set(job.uploadId, result);
      const times = timesOf(result);
      const reported = explain(result, { name: job.name }).map(
        (report, i): Reported => ({ report, timeUnixNano: times[i] ?? null }),
      );
      const { notes, lines } = result;
      return { kind: 'read', answer: { reported, notes, lines, segments: job.segments } };
    }
    case 'load':
      cache.set(job.uploadId, read('', job.segments));
      return { kind: 'loaded' };
    case 'ask': {
      const missing = job.uploads.filter((upload) => !cache.has(upload));
      if (missing.length > 0) return { kind: 'missing', uploads: missing };
      return { kind: 'answer', answer: answerTo(cache, job.question, job.ask as never) };
    }
  }
};

port.on('message', (job: Job) => {
  const message = replyTo(() => handle(job));
  const back = job.kind === 'read' && message.ok ? job.segments.map((segment) => segment.buffer) : [];
  port.postMessage(message, back);
});
