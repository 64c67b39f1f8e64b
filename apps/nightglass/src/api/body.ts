/** Reads the JSON body of a request that asks for one. */
import type { IncomingMessage } from 'node:http';
import { NightglassError } from '@nightglass/model';

const kib = 1024;

/**
 * The parsed body. NG_BAD_PARAMETER for another content type (a page of another site cannot send this one without
 * asking first), for more than `mostBytes`, and for what is no JSON object.
 */
export const readJsonBody = async (
  request: IncomingMessage,
  mostBytes: number,
): Promise<Record<string, unknown>> => {
  const refuse = (message: string, hint: string): NightglassError =>
    new NightglassError('NG_BAD_PARAMETER', message, { parameter: 'body', hint });
  if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '')) {
    request.resume();
    throw refuse(
      'the body is not application/json',
      'Send Content-Type: application/json (curl --json does).',
    );
  }
  const tooLong = (): NightglassError =>
    refuse(`the body is longer than ${mostBytes / kib} KiB`, 'Leave out what is not needed.');
  if (Number(request.headers['content-length'] ?? 0) > mostBytes) {
    request.resume();
    throw tooLong();
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  // Leaving the loop must not destroy the request: its connection carries the answer.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > mostBytes) {
      request.resume();
      throw tooLong();
    }
    chunks.push(chunk);
  }
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)));
  } catch {
    throw refuse('the body is not JSON', 'Send an object such as {"service": "payment-gateway"}.');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw refuse('the body is not a JSON object', 'Send an object such as {"service": "payment-gateway"}.');
  return body as Record<string, unknown>;
};
