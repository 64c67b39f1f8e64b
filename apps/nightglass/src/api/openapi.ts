/** The OpenAPI 3.1 document, made from the very schemas that parse requests and the route table that serves them. */
import { type ErrorCode, errorCodes } from '@nightglass/model';
import { z } from 'zod';
import { isRepeatable } from './parse.ts';
import type { Route } from './route.ts';
import { schemas } from './schemas/registry.ts';

type Json = Record<string, unknown>;

const reference = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });

export const openApiDocument = (routes: readonly Route[], version: string): Json => {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    paths[route.path] = {
      ...paths[route.path],
      [route.method === 'POST' ? 'post' : 'get']: operation(route),
    };
  }
  for (const [path, described] of Object.entries(systemPaths)) paths[path] = { get: described };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Nightglass API',
      version,
      description:
        'Times are RFC 3339, Unix seconds, or relative to now (-15m). Ids are lower-case hex. ' +
        'Every failure has the body ErrorBody with a stable code.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    paths,
    components: { schemas: componentSchemas() },
  };
};

/** The named schemas as JSON Schema (2020-12), referring to each other by name. */
const componentSchemas = (): Json => {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(schemas)) registry.add(schema, { id });
  const made = z.toJSONSchema(registry, { uri: (id) => `#/components/schemas/${id}` });
  const clean: Json = {};
  for (const [id, schema] of Object.entries(made.schemas)) {
    const { $schema: _s, $id: _i, ...rest } = schema as Json;
    clean[id] = rest;
  }
  return clean;
};

const operation = (route: Route): Json => ({
  operationId: route.operationId,
  tags: [route.tag],
  summary: route.summary,
  ...(route.description === undefined ? {} : { description: route.description }),
  parameters: [
    ...Object.entries(route.pathParams).map(([name, schema]) => parameter(name, schema, 'path')),
    ...Object.entries(route.queryParams).map(([name, schema]) => parameter(name, schema, 'query')),
  ],
  ...(route.body === undefined ? {} : { requestBody: requestBody(route.body) }),
  responses: responses(route),
});

const requestBody = (body: NonNullable<Route['body']>): Json =>
  typeof body === 'string'
    ? {
        required: true,
        description: body,
        content: { '*/*': { schema: { type: 'string', format: 'binary' } } },
      }
    : { required: true, content: { 'application/json': { schema: reference(body.schema) } } };

const parameter = (name: string, schema: z.ZodType, where: 'path' | 'query'): Json => {
  const { $schema: _, description, ...json } = z.toJSONSchema(schema, { io: 'input' }) as Json;
  return {
    name,
    in: where,
    required: where === 'path' || !schema.isOptional(),
    description: description ?? schema.description,
    schema: json,
    ...(isRepeatable(schema) ? { style: 'form', explode: true } : {}),
  };
};

const everyRoute: readonly ErrorCode[] = [
  'NG_BAD_PARAMETER',
  'NG_BAD_TIME_RANGE',
  'NG_FORBIDDEN',
  'NG_METHOD_NOT_ALLOWED',
  'NG_INTERNAL',
  'NG_STORE_UNAVAILABLE',
  'NG_QUERY_TIMEOUT',
  'NG_QUERY_MEMORY',
];

const responses = (route: Route): Json => {
  const { answer } = route;
  const out: Json = {};
  if ('schema' in answer) out[answer.status ?? 200] = jsonResponse('The answer.', answer.schema);
  else if ('events' in answer) out[200] = textResponse('Server-sent events.', 'text/event-stream');
  else out[200] = textResponse(answer.file, 'application/octet-stream');
  const known = new Set([...everyRoute, ...(route.errors ?? [])]);
  const byStatus = Map.groupBy(known, (code) => errorCodes[code]);
  for (const [status, codes] of byStatus) out[status] = jsonResponse(codes.join(', '), 'ErrorBody');
  return out;
};

const jsonResponse = (description: string, schema: string): Json => ({
  description,
  content: { 'application/json': { schema: reference(schema) } },
});

const textResponse = (description: string, type: string): Json => ({
  description,
  content: { [type]: { schema: { type: 'string' } } },
});

/** Endpoints that answer without the store; served by the server itself. */
export const systemPaths: Readonly<Record<string, Json>> = {
  '/healthz': {
    operationId: 'getHealth',
    tags: ['system'],
    summary: 'The process lives; what its parts say about themselves',
    parameters: [],
    responses: { 200: jsonResponse('Alive.', 'HealthResponse') },
  },
  '/readyz': {
    operationId: 'getReadiness',
    tags: ['system'],
    summary: 'Ready to take telemetry and answer queries',
    parameters: [],
    responses: {
      200: jsonResponse('Ready, perhaps degraded.', 'HealthResponse'),
      503: jsonResponse('Starting or failed.', 'HealthResponse'),
    },
  },
  '/metrics': {
    operationId: 'getOwnMetrics',
    tags: ['system'],
    summary: "Nightglass's own metrics in the Prometheus text format",
    parameters: [],
    responses: {
      200: { description: 'The metrics.', content: { 'text/plain': { schema: { type: 'string' } } } },
    },
  },
  '/api/v1/openapi.json': {
    operationId: 'getOpenApi',
    tags: ['system'],
    summary: 'This document',
    parameters: [],
    responses: {
      200: { description: 'OpenAPI 3.1.', content: { 'application/json': { schema: { type: 'object' } } } },
    },
  },
};
