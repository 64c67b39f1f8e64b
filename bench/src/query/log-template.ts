/** Templates of log requests: 506 records of 44 traces; bodies of about 139 bytes with words rare and frequent. */
import { ProtoWriter, proto, walkLogs } from '@nightglass/otlp';
import { attribute, resourceGroup, type Value } from '../payload/attributes.ts';
import { Random } from '../payload/index.ts';
import { placeholders } from './identity.ts';
import { services } from './shop.ts';
import { tracesPerTemplate } from './span-template.ts';
import { findValues, type RecordPlaces, type Template, template } from './template.ts';

const { LogRecord } = proto;
const builtAt = 1_767_225_600_000_000_000n;
const recordsPerTemplate = 506;
const pods = 3;
const { request, user } = placeholders;

type Line = (r: Random) => string;
const usual: readonly Line[] = [
  (r) =>
    `request ${request} of ${user} accepted by route checkout after ${r.below(300)} ms in queue ${r.below(8)}, cart value ${r.below(9000)}.${r.below(90) + 10} EUR, tenant shop-eu`,
  (r) =>
    `stock of sku-${r.below(50_000)} reserved for request ${request}: ${r.below(9) + 1} pieces in warehouse hamburg-${r.below(9)}, ${r.below(500)} pieces left after the reservation`,
  (r) =>
    `payment for request ${request} authorised by acquirer number ${r.below(6)} after ${r.below(4) + 1} attempts and ${r.below(900)} ms, risk score ${r.below(100)} of 100, no review`,
  (r) =>
    `cache miss for product:${r.below(100_000)} while handling request ${request}, loaded ${r.below(4000)} bytes from the database replica in ${r.below(60)} ms`,
];
/** 6 % of the records: a word that stands in every granule. */
const slow: Line = (r) =>
  `call to risk for request ${request} ended in a timeout after ${2000 + r.below(50)} ms, trying again with attempt ${r.below(3) + 2} of 5 and a longer deadline`;
/** 0.9 % of the records. */
const refused: Line = (r) =>
  `could not reach postgres-${r.below(4)}.shop.svc:5432 for request ${request}: connection refused, next attempt in ${r.below(900)} ms by the pool of ${user}`;

const pick = (random: Random): { line: Line; number: number; text: string } => {
  const x = random.next();
  if (x < 0.009) return { line: refused, number: 17, text: 'ERROR' };
  if (x < 0.069) return { line: slow, number: 13, text: 'WARN' };
  return x < 0.3
    ? { line: random.pick(usual), number: 5, text: 'DEBUG' }
    : { line: random.pick(usual), number: 9, text: 'INFO' };
};

/** `spreadNano`: the records stand within this time from the template's start. */
export const logTemplate = (seed: number, spreadNano: number): Template => {
  const random = new Random(seed ^ 0x10c5);
  const w = new ProtoWriter(recordsPerTemplate * 600);
  const traces: number[] = [];
  const perService = Math.ceil(recordsPerTemplate / services.length);
  services.forEach((name, service) => {
    const own = Math.min(perService, recordsPerTemplate - service * perService);
    const pod = new Random(service * 100 + (seed % pods));
    resourceGroup(w, pod, name, 'shop-logger', () => {
      for (let i = 0; i < own; i++) {
        const trace = random.below(tracesPerTemplate);
        const time = builtAt + BigInt(Math.round((spreadNano * (trace + random.next())) / tracesPerTemplate));
        traces.push(trace);
        w.message(proto.ScopeGroup.records, () => writeRecord(w, random, time));
      }
    });
  });
  const bytes = w.copy();
  return template(bytes, tracesPerTemplate, places(bytes, traces), builtAt);
};

const writeRecord = (w: ProtoWriter, random: Random, time: bigint): void => {
  const { line, number, text } = pick(random);
  w.int64Field(LogRecord.timeUnixNano, time);
  w.varintField(LogRecord.severityNumber, number);
  w.stringField(LogRecord.severityText, text);
  w.message(LogRecord.body, () => w.stringField(proto.AnyValue.stringValue, line(random)));
  const put = (key: string, value: Value): void => attribute(w, LogRecord.attributes, key, value);
  put('code.function.name', random.pick(['handleCheckout', 'reserveStock', 'authorise', 'loadProduct']));
  put('code.file.path', '/app/dist/checkout/server.js');
  put('code.line.number', random.below(900));
  put('log.iostream', 'stdout');
  put('thread.name', `worker-${random.below(8)}`);
  if (random.chance(0.1)) put('enduser.id', user);
  w.bytesField(LogRecord.traceId, new Uint8Array(16));
  w.bytesField(LogRecord.spanId, new Uint8Array(8));
  w.int64Field(LogRecord.observedTimeUnixNano, time + 1000n);
};

const places = (bytes: Uint8Array, traces: readonly number[]): RecordPlaces[] => {
  const found: { at: number; places: Omit<RecordPlaces, 'requestAt' | 'userAt'> }[] = [];
  walkLogs(bytes, {
    resource() {},
    scope() {},
    log(log) {
      found.push({
        at: log.time,
        places: {
          trace: traces[found.length] ?? 0,
          span: 0,
          parent: -1,
          traceIdAt: log.traceId,
          spanIdAt: log.spanId,
          parentIdAt: -1,
          timesAt: [log.time, log.observedTime],
          stuckAt: -1,
        },
      });
    },
  });
  return found.map((p, i) => ({ ...p.places, ...findValues(bytes, p.at, found[i + 1]?.at ?? bytes.length) }));
};
