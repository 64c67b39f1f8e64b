/** FOR TESTS: answers held against the OpenAPI document the server itself gives out. */
import assert from 'node:assert/strict';
import { z } from 'zod';
import type { Listening } from './fixture.ts';

export interface ApiDocument {
  paths: readonly string[];
  /** Asks `url` and holds the answer against what the document says of `path`; status 200, or the one of `init`. */
  check(path: string, url: string, init?: RequestInit & { expect?: number }): Promise<unknown>;
  /** Holds a value against a named schema. */
  hold(value: unknown, schema: string): void;
}

/** The parts of an OpenAPI document that are looked at here. */
interface Document {
  components: { schemas: Record<string, unknown> };
  paths: Record<string, Record<string, { responses: Record<number, Response | undefined> } | undefined>>;
}
interface Response {
  content: Record<string, { schema: unknown } | undefined>;
}

export const openDocument = async (server: Listening): Promise<ApiDocument> => {
  const document = (await server.get('/api/v1/openapi.json')).body as Document;
  /** The schema of the document, with the references where JSON Schema looks for them. */
  const validator = (schema: unknown): z.ZodType => {
    const text = JSON.stringify({ ...(schema as object), $defs: document.components.schemas });
    return z.fromJSONSchema(JSON.parse(text.replaceAll('#/components/schemas/', '#/$defs/')));
  };
  const held = (value: unknown, schema: unknown, what: string): void => {
    const result = validator(schema).safeParse(value);
    assert.ok(result.success, `${what}: ${JSON.stringify(result.error?.issues.slice(0, 3))}`);
  };
  return {
    paths: Object.keys(document.paths),
    async check(path, url, { expect = 200, ...init } = {}) {
      const { status, body } = await server.get(url, init);
      const response = document.paths[path]?.[init.method === 'POST' ? 'post' : 'get']?.responses[status];
      assert.ok(
        response,
        `${url} answered ${status}, which the document does not know: ${JSON.stringify(body)}`,
      );
      held(body, response.content['application/json']?.schema, url);
      assert.equal(status, expect, `${url}: ${JSON.stringify(body)}`);
      return body;
    },
    hold: (value, schema) => held(value, { $ref: `#/components/schemas/${schema}` }, schema),
  };
};
