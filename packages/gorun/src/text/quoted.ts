/** Strings in double quotes with Go's escapes, which JSON's are among. */

/** Where a Go-quoted string that begins at `at` ends (behind its quote); -1 when it does not. */
export const quotedEnd = (text: string, at: number): number => {
  for (let i = at + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 92) i++;
    else if (code === 34) return i + 1;
  }
  return -1;
};

/** The text of a Go-quoted string; text without quotes is given as it is. */
export const unquote = (text: string): string => {
  if (!text.startsWith('"')) return text;
  const inner = text.slice(1, -1);
  if (!inner.includes('\\')) return inner;
  return inner.replace(/\\(x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8}|[\s\S])/g, (_, code: string) => {
    const kind = code[0] ?? '';
    if (code.length > 1) {
      const point = Number.parseInt(code.slice(1), 16);
      return point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd';
    }
    return kind === 'n' ? '\n' : kind === 't' ? '\t' : kind === 'r' ? '\r' : kind;
  });
};
