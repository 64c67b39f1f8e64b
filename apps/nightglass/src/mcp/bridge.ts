/**
 * MCP over standard input and output: every line is a message that is handed to the server's /mcp and its answer is
 * written back. The tools run in one place, whichever way they are called.
 */

import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { type ErrorBody, printable } from '@nightglass/model';

export interface BridgeOptions {
  /** Of /mcp. */
  url: URL;
  /** '' for none. */
  token: string;
  input: Readable;
  output: Writable;
  /** Where what went wrong is said: standard output belongs to the protocol. */
  complain(text: string): void;
}

const mostLine = 256 * 1024;
/** A tool may take 30 s. */
const timeoutMs = 60_000;
const mostAtOnce = 16;

interface Message {
  id?: unknown;
  method?: unknown;
  params?: { protocolVersion?: unknown };
}

/** Ends when the input does and everything is answered. */
export const bridge = async (options: BridgeOptions): Promise<void> => {
  const running = new Set<Promise<void>>();
  let version = '';
  for await (const line of createInterface({ input: options.input })) {
    if (line.trim() === '') continue;
    const message = parsed(line);
    if (message === null) {
      write(options.output, failure(null, -32_700, 'this line is no JSON object of at most 256 KiB'));
      continue;
    }
    const asked = handOver(options, message, line, version).then((answer) => {
      if (answer === null) return;
      version ||= versionIn(answer);
      write(options.output, answer);
    });
    const done = asked.finally(() => running.delete(done));
    running.add(done);
    // What was agreed at the beginning goes with everything after it.
    if (message.method === 'initialize') await done;
    while (running.size >= mostAtOnce) await Promise.race(running);
  }
  await Promise.all(running);
};

const write = (output: Writable, answer: string): void => void output.write(`${answer}\n`);

const parsed = (line: string): Message | null => {
  if (line.length > mostLine) return null;
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
};

/** The answer as one line of JSON; null for a notification. */
const handOver = async (
  { url, token, complain }: BridgeOptions,
  message: Message,
  body: string,
  version: string,
): Promise<string | null> => {
  const { id } = message;
  const fail = (text: string): string | null => {
    complain(text);
    return id === undefined ? null : failure(id, -32_603, text);
  };
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...(version === '' ? {} : { 'mcp-protocol-version': version }),
        ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
      },
      body,
    });
    const text = await response.text();
    if (response.status === 202) return null;
    const answer = JSON.parse(text) as { jsonrpc?: unknown } & Partial<ErrorBody>;
    if (answer.jsonrpc !== undefined) return JSON.stringify(answer);
    const { code = '', message: what = `status ${response.status}`, hint = '' } = answer.error ?? {};
    return fail(printable(`${what} [${code}] ${hint}`.trim()));
  } catch (error) {
    return fail(`${url.origin} did not answer: ${error instanceof Error ? error.message : String(error)}`);
  }
};

const failure = (id: unknown, code: number, message: string): string =>
  JSON.stringify({ jsonrpc: '2.0', id, error: { code, message } });

const versionIn = (answer: string): string => {
  const { result } = JSON.parse(answer) as { result?: { protocolVersion?: unknown } };
  return typeof result?.protocolVersion === 'string' ? result.protocolVersion : '';
};
