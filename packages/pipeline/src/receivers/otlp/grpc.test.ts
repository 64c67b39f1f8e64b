import assert from 'node:assert/strict';
import * as http2 from 'node:http2';
import { connect } from 'node:net';
import { test } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { NightglassError } from '@nightglass/model';
import { traceRequest, until } from '../../testing/fixtures.ts';
import { call, grpcClient, startReceiver, TRACE_EXPORT } from '../../testing/receiver.ts';

const RETRY_INFO = 'google.rpc.RetryInfo';

/** A call written by hand: `frames` are the DATA frames. */
const rawCall = (
  address: string,
  frames: Uint8Array[],
  headers: http2.OutgoingHttpHeaders = {},
  end = true,
): Promise<{ headers: http2.IncomingHttpHeaders; trailers: http2.IncomingHttpHeaders; status: string }> =>
  new Promise((resolve, reject) => {
    const session = http2.connect(`http://${address}`);
    session.on('error', reject);
    const stream = session.request(
      {
        ':method': 'POST',
        ':path': TRACE_EXPORT,
        'content-type': 'application/grpc',
        te: 'trailers',
        ...headers,
      },
      { endStream: frames.length === 0 && end },
    );
    let got: http2.IncomingHttpHeaders = {};
    let trailers: http2.IncomingHttpHeaders = {};
    stream.on('response', (h) => {
      got = h;
    });
    stream.on('trailers', (h) => {
      trailers = h;
    });
    stream.on('error', () => {});
    stream.on('close', () => {
      session.close();
      resolve({ headers: got, trailers, status: String(trailers['grpc-status'] ?? got['grpc-status']) });
    });
    stream.resume();
    for (const frame of frames) stream.write(frame);
    if (end && frames.length > 0) stream.end();
  });
const framed = (body: Uint8Array, flag = 0, length = body.length): Buffer => {
  const prefix = Buffer.alloc(5);
  prefix[0] = flag;
  prefix.writeUInt32BE(length, 1);
  return Buffer.concat([prefix, body]);
};

test('a request is consumed as it came and acknowledged with an empty response', async (t) => {
  const r = await startReceiver(t);
  const client = grpcClient(t, r.grpc);
  const body = traceRequest(3);
  const answer = await call(client, body);
  assert.deepEqual([answer.code, answer.response], [0, Buffer.alloc(0)]);
  assert.deepEqual(
    r.batches.map((b) => [b.signal, b.records, Buffer.from(b.bytes)]),
    [['traces', 3, Buffer.from(body)]],
  );
  await call(client, new Uint8Array(0), { method: TRACE_EXPORT.replace('trace.v1.Trace', 'logs.v1.Logs') });
  assert.equal(r.batches.length, 1, 'an empty request is acknowledged, there is nothing to keep');
  assert.equal(r.context.budget.used, 0);
});

test('gzip and zstd', async (t) => {
  const r = await startReceiver(t);
  const body = traceRequest(2000);
  const client = grpcClient(t, r.grpc);
  assert.equal((await call(client, body, { compression: 'gzip' })).code, 0);
  for (const [encoding, compressed] of [
    ['gzip', gzipSync(body)],
    ['zstd', zstdCompressSync(body)],
  ] as const) {
    const answer = await rawCall(r.grpc, [framed(compressed, 1)], { 'grpc-encoding': encoding });
    assert.equal(answer.status, '0');
    assert.equal(r.batches.at(-1)?.records, 2000);
  }
  // A message may be left uncompressed whatever the header says.
  assert.equal((await rawCall(r.grpc, [framed(body)], { 'grpc-encoding': 'gzip' })).status, '0');
  assert.equal((await rawCall(r.grpc, [framed(body)], { 'grpc-encoding': 'snappy' })).status, '12');
  assert.equal(
    (await rawCall(r.grpc, [framed(body.subarray(0, 50), 1)], { 'grpc-encoding': 'gzip' })).status,
    '3',
  );
});

test('frames of any size make one message', async (t) => {
  const r = await startReceiver(t);
  const whole = framed(traceRequest(5));
  const bytes = [...whole].map((b) => Uint8Array.of(b));
  assert.equal((await rawCall(r.grpc, bytes)).status, '0');
  assert.equal(r.batches[0]?.records, 5);
});

test('what is not one whole message is INVALID_ARGUMENT, with a google.rpc.Status', async (t) => {
  const r = await startReceiver(t);
  const body = traceRequest(2);
  const cases: Uint8Array[][] = [
    [],
    [framed(body).subarray(0, 3)],
    [framed(body).subarray(0, 30)],
    [framed(body), framed(body)],
    [framed(body, 7)],
    [framed(body, 1)],
  ];
  for (const frames of cases) assert.equal((await rawCall(r.grpc, frames)).status, '3');
  const client = grpcClient(t, r.grpc);
  const answer = await call(client, Buffer.from('this is no protobuf ünïcode'));
  assert.equal(answer.code, 3);
  assert.match(answer.details, /not valid protobuf/);
  assert.ok(answer.status?.subarray(0, 2).equals(Buffer.from([8, 3])));
  assert.ok(!answer.status?.includes(RETRY_INFO));
  assert.equal(r.batches.length, 0);
  assert.equal(r.context.budget.used, 0);
});

test('unknown methods are UNIMPLEMENTED and the near one is named', async (t) => {
  const r = await startReceiver(t);
  const answer = await call(grpcClient(t, r.grpc), traceRequest(1), {
    method: TRACE_EXPORT.replace('Trace', 'Trase'),
  });
  assert.equal(answer.code, 12);
  assert.match(
    answer.details,
    /did you mean \/opentelemetry\.proto\.collector\.trace\.v1\.TraceService\/Export/,
  );
});

test('over the limit: RESOURCE_EXHAUSTED without RetryInfo, before and after decompression', async (t) => {
  const r = await startReceiver(t, { grpc: { max_recv_msg_size_mib: 1 } });
  const client = grpcClient(t, r.grpc);
  const big = await call(client, traceRequest(1, 1, 2 << 20));
  assert.equal(big.code, 8);
  assert.match(big.details, /larger than 1 MiB before decompression/);
  assert.ok(!big.status?.includes(RETRY_INFO));
  for (const bomb of [gzipSync(Buffer.alloc(64 << 20)), gzipSync(Buffer.alloc(2 << 20))]) {
    const answer = await rawCall(r.grpc, [framed(bomb, 1)], { 'grpc-encoding': 'gzip' });
    assert.equal(answer.status, '8');
    assert.match(String(answer.headers['grpc-message']), /after decompression/);
  }
  const zstd = await rawCall(r.grpc, [framed(zstdCompressSync(Buffer.alloc(64 << 20)), 1)], {
    'grpc-encoding': 'zstd',
  });
  assert.equal(zstd.status, '8');
  assert.equal((await call(client, traceRequest(1))).code, 0, 'the connection goes on');
  assert.equal(r.context.budget.used, 0);
});

test('overload: RESOURCE_EXHAUSTED with RetryInfo before the body comes, and the connection goes on', async (t) => {
  const r = await startReceiver(t, {}, 300_000);
  const client = grpcClient(t, r.grpc);
  const gate = Promise.withResolvers<void>();
  r.onBatch = () => gate.promise;
  const first = call(client, traceRequest(1, 1, 200_000));
  await until(() => r.context.budget.used > 200_000, 'the first is held');
  const second = await call(client, traceRequest(1, 2, 200_000));
  assert.equal(second.code, 8);
  assert.ok(second.status?.includes(RETRY_INFO));
  // The prefix alone is enough to be refused.
  const early = await rawCall(r.grpc, [framed(Buffer.alloc(0), 0, 250_000)], {}, false);
  assert.equal(early.status, '8');
  gate.resolve();
  assert.equal((await first).code, 0);
  assert.equal(r.context.budget.used, 0);
  assert.equal((await call(client, traceRequest(1, 3, 200_000))).code, 0);
});

test('a full queue is RESOURCE_EXHAUSTED with RetryInfo, a broken disk UNAVAILABLE, a bug tells nothing', async (t) => {
  const r = await startReceiver(t);
  const client = grpcClient(t, r.grpc);
  const answerTo = async (error: unknown): Promise<[number, boolean, string]> => {
    r.onBatch = () => {
      throw error;
    };
    const { code, status, details } = await call(client, traceRequest(1));
    return [code, status?.includes(RETRY_INFO) ?? false, details];
  };
  assert.deepEqual(await answerTo(new NightglassError('NG_QUEUE_FULL', 'füll 100%')), [8, true, 'füll 100%']);
  assert.deepEqual(await answerTo(new NightglassError('NG_QUEUE_IO', 'EIO')), [14, true, 'EIO']);
  const [code, retry, text] = await answerTo(new Error('secret path'));
  assert.deepEqual([code, retry], [14, true]);
  assert.ok(!text.includes('secret'));
});

test('a client that cancels, or vanishes, gives its bytes back', async (t) => {
  const r = await startReceiver(t, { grpc: { read_timeout: '200ms' } });
  const session = http2.connect(`http://${r.grpc}`);
  const open = (): http2.ClientHttp2Stream => {
    const stream = session.request({
      ':method': 'POST',
      ':path': TRACE_EXPORT,
      'content-type': 'application/grpc',
    });
    stream.on('error', () => {});
    stream.write(framed(Buffer.alloc(10), 0, 100_000));
    return stream;
  };
  const cancelled = open();
  await until(() => r.context.budget.used === 100_000, 'charged');
  cancelled.close(http2.constants.NGHTTP2_CANCEL);
  await until(() => r.context.budget.used === 0, 'given back');
  open();
  await until(() => r.context.budget.used === 100_000, 'charged');
  session.destroy();
  await until(() => r.context.budget.used === 0, 'given back');
  // A sender that stops in the middle is told so.
  const slow = await rawCall(r.grpc, [framed(Buffer.alloc(10), 0, 1000)], {}, false);
  assert.equal(slow.status, '14');
  assert.equal(r.context.budget.used, 0);
});

test('connections that are idle, old or silent are ended', async (t) => {
  const keepalive = { server_parameters: { max_connection_age: '100ms', max_connection_age_grace: '100ms' } };
  const r = await startReceiver(t, { grpc: { read_timeout: '150ms', keepalive } });
  const session = http2.connect(`http://${r.grpc}`);
  const goaway = new Promise((resolve) => session.once('goaway', resolve));
  await goaway;
  await new Promise((resolve) => session.once('close', resolve));
  const [host, port] = r.grpc.split(':');
  const silent = connect(Number(port), host);
  silent.on('error', () => {});
  silent.resume();
  await new Promise((resolve) => silent.once('close', resolve));
  // Old connections end between calls: clients reconnect and lose nothing.
  const client = grpcClient(t, r.grpc);
  for (let i = 0; i < 40; i++) {
    assert.equal((await call(client, traceRequest(1))).code, 0);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
});

test('something that does not speak gRPC gets an answer', async (t) => {
  const r = await startReceiver(t);
  const plain = await rawCall(r.grpc, [Buffer.from('{}')], { 'content-type': 'application/json' });
  assert.equal(plain.headers[':status'], 415);
  const [host, port] = r.grpc.split(':');
  const http1 = connect(Number(port), host);
  http1.on('error', () => {});
  http1.resume();
  http1.write('POST /v1/traces HTTP/1.1\r\nHost: x\r\n\r\n');
  await new Promise((resolve) => http1.once('close', resolve));
  assert.equal((await call(grpcClient(t, r.grpc), traceRequest(1))).code, 0);
});
