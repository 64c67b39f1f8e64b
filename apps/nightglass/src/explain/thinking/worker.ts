/** A thread that makes rows of an incident and thinks about them, so that the server answers others meanwhile. */
import { parentPort } from 'node:worker_threads';
import { diagnose } from '@nightglass/rootcause';
import { replyTo } from '../../job-thread.ts';
import { incidentData } from './incident-data.ts';
import type { ThinkJob, Thought } from './protocol.ts';

const port = parentPort;
if (port === null) throw new Error('this file is the body of a worker thread');

const think = ({ kind, blocks, about }: ThinkJob): Thought => {
  const begun = performance.now();
  const data = incidentData(blocks, about);
  if (kind === 'data') return { kind, json: jsonOf(data) };
  const diagnosis = diagnose(data, { learned: about.learned });
  return { kind, diagnosis, thinkMs: performance.now() - begun };
};

/** Typed arrays would become objects with a key per number. */
const jsonOf = (value: unknown): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(
    JSON.stringify(value, (_key, part: unknown) => (part instanceof Float64Array ? [...part] : part)),
  );

port.on('message', (job: ThinkJob) => {
  const reply = replyTo(() => think(job));
  const give = reply.ok && reply.answer.kind === 'data' ? [reply.answer.json.buffer] : [];
  port.postMessage(reply, give);
});
