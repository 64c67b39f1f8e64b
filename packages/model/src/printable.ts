/**
 * Text from telemetry on a terminal: control characters (C0, C1, ESC) could move the cursor or set a title, format
 * characters (bidi overrides, tags, zero width) and line separators could make it read as something else. None gets
 * through; joiners of scripts and emoji do.
 */
export const printable = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]|(?![\u200c\u200d])\p{Cf}/gu, (c) => {
    if (c === '\n') return '\\n';
    if (c === '\t') return ' ';
    const hex = (c.codePointAt(0) ?? 0).toString(16);
    return hex.length > 2 ? `\\u{${hex}}` : `\\x${hex.padStart(2, '0')}`;
  });
