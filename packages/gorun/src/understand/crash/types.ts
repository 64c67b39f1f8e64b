/**
 * Types that only carry another error: they tell nothing about what went wrong, so grouping looks through them.
 * Standard library, github.com/pkg/errors, cockroachdb/errors, hashicorp/go-multierror, uber-go/multierr, and the
 * names under which loggers and OpenTelemetry report a plain text.
 */
const WRAPPERS = new Set([
  '*fmt.wrapError',
  '*fmt.wrapErrors',
  '*errors.errorString',
  '*errors.joinError',
  '*errors.withStack',
  '*errors.withMessage',
  '*errors.fundamental',
  '*errors.withCode',
  '*withstack.withStack',
  '*errutil.withPrefix',
  '*errutil.withNewMessage',
  '*errutil.leafError',
  '*multierror.Error',
  '*multierror.prefixError',
  '*multierr.multiError',
  '*errgroup.panicError',
  'errors.withStack',
  'errors.errorString',
  'error',
  'string',
]);

/** Does this Go type only carry another error or a text (`*fmt.wrapError`, `*errors.withStack`, `string`)? */
export function isWrapperType(type: string): boolean {
  return type === '' || WRAPPERS.has(shortType(type));
}

/** `*github.com/pkg/errors.withStack` -> `*errors.withStack`: Go prints both, by %T and by reflection. */
function shortType(type: string): string {
  const stars = /^\**/.exec(type)?.[0] ?? '';
  const rest = type.slice(stars.length);
  return stars + rest.slice(rest.lastIndexOf('/') + 1);
}

/** Go type of an error as it appears inside messages: `*net.OpError`, `runtime.boundsError`, `main.myErr`. */
const KNOWN_TEXTS: readonly (readonly [RegExp, string])[] = [
  [/\bcontext deadline exceeded\b/, 'context.deadlineExceededError'],
  [/\bcontext canceled\b/, 'context.Canceled'],
  [/invalid memory address or nil pointer dereference/, 'runtime.errorString'],
  [/\bindex out of range \[|slice bounds out of range \[/, 'runtime.boundsError'],
  [/\binterface conversion: /, '*runtime.TypeAssertionError'],
  [/\bassignment to entry in nil map\b/, 'runtime.plainError'],
  [/\b(?:send on|close of) closed channel\b/, 'runtime.plainError'],
  [/\bi\/o timeout$/, '*net.OpError'],
  [/\b(?:dial|read|write) (?:tcp|udp|unix)\d? /, '*net.OpError'],
  [/\blookup \S+(?: on \S+)?: no such host\b/, '*net.DNSError'],
  [/\bsql: no rows in result set\b/, 'sql.ErrNoRows'],
  [/\bunexpected EOF$/, 'io.ErrUnexpectedEOF'],
  [/: EOF$/, 'io.EOF'],
];

/**
 * What to group by when `type` may be a wrapper: the type itself when it says something, else the innermost type its
 * message betrays, else the message's template (its variable parts replaced), marked `text:`.
 */
export function rootType(message: string, type: string): string {
  if (!isWrapperType(type)) return type;
  const text = message.slice(0, 4096);
  for (const [pattern, known] of KNOWN_TEXTS) if (pattern.test(text)) return known;
  return `text:${messageTemplate(text)}`;
}

/**
 * The message with what varies from case to case replaced: quoted text, numbers, hexadecimal, ids that mix letters
 * and digits, addresses. Of several lines the first; at most 160 characters.
 */
export function messageTemplate(message: string): string {
  const line = (message.split('\n', 1)[0] ?? '').slice(0, 1024);
  return line
    .replace(/"[^"]*"|'[^']*'|`[^`]*`/g, '<text>')
    .replace(/(^|[\s([{:=,])[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?(?![\w.-])/g, '$1<id>')
    .replace(/[A-Za-z0-9_./:@-]*\d[A-Za-z0-9_./-]*/g, replaceWord)
    .replace(/\s+/g, ' ')
    .slice(0, 160)
    .trim();
}

/** Keeps the words around an id: `invalid_amount@ORD-7a9f` -> `invalid_amount@<id>`. */
function replaceWord(word: string): string {
  const at = Math.max(word.lastIndexOf('@'), word.lastIndexOf('='), word.lastIndexOf(':'));
  return at >= 0 && !/\d/.test(word.slice(0, at)) ? `${word.slice(0, at + 1)}<id>` : '<id>';
}
