/** The few DER forms an X.509 certificate needs (ITU-T X.690). Every function returns one whole tag-length-value. */

const lengthBytes = (n: number): number[] => {
  if (n < 0x80) return [n];
  const bytes: number[] = [];
  for (let rest = n; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return [0x80 | bytes.length, ...bytes];
};

const tlv = (tag: number, ...parts: Buffer[]): Buffer => {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag, ...lengthBytes(content.length)]), content]);
};

export const sequence = (...parts: Buffer[]): Buffer => tlv(0x30, ...parts);
export const set = (...parts: Buffer[]): Buffer => tlv(0x31, ...parts);
export const octets = (content: Buffer): Buffer => tlv(0x04, content);
export const bits = (content: Buffer): Buffer => tlv(0x03, Buffer.from([0]), content);
export const utf8 = (text: string): Buffer => tlv(0x0c, Buffer.from(text));
export const yes = tlv(0x01, Buffer.from([0xff]));

/** `[number]`, constructed when it wraps other values (EXPLICIT), primitive when it holds bytes (IMPLICIT). */
export const explicit = (number: number, content: Buffer): Buffer => tlv(0xa0 | number, content);
export const implicit = (number: number, content: Buffer): Buffer => tlv(0x80 | number, content);

/** An unsigned INTEGER from its big-endian bytes; a leading zero keeps it from being read as negative. */
export const unsigned = (magnitude: Buffer): Buffer =>
  tlv(0x02, (magnitude[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), magnitude]) : magnitude);

/** GeneralizedTime in UTC with whole seconds, the form RFC 5280 section 4.1.2.5.2 asks for. */
export const time = (at: Date): Buffer =>
  tlv(0x18, Buffer.from(`${at.toISOString().replace(/\D/g, '').slice(0, 14)}Z`));

export const oid = (dotted: string): Buffer => {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const arc of rest) {
    const digits = [arc & 0x7f];
    for (let left = arc >> 7; left > 0; left >>= 7) digits.unshift((left & 0x7f) | 0x80);
    bytes.push(...digits);
  }
  return tlv(0x06, Buffer.from(bytes));
};
