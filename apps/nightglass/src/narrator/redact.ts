/**
 * Masks what must not leave the machine in text that is sent to a language model. The same secret gets the same mask, so
 * that two hosts stay two hosts. Better one mask too many: what is masked is only missing from a sentence.
 */

type Kind = 'email' | 'ip' | 'card' | 'key' | 'token' | 'secret';

interface Rule {
  kind: Kind;
  pattern: RegExp;
  /** Which part is masked; all of it by default. What must hold besides. */
  group?: number;
  holds?: (text: string) => boolean;
}

/** Luhn's sum, as card numbers carry it. */
const isCard = (text: string): boolean => {
  const digits = text.replace(/\D/g, '');
  if (digits.length < 13 || digits.length > 19 || /^(\d)\1+$/.test(digits)) return false;
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    sum += i % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2;
  }
  return sum % 10 === 0;
};

const octet = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)';
const hextets = '[0-9a-fA-F]{1,4}';

/** In the order in which they are applied: what is longest and surest first. */
const rules: readonly Rule[] = [
  {
    kind: 'key',
    pattern: /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z0-9 ]*PRIVATE KEY-----|$)/g,
  },
  { kind: 'token', pattern: /\beyJ[\w-]{5,}\.[\w-]{5,}(?:\.[\w-]*)?/g },
  {
    kind: 'key',
    pattern:
      /\b(?:sk|pk|rk)[-_](?:[\w-]{16,})|\bgh[pousr]_\w{16,}|\bgithub_pat_\w{16,}|\bglpat-[\w-]{12,}|\bxox[a-z]-[\w-]{8,}|\b(?:AKIA|ASIA)[0-9A-Z]{12,}|\bAIza[\w-]{30,}|\bnpm_\w{20,}|\bSG\.[\w-]{16,}\.[\w-]{16,}/g,
  },
  // user:password before the host of a URL.
  { kind: 'secret', pattern: /\b[a-z][a-z0-9+.-]{0,20}:\/\/([^\s/@:]{0,200}:[^\s/@]{1,200})@/gi, group: 1 },
  { kind: 'token', pattern: /\b(?:bearer|basic|negotiate|digest)\s+([\w.~+/=-]{6,})/gi, group: 1 },
  {
    kind: 'secret',
    pattern:
      /["']?(?:passw(?:or)?d|passphrase|pwd|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|authorization|credentials?|cookie|session[-_]?id|otp|pin)["']?\s*[=:]\s*("[^"]*"|'[^']*'|[^\s,;&"'})\]]+)/gi,
    group: 1,
    holds: (text) => !/^(?:bearer|basic|negotiate|digest)$/i.test(text),
  },
  {
    kind: 'email',
    pattern:
      /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}/gu,
  },
  { kind: 'card', pattern: /(?<![\w.-])\d(?:[ -]?\d){12,18}(?![\w.-]*\w)/g, holds: isCard },
  { kind: 'ip', pattern: new RegExp(`(?<![\\w.])${octet}(?:\\.${octet}){3}(?![\\w]|\\.\\d)`, 'g') },
  {
    kind: 'ip',
    pattern: new RegExp(
      `(?<![\\w:])(?:(?:${hextets}:){7}${hextets}|(?:${hextets}:){1,7}:(?:${hextets}(?::${hextets}){0,6})?|::(?:${hextets}(?::${hextets}){0,6}))(?:%\\w+)?(?![\\w:])`,
      'g',
    ),
  },
  // Long and random: ids of sessions, hashes, keys nobody can name.
  { kind: 'token', pattern: /\b[0-9a-fA-F]{32,}\b/g },
  {
    kind: 'token',
    pattern: /(?<![\w+/-])[\w+/-]{36,}={0,2}(?![\w+/-])/g,
    holds: (text) => /\d/.test(text) && /[a-z]/.test(text) && /[A-Z]/.test(text),
  },
];

export class Redactor {
  readonly #masks = new Map<string, string>();
  readonly #counts = new Map<Kind, number>();

  text(text: string): string {
    let result = text;
    for (const { kind, pattern, group = 0, holds } of rules) {
      result = result.replace(pattern, (...found: unknown[]) => {
        const all = String(found[0]);
        const part = String(found[group] ?? '');
        if (part === '' || isMask(part) || (holds !== undefined && !holds(part))) return all;
        // Groups stand at the end: the name of a setting may hold its value's text as well.
        const at = all.lastIndexOf(part);
        return all.slice(0, at) + this.#mask(kind, part) + all.slice(at + part.length);
      });
    }
    return result;
  }

  /** Every text of a value, the keys of objects included. */
  value<T>(value: T): T {
    return this.#value(value) as T;
  }

  #value(value: unknown): unknown {
    if (typeof value === 'string') return this.text(value);
    if (Array.isArray(value)) return value.map((inner) => this.#value(inner));
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(
        Object.entries(value).map(([key, inner]) => [this.text(key), this.#value(inner)]),
      );
    return value;
  }

  #mask(kind: Kind, secret: string): string {
    const key = `${kind}:${secret}`;
    const known = this.#masks.get(key);
    if (known !== undefined) return known;
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    const mask = `[${kind}-${count}]`;
    this.#masks.set(key, mask);
    return mask;
  }
}

const isMask = (text: string): boolean => /^["']?\[(?:email|ip|card|key|token|secret)-\d+\]["']?$/.test(text);
