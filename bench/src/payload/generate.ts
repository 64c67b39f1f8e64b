/** The common way of the three signals: records spread over the services, then made stampable. */
import { ProtoWriter, proto } from '@nightglass/otlp';
import { resourceGroup, services } from './attributes.ts';
import { defaultStart, type Payload, type PayloadOptions } from './options.ts';
import { Random } from './random.ts';
import { payload, type Stamps } from './stamp.ts';

export interface Kind {
  /** Name of the instrumentation scope. */
  scope: string;
  /** Writes one message of a scope group (a span, a log record, a metric); returns how many records it holds, at most `left`. */
  write(w: ProtoWriter, random: Random, timeUnixNano: bigint, left: number): number;
  /** Notes where the ids and times of all records lie. */
  find(bytes: Uint8Array, stamps: Stamps): void;
}

const millisecond = 1_000_000n;

export const generate = (kind: Kind, options: PayloadOptions): Payload => {
  const {
    seed = 1,
    records = 512,
    startTimeUnixNano = defaultStart,
    firstSequence = 1,
    stream = 0,
  } = options;
  const random = new Random(seed);
  const w = new ProtoWriter(records * 600 + 4096);
  const perService = Math.ceil(records / services.length);
  let index = 0;
  for (const service of services) {
    const until = Math.min(index + perService, records);
    if (index === until) break;
    resourceGroup(w, random, service, kind.scope, () => {
      while (index < until) {
        w.message(proto.ScopeGroup.records, () => {
          index += kind.write(w, random, startTimeUnixNano + BigInt(index) * millisecond, until - index);
        });
      }
    });
  }
  const bytes = w.copy();
  const stamps: Stamps = { stream, traceIds: [], spanIds: [], parentIds: [], times: [] };
  kind.find(bytes, stamps);
  return payload(bytes, records, stamps, firstSequence, startTimeUnixNano);
};
