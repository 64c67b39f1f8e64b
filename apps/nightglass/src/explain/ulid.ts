import { randomBytes } from 'node:crypto';

/** Crockford's base 32. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** 26 characters that sort by time: 48 bits of Unix milliseconds, then 80 random ones (the ULID specification). */
export const ulid = (timeMs: number, random: Uint8Array = randomBytes(10)): string => {
  let value = BigInt(timeMs) & 0xffff_ffff_ffffn;
  for (const byte of random) value = (value << 8n) | BigInt(byte);
  let text = '';
  for (let i = 0; i < 26; i++) {
    text = (alphabet[Number(value & 31n)] ?? '') + text;
    value >>= 5n;
  }
  return text;
};

export const isUlid = (text: string): boolean => /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/.test(text);
