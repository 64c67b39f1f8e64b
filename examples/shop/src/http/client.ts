import http from 'node:http';
import https from 'node:https';
import {
  type Attributes,
  context,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { errorType } from '../telemetry/log.ts';
import { failSpan } from '../telemetry/span.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { readJson } from './json.ts';
import { durationBoundaries } from './server.ts';

export interface Call {
  method: 'GET' | 'POST';
  /** Scheme, host and port; what follows comes from `template`. */
  baseUrl: string;
  /** `/orders/{id}`: names the span; `params` fill the braces. */
  template: string;
  params?: Record<string, string>;
  body?: unknown;
  timeoutMs: number;
  /** What telemetry calls the other side: `service.peer.name` and the older `peer.service`. */
  peer: string;
  /** 1 for the first repetition of a call, and so on. */
  resend?: number;
  agent?: http.Agent;
}
export interface Answer {
  status: number;
  body: unknown;
}
export type HttpClient = (call: Call) => Promise<Answer>;

/**
 * A JSON client whose every call is a CLIENT span that hands its trace on, with the stable HTTP conventions and
 * the `http.client.request.duration` metric. It rejects when there was no answer (`error.code` says why:
 * ECONNREFUSED, ETIMEDOUT, a TLS code), and resolves with whatever status there was otherwise.
 */
export const createHttpClient = ({ tracer, histogram }: Telemetry): HttpClient => {
  const duration = histogram('http.client.request.duration', durationBoundaries, {
    unit: 's',
    description: 'Duration of HTTP client requests.',
  });
  const keepAlive = new http.Agent({ keepAlive: true, maxSockets: 64 });

  return async (call) => {
    const startedAt = performance.now();
    const url = new URL(
      call.template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(call.params?.[name] ?? '')),
      call.baseUrl,
    );
    const common: Attributes = {
      'http.request.method': call.method,
      'server.address': url.hostname,
      'server.port': Number(url.port),
      'url.template': call.template,
    };
    const span = tracer.startSpan(`${call.method} ${call.template}`, {
      kind: SpanKind.CLIENT,
      attributes: {
        ...common,
        'url.full': url.href,
        'peer.service': call.peer,
        'service.peer.name': call.peer,
        ...(call.resend === undefined ? {} : { 'http.request.resend_count': call.resend }),
      },
    });
    let outcome: Attributes = {};
    try {
      const answer = await context.with(trace.setSpan(context.active(), span), () =>
        send(call, url, span, call.agent ?? keepAlive),
      );
      outcome = { 'http.response.status_code': answer.status };
      if (answer.status >= 400) outcome['error.type'] = String(answer.status);
      span.setAttributes(outcome);
      if (answer.status >= 400) span.setStatus({ code: SpanStatusCode.ERROR });
      return answer;
    } catch (error) {
      outcome = { 'error.type': errorType(error) };
      failSpan(span, error);
      throw error;
    } finally {
      span.end();
      duration.record((performance.now() - startedAt) / 1000, { ...common, ...outcome }, span);
    }
  };
};

const send = (call: Call, url: URL, span: Span, agent: http.Agent): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const headers: Record<string, string> = { accept: 'application/json', 'user-agent': 'shop/1.0' };
    propagation.inject(context.active(), headers);
    const text = call.body === undefined ? undefined : JSON.stringify(call.body);
    if (text !== undefined) {
      headers['content-type'] = 'application/json';
      headers['content-length'] = String(Buffer.byteLength(text));
    }
    const request = (url.protocol === 'https:' ? https : http).request(url, {
      method: call.method,
      headers,
      agent,
    });
    const timer = setTimeout(() => request.destroy(timeoutError(call)), call.timeoutMs);
    const settle =
      <T>(done: (value: T) => void) =>
      (value: T): void => {
        clearTimeout(timer);
        done(value);
      };
    request.once('error', settle(reject));
    request.once('response', (response) => {
      span.setAttributes({
        'network.protocol.version': response.httpVersion,
        'network.peer.address': response.socket.remoteAddress ?? '',
        'network.peer.port': response.socket.remotePort ?? 0,
      });
      readJson(response).then(
        settle((body: unknown) => resolve({ status: response.statusCode ?? 0, body })),
        settle(reject),
      );
    });
    request.end(text);
  });

const timeoutError = (call: Call): Error =>
  Object.assign(
    new Error(`${call.peer} did not answer ${call.method} ${call.template} within ${call.timeoutMs} ms`),
    {
      code: 'ETIMEDOUT',
    },
  );
