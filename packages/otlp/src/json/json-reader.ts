/** JSON read from its bytes: tokens only, no values. Every failure is a BadJson. */
import { noBytes } from '../wire.ts';
import { ProtoWriter } from '../writer.ts';
import { BadJson } from './bad-json.ts';

/** JSON nested deeper than this (objects and arrays each count) is refused. OTLP itself needs 12, an AnyValue 3 or 4 a level. */
export const maxJsonDepth = 128;

const quote = 0x22;
const backslash = 0x5c;

/** 1 for the bytes that end a plain run of a string: quote, backslash and control characters. */
const stops = new Uint8Array(256).fill(1, 0, 0x20);
stops[quote] = stops[backslash] = 1;

export class JsonReader {
  bytes: Uint8Array = noBytes;
  at = 0;
  /** The last string without its quotes: `[from, to)` of `source`, unescaped. */
  source: Uint8Array = noBytes;
  from = 0;
  to = 0;
  readonly #scratch = new ProtoWriter(256);

  reset(bytes: Uint8Array): this {
    this.bytes = this.source = bytes;
    // A byte order mark is no part of the document.
    this.at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
    return this;
  }

  fail(problem: string, offset = this.at): never {
    throw new BadJson(problem, this.bytes, offset);
  }

  /** The next byte that is not white space, without taking it; 0 at the end. */
  peek(): number {
    const { bytes } = this;
    let { at } = this;
    while (at < bytes.length) {
      const byte = bytes[at]!;
      if (byte > 0x20 || (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09)) {
        this.at = at;
        return byte;
      }
      at++;
    }
    this.at = at;
    return 0;
  }
  /** Takes `byte` or fails. */
  expect(byte: number): void {
    if (this.peek() !== byte) this.unexpected(`"${String.fromCharCode(byte)}"`);
    this.at++;
  }
  unexpected(wanted: string): never {
    const byte = this.peek();
    if (this.at >= this.bytes.length) return this.fail(`the text ends where ${wanted} should be`);
    const shown =
      byte > 0x20 && byte < 0x7f ? `"${String.fromCharCode(byte)}"` : `byte 0x${byte.toString(16)}`;
    return this.fail(`${shown} where ${wanted} should be`);
  }

  /** True when a string is next. */
  get atString(): boolean {
    return this.peek() === quote;
  }

  /** Takes `null`, when it is next. */
  takeNull(): boolean {
    if (this.peek() !== 0x6e) return false;
    this.#literal('null');
    return true;
  }
  takeBool(): boolean {
    const first = this.peek();
    if (first !== 0x74 && first !== 0x66) this.unexpected('true or false');
    this.#literal(first === 0x74 ? 'true' : 'false');
    return first === 0x74;
  }
  #literal(word: string): void {
    for (let i = 0; i < word.length; i++) {
      if (this.bytes[this.at + i] !== word.charCodeAt(i)) this.fail(`not a value (${word}?)`);
    }
    this.at += word.length;
  }

  /** Takes a string and leaves it in `source`, `from` and `to`. */
  takeString(): void {
    if (this.peek() !== quote) this.unexpected('a string');
    const { bytes } = this;
    const from = this.at + 1;
    let at = from;
    const end = bytes.length;
    while (at < end && stops[bytes[at]!] === 0) at++;
    if (at < end && bytes[at] === quote) {
      this.source = bytes;
      this.from = from;
      this.to = at;
      this.at = at + 1;
    } else this.#takeEscaped(from, at);
  }

  /** The rest of a string that holds an escape at `at`, or something that must not be there. */
  #takeEscaped(from: number, at: number): void {
    const { bytes } = this;
    const out = this.#scratch.clear();
    for (;;) {
      out.raw(bytes.subarray(from, at));
      if (at >= bytes.length) this.fail('the text ends inside a string', at);
      const byte = bytes[at]!;
      if (byte === quote) break;
      if (byte !== backslash) this.fail('a control character inside a string', at);
      at = this.#escape(at + 1, out);
      from = at;
      while (at < bytes.length && stops[bytes[at]!] === 0) at++;
    }
    this.source = out.bytes;
    this.from = 0;
    this.to = out.length;
    this.at = at + 1;
  }

  /** Writes the character of the escape whose letter stands at `at`; returns the offset behind it. */
  #escape(at: number, out: ProtoWriter): number {
    const letter = this.bytes[at];
    if (letter !== 0x75) {
      const byte = simpleEscapes.get(letter ?? 0);
      if (byte === undefined) this.fail('an unknown escape', at);
      out.codePoint(byte);
      return at + 1;
    }
    let code = this.#hex4(at + 1);
    at += 5;
    if (code >= 0xd800 && code < 0xdc00 && this.bytes[at] === backslash && this.bytes[at + 1] === 0x75) {
      const low = this.#hex4(at + 2);
      if (low >= 0xdc00 && low < 0xe000) {
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        at += 6;
      }
    }
    // Half a surrogate pair has no UTF-8 form.
    if (code >= 0xd800 && code < 0xe000) code = 0xfffd;
    out.codePoint(code);
    return at;
  }
  #hex4(at: number): number {
    let code = 0;
    for (let i = at; i < at + 4; i++) {
      const digit = hexDigits[this.bytes[i] ?? 0]!;
      if (digit < 0) this.fail('a \\u escape without four hex digits', i);
      code = code * 16 + digit;
    }
    return code;
  }

  /** Takes a number and leaves its text in `source`, `from` and `to`. */
  takeNumber(): void {
    const first = this.peek();
    if (first !== 0x2d && !isDigit(first)) this.unexpected('a number');
    const { bytes } = this;
    const from = this.at;
    let at = from + 1;
    while (at < bytes.length && isNumberByte(bytes[at]!)) at++;
    this.source = bytes;
    this.from = from;
    this.to = this.at = at;
  }

  /** Takes any value of which nothing is wanted, `depth` containers deep. */
  skip(depth: number): void {
    const first = this.peek();
    if (first === quote) this.takeString();
    else if (first === 0x7b) this.#skipContainer(depth, 0x7d);
    else if (first === 0x5b) this.#skipContainer(depth, 0x5d);
    else if (first === 0x6e) this.takeNull();
    else if (first === 0x74 || first === 0x66) this.takeBool();
    else this.takeNumber();
  }
  #skipContainer(depth: number, close: number): void {
    this.enter(depth);
    this.at++;
    if (this.peek() === close) {
      this.at++;
      return;
    }
    do {
      if (close === 0x7d) {
        this.takeString();
        this.expect(0x3a);
      }
      this.skip(depth + 1);
    } while (this.another(close));
  }

  /** Fails when a container is `depth` levels deep and that is too deep. */
  enter(depth: number): void {
    if (depth >= maxJsonDepth) this.fail(`nested deeper than ${maxJsonDepth} levels`);
  }
  /** Behind an item: takes a comma (true: another item follows) or `close` (false). */
  another(close: number): boolean {
    const byte = this.peek();
    if (byte !== 0x2c && byte !== close) this.unexpected(`"," or "${String.fromCharCode(close)}"`);
    this.at++;
    return byte === 0x2c;
  }
}

const simpleEscapes = new Map(
  [...'"\\/bfnrt'].map((letter, i) => [letter.charCodeAt(0), '"\\/\b\f\n\r\t'.charCodeAt(i)]),
);

const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;
const isNumberByte = (byte: number): boolean =>
  isDigit(byte) || byte === 0x2e || byte === 0x2d || byte === 0x2b || byte === 0x65 || byte === 0x45;

/** Value of a hex digit by its byte, -1 for other bytes. */
const hexDigits = new Int8Array(256).fill(-1);

export { hexDigits };

for (let i = 0; i < 16; i++) {
  hexDigits[i.toString(16).charCodeAt(0)] = i;
  hexDigits[i.toString(16).toUpperCase().charCodeAt(0)] = i;
}
