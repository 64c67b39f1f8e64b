import assert from 'node:assert/strict';
import { test } from 'node:test';
import { silentLogger } from '@nightglass/model';
import { openApiDocument, systemPaths } from './openapi.ts';
import { apiRoutes } from './routes/index.ts';
import { schemas } from './schemas/registry.ts';
import { TailHub } from './tail/tail-hub.ts';

const routes = apiRoutes(new TailHub({}, Date.now, silentLogger));
// biome-ignore lint/suspicious/noExplicitAny: an OpenAPI document, walked freely
const document = JSON.parse(JSON.stringify(openApiDocument(routes, '1.2.3'))) as any;

test('every route is in the document, with every parameter and an answer', () => {
  assert.deepEqual(
    Object.keys(document.paths).sort(),
    [...new Set([...routes.map((r) => r.path), ...Object.keys(systemPaths)])].sort(),
  );
  const ids = new Set<string>();
  for (const route of routes) {
    const operation = document.paths[route.path][route.method === 'POST' ? 'post' : 'get'];
    ids.add(operation.operationId);
    assert.deepEqual(
      operation.parameters.map((p: { name: string; in: string }) => `${p.in} ${p.name}`).sort(),
      [
        ...Object.keys(route.pathParams).map((n) => `path ${n}`),
        ...Object.keys(route.queryParams).map((n) => `query ${n}`),
      ].sort(),
      route.path,
    );
    for (const p of operation.parameters) assert.ok(p.description?.length > 5, `${route.path} ${p.name}`);
    const { responses } = operation;
    const status = ('schema' in route.answer && route.answer.status) || 200;
    assert.ok(responses[status] && responses['400'] && responses['503'], route.path);
    assert.equal('requestBody' in operation, route.body !== undefined, route.path);
    if ('schema' in route.answer) assert.ok(route.answer.schema in schemas, route.answer.schema);
  }
  assert.equal(ids.size, routes.length, 'operation ids are unique');
});

test('every reference leads somewhere, and nothing hangs loose', () => {
  const used = new Set(
    [...JSON.stringify(document).matchAll(/#\/components\/schemas\/(\w+)/g)].map((m) => m[1]),
  );
  for (const name of used) assert.ok(document.components.schemas[name ?? ''], name);
  const unused = Object.keys(document.components.schemas).filter((name) => !used.has(name));
  assert.deepEqual(
    unused,
    ['LogTailBatch', 'LogTailDropped'],
    'events of the live tail are only named in words',
  );
});

test('parameters say what they take', () => {
  const parameters = document.paths['/api/v1/traces'].get.parameters as { name: string }[];
  const of = (name: string) => parameters.find((p) => p.name === name);
  assert.deepEqual(of('limit'), {
    name: 'limit',
    in: 'query',
    required: false,
    description: 'Traces per page. Default 20.',
    schema: { type: 'integer', minimum: 1, maximum: 1000 },
  });
  assert.deepEqual(of('attr'), {
    name: 'attr',
    in: 'query',
    required: false,
    description:
      'Attribute of the span or of its resource. Written key=value; may be repeated, all must hold.',
    schema: { type: 'array', maxItems: 20, items: { type: 'string' } },
    style: 'form',
    explode: true,
  });
});
