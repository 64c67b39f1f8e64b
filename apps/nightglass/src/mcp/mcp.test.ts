import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import { networkInterfaces } from 'node:os';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { type Diagnosis, NightglassError } from '@nightglass/model';
import { hostileTexts, sampleDiagnosis, withPlantedText } from '@nightglass/rootcause/testing';
import { mostBytes } from './answer.ts';
import { connect, explanationId, logOf, serve, spanId, spanOf, textOf, traceId } from './testing/sources.ts';
import { notice } from './untrusted.ts';

const opened: { close(): Promise<unknown> }[] = [];
after(() => Promise.all(opened.map((o) => o.close())));
const keep = <T extends { close(): Promise<unknown> }>(it: T): T => {
  opened.push(it);
  return it;
};
const serving = async (...args: Parameters<typeof serve>): ReturnType<typeof serve> => {
  const server = await serve(...args);
  keep(server.api);
  return server;
};

/** One call of every tool. */
const calls: [string, Record<string, unknown>][] = [
  ['explain', { service: 'checkout' }],
  ['list_explanations', {}],
  ['get_explanation', { id: explanationId }],
  ['get_evidence', { id: explanationId, evidence_id: 'e4' }],
  ['list_services', {}],
  ['get_topology', {}],
  ['query_metrics', {}],
  ['search_logs', { service: 'payment' }],
  ['log_patterns', { service: 'payment' }],
  ['get_trace', { trace_id: traceId }],
  ['get_trace', { trace_id: traceId, span_id: spanId }],
  ['compare_attributes', { service: 'payment' }],
  ['list_changes', {}],
];

describe('MCP over HTTP', () => {
  it('lists its tools, all of them read-only, and says how to treat what they answer', async () => {
    const client = keep(await connect((await serving()).url));
    const { tools } = await client.listTools();
    assert.deepEqual(new Set(tools.map((t) => t.name)), new Set(calls.map(([name]) => name)));
    for (const { annotations, inputSchema } of tools) {
      assert.equal(annotations?.readOnlyHint, true);
      assert.equal(inputSchema.additionalProperties, false);
    }
    assert.ok(client.getInstructions()?.includes(notice));
    assert.match(client.getInstructions() ?? '', /call explain first/);
  });

  it('answers every tool with the notice and a result', async () => {
    const client = keep(await connect((await serving()).url));
    for (const [name, args] of calls) {
      const { text, isError } = await textOf(client, name, args);
      assert.equal(isError, false, `${name}: ${text}`);
      const answer = JSON.parse(text);
      assert.equal(answer.notice, notice);
      assert.equal(typeof answer.result, 'object');
    }
  });

  it('asks the store and the engine what was asked of it', async () => {
    const server = await serving();
    const client = keep(await connect(server.url));
    const args = {
      service: 'payment',
      severity: 'error',
      start: '-15m',
      limit: 7,
      attributes: { a: 'b' },
      query: 'timeout',
    };
    await textOf(client, 'search_logs', args);
    const { params, method } = server.asked.at(-1)!;
    assert.equal(method, 'logs');
    const { from, to, ...rest } = params as { from: bigint; to: bigint };
    assert.equal(to - from, 900_000_000_000n);
    assert.deepEqual(rest, {
      query: 'timeout',
      service: 'payment',
      severity: 17,
      traceId: undefined,
      attributes: [{ key: 'a', value: 'b' }],
      limit: 7,
    });
  });

  it('says with a code what is wrong with a question', async () => {
    const server = await serving({
      answers: {
        services: () => {
          throw new NightglassError('NG_STORE_UNAVAILABLE', 'gone');
        },
        serviceMap: () => {
          throw new Error('secret inner text');
        },
      },
    });
    const client = keep(await connect(server.url));
    const wrong: [string, Record<string, unknown>, string, string | undefined][] = [
      ['search_logs', { servise: 'x' }, 'NG_BAD_PARAMETER', 'servise'],
      ['search_logs', { limit: 1e6 }, 'NG_BAD_PARAMETER', 'limit'],
      ['search_logs', { start: 'yesterday' }, 'NG_BAD_PARAMETER', 'start'],
      ['search_logs', { start: '-1m', end: '-5m' }, 'NG_BAD_TIME_RANGE', 'start'],
      ['get_trace', {}, 'NG_BAD_PARAMETER', 'trace_id'],
      ['get_trace', { trace_id: 'xyz' }, 'NG_BAD_PARAMETER', 'trace_id'],
      ['get_explanation', { id: 'nope' }, 'NG_NOT_FOUND', 'id'],
      ['get_evidence', { id: explanationId, evidence_id: 'e99' }, 'NG_NOT_FOUND', 'evidence_id'],
      ['query_metrics', { name: 'none' }, 'NG_NOT_FOUND', 'name'],
      ['list_services', {}, 'NG_STORE_UNAVAILABLE', undefined],
      ['get_topology', {}, 'NG_INTERNAL', undefined],
    ];
    for (const [name, args, code, parameter] of wrong) {
      const { text, isError } = await textOf(client, name, args);
      assert.equal(isError, true, name);
      const { error } = JSON.parse(text);
      assert.deepEqual([error.code, error.parameter], [code, parameter], text);
      assert.ok(!text.includes('secret'), text);
    }
    await assert.rejects(client.callTool({ name: 'drop_tables', arguments: {} }), /there is no tool/);
  });

  it('cuts long answers, and says what is missing and how to ask for it', async () => {
    const logs = Array.from({ length: 200 }, (_, i) => logOf(`${'错误 error '.repeat(80)} ${i}`, i));
    const spans = Array.from({ length: 5_000 }, (_, i) =>
      spanOf('e'.repeat(2_000), i.toString(16).padStart(16, '0'), i === 4_321),
    );
    const diagnosis: Diagnosis = sampleDiagnosis();
    for (let i = 12; i < 300; i++) diagnosis.evidence.push({ ...diagnosis.evidence[3]!, id: `e${i}` });
    const client = keep(
      await connect(
        (
          await serving({
            diagnosis,
            answers: {
              logs: () => ({ logs, resources: {}, nextCursor: 'c' }),
              trace: () => ({ traceId, spans, resources: {}, truncated: false, totalSpans: 5_000 }),
            },
          })
        ).url,
      ),
    );
    for (const [name, args, list] of [
      ['search_logs', { limit: 200 }, 'records'],
      ['get_trace', { trace_id: traceId, limit: 500 }, 'spans'],
      ['get_explanation', { id: explanationId }, 'evidence'],
    ] as const) {
      const { text } = await textOf(client, name, args);
      assert.ok(Buffer.byteLength(text) <= mostBytes, `${name}: ${Buffer.byteLength(text)}`);
      assert.ok(Buffer.byteLength(text) > mostBytes / 2, `${name}: ${Buffer.byteLength(text)}`);
      const { cut, result } = JSON.parse(text);
      const note = cut.find((c: { list: string }) => c.list === list);
      assert.equal(note.shown, result[list].length);
      assert.ok(note.of > note.shown && note.how.length > 10);
    }
    // The one span that failed is among those kept.
    const { text } = await textOf(client, 'get_trace', { trace_id: traceId, limit: 20 });
    assert.equal(JSON.parse(text).result.spans.filter((s: { error?: unknown }) => s.error).length, 1);
  });
});

describe('text that was planted in telemetry', () => {
  it('changes nothing in any answer but the text itself, which says that it is not to be trusted', async () => {
    const answersFor = async (text: string): Promise<string[]> => {
      const server = await serving({ text, diagnosis: withPlantedText(text) });
      const client = keep(await connect(server.url));
      return Promise.all(calls.map(async ([name, args]) => (await textOf(client, name, args)).text));
    };
    const plain = (await answersFor('x')).map((text) => JSON.parse(text));
    for (const planted of hostileTexts) {
      const injected = (await answersFor(planted)).map((text) => JSON.parse(text));
      for (const [i, answer] of injected.entries()) assertSameBut(answer, plain[i], calls[i]?.[0] ?? '');
    }
  });
});

/** The same value everywhere but in members called untrusted_text. */
const assertSameBut = (a: unknown, b: unknown, at: string): void => {
  if (typeof a !== 'object' || a === null || typeof b !== 'object' || b === null) {
    assert.deepEqual(a, b, at);
    return;
  }
  assert.deepEqual(Object.keys(a), Object.keys(b), at);
  for (const [key, value] of Object.entries(a)) {
    if (key === 'untrusted_text') assert.equal(typeof value, 'string', at);
    else assertSameBut(value, (b as Record<string, unknown>)[key], `${at}.${key}`);
  }
};

describe('who may ask over MCP', () => {
  const message = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' });
  const ask = (url: string, headers: Record<string, string>, init: RequestInit = {}): Promise<Response> =>
    fetch(`${url}/mcp`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...headers,
      },
      body: message,
      ...init,
    });
  const codeOf = async (response: Response): Promise<unknown[]> => [
    response.status,
    ((await response.json()) as { error: { code: string } }).error.code,
  ];

  it('without a token: programs of this machine, and no proxy that speaks for others', async () => {
    const { url } = await serving();
    assert.equal((await ask(url, {})).status, 200);
    for (const header of ['x-forwarded-for', 'forwarded', 'x-real-ip'])
      assert.deepEqual(await codeOf(await ask(url, { [header]: '10.0.0.9' })), [403, 'NG_FORBIDDEN']);
  });

  const address = Object.values(networkInterfaces())
    .flat()
    .find((a) => a !== undefined && a.family === 'IPv4' && !a.internal)?.address;
  it('without a token: nobody who comes over the network', { skip: address === undefined }, async () => {
    const { url } = await serving({}, { host: '0.0.0.0' });
    const outside = url.replace('localhost', address ?? '');
    assert.deepEqual(await codeOf(await ask(outside, {})), [403, 'NG_FORBIDDEN']);
    assert.equal((await ask(url, {})).status, 200);
  });

  it('with a token: who shows it, from anywhere', async () => {
    const { url } = await serving({}, { mcpToken: 't-1' });
    for (const authorization of ['', 'Bearer', 'Bearer t-2', 'Basic t-1', 't-1']) {
      const response = await ask(url, authorization === '' ? {} : { authorization });
      assert.equal(response.headers.get('www-authenticate'), 'Bearer realm="nightglass"');
      assert.deepEqual(await codeOf(response), [401, 'NG_UNAUTHENTICATED']);
    }
    assert.equal(
      (await ask(url, { authorization: 'Bearer t-1', 'x-forwarded-for': '10.0.0.9' })).status,
      200,
    );
    const client = keep(await connect(url, { authorization: 'Bearer t-1' }));
    assert.equal((await client.listTools()).tools.length, 12);
    await assert.rejects(connect(url));
  });

  it('no page of another site, and nobody through a foreign name', async () => {
    const { url } = await serving();
    assert.deepEqual(await codeOf(await ask(url, { origin: 'http://evil.example' })), [403, 'NG_FORBIDDEN']);
    assert.deepEqual(await codeOf(await ask(url, { 'sec-fetch-site': 'cross-site' })), [403, 'NG_FORBIDDEN']);
    // fetch does not let us choose the Host.
    const status = await new Promise<number | undefined>((done, failed) => {
      const sent = httpRequest(
        `${url}/mcp`,
        { method: 'POST', headers: { host: 'rebound.example', 'content-type': 'application/json' } },
        (r) => {
          r.resume();
          done(r.statusCode);
        },
      );
      sent.on('error', failed);
      sent.end(message);
    });
    assert.equal(status, 403);
  });

  it('only with messages: no streams, no sessions, nothing large', async () => {
    const { url } = await serving();
    for (const method of ['GET', 'DELETE', 'PUT']) {
      const response = await ask(url, {}, { method, ...(method === 'PUT' ? {} : { body: null }) });
      assert.deepEqual(await codeOf(response), [405, 'NG_METHOD_NOT_ALLOWED']);
    }
    assert.deepEqual(await codeOf(await ask(url, { 'content-type': 'text/plain' })), [
      400,
      'NG_BAD_PARAMETER',
    ]);
    for (const body of ['{', '[]', 'null', `{"x":"${'x'.repeat(300_000)}"}`])
      assert.deepEqual(await codeOf(await ask(url, {}, { body })), [400, 'NG_BAD_PARAMETER']);
    const response = await ask(url, {});
    assert.equal(response.headers.get('mcp-session-id'), null);
    assert.equal(
      (await ask(url, {}, { body: '{"jsonrpc":"2.0","method":"notifications/initialized"}' })).status,
      202,
    );
  });

  it('gives up the work of who goes away', async () => {
    const aborted = Promise.withResolvers<void>();
    const { url } = await serving({
      answers: {
        services: (_params, options) =>
          new Promise((_, refuse) =>
            options?.signal?.addEventListener('abort', () => {
              aborted.resolve();
              refuse(new NightglassError('NG_QUERY_CANCELLED', 'gone'));
            }),
          ),
      },
    });
    const body = JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name: 'list_services', arguments: {} },
    });
    await assert.rejects(ask(url, {}, { body, signal: AbortSignal.timeout(300) }));
    await aborted.promise;
  });

  it('nobody before the store is open', async () => {
    const { url } = await serving({}, { queries: undefined, explain: undefined });
    const client = keep(await connect(url));
    for (const name of ['list_services', 'explain']) {
      const { text, isError } = await textOf(client, name);
      assert.ok(isError && text.includes('NG_STORE_UNAVAILABLE'), text);
    }
  });
});

describe('MCP over standard input and output', () => {
  const command = fileURLToPath(new URL('../../bin/nightglass.js', import.meta.url));
  const start = async (url: string, env: Record<string, string> = {}): Promise<Client> => {
    const client = new Client({ name: 'test', version: '0' });
    await client.connect(
      new StdioClientTransport({
        command: process.execPath,
        args: [command, 'mcp', '--url', url],
        env: { PATH: process.env.PATH ?? '', ...env },
        stderr: 'ignore',
      }),
    );
    return keep(client);
  };

  it('gives the same tools and the same answers', async () => {
    const { url } = await serving({}, { mcpToken: 't-1' });
    const [http, stdio] = [
      keep(await connect(url, { authorization: 'Bearer t-1' })),
      await start(url, { NIGHTGLASS_MCP_TOKEN: 't-1' }),
    ];
    assert.deepEqual((await stdio.listTools()).tools, (await http.listTools()).tools);
    assert.equal(stdio.getInstructions(), http.getInstructions());
    const answers = await Promise.all(
      calls.map(([name, args]) => Promise.all([textOf(stdio, name, args), textOf(http, name, args)])),
    );
    for (const [one, other] of answers) assert.deepEqual(one, other);
  });

  it('says what the server refused', async () => {
    const { url } = await serving({}, { mcpToken: 't-1' });
    await assert.rejects(
      start(url, { NIGHTGLASS_MCP_TOKEN: 'wrong' }),
      /token is missing or wrong \[NG_UNAUTHENTICATED\]/,
    );
  });
});
