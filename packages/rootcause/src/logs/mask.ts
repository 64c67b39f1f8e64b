/**
 * Replaces what varies in a log body by `<*>`: numbers, durations, timestamps, IP addresses, UUIDs, hexadecimal ids,
 * quoted strings, paths and URLs, mail addresses. One pass over the characters, linear, no regular expressions.
 *
 * Kept: words with a short number in them (`x509`, `http2`, `v1`), places in code (`main.go:42`, `o.s.Orders#365`) since
 * they say which statement wrote the line, and quoted values of logfmt keys that hold the message (`msg="..."`).
 */
export const wildcard = '<*>';

const longestBody = 2000;
const longestQuote = 400;
const longestWord = 48;

/** Character classes by code: what a run is made of. */
const blank = 1;
const letter = 2;
const digit = 3;
/** Joins segments of one run: `10.0.0.1`, `a-b`, `12:30`, `k#3`. */
const joint = 4;
const slash = 5;
const quote = 6;

const classes = new Uint8Array(128);
for (let code = 0; code <= 32; code++) classes[code] = blank;
for (const char of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz$')
  classes[char.charCodeAt(0)] = letter;
for (const char of '0123456789') classes[char.charCodeAt(0)] = digit;
for (const char of '-_.:@+#%~') classes[char.charCodeAt(0)] = joint;
for (const char of '/\\') classes[char.charCodeAt(0)] = slash;
for (const char of '"\'`') classes[char.charCodeAt(0)] = quote;

const codeFile =
  /^[\w.$-]{1,80}\.(?:go|java|kt|scala|py|rb|rs|js|mjs|cjs|ts|tsx|jsx|php|cs|cc|cpp|c|h|swift|ex|erl|lua):\d{1,6}[:.]?$/;
const codeMember = /^[A-Za-z_$][\w$]{0,60}(?:\.[\w$]{1,80}){1,12}#\d{1,5}$/;
const messageKey = /(?:^|[\s,{])(?:msg|message|err|error|reason|cause|event|exception)=$/i;

const isHex = (code: number): boolean =>
  (code >= 48 && code <= 57) || (code >= 97 && code <= 102) || (code >= 65 && code <= 70);

/** Whether a segment without joints is a name that happens to hold digits: `x509`, `k8s`, `log4j`. */
const isName = (text: string, from: number, to: number): boolean => {
  if (to - from > 12 || classes[text.charCodeAt(from)] !== letter) return false;
  let digits = 0;
  let hex = true;
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    if (classes[code] === digit) digits++;
    if (!isHex(code)) hex = false;
  }
  return digits <= 3 && !(hex && to - from >= 6);
};

/** UUIDs and the like, where single groups may have no digit: only hexadecimal digits and dashes, 20 or more. */
const isLongHex = (text: string, from: number, to: number): boolean => {
  if (to - from < 20) return false;
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    if (code !== 45 && !isHex(code)) return false;
  }
  return true;
};

/** A run that holds digits, with each segment that varies masked, and neighbours that vary taken together. */
const maskRun = (text: string, from: number, to: number): string => {
  if (isLongHex(text, from, to)) return wildcard;
  if (to - from < 120) {
    const run = text.slice(from, to);
    if (codeFile.test(run) || codeMember.test(run)) return run;
  }
  let out = '';
  let joints = '';
  let afterMask = false;
  let i = from;
  while (i < to) {
    const start = i;
    if (classes[text.charCodeAt(i)] === joint) {
      while (i < to && classes[text.charCodeAt(i)] === joint) i++;
      joints = text.slice(start, i);
      continue;
    }
    let digits = false;
    while (i < to && classes[text.charCodeAt(i)] !== joint) {
      if (classes[text.charCodeAt(i)] === digit) digits = true;
      i++;
    }
    const masked = digits && !isName(text, start, i);
    if (masked && afterMask) {
      joints = '';
      continue;
    }
    // A sign belongs to its number.
    out += masked && out === '' && (joints === '-' || joints === '+') ? '' : joints;
    joints = '';
    out += masked ? wildcard : text.slice(start, i);
    afterMask = masked;
  }
  return out + (joints === '%' && afterMask ? '' : joints);
};

/** Where the quoted text that opens at `at` closes; -1: it is an apostrophe, or too long. */
const closingQuote = (text: string, at: number, end: number): number => {
  const mark = text.charCodeAt(at);
  if (mark === 39 && at > 0 && (classes[text.charCodeAt(at - 1)] ?? 0) >= letter) {
    const before = classes[text.charCodeAt(at - 1)]!;
    if (before === letter || before === digit) return -1;
  }
  const stop = Math.min(end, at + longestQuote);
  for (let i = at + 1; i < stop; i++) {
    const code = text.charCodeAt(i);
    if (code === 92) i++;
    else if (code === mark) {
      const next = i + 1 < end ? (classes[text.charCodeAt(i + 1)] ?? 0) : 0;
      if (mark === 39 && (next === letter || next === digit)) continue;
      return i;
    }
  }
  return -1;
};

export const maskText = (text: string): string => {
  const end = Math.min(text.length, longestBody);
  let out = '';
  /** First character not yet written. */
  let from = 0;
  let i = 0;
  while (i < end) {
    const code = text.charCodeAt(i);
    const kind = code < 128 ? classes[code]! : 0;
    if (kind === 0) {
      i++;
      continue;
    }
    if (kind === blank) {
      let after = i + 1;
      while (after < end && text.charCodeAt(after) <= 32) after++;
      if (after > i + 1 || code !== 32) {
        out += `${text.slice(from, i)} `;
        from = after;
      }
      i = after;
      continue;
    }
    if (kind === quote) {
      const close = closingQuote(text, i, end);
      if (
        close < 0 ||
        (text.charCodeAt(i - 1) === 61 && messageKey.test(text.slice(Math.max(0, i - 12), i)))
      ) {
        i++;
        continue;
      }
      out += text.slice(from, i) + wildcard;
      i = from = close + 1;
      continue;
    }
    const start = i;
    let digits = false;
    let slashes = 0;
    let at = false;
    let inner = kind;
    do {
      if (inner === digit) digits = true;
      else if (inner === slash) slashes++;
      else if (inner === joint && text.charCodeAt(i) === 64) at = i > start;
      i++;
      if (i >= end) break;
      const next = text.charCodeAt(i);
      inner = next < 128 ? classes[next]! : 0;
    } while (inner >= letter && inner <= slash);
    const isPath =
      slashes > 0 &&
      (kind === slash || digits || slashes > 2 || text.startsWith('://', schemeEnd(text, start, i)));
    if (
      isPath ||
      (at && !digits && i - start > 4) ||
      (i - start > longestWord && !text.slice(start, i).includes('.'))
    ) {
      out += text.slice(from, start) + wildcard;
      from = i;
    } else if (digits) {
      out += text.slice(from, start) + maskRun(text, start, i);
      from = i;
    }
  }
  return (from === 0 && end === text.length ? text : out + text.slice(from, end)).trim();
};

/** Where the letters of a URL's scheme end. */
const schemeEnd = (text: string, from: number, to: number): number => {
  let i = from;
  while (i < to && classes[text.charCodeAt(i)] === letter) i++;
  return i;
};
