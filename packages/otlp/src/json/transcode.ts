/** OTLP/JSON to protobuf in one pass over the bytes: everything behind it sees one wire format. */
import type { Signal } from '@nightglass/model';
import { plainBytes } from '../wire.ts';
import { ProtoWriter } from '../writer.ts';
import { JsonReader } from './json-reader.ts';
import { Int64, readDouble, writeBase64, writeHex } from './scalars.ts';
import { type Field, type Message, requests } from './schema.ts';

/**
 * The protobuf bytes of an OTLP/JSON request. Names may be lowerCamelCase or snake_case, enums integers or names,
 * 64-bit integers strings or numbers; unknown fields are ignored, `null` is absent (in a list: an empty message).
 * Throws BadJson, also for JSON nested deeper than `maxJsonDepth`.
 */
export const transcodeJson = (signal: Signal, bytes: Uint8Array): Uint8Array => {
  const json = plainBytes(bytes);
  const job = new Transcoder(json);
  job.message(requests[signal], 0);
  job.end();
  return job.result();
};

class Transcoder {
  readonly #in: JsonReader;
  readonly #out: ProtoWriter;
  readonly #int = new Int64();

  constructor(json: Uint8Array) {
    this.#in = new JsonReader().reset(json);
    // Protobuf is about half as long as JSON.
    this.#out = new ProtoWriter((json.length >> 1) + 256);
  }
  result(): Uint8Array {
    return this.#out.written();
  }
  end(): void {
    if (this.#in.peek() !== 0 || this.#in.at < this.#in.bytes.length) this.#in.unexpected('the end');
  }

  /** Reads an object of that type, `depth` containers deep, and writes its fields. */
  message(type: Message, depth: number): void {
    const input: JsonReader = this.#in;
    if (input.peek() !== 0x7b) input.unexpected('an object');
    input.enter(depth);
    input.at++;
    if (input.peek() === 0x7d) {
      input.at++;
      return;
    }
    do {
      input.takeString();
      const field = type.fields.find(input.source, input.from, input.to);
      input.expect(0x3a);
      if (field === undefined) input.skip(depth + 1);
      else if (!input.takeNull()) this.#field(field, depth + 1);
    } while (input.another(0x7d));
  }

  #field(field: Field, depth: number): void {
    const { message } = field;
    if (!field.repeated) {
      if (message === undefined) this.#scalar(field, true);
      else this.#nested(field.tag, message, depth);
      return;
    }
    const input: JsonReader = this.#in;
    const out = this.#out;
    if (input.peek() !== 0x5b) input.unexpected('an array');
    input.enter(depth);
    input.at++;
    if (input.peek() === 0x5d) {
      input.at++;
      return;
    }
    if (message !== undefined) {
      do {
        this.#nested(field.tag, message, depth + 1);
      } while (input.another(0x5d));
      return;
    }
    out.varint(field.tag);
    const at = out.open();
    do this.#scalar(field, false);
    while (input.another(0x5d));
    out.close(at);
  }

  #nested(tag: number, message: Message, depth: number): void {
    const out = this.#out;
    out.varint(tag);
    const at = out.open();
    if (!this.#in.takeNull()) this.message(message, depth);
    out.close(at);
  }

  /** Reads one scalar; writes it with its tag, or bare as an element of a packed list. */
  #scalar(field: Field, tagged: boolean): void {
    switch (field.kind) {
      case 'string':
      case 'hex':
      case 'base64':
        this.#bytes(field);
        break;
      case 'bool': {
        const value = this.#in.takeBool();
        if (value || field.explicit) this.#out.varintField(field.tag, value ? 1 : 0);
        break;
      }
      case 'double':
        this.#double(field, tagged);
        break;
      default:
        this.#integer(field, tagged);
    }
  }

  #bytes(field: Field): void {
    const input: JsonReader = this.#in;
    const start = input.at;
    input.takeString();
    const { source, from, to } = input;
    if (from === to && !field.explicit) return;
    const out = this.#out;
    out.varint(field.tag);
    if (field.kind === 'string') {
      out.varint(to - from);
      out.range(source, from, to);
      return;
    }
    const at = out.open();
    if (field.kind === 'hex') {
      if (!writeHex(out, source, from, to)) input.fail('not an even number of hex digits', start);
    } else if (!writeBase64(out, source, from, to)) input.fail('not base64', start);
    out.close(at);
  }

  #double(field: Field, tagged: boolean): void {
    const input: JsonReader = this.#in;
    const quoted = input.atString;
    const start = input.at;
    if (quoted) input.takeString();
    else input.takeNumber();
    const value = readDouble(input.source, input.from, input.to, quoted);
    if (value === undefined) input.fail('not a number', start);
    if (!tagged) this.#out.double(value);
    else if (field.explicit || !Object.is(value, 0)) this.#out.doubleField(field.tag, value);
  }

  #integer(field: Field, tagged: boolean): void {
    const input: JsonReader = this.#in;
    const quoted = input.atString;
    const start = input.at;
    if (quoted) input.takeString();
    else input.takeNumber();
    const { source, from, to } = input;
    const int = this.#int;
    if (!int.read(source, from, to)) {
      const named = quoted ? field.names?.get(Buffer.from(source.subarray(from, to)).toString()) : undefined;
      if (named === undefined) input.fail(`not a whole number that fits ${field.kind}`, start);
      int.lo = named;
      int.hi = 0;
      int.negative = false;
    }
    if (!fits(int, field.kind)) input.fail(`not a whole number that fits ${field.kind}`, start);
    if (tagged && int.isZero && !field.explicit) return;
    const out = this.#out;
    if (tagged) out.varint(field.tag);
    if (field.kind === 'fixed64' || field.kind === 'sfixed64') out.fixed64(int.lo, int.hi);
    else if (field.kind === 'fixed32') out.fixed32(int.lo);
    else if (field.kind === 'sint32') out.varint(((int.lo << 1) ^ (int.lo >> 31)) >>> 0);
    else out.varint64(int.lo, int.hi);
  }
}

const fits = (int: Int64, kind: Field['kind']): boolean => {
  switch (kind) {
    case 'enum':
    case 'int32':
    case 'sint32':
      return int.isInt32;
    case 'uint32':
    case 'fixed32':
      return int.isUint32;
    case 'uint64':
    case 'fixed64':
      return !int.negative;
    default:
      return int.isInt64;
  }
};
