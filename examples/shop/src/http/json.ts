import type { IncomingMessage, ServerResponse } from 'node:http';
import { HttpProblem } from './problem.ts';

const maxBodyBytes = 64 * 1024;

/** The parsed body, `undefined` when it is empty. Throws HttpProblem 413 or 400. */
export const readJson = async (message: IncomingMessage): Promise<unknown> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBodyBytes)
      throw new HttpProblem(413, 'too_large', `the body is over ${maxBodyBytes} bytes`);
    chunks.push(chunk);
  }
  if (size === 0) return undefined;
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch (error) {
    throw new HttpProblem(400, 'bad_json', 'the body is not JSON', { cause: error });
  }
};

export const sendJson = (response: ServerResponse, status: number, body: unknown): void => {
  const text = `${JSON.stringify(body)}\n`;
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
};

export const problemBody = (problem: HttpProblem): unknown => ({
  error: { code: problem.code, message: problem.message },
});
