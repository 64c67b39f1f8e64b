import type { IncomingMessage, ServerResponse } from 'node:http';
import type { StoreQueries } from '@nightglass/store';
import type { z } from 'zod';

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
  /** For answers that are not one JSON value (server-sent events). */
  request: IncomingMessage;
  response: ServerResponse;
}

/** What an endpoint answers: JSON of a named schema, or a stream of server-sent events it writes itself. */
export type Answer = { schema: string } | { events: string };

export interface Route {
  /** As in OpenAPI: `/api/v1/traces/{traceId}`. */
  path: string;
  operationId: string;
  tag: string;
  summary: string;
  description?: string;
  pathParams: Shape;
  queryParams: Shape;
  answer: Answer;
  /** Codes it may fail with besides those every endpoint has. */
  errors?: readonly ('NG_NOT_FOUND' | 'NG_BAD_CURSOR' | 'NG_TOO_MANY_CLIENTS')[];
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
