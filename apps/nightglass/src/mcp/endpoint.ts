/**
 * MCP over streamable HTTP, without sessions: each message is answered with JSON and forgotten, so there is nothing that
 * could be left behind, taken over or counted. Whoever may ask is decided before a byte of the body is read.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import { type Logger, NightglassError } from '@nightglass/model';
import { readJsonBody } from '../api/body.ts';
import { sendBody } from '../api/respond.ts';
import { checkSender, isLoopback } from '../api/security.ts';
import { Gate } from '../gate.ts';
import { createMcpServer } from './server.ts';
import type { McpSources } from './tool.ts';

export interface McpEndpointOptions {
  sources: McpSources;
  logger: Logger;
  /** Unix milliseconds. */
  now: () => number;
  /** '' for none: then only programs of this machine may ask. */
  token: string;
}

/** Questions answered at once, and those that wait. */
const atOnce = 6;
const waiting = 24;
const mostBody = 256 * 1024;

export class McpEndpoint {
  readonly #options: McpEndpointOptions;
  readonly #gate = new Gate(
    atOnce,
    waiting,
    () =>
      new NightglassError('NG_TOO_MANY_CLIENTS', 'too many questions are asked over MCP at once', {
        hint: 'Ask again in a moment.',
      }),
  );

  constructor(options: McpEndpointOptions) {
    this.#options = options;
  }

  /**
   * Answers one request; Host and Origin are checked already. NG_UNAUTHENTICATED, NG_FORBIDDEN, NG_METHOD_NOT_ALLOWED,
   * NG_BAD_PARAMETER for a body that is no JSON object, NG_TOO_MANY_CLIENTS.
   */
  async answer(request: IncomingMessage, response: ServerResponse, closing: AbortSignal): Promise<void> {
    this.#authorise(request, response);
    if (request.method !== 'POST') {
      request.resume();
      response.setHeader('allow', 'POST');
      throw new NightglassError('NG_METHOD_NOT_ALLOWED', `${request.method} is not possible here`, {
        hint: 'MCP clients send messages with POST; this server keeps no sessions and opens no streams.',
      });
    }
    checkSender(request);
    const message = await readJsonBody(request, mostBody);
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const signal = AbortSignal.any([gone.signal, closing]);
    const answer = await this.#gate.pass(() => this.#handle(request, message, signal));
    const body = await answer.text();
    response.setHeader('cache-control', 'no-store');
    await sendBody(request, response, answer.status, 'application/json; charset=utf-8', body);
  }

  async #handle(request: IncomingMessage, message: unknown, signal: AbortSignal): Promise<Response> {
    const { sources, logger, now } = this.#options;
    const server = createMcpServer({ sources, logger, now, signal });
    const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
    try {
      await server.connect(transport);
      const headers = new Headers();
      for (const name of ['accept', 'content-type', 'mcp-protocol-version']) {
        const value = request.headers[name];
        if (typeof value === 'string') headers.set(name, value);
      }
      const asked = new Request('http://local/mcp', { method: 'POST', headers });
      return await transport.handleRequest(asked, { parsedBody: message });
    } finally {
      await server.close();
    }
  }

  #authorise(request: IncomingMessage, response: ServerResponse): void {
    const { token } = this.#options;
    if (token === '') {
      if (isFromHere(request)) return;
      throw new NightglassError(
        'NG_FORBIDDEN',
        'without a token, MCP answers programs of this machine only',
        {
          hint: 'Start the server with --mcp-token (better NIGHTGLASS_MCP_TOKEN), and give it to the client.',
        },
      );
    }
    const given = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
    if (timingSafeEqual(digest(given), digest(token))) return;
    response.setHeader('www-authenticate', 'Bearer realm="nightglass"');
    throw new NightglassError('NG_UNAUTHENTICATED', 'the token is missing or wrong', {
      parameter: 'Authorization',
      hint: 'Send Authorization: Bearer with the token the server was started with.',
    });
  }
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** A proxy on this machine speaks for others; it says so. */
const isFromHere = ({ socket, headers }: IncomingMessage): boolean =>
  isLoopback(socket.remoteAddress ?? '') &&
  headers.forwarded === undefined &&
  headers['x-forwarded-for'] === undefined &&
  headers['x-real-ip'] === undefined;
