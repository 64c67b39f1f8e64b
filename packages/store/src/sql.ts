/**
 * SQL text that is known to be safe. The only ways to make one are the `sql` tag, which encodes every value as a
 * literal, and `raw`, for text written in this package. (chDB serialises parameterised queries process-wide,
 * so literals are encoded here instead; reference: query.md 1.2.)
 */
export class Sql {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  toString(): string {
    return this.text;
  }
}

export type SqlValue = Sql | string | number | bigint | boolean | Uint8Array | readonly SqlValue[];

/** Text written in this package, taken as it is. Never pass anything that came from outside. */
export const raw = (text: string): Sql => new Sql(text);

/** A string as a ClickHouse literal: every byte that means something is escaped. */
const stringLiteral = (value: string): string => {
  let out = "'";
  for (const c of value) {
    const code = c.codePointAt(0) ?? 0;
    if (c === '\\' || c === "'") out += `\\${c}`;
    else if (code < 0x20 || code === 0x7f) out += `\\x${code.toString(16).padStart(2, '0')}`;
    else out += c;
  }
  return `${out}'`;
};

const literal = (value: SqlValue): string => {
  if (value instanceof Sql) return value.text;
  if (typeof value === 'string') return stringLiteral(value);
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`not a finite number: ${value}`);
    return String(value);
  }
  if (value instanceof Uint8Array) return `unhex('${Buffer.from(value).toString('hex')}')`;
  return `[${value.map(literal).join(', ')}]`;
};

/** `` sql`SELECT * FROM spans WHERE ServiceName = ${name}` `` */
export const sql = (strings: TemplateStringsArray, ...values: readonly SqlValue[]): Sql => {
  let text = strings[0] ?? '';
  values.forEach((value, i) => {
    text += literal(value) + (strings[i + 1] ?? '');
  });
  return new Sql(text);
};

/** Joins parts with a separator; `join([], ' AND ', sql`1`)` gives the fallback. */
export const join = (parts: readonly Sql[], separator: string, empty: Sql = raw('')): Sql =>
  parts.length === 0 ? empty : new Sql(parts.map((p) => p.text).join(separator));
