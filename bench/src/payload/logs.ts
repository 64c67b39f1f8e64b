/** Log requests as a shop sends them: about 353 bytes per record, each belonging to a span. */
import { type ProtoWriter, proto, walkLogs } from '@nightglass/otlp';
import { attribute, type Value } from './attributes.ts';
import { generate } from './generate.ts';
import type { Payload, PayloadOptions } from './options.ts';
import type { Random } from './random.ts';
import type { Stamps } from './stamp.ts';

const { LogRecord } = proto;
const severities: readonly (readonly [number, string])[] = [
  [9, 'INFO'],
  [9, 'INFO'],
  [9, 'INFO'],
  [9, 'INFO'],
  [5, 'DEBUG'],
  [5, 'DEBUG'],
  [13, 'WARN'],
  [17, 'ERROR'],
];
const messages = [
  (r: Random) => `order ord_${r.hex(16)} accepted for user-${r.below(200_000)} in ${r.below(300)} ms`,
  (r: Random) => `stock of sku-${r.below(50_000)} reserved: ${r.below(9) + 1} pieces, ${r.below(500)} left`,
  (r: Random) => `payment pay_${r.hex(16)} authorised by acquirer after ${r.below(4) + 1} attempts`,
  (r: Random) => `cache miss for product:${r.below(100_000)}, loading from database`,
  (r: Random) => `request to risk-service timed out after ${2000 + r.below(50)} ms, retrying`,
];

/** One ExportLogsServiceRequest; record i carries the ids of span i of `generateTraces` with the same numbers. */
export const generateLogs = (options: PayloadOptions = {}): Payload =>
  generate({ scope: 'shop-logger', write: writeRecord, find: findStamps }, options);

const writeRecord = (w: ProtoWriter, random: Random, time: bigint): number => {
  const [number, text] = random.pick(severities);
  w.int64Field(LogRecord.timeUnixNano, time);
  w.varintField(LogRecord.severityNumber, number);
  w.stringField(LogRecord.severityText, text);
  w.message(LogRecord.body, () => w.stringField(proto.AnyValue.stringValue, random.pick(messages)(random)));
  const put = (key: string, value: Value) => attribute(w, LogRecord.attributes, key, value);
  put('code.function.name', random.pick(['handleCheckout', 'reserveStock', 'authorise', 'loadProduct']));
  put('code.file.path', '/app/dist/checkout/server.js');
  put('code.line.number', random.below(900));
  put('log.iostream', 'stdout');
  put('thread.name', `worker-${random.below(8)}`);
  put('http.route', '/api/checkout');
  put('enduser.id', `user-${random.below(200_000)}`);
  w.varint(LogRecord.flags);
  w.fixed32(1);
  w.bytesField(LogRecord.traceId, new Uint8Array(16));
  w.bytesField(LogRecord.spanId, new Uint8Array(8));
  w.int64Field(LogRecord.observedTimeUnixNano, time + 1000n);
  return 1;
};

const findStamps = (bytes: Uint8Array, stamps: Stamps): void => {
  walkLogs(bytes, {
    resource() {},
    scope() {},
    log(log) {
      stamps.traceIds.push(log.traceId);
      stamps.spanIds.push(log.spanId);
      stamps.times.push(log.time, log.observedTime);
    },
  });
};
