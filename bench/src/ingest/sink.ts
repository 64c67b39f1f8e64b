/** The next hop: takes gRPC requests, counts bytes, says OK. A process of its own, so that its CPU is nobody else's. */
import { createServer } from 'node:http2';
import type { AddressInfo } from 'node:net';

const emptyAnswer = Buffer.alloc(5);
const server = createServer({ maxSessionMemory: 512, settings: { initialWindowSize: 16 << 20 } });
server.on('session', (session) => session.setLocalWindowSize(64 << 20));
server.on('stream', (stream) => {
  stream.on('error', () => {});
  stream.resume();
  stream.on('end', () => {
    if (stream.destroyed || stream.session?.destroyed) return;
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
    stream.end(emptyAnswer);
  });
});
server.listen(0, '127.0.0.1', () => {
  process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
});
process.once('disconnect', () => process.exit(0));
