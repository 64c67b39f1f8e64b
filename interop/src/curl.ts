/** OTLP/HTTP by hand: good bodies in every compression, and bad ones with the code they must get. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import type { TraceResponse } from '@nightglass/model';
import { ask } from './api.ts';
import { runCommand } from './command.ts';

const traceId = (n: number): string => (0x1000 + n).toString(16).padStart(32, 'c');

const json = (n: number): string => {
  const now = BigInt(Date.now()) * 1_000_000n;
  return JSON.stringify({
    resourceSpans: [
      {
        resource: { attributes: [{ key: 'service.name', value: { stringValue: 'curl' } }] },
        scopeSpans: [
          {
            spans: [
              {
                traceId: traceId(n),
                spanId: '00000000000000a1',
                name: 'by hand',
                startTimeUnixNano: String(now),
                endTimeUnixNano: String(now + 1000n),
              },
            ],
          },
        ],
      },
    ],
  });
};

interface Case {
  name: string;
  path: string;
  body: Uint8Array | string;
  headers: string[];
  code: number;
  /** The trace that must be there afterwards. */
  stored?: string;
}

const type = (t: string): string => `content-type: ${t}`;
const encoding = (e: string): string => `content-encoding: ${e}`;
const asJson = type('application/json');
const asProtobuf = type('application/x-protobuf');

const cases = (): Case[] => {
  const traces = '/v1/traces';
  return [
    { name: 'JSON', path: traces, body: json(1), headers: [asJson], code: 200, stored: traceId(1) },
    {
      name: 'JSON in gzip',
      path: traces,
      body: gzipSync(json(2)),
      headers: [asJson, encoding('gzip')],
      code: 200,
      stored: traceId(2),
    },
    {
      name: 'JSON in zstd',
      path: traces,
      body: zstdCompressSync(json(3)),
      headers: [asJson, encoding('zstd')],
      code: 200,
      stored: traceId(3),
    },
    { name: 'an empty protobuf request', path: traces, body: '', headers: [asProtobuf], code: 200 },
    { name: 'a wrong content type', path: traces, body: json(4), headers: [type('text/plain')], code: 415 },
    { name: 'a wrong path', path: '/v1/trace', body: json(5), headers: [asJson], code: 404 },
    // Field 1, length 127, one byte.
    {
      name: 'truncated protobuf',
      path: traces,
      body: Uint8Array.of(0x0a, 0x7f, 0x0a),
      headers: [asProtobuf],
      code: 400,
    },
    { name: 'truncated JSON', path: traces, body: json(6).slice(0, -5), headers: [asJson], code: 400 },
    {
      name: 'no gzip behind its header',
      path: traces,
      body: json(7),
      headers: [asJson, encoding('gzip')],
      code: 400,
    },
    {
      name: 'truncated gzip',
      path: traces,
      body: gzipSync(json(8)).subarray(0, 60),
      headers: [asJson, encoding('gzip')],
      code: 400,
    },
    {
      name: 'an unknown compression',
      path: traces,
      body: json(9),
      headers: [asJson, encoding('snappy')],
      code: 415,
    },
    {
      name: 'gzip of 70 MiB',
      path: traces,
      body: gzipSync(Buffer.alloc(70 << 20, 32)),
      headers: [asJson, encoding('gzip')],
      code: 413,
    },
  ];
};

export const checkWithCurl = async (
  curl: string,
  folder: string,
  urls: { ui: string; otlpHttp: string },
): Promise<string> => {
  const wrong: string[] = [];
  const all = cases();
  for (const one of all) {
    const file = join(folder, 'curl-body');
    writeFileSync(file, one.body);
    const headers = one.headers.flatMap((h) => ['-H', h]);
    const { stdout, stderr } = await runCommand(
      curl,
      [
        '-sS',
        '-m',
        '20',
        '-w',
        '\n%{http_code}',
        ...headers,
        '--data-binary',
        `@${file}`,
        `${urls.otlpHttp}${one.path}`,
      ],
      { timeoutMs: 30_000 },
    );
    const code = Number(stdout.slice(stdout.lastIndexOf('\n') + 1));
    if (code !== one.code)
      wrong.push(`${one.name}: expected ${one.code}, got ${stdout.slice(0, 300)}${stderr}`);
    else if (one.path === '/v1/trace' && !stdout.includes('/v1/traces'))
      wrong.push(`${one.name}: the right path is not named: ${stdout}`);
    if (one.stored !== undefined && code === 200)
      await ask<TraceResponse>(
        urls.ui,
        `/api/v1/traces/${one.stored}`,
        {},
        (b) => b.spans?.[0]?.name === 'by hand',
      );
  }
  assert.deepEqual(wrong, []);
  return `${all.length} requests answered as the specification says`;
};
