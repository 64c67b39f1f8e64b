import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ErrorCode } from '@nightglass/model';
import type { StateStore, StoreQueries } from '@nightglass/store';
import type { z } from 'zod';
import type { ExplainService } from '../explain/index.ts';
import type { RuntimeService } from '../runtime/index.ts';

type Shape = Record<string, z.ZodType>;
type Values<S extends Shape> = z.infer<z.ZodObject<S>>;

export interface Call<P, Q> {
  path: P;
  query: Q;
  /** Wall clock of the request, Unix nanoseconds. */
  now: bigint;
  /** Aborted when the client goes away or the server closes. */
  signal: AbortSignal;
  store: StoreQueries;
  /** Go runtime evidence. NG_STORE_UNAVAILABLE while it is not open. */
  runtime(): RuntimeService;
  /** Root causes. NG_STORE_UNAVAILABLE while it is not open. */
  explain(): ExplainService;
  /** What is kept that is no telemetry. The same. */
  state(): StateStore;
  /** For answers that are not one JSON value (server-sent events). */
  request: IncomingMessage;
  response: ServerResponse;
}

/** What an endpoint answers: JSON of a named schema, a stream of server-sent events or a file it writes itself. */
export type Answer = { schema: string; status?: 200 | 201 } | { events: string } | { file: string };

export interface Route {
  /** As in OpenAPI: `/api/v1/traces/{traceId}`. */
  path: string;
  /** GET answers HEAD, too. POST changes something and reads the body itself. Default GET. */
  method?: 'GET' | 'POST';
  /** What the body is: bytes, in words, or JSON of a named schema. The handler reads it. */
  body?: string | { schema: string };
  operationId: string;
  tag: string;
  summary: string;
  description?: string;
  pathParams: Shape;
  queryParams: Shape;
  answer: Answer;
  /** Codes it may fail with besides those every endpoint has. */
  errors?: readonly ErrorCode[];
  handle(call: Call<Record<string, unknown>, Record<string, unknown>>): Promise<unknown>;
}

/** Declares a route; the handler's parameters have the types of the schemas. */
export const route = <P extends Shape, Q extends Shape>(
  declared: Omit<Route, 'pathParams' | 'queryParams' | 'handle'> & {
    pathParams?: P;
    queryParams: Q;
    handle(call: Call<Values<P>, Values<Q>>): Promise<unknown>;
  },
): Route => {
  const { pathParams, handle, ...rest } = declared;
  return {
    ...rest,
    pathParams: pathParams ?? {},
    // The router parses with exactly these schemas before it calls.
    handle: (call) => handle(call as Call<Values<P>, Values<Q>>),
  };
};
