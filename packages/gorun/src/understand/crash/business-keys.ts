/** Characters of a message that are searched: keys stand at its beginning, and messages may be megabytes. */
const MOST_TEXT = 4096;
const MOST_KEYS = 8;

interface Form {
  pattern: RegExp;
  /** Group of the value. */
  group: number;
  from: (match: RegExpMatchArray) => string;
}

/** Forms of business keys, surest first. Expressions have bounded repetitions only. */
const FORMS: readonly Form[] = [
  {
    pattern: /\b([a-z][a-z_]{1,30})@([A-Za-z0-9][A-Za-z0-9_-]{2,63})/g,
    group: 2,
    from: (match) => `behind ${match[1]}@`,
  },
  {
    pattern:
      /\b([A-Za-z][A-Za-z_.-]{0,30}?(?:[_-]?(?:id|ID|Id|key|no|number|ref|uuid)))["']?\s?[=:]\s?["']?([A-Za-z0-9][A-Za-z0-9_-]{2,63})/g,
    group: 2,
    from: (match) => `value of ${match[1]}`,
  },
  {
    pattern:
      /\b(order|payment|invoice|customer|user|account|tenant|session|cart|shipment|transaction|tx|request|job)\s?[=:#]?\s?["'#]?([A-Za-z0-9][A-Za-z0-9_-]{2,63})/g,
    group: 2,
    from: (match) => `behind the word ${match[1]}`,
  },
  {
    pattern: /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi,
    group: 0,
    from: () => 'form of a UUID',
  },
  {
    pattern: /\b[A-Z][A-Z0-9]{1,9}[-_][A-Za-z0-9]{2,40}(?:-[A-Za-z0-9]{1,40}){0,4}\b/g,
    group: 0,
    from: () => 'form PREFIX-id',
  },
  { pattern: /#(\d{3,18})\b/g, group: 1, from: () => 'number behind #' },
];

/**
 * Business keys in a panic's message: `invalid_amount@ORD-7a9f: -1` gives `ORD-7a9f`, so that the logs and traces that
 * carry it can be joined. Pointers, addresses, file positions, versions and plain words are none. At most 8, each once.
 */
export function businessKeys(message: string): { value: string; from: string }[] {
  const text = withoutNoise(message.slice(0, MOST_TEXT));
  const found = new Map<string, string>();
  for (const form of FORMS) {
    for (const match of text.matchAll(form.pattern)) {
      const value = match[form.group] ?? '';
      if (!isKey(value) || found.has(value)) continue;
      found.set(value, form.from(match));
      if (found.size === MOST_KEYS) return asList(found);
    }
  }
  return asList(found);
}

function asList(found: ReadonlyMap<string, string>): { value: string; from: string }[] {
  return [...found].map(([value, from]) => ({ value, from }));
}

/** Takes out what looks like a key and is none: pointers, IP addresses with ports, `main.go:25`, `v1.2.3`, URLs' hosts. */
function withoutNoise(text: string): string {
  return text
    .replace(/\b0x[0-9a-fA-F]{1,16}\b/g, ' ')
    .replace(/\[?\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b(?::\d{1,5})?/g, ' ')
    .replace(/\[[0-9a-fA-F:]{2,45}\](?::\d{1,5})?/g, ' ')
    .replace(/[\w./-]{1,100}\.go:\d{1,7}/g, ' ')
    .replace(/\bv?\d{1,4}\.\d{1,4}\.\d{1,6}(?:[-+][\w.]{1,40})?\b/g, ' ')
    .replace(/\b\d{4}-\d{2}-\d{2}(?:[T ][\d:.]{5,18}Z?)?/g, ' ');
}

/** A key has a digit and is not one of the names in which letters and digits meet by convention. */
function isKey(value: string): boolean {
  return (
    /\d/.test(value) && !/^(?:SHA|MD|UTF|ISO|RFC|HTTP|TLS|AES|INT|UINT|FLOAT|SIG|X)[-_]?\d+$/i.test(value)
  );
}
