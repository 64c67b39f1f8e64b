/** Random OTLP/JSON requests with every field of the proto, and every type of value. */
import type { Signal } from '@nightglass/model';
import { transcodeJson } from '@nightglass/otlp';

/** Deterministic numbers in [0, 1): mulberry32. */
export const randomOf = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
};

type Json = Record<string, unknown>;

export class Telemetry {
  readonly #random: () => number;
  readonly now: bigint;
  constructor(seed: number, now: bigint) {
    this.#random = randomOf(seed);
    this.now = now;
  }

  int(below: number): number {
    return Math.floor(this.#random() * below);
  }
  pick<T>(from: readonly T[]): T {
    return from[this.int(from.length)] as T;
  }
  hex(bytes: number): string {
    return Array.from({ length: bytes }, () => (1 + this.int(255)).toString(16).padStart(2, '0')).join('');
  }
  text(): string {
    const words = [
      '',
      'GET',
      '/api/a b',
      'ünïcode €',
      '日本語',
      '🙂',
      'a=b',
      "it's \\ \n\n \u0000",
      'x'.repeat(200),
    ];
    return this.pick(words) + (this.int(3) === 0 ? String(this.int(1000)) : '');
  }
  time(): string {
    return String(this.now - BigInt(this.int(3600)) * 1_000_000_000n + BigInt(this.int(1_000_000_000)));
  }
  double(): number | string {
    return this.pick([
      0,
      -0,
      1.5,
      -2.25e-300,
      1e300,
      0.1 + 0.2,
      'NaN',
      'Infinity',
      '-Infinity',
      this.#random(),
    ]);
  }
  int64(): string {
    return this.pick(['0', '-1', '9223372036854775807', '-9223372036854775808', '9007199254740993', '42']);
  }
  value(depth = 2): Json {
    switch (this.int(depth > 0 ? 9 : 6)) {
      case 0:
        return { intValue: this.int64() };
      case 1:
        return { doubleValue: this.double() };
      case 2:
        return { boolValue: this.int(2) === 0 };
      case 3:
        return { bytesValue: Buffer.from(this.hex(this.int(20)), 'hex').toString('base64') };
      case 4:
        return {};
      case 6:
        return { arrayValue: { values: this.list(3, () => this.nested(depth - 1)) } };
      case 7:
        return {
          kvlistValue: { values: this.list(3, () => ({ key: this.text(), value: this.nested(depth - 1) })) },
        };
      default:
        return { stringValue: this.text() };
    }
  }
  /** Inside arrays JSON has no negative zero to give back. */
  nested(depth: number): Json {
    const value = this.value(depth);
    return Object.is(value.doubleValue, -0) ? { doubleValue: 0 } : value;
  }
  list<T>(most: number, make: (i: number) => T): T[] {
    return Array.from({ length: this.int(most + 1) }, (_, i) => make(i));
  }
  /** Sorted and without duplicates, as they are read back. */
  attributes(most = 12): Json[] {
    const keys = new Set(
      this.list(most, () => this.pick(['', 'k', 'http.route', 'ä', 'a.b', this.hex(2), this.text()])),
    );
    return [...keys].sort((a, b) => (a < b ? -1 : 1)).map((key) => ({ key, value: this.value() }));
  }
  span(): Json {
    const start = BigInt(this.time());
    return {
      traceId: this.hex(16),
      spanId: this.hex(8),
      traceState: this.text(),
      parentSpanId: this.int(3) === 0 ? '' : this.hex(8),
      flags: this.int(1024),
      name: this.text(),
      kind: this.int(6),
      startTimeUnixNano: String(start),
      endTimeUnixNano: String(start + BigInt(this.int(2 ** 31)) * BigInt(this.int(10))),
      attributes: this.attributes(),
      droppedAttributesCount: this.int(5),
      events: this.list(3, () => ({
        timeUnixNano: this.time(),
        name: this.text(),
        attributes: this.attributes(4),
        droppedAttributesCount: this.int(3),
      })),
      droppedEventsCount: this.int(3),
      links: this.list(2, () => ({
        traceId: this.hex(16),
        spanId: this.hex(8),
        traceState: this.text(),
        attributes: this.attributes(3),
        droppedAttributesCount: this.int(3),
        flags: this.int(512),
      })),
      droppedLinksCount: this.int(3),
      status: { code: this.int(3), message: this.text() },
    };
  }
  log(): Json {
    return {
      timeUnixNano: this.time(),
      observedTimeUnixNano: this.time(),
      severityNumber: this.int(25),
      severityText: this.text(),
      body: this.value(),
      attributes: this.attributes(),
      droppedAttributesCount: this.int(4),
      flags: this.int(256),
      traceId: this.int(2) === 0 ? '' : this.hex(16),
      spanId: this.int(2) === 0 ? '' : this.hex(8),
      eventName: this.text(),
    };
  }
  point(more: Json): Json {
    return {
      attributes: this.attributes(4),
      startTimeUnixNano: this.time(),
      timeUnixNano: this.time(),
      flags: this.int(2),
      ...more,
    };
  }
  exemplars(): Json[] {
    return this.list(2, () => ({
      filteredAttributes: this.attributes(2),
      timeUnixNano: this.time(),
      traceId: this.hex(16),
      spanId: this.hex(8),
      ...this.number(),
    }));
  }
  number(): Json {
    return this.int(2) === 0 ? { asInt: this.int64() } : { asDouble: this.double() };
  }
  counts(): string[] {
    return this.list(6, () => this.pick(['0', '1', '18446744073709551615', '4294967296', '77']));
  }
  moments(): Json {
    const some = (key: string): Json => (this.int(2) === 0 ? {} : { [key]: this.double() });
    return {
      count: this.pick(['0', '5', '18446744073709551615']),
      ...some('sum'),
      ...some('min'),
      ...some('max'),
    };
  }
  metric(i: number): Json {
    const aggregationTemporality = 1 + this.int(2);
    const points = (make: () => Json): Json[] => [0, 1].map(() => this.point(make()));
    const data: Json[] = [
      { gauge: { dataPoints: points(() => ({ ...this.number(), exemplars: this.exemplars() })) } },
      {
        sum: {
          dataPoints: points(() => this.number()),
          aggregationTemporality,
          isMonotonic: this.int(2) === 0,
        },
      },
      {
        histogram: {
          dataPoints: points(() => ({
            ...this.moments(),
            bucketCounts: this.counts(),
            explicitBounds: this.list(5, (n) => n * 0.3),
            exemplars: this.exemplars(),
          })),
          aggregationTemporality,
        },
      },
      {
        exponentialHistogram: {
          dataPoints: points(() => ({
            ...this.moments(),
            scale: this.int(20) - 10,
            zeroCount: String(this.int(100)),
            zeroThreshold: 0.001,
            positive: { offset: this.int(40) - 20, bucketCounts: this.counts() },
            negative: { offset: this.int(40) - 20, bucketCounts: this.counts() },
          })),
          aggregationTemporality,
        },
      },
      {
        summary: {
          dataPoints: points(() => ({
            count: '7',
            sum: this.double(),
            quantileValues: this.list(3, (n) => ({ quantile: n / 3, value: this.double() })),
          })),
        },
      },
    ];
    return {
      name: `metric.${i}.${this.text()}`,
      description: this.text(),
      unit: this.text(),
      ...data[i % 5],
    };
  }
  scope(): Json {
    return {
      name: this.text(),
      version: this.text(),
      attributes: this.attributes(3),
      droppedAttributesCount: this.int(3),
    };
  }
  resource(service: string): Json {
    const rest = this.attributes(8);
    return {
      attributes: [...rest, { key: 'service.name', value: { stringValue: service } }].sort((a, b) =>
        String(a.key) < String(b.key) ? -1 : 1,
      ),
      droppedAttributesCount: this.int(3),
    };
  }
}

/** The protobuf bytes of an OTLP/JSON request. */
export const request = (signal: Signal, json: unknown): Uint8Array =>
  transcodeJson(signal, Buffer.from(JSON.stringify(json, negativeZero)));

/** JSON.stringify writes -0 as 0; as a text the sign stays. */
const negativeZero = (_key: string, value: unknown): unknown => (Object.is(value, -0) ? '-0' : value);
